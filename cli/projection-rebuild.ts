import { rm } from "node:fs/promises"
import process from "node:process"
import { Ledger } from "../ledger/ledger.ts"
import { PGliteStore } from "../ledger/store-pglite.ts"
import { blankProjection } from "../leaf/blank-projection.ts"
import { millis } from "../schemas/units.ts"
import { InputError } from "./input-error.ts"
import { openLedgerAtHand } from "./ledger-at-hand.ts"
import { progressBar } from "./progress.ts"

export type Rebuild = { lines: number; lastSequence: number; fingerprint: string }

/**
 * `felt projection rebuild`: throws the projection away and fills it again from the log.
 * @throws InputError where a Leaf is running on the folder and holds the projection open
 */
export async function rebuildProjection(data: string): Promise<Rebuild> {
  const ledger = await openLedgerAtHand(data)
  try {
    if (ledger.isRunning)
      throw new InputError(`A Leaf is running on ${ledger.data}. Stop it first, then rebuild.`)
    const folder = `${ledger.data}/projection`
    await rm(`${folder}.clean`, { force: true })
    const filled = await Ledger.open({
      log: ledger.log,
      witness: ledger.witness,
      store: await PGliteStore.open(folder, blankProjection()),
      now: () => millis(Date.now()),
      onProgress: progressBar(process.stderr, "lines"),
      onFatal(error) {
        throw error
      },
    })
    const { lastSequence } = filled.state
    const fingerprint = await filled.store.fingerprint(lastSequence)
    await filled.close()
    return { lines: lastSequence, lastSequence, fingerprint }
  } finally {
    await ledger.close()
  }
}
