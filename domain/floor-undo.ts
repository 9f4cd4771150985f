import type { EntryId } from "../schemas/ids.ts"
import type { LogChange, LogLine } from "../schemas/log.ts"
import type { Sequence } from "../schemas/units.ts"
import type { Writes } from "./floor.ts"
import { type FloorEntry, readTournament, type TournamentState } from "./tournament.ts"

/** Whether a line of the log can be taken back, with what; or what stands in the way. */
export type UndoPlan =
  | { kind: "can"; writes: Writes }
  /** It never counted, so there is nothing to take back. */
  | { kind: "overruled" }
  /** What was there before is not in the log. */
  | { kind: "unknown" }
  /** Somebody has written that field since. */
  | { kind: "changed"; key: string }
  /** Where the one would have to sit, the other sits now. */
  | { kind: "taken"; entryId: EntryId; by: EntryId }
  /** It would have to sit at a table that is not open now. */
  | { kind: "no-table"; entryId: EntryId }
  /** Others sit at a table that would be gone. */
  | { kind: "table-in-use" }
  /** The entry is paid: its line of the ledger is taken back, and the floor follows. */
  | { kind: "paid"; entryId: EntryId; line: Sequence }
  /** The tournament itself, which has an account by now. */
  | { kind: "beginning" }

/**
 * What taking a line of the log back would write: the values from before, where every one of those that
 * it wrote still stands, and only where nobody loses a seat by it.
 * @param registers of that room as they are now, without removed ones
 * @param paid the lines of the ledger by which entries were bought, of those that stand
 */
export function planUndo(
  { room, changes }: Pick<LogLine, "room" | "changes">,
  registers: ReadonlyMap<string, unknown>,
  paid: ReadonlyMap<EntryId, Sequence>,
): UndoPlan {
  if (changes.some((change) => change.isOverruled)) return { kind: "overruled" }
  if (changes.some((change) => !("before" in change && "after" in change)))
    return { kind: "unknown" }
  const changed = changes.find(({ key, after }) => !isSame(registers.get(key), after))
  if (changed) return { kind: "changed", key: changed.key }
  if (changes.some(({ key, before }) => key === "tournament" && isSame(before, null)))
    return { kind: "beginning" }
  const now = readTournament(registers)
  const bought = now.entries.find(({ entryId }) => {
    const player = changes.find(({ key }) => key === `entry/${entryId}/player`)
    return player !== undefined && isSame(player.before, null) && paid.has(entryId)
  })
  const line = bought && paid.get(bought.entryId)
  if (bought && line !== undefined) return { kind: "paid", entryId: bought.entryId, line }
  const writes = changes.map(({ key, before }) => [key, before ?? null] as const)
  const obstacle = room.startsWith("tournament/")
    ? whoLosesSeat(now, readTournament(written(registers, writes)), changes)
    : null
  return obstacle ?? { kind: "can", writes }
}

/** Who would be without a seat of their own, and is not meant to be. */
function whoLosesSeat(
  now: TournamentState,
  then: TournamentState,
  changes: readonly LogChange[],
): UndoPlan | null {
  const seatBefore = new Map(changes.map(({ key, before }) => [key, before]))
  for (const entry of then.entries) {
    const { entryId, seat, out } = entry
    if (out) continue
    const wasSeated = now.entries.some((each) => each.entryId === entryId && each.seat)
    const key = `entry/${entryId}/seat`
    if (!seat && seatBefore.has(key) && !isSame(seatBefore.get(key), null))
      return { kind: "no-table", entryId }
    if (!seat && wasSeated && !seatBefore.has(key)) return { kind: "table-in-use" }
    const isTouched = seatBefore.has(key) || seatBefore.has(`entry/${entryId}/out`)
    const other = isTouched && then.entries.find((each) => sitsWith(each, entry))
    if (other) return { kind: "taken", entryId, by: other.entryId }
  }
  return null
}

const sitsWith = (other: FloorEntry, { entryId, seat }: FloorEntry): boolean =>
  seat !== null &&
  other.entryId !== entryId &&
  !other.out &&
  other.seat?.table === seat.table &&
  other.seat.seat === seat.seat

function written(registers: ReadonlyMap<string, unknown>, writes: Writes): Map<string, unknown> {
  const all = new Map(registers)
  for (const [key, value] of writes)
    if (value === null) all.delete(key)
    else all.set(key, value)
  return all
}

/**
 * Which lines took which others back: those that put every field that they wrote back to what it was
 * before the line that had written it last. By number.
 * @param lines in any order; of one not among them nothing is known
 */
export function takenBack(lines: readonly LogLine[]): Map<number, number> {
  const found = new Map<number, number>()
  const writers = new Map<string, LogLine>()
  for (const line of lines.toSorted((a, b) => a.number - b.number)) {
    const [first, ...others] = line.changes.map(({ key }) => writers.get(`${line.room} ${key}`))
    const isOne = first !== undefined && others.every((other) => other === first)
    if (isOne && line.changes.every((change) => isReverse(change, first)))
      found.set(line.number, first.number)
    for (const { key, isOverruled } of line.changes)
      if (!isOverruled) writers.set(`${line.room} ${key}`, line)
  }
  return found
}

function isReverse({ key, before, after }: LogChange, line: LogLine): boolean {
  const earlier = line.changes.find((change) => change.key === key)
  if (!earlier || before === undefined || earlier.before === undefined) return false
  return isSame(before, earlier.after) && isSame(after, earlier.before)
}

/** The newest line after another one that wrote a field of the same room, as far as is known. */
export const nextWriterOf = (
  lines: readonly LogLine[],
  { number, room }: LogLine,
  key: string,
): LogLine | undefined =>
  lines
    .filter(
      (line) =>
        line.number > number &&
        line.room === room &&
        line.changes.some((change) => change.key === key && !change.isOverruled),
    )
    .toSorted((a, b) => b.number - a.number)[0]

/** Keys of one object may come in another order from another device. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a ?? null)) === JSON.stringify(sorted(b ?? null))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  )
}
