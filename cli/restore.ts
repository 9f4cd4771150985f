import { resolve } from "node:path"
import process from "node:process"
import { setTimeout as wait } from "node:timers/promises"
import { restoreLedger } from "../ledger/restore.ts"
import { venueFromCore } from "../leaf/uplink/restore.ts"
import { type CoreAccess, readConfig } from "../leaf/config.ts"
import { askCoreAs } from "../leaf/uplink/core-api.ts"
import { openHubLog } from "../leaf/uplink/hub-log.ts"
import { readOrMakeIdentity } from "../leaf/identity.ts"
import type { VenueId } from "../schemas/ids.ts"
import { InputError } from "./input-error.ts"
import { openLedgerAtHand } from "./ledger-at-hand.ts"
import { progressBar } from "./progress.ts"

const ASK_AGAIN = 40
const ASK_AGAIN_MS = 250

/** What `felt restore --from-core` prints. */
export type RestoreResult = {
  venueId: VenueId
  /** Lines that were brought back now. */
  restored: number
  lastSequence: number
  headHash: string
  /** What Core has of it, checked by Core itself. */
  core: { lines: number; headHash: string }
  agrees: boolean
}

/**
 * `felt restore --from-core`: gives the ledger of a data folder the lines that it lacks, from Core:
 * all of them where the folder is new, the later ones where it was put back from an older copy. The
 * documents follow when the Leaf is started.
 * @throws InputError where a Leaf runs on the folder, or Core is not named
 */
export async function restoreFromCore(folder: string): Promise<RestoreResult> {
  const data = resolve(folder)
  const { core } = readConfig({ ...process.env, FELT_DATA: data })
  if (!core) throw new InputError("Set FELT_CORE_URL and FELT_CORE_TOKEN: the backup is there.")
  const { venueId } = await readOrMakeIdentity(data, () => venueFromCore(core, data))
  const ledger = await openLedgerAtHand(data)
  try {
    if (ledger.isRunning)
      throw new InputError(`A Leaf is running on ${data}. Stop it first, then restore.`)
    const hub = await openHub(core, venueId)
    try {
      const bar = progressBar(process.stderr, "lines")
      const { restored, sequence, hash } = await restoreLedger(
        hub.log,
        ledger.log,
        ledger.witness,
        bar,
      )
      let taken = (await askCoreAs(venueId, core)).ledger
      // What came to Core a moment ago is checked a moment later.
      for (let again = 0; taken.lines < sequence && again < ASK_AGAIN; again++) {
        await wait(ASK_AGAIN_MS)
        taken = (await askCoreAs(venueId, core)).ledger
      }
      return {
        venueId,
        restored,
        lastSequence: sequence,
        headHash: hash,
        core: { lines: taken.lines, headHash: taken.hash },
        agrees: taken.lines === sequence && taken.hash === hash,
      }
    } finally {
      await hub.close()
    }
  } finally {
    await ledger.close()
  }
}

const openHub = (core: CoreAccess, venueId: VenueId) =>
  askCoreAs(venueId, core)
    .then(({ hub }) => openHubLog(hub, core))
    .catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new InputError(`The ledger cannot be brought back: ${why}`, { cause })
    })
