import { GENESIS_HASH } from "../domain/ledger.ts"
import { BrokenChain, type Head } from "../ledger/chain.ts"
import type { EventLog } from "../ledger/event-log.ts"
import { differing, LedgerInDoubt, readEntries } from "../ledger/lines.ts"
import { readWitnessHead } from "../ledger/witness.ts"
import type { Entry } from "../schemas/entry.ts"

/**
 * All lines of a ledger, one by one: each is checked against the one before, and at the end the log
 * against its witness, since a log that has lost its tail is still a chain.
 * @param witness the path of the ledger's second copy
 * @throws BrokenChain with the first line that cannot be trusted; LedgerInDoubt, after the last line,
 *   where the witness tells another story or none
 */
export async function* wholeLedger(log: EventLog, witness: string): AsyncIterable<Entry> {
  // Before the log: of a Leaf that is writing, the log is the one that is further.
  const witnessed = await witnessEnd(witness)
  let current: Head = { sequence: 0, hash: GENESIS_HASH }
  let atWitnessEnd: Head = current
  for await (const entry of readEntries(log, current)) {
    yield entry
    current = { sequence: entry.sequence, hash: entry.hash }
    if (witnessed instanceof LedgerInDoubt) continue
    if (current.sequence === witnessed.sequence) atWitnessEnd = current
  }
  if (witnessed instanceof LedgerInDoubt) throw witnessed
  if (current.sequence < witnessed.sequence)
    throw new BrokenChain(current.sequence + 1, `the log has lost it, and the witness has it`)
  if (atWitnessEnd.hash !== witnessed.hash) throw differing(witness, witnessed.sequence)
}

/** Where the witness ends, or why it cannot say. */
async function witnessEnd(path: string): Promise<Head | LedgerInDoubt> {
  try {
    return await readWitnessHead(path)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    return new LedgerInDoubt(
      `The witness ${path} cannot vouch for the log: ${why.replace(/\.$/, "")}. ` +
        "If it is kept elsewhere, name it in FELT_WITNESS.",
      { cause },
    )
  }
}
