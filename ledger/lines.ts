import { apply, type LedgerState } from "../domain/ledger.ts"
import type { Entry } from "../schemas/entry.ts"
import { BrokenChain, type Head, readLine, writeLine } from "./chain.ts"
import type { EventLog, LogLine } from "./event-log.ts"

/** The ledger must not take money: its two copies cannot both be right. A person has to look. */
export class LedgerInDoubt extends Error {
  override readonly name = "LedgerInDoubt"
}

/** One copy of the ledger has lost what the other may give back. */
export class LedgerDamaged extends LedgerInDoubt {}

/** Both copies tell a whole story, and not the same one. */
export const differing = (witnessPath: string, at: number): LedgerInDoubt =>
  new LedgerInDoubt(
    `The ledger and its witness ${witnessPath} differ from line ${at}. ` +
      "Keep both, take no money, and compare them with a backup.",
  )

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

/** The entries up to line `last`; no more than that is asked for. */
export async function* upTo(last: number, entries: AsyncIterable<Entry>): AsyncIterable<Entry> {
  if (last === 0) return
  for await (const entry of entries) {
    yield entry
    if (entry.sequence === last) return
  }
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

/** Folds an entry in; one that does not add up is as little to be trusted as a broken chain. */
export function fold(state: LedgerState, entry: Entry): void {
  try {
    apply(state, entry)
  } catch (cause) {
    throw new BrokenChain(entry.sequence, "it does not add up", { cause })
  }
}
