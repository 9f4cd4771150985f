import { BrokenChain, type Head } from "./chain.ts"
import { type Disk, localDisk } from "./disk.ts"
import type { EventLog } from "./event-log.ts"
import { fold, inBatches, LedgerInDoubt, lineOf, readEntries } from "./lines.ts"
import { recover } from "./recover.ts"

/** Where a ledger ends after it was brought back, and how many lines it got. */
export type Restored = Head & { restored: number }

/**
 * Gives a ledger that is empty, or was put back from an older copy, the lines that it lacks, in log
 * and witness, at the same sequences. Each is checked against the one before it on its way. Cut off
 * anywhere, it goes on from there the next time.
 * @param from the backup's log
 * @throws LedgerInDoubt where the two are not one ledger, or the backup's is not sound
 */
export async function restoreLedger(
  from: EventLog,
  to: EventLog,
  witnessPath: string,
  onProgress: (done: number, total: number) => void = () => {},
  disk: Disk = localDisk,
): Promise<Restored> {
  const { state, witness } = await recover(to, witnessPath, disk)
  try {
    const start: Head = { sequence: state.lastSequence, hash: state.headHash }
    const last = await from.lastSequence()
    await demandSame(from, to, Math.min(start.sequence, last))
    let end = start
    for await (const entries of inBatches(readEntries(from, start))) {
      for (const entry of entries) fold(state, entry)
      await to.append(entries.map(lineOf))
      await witness.append(entries)
      end = entries.at(-1) ?? end
      onProgress(end.sequence - start.sequence, last - start.sequence)
    }
    return { sequence: end.sequence, hash: end.hash, restored: end.sequence - start.sequence }
  } catch (cause) {
    if (!(cause instanceof BrokenChain)) throw cause
    throw new LedgerInDoubt(`In the backup: ${cause.message}`, { cause })
  } finally {
    await witness.close()
  }
}

async function demandSame(from: EventLog, to: EventLog, sequence: number): Promise<void> {
  if (sequence === 0 || (await from.line(sequence))?.text === (await to.line(sequence))?.text)
    return
  const at = await firstDifference(from, to, sequence)
  throw new LedgerInDoubt(
    `The ledger and its backup differ from line ${at}: both went on from one copy, or they are two ` +
      "venues'. Nothing was written; take no money, keep both, and have a person compare them.",
  )
}

/**
 * From which line on two logs differ. Since every line vouches for all before it, those before are
 * the same, and a few looks are enough.
 * @param last a line of which they hold different ones
 */
export async function firstDifference(
  one: EventLog,
  other: EventLog,
  last: number,
): Promise<number> {
  let [same, different] = [0, last]
  while (different - same > 1) {
    const middle = same + ((different - same) >> 1)
    const isSame = (await one.line(middle))?.text === (await other.line(middle))?.text
    if (isSame) same = middle
    else different = middle
  }
  return different
}
