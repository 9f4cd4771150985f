import * as v from "valibot"
import { newLedger } from "../domain/ledger.ts"
import type { Entry } from "../schemas/entry.ts"
import { BrokenChain, readLine, writeLine } from "./chain.ts"
import type { Disk } from "./disk.ts"
import type { EventLog, LogRepair } from "./event-log.ts"
import { differing, fold, LedgerInDoubt, lineOf } from "./lines.ts"
import { readWitnessTexts, rewriteWitness, Witness } from "./witness.ts"

/** A request's intents and one that was in doubt: no cut leaves the witness further behind. */
const LONGEST_LAG = 501

/** A copy of the ledger, read without trust. */
type Copy = {
  /** In each place, from the first, the sound entry that stands there, or `null`. */
  places: (Entry | null)[]
  /** All sound entries, also those that stand in the wrong place. */
  entries: Entry[]
}

/** `ruinedBytes`: what cannot be read at its end; `isTorn`: something stands after the last end of line. */
type WitnessCopy = Copy & { ruinedBytes: number; isTorn: boolean }

/**
 * Makes log and witness whole again, each from the other. Every line that is sound in itself, in
 * either of them, must belong to one chain without a gap or a second reading; that chain is then
 * what both are given. Nothing is guessed, and nothing is written before all of that is certain.
 *
 * The witness is made whole first. So the log is never emptied while it holds the only copy of a
 * line, and a cut at any moment leaves what the next start can go on from.
 *
 * @returns how many lines were written into the log
 * @throws LedgerInDoubt where the two differ, or a line that may have been answered is in neither
 */
export async function repairLedger(
  log: EventLog,
  repair: LogRepair,
  { path, disk, projected }: { path: string; disk: Disk; projected: number },
): Promise<number> {
  const counted = await log.lastSequence()
  const logged = await readLog(log)
  const witnessed = await readWitness(path, disk)
  const entries = [...logged.entries, ...witnessed.entries]
  const least = Math.max(projected, demanded(witnessed, counted))
  const chain = joinChain(path, entries, least)
  assertAllIsFound(path, chain, witnessed)
  await repairWitness(repair, { path, disk }, chain, witnessed)
  return repairLog(repair, chain, logged.places, counted)
}

/**
 * How many lines there must be. An answer is given when the witness has the line: where that is sound
 * and no further behind than a cut leaves it, the log's last lines may be unreadable, for nobody ever
 * had an answer to them. One that is empty was made by a person for a disk that is lost.
 */
function demanded({ places, isTorn }: WitnessCopy, counted: number): number {
  const isSound =
    !isTorn && places.length > 0 && places.every((entry, index) => entry?.sequence === index + 1)
  return isSound && counted - places.length <= LONGEST_LAG ? places.length : counted
}

/** Tells of a witness that is further behind than a cut explains. */
export async function reportLag(
  repair: LogRepair | undefined,
  path: string,
  lag: number,
): Promise<void> {
  if (lag > LONGEST_LAG)
    await repair?.report(
      `The witness ${path} lacked the last ${lag} lines and got them from the log: ` +
        "it was cut short, or an old copy was put in its place.",
    )
}

async function repairWitness(
  repair: LogRepair,
  { path, disk }: { path: string; disk: Disk },
  chain: readonly Entry[],
  { places, isTorn }: WitnessCopy,
): Promise<void> {
  const sound = soundStart(chain, places)
  // The log may be emptied after this: what it is filled from must not only be there to be read.
  if (disk.exists(path)) await disk.syncFile(path)
  if (sound === chain.length && places.length === chain.length && !isTorn) return
  if (sound === places.length && !isTorn) {
    const witness = await Witness.open(path, () => {}, disk)
    await witness.append(chain.slice(witness.head.sequence))
    await witness.close()
    return reportLag(repair, path, chain.length - sound)
  }
  // Its torn end may be all that is left of a line: it is not cut off before the line is whole elsewhere.
  const kept = await rewriteWitness(path, chain, repair.name, disk)
  if (sound === places.length) return reportLag(repair, path, chain.length - sound)
  await repair.report(
    `The witness ${path} was damaged from line ${sound + 1} and was written anew with the ` +
      `log's lines; the damaged file is kept in ${kept}.`,
  )
}

