import { Sessions } from "../leaf/sessions.ts"
import { readOrMakeIdentity } from "../leaf/identity.ts"
import { millis } from "../schemas/units.ts"
import { openLedgerAtHand } from "./ledger-at-hand.ts"

/** `felt unlock`: for whoever sits at the box, when the only device is locked by wrong PINs. */
export async function unlock(data: string): Promise<{ unlocked: number }> {
  const { connection, close, data: folder } = await openLedgerAtHand(data)
  try {
    const { pepper } = await readOrMakeIdentity(folder)
    const sessions = new Sessions(connection.access, pepper, () => millis(Date.now()))
    return { unlocked: await sessions.unlock() }
  } finally {
    await close()
  }
}
