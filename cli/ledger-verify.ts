import { verify, type Verification } from "../ledger/verify.ts"
import { openLedgerAtHand } from "./ledger-at-hand.ts"

/** `felt ledger verify`: checks the raw stream of a data folder, whether a Leaf runs on it or not. */
export async function verifyLedger(data: string): Promise<Verification> {
  const ledger = await openLedgerAtHand(data)
  try {
    return await verify(ledger.log)
  } finally {
    await ledger.close()
  }
}