async function repairLog(
  repair: LogRepair,
  chain: readonly Entry[],
  places: readonly (Entry | null)[],
  counted: number,
): Promise<number> {
  const sound = soundStart(chain, places)
  if (sound === chain.length && counted === chain.length && places.length === chain.length) return 0
  const place = await repair.keep()
  // All of it anew, also where only the end is missing: what a damaged log says of itself may change.
  await repair.empty()
  await repair.fill(chain.map(lineOf))
  const last = Math.max(counted, places.length)
  await repair.report(
    `The ledger's log was damaged from line ${sound + 1} and was repaired: ${chain.length} lines ` +
      `from the witness; the damaged store is kept in ${place}.` +
      (last > chain.length
        ? ` What stood there up to line ${last} could not be read, and the witness never had it: it is ` +
          "left out, for it was never answered, unless the witness is an older copy."
        : ""),
  )
  return chain.length
}

/** How many places, from the first, hold the chain's own lines. */
function soundStart(chain: readonly Entry[], places: readonly (Entry | null)[]): number {
  const wrong = places.findIndex((entry, index) => entry?.hash !== chain[index]?.hash || !entry)
  return wrong < 0 ? places.length : wrong
}

/** A line that is filed under another number or name is not in its place. */
async function readLog(log: EventLog): Promise<Copy> {
  const copy: Copy = { places: [], entries: [] }
  for await (const line of log.read(0)) {
    const entry = soundEntry(line.text)
    const isInPlace =
      entry?.sequence === line.sequence &&
      entry.intent.tournamentId === line.topic &&
      entry.intent.id === line.id
    copy.places.push(isInPlace ? entry : null)
    if (entry) copy.entries.push(entry)
  }
  return copy
}

async function readWitness(path: string, disk: Disk): Promise<WitnessCopy> {
  const copy: Copy = { places: [], entries: [] }
  let ruinedBytes = 0
  const visit = (text: string, bytes: number) => {
    const entry = soundEntry(text)
    copy.places.push(entry)
    if (entry) copy.entries.push(entry)
    ruinedBytes = entry ? 0 : ruinedBytes + bytes
  }
  const rest = await readWitnessTexts(path, visit, disk)
  // It lacks its end of line, or that has rotted; either way it may be all that is left of the line.
  const torn = soundEntry(rest) ?? soundEntry(rest.slice(0, -1))
  if (torn) copy.entries.push(torn)
  return { ...copy, ruinedBytes, isTorn: rest !== "" }
}

/**
 * What cannot be read at the witness's end must be found in the log, byte for byte as much: lines
 * that have run into each other may not be counted as one.
 */
function assertAllIsFound(
  path: string,
  chain: readonly Entry[],
  { places, ruinedBytes }: { places: readonly (Entry | null)[]; ruinedBytes: number },
): void {
  const last = places.findLast((entry) => entry !== null)?.sequence ?? 0
  const found = chain
    .slice(last)
    .reduce((bytes, entry) => bytes + Buffer.byteLength(writeLine(entry)) + 1, 0)
  if (ruinedBytes > found)
    throw new LedgerInDoubt(
      `The witness ${path} cannot be read after line ${last}, and the log has not got all that ` +
        "stood there. Keep both, take no money, and get the lines from a backup.",
    )
}

/**
 * The one chain that all entries form, from line 1 to the last.
 * @param least how many lines there must be
 */
function joinChain(witnessPath: string, entries: readonly Entry[], least: number): Entry[] {
  const found = new Map<number, Entry>()
  for (const entry of entries) {
    const other = found.get(entry.sequence)
    if (other && other.hash !== entry.hash) throw differing(witnessPath, entry.sequence)
    found.set(entry.sequence, entry)
  }
  const last = [...found.keys()].reduce((most, each) => Math.max(most, each), least)
  const state = newLedger()
  return Array.from({ length: last }, (_, index) => {
    const entry = found.get(index + 1)
    if (!entry)
      throw new LedgerInDoubt(
        `Line ${index + 1} of ${last} can be read neither in the log nor in the witness ` +
          `${witnessPath}. Keep both, take no money, and get the line from a backup.`,
      )
    if (entry.previousHash !== state.headHash) throw differing(witnessPath, entry.sequence)
    foldIn(state, entry)
    return entry
  })
}

function foldIn(state: ReturnType<typeof newLedger>, entry: Entry): void {
  try {
    fold(state, entry)
  } catch (cause) {
    if (!(cause instanceof BrokenChain)) throw cause
    throw new LedgerInDoubt(`In log and witness: ${cause.message}`, { cause })
  }
}

const Claim = v.object({ sequence: v.number(), previousHash: v.string() })

/** The entry of a line whose own hash is right, whatever stands before it; `null` where it is not. */
function soundEntry(text: string): Entry | null {
  try {
    const { sequence, previousHash } = v.parse(Claim, JSON.parse(text))
    return readLine(text, { sequence: sequence - 1, hash: previousHash })
  } catch {
    // Whatever is wrong with it, it is no line to build on; the other copy must have it.
    return null
  }
}
