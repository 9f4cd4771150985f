import { GENESIS_HASH, type LedgerState, newLedger } from "../domain/ledger.ts"
import type { Entry } from "../schemas/entry.ts"
import { BrokenChain } from "./chain.ts"
import { type Disk, localDisk } from "./disk.ts"
import type { EventLog } from "./event-log.ts"
import { differing, fold, inBatches, LedgerDamaged, LedgerInDoubt, readEntries } from "./lines.ts"
import { StartRefused } from "../program/start-refused.ts"
import { repairLedger, reportLag } from "./repair.ts"
import { readWitnessTexts, Witness } from "./witness.ts"

export { fold, inBatches, LedgerInDoubt, lineOf, readEntries, upTo } from "./lines.ts"

type Recovered = { state: LedgerState; witness: Witness; restored: number }

/**
 * Reads the log and its witness and holds them against each other, line by line. The witness gets
 * the last batch where a cut came before it was written. Anything else that only one of them has is
 * damage: where the log knows how it is repaired, both are made whole, and read once more.
 *
 *   log short, holed, changed or gone   filled again from the witness, at the same sequences
 *   witness rotten                      written anew from the log; the old file is kept
 *   witness gone                        refused: nothing could tell that the log is short
 *   log's end rotten before the         dropped: nobody had an answer to it
 *   witness had it
 *   they differ, or a line is in none   nobody may guess: refused
 *
 * @param projected the last line of the projection, which was answered
 * @returns how many lines the log got back, next to the state and the witness
 * @throws LedgerInDoubt with the first line that is wrong
 */
export async function recover(
  log: EventLog,
  witnessPath: string,
  disk: Disk = localDisk,
  projected = 0,
): Promise<Recovered> {
  await assertWitness(log, witnessPath, disk)
  try {
    return await holdTogether(log, witnessPath, disk)
  } catch (damage) {
    if (!(damage instanceof LedgerDamaged) || !log.repair) throw damage
    const restored = await repairLedger(log, log.repair, { path: witnessPath, disk, projected })
    return { ...(await holdTogether(log, witnessPath, disk)), restored }
  }
}

/**
 * The projection follows log and witness, so it cannot be further than both. Where it is, both were
 * put back from an older copy, and what the projection has is all that is left of the last lines.
 * @param projected the last line of the projection
 * @throws LedgerInDoubt where neither of them goes as far
 */
export async function assertNotBehind(
  log: EventLog,
  witnessPath: string,
  projected: number,
  disk: Disk = localDisk,
): Promise<void> {
  const logged = await log.lastSequence()
  if (projected <= logged) return
  let witnessed = 0
  const torn = await readWitnessTexts(witnessPath, () => (witnessed += 1), disk)
  const last = Math.max(logged, torn === "" ? witnessed : witnessed + 1)
  if (projected > last)
    throw new LedgerInDoubt(
      `The projection has line ${projected}, and log and witness ${witnessPath} end at line ${last}: ` +
        "both were put back from an older copy. Take no money and put the newer ones back; only " +
        "where the older one is to hold, run: npm run -s felt -- projection rebuild",
    )
}

/** @throws LedgerInDoubt where there are lines and no witness that could vouch for them */
async function assertWitness(log: EventLog, path: string, disk: Disk): Promise<void> {
  if (disk.exists(path)) return
  const last = await log.lastSequence()
  if (last > 0)
    throw new LedgerInDoubt(
      `The witness ${path} is missing, though the log has ${last} lines. Plug in its disk or ` +
        "correct FELT_WITNESS; only where it is lost for good, make an empty file of that name, " +
        "which the next start fills from the log.",
    )
}

/** @throws LedgerDamaged where lines are missing or rotten, LedgerInDoubt where the two differ */
async function holdTogether(log: EventLog, witnessPath: string, disk: Disk): Promise<Recovered> {
  const state = newLedger()
  const hashes = await readLog(log, state)
  const witness = await openWitness(witnessPath, disk, (entry) => {
    const hash = hashes[entry.sequence - 1]
    if (hash === undefined)
      throw new LedgerDamaged(
        `The log ends at line ${hashes.length}, and the witness ${witnessPath} goes on. ` +
          "Take no money; start the Leaf, which gives the log its lines back.",
      )
    if (hash !== entry.hash) throw differing(witnessPath, entry.sequence)
  })
  try {
    await makeSafe(witness)
    const lag = state.lastSequence - witness.head.sequence
    await reportLag(log.repair, witnessPath, lag)
    if (lag > 0)
      for await (const entries of inBatches(readEntries(log, witness.head)))
        await witness.append(entries)
    return { state, witness, restored: 0 }
  } catch (error) {
    await witness.close()
    throw error
  }
}

/** What a process wrote that was killed before it synced can be read, and is not on the disk. */
async function makeSafe(witness: Witness): Promise<void> {
  try {
    await witness.sync()
  } catch (cause) {
    throw new StartRefused(
      `What was written last in the witness ${witness.path} cannot be put on the disk: ${String(cause)}. ` +
        "The disk is full or failing: make room or replace it, and start again.",
      { cause },
    )
  }
}

async function readLog(log: EventLog, state: LedgerState): Promise<string[]> {
  const hashes: string[] = []
  try {
    for await (const entry of readEntries(log, { sequence: 0, hash: GENESIS_HASH })) {
      fold(state, entry)
      hashes.push(entry.hash)
    }
  } catch (cause) {
    if (cause instanceof BrokenChain)
      throw new LedgerDamaged(`In the log: ${cause.message}`, { cause })
    throw cause
  }
  return hashes
}

async function openWitness(
  path: string,
  disk: Disk,
  visit: (entry: Entry) => void,
): Promise<Witness> {
  try {
    return await Witness.open(path, visit, disk)
  } catch (cause) {
    if (cause instanceof BrokenChain)
      throw new LedgerDamaged(`In the witness ${path}: ${cause.message}`, { cause })
    if (cause instanceof LedgerInDoubt) throw cause
    throw new LedgerInDoubt(
      `The witness ${path} cannot be read: ${String(cause)}. Plug in its disk or correct FELT_WITNESS.`,
      { cause },
    )
  }
}
