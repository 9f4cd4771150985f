import { apply, GENESIS_HASH, type LedgerState, newLedger } from "../domain/ledger.ts"
import type { Entry } from "../schemas/entry.ts"
import { BrokenChain, type Head, readLine, writeLine } from "./chain.ts"
import type { EventLog, LogLine } from "./event-log.ts"
import { Witness } from "./witness.ts"

/** The ledger must not take money: its two copies cannot both be right. A person has to look. */
export class LedgerInDoubt extends Error {
  override readonly name = "LedgerInDoubt"
}

/**
 * Reads the log and its witness, holds them against each other, and makes good what a power cut may
 * leave behind: lines that only one of them has got.
 *
 *   log ahead       the cut came before the witness was written: the witness gets the lines
 *   log behind      the log lost its tail: it gets the lines back, at the same sequences
 *   they differ     nobody may guess: refused
 *
 * @throws LedgerInDoubt with the first line that is wrong
 */
export async function recover(
  log: EventLog,
  witnessPath: string,
): Promise<{ state: LedgerState; witness: Witness; restored: number }> {
  const state = newLedger()
  const hashes = await readLog(log, state)
  const missing: Entry[] = []
  const witness = await openWitness(witnessPath, (entry) => {
    const hash = hashes[entry.sequence - 1]
    if (hash === undefined) missing.push(entry)
    else if (hash !== entry.hash)
      throw new LedgerInDoubt(
        `The ledger and its witness ${witnessPath} differ from line ${entry.sequence}. ` +
          "Keep both, take no money, and compare them with a backup.",
      )
  })
  for (const entry of missing) {
    await log.append(lineOf(entry))
    fold(state, entry)
  }
  if (witness.head.sequence < state.lastSequence)
    for await (const entries of inBatches(readEntries(log, witness.head)))
      await witness.append(entries)
  return { state, witness, restored: missing.length }
}

/** An entry as the log keeps it. */
export const lineOf = (entry: Entry): LogLine => ({
  sequence: entry.sequence,
  id: entry.intent.id,
  topic: entry.intent.tournamentId,
  text: writeLine(entry),
})

/**
 * The entries after `head`, each checked against the one before.
 * @throws BrokenChain with the first sequence that cannot be trusted
 */
export async function* readEntries(log: EventLog, head: Head): AsyncIterable<Entry> {
  const last = await log.lastSequence()
  let current = head
  for await (const line of log.read(head.sequence)) {
    const entry = readLine(line.text, current)
    if (line.sequence !== entry.sequence)
      throw new BrokenChain(entry.sequence, `the log keeps it as ${line.sequence}`)
    if (line.topic !== entry.intent.tournamentId || line.id !== entry.intent.id)
      throw new BrokenChain(entry.sequence, "the log files it under another name")
    current = entry
    yield entry
  }
  if (current.sequence < last)
    throw new BrokenChain(current.sequence + 1, `the log has lost it, though it counts ${last}`)
}

/** Groups what comes one by one, so that many are written at once. */
export async function* inBatches(
  entries: AsyncIterable<Entry>,
  size = 500,
): AsyncIterable<Entry[]> {
  let batch: Entry[] = []
  for await (const entry of entries) {
    batch.push(entry)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  yield batch
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
      throw new LedgerInDoubt(`In the log: ${cause.message}`, { cause })
    throw cause
  }
  return hashes
}

/** Folds an entry in; one that does not add up is as little to be trusted as a broken chain. */
export function fold(state: LedgerState, entry: Entry): void {
  try {
    apply(state, entry)
  } catch (cause) {
    throw new BrokenChain(entry.sequence, "it does not add up", { cause })
  }
}

async function openWitness(path: string, visit: (entry: Entry) => void): Promise<Witness> {
  try {
    return await Witness.open(path, visit)
  } catch (cause) {
    if (cause instanceof BrokenChain)
      throw new LedgerInDoubt(`In the witness ${path}: ${cause.message}`, { cause })
    throw cause
  }
}
