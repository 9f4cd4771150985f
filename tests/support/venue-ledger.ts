import * as assert from "uvu/assert"
import { MemoryEventLog } from "../../ledger/event-log-memory.ts"
import type { EventLog } from "../../ledger/event-log.ts"
import { Ledger } from "../../ledger/ledger.ts"
import { PGliteStore } from "../../ledger/store-pglite.ts"
import { blankProjection } from "../../leaf/blank-projection.ts"
import { millis } from "../../schemas/units.ts"
import { temporaryFolder } from "./folder.ts"

/** A log, and the folder of its witness and its projection. */
export type Venue = { log: EventLog; folder: string }

export const newVenue = (log: EventLog = new MemoryEventLog()): Venue => ({
  log,
  folder: temporaryFolder(),
})

/** The venue's ledger, as a Leaf opens it at its start. */
export async function openLedger(
  { log, folder }: Venue,
  unusual: Partial<Pick<Parameters<typeof Ledger.open>[0], "disk" | "onFatal">> = {},
): Promise<Ledger> {
  const store = await PGliteStore.open(`${folder}/projection`, blankProjection())
  return Ledger.open({
    log,
    witness: `${folder}/ledger.jsonl`,
    store,
    now: () => millis(1_700_000_000_000),
    onFatal: (error) => assert.unreachable(String(error)),
    ...unusual,
  })
}
