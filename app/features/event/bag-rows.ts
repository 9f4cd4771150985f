import { type TournamentState, playersLeft } from "../../../domain/tournament.ts"
import type { EntryId, PlayerId } from "../../../schemas/ids.ts"

/** An entry that is left in a flight, and its bag. */
export type BagRow = {
  entryId: EntryId
  playerId: PlayerId
  /** Where it sits, as in `3-7`; empty without a seat. */
  where: string
  /** The sealed stack; `null` while the bag is open. */
  sealed: number | null
  /** What to begin with: the stack as it was counted last. */
  counted: number | null
}

/** Who is to bag, in the order of tables and seats: as one goes round the room. */
export function bagRows(state: TournamentState): BagRow[] {
  const numbers = new Map(state.tables.map(({ tableId, number }) => [tableId, number]))
  const at = ({ seat }: TournamentState["entries"][number]): number =>
    seat ? (numbers.get(seat.table) ?? 0) * 100 + seat.seat : Number.MAX_SAFE_INTEGER
  return state.entries
    .filter(({ out }) => !out)
    .toSorted((a, b) => at(a) - at(b))
    .map(({ entryId, playerId, seat, chips, bag }) => ({
      entryId,
      playerId,
      where: seat ? `${numbers.get(seat.table) ?? "?"}-${seat.seat}` : "",
      sealed: bag && bag.count > 0 ? bag.count : null,
      counted: chips?.count ?? null,
    }))
}

/** What is in the sealed bags against what is in play. */
export function bagTotals(state: TournamentState, inPlay: number) {
  const sealed = bagRows(state).flatMap(({ sealed: count }) => count ?? [])
  const total = sealed.reduce((sum, count) => sum + count, 0)
  const isComplete = sealed.length === playersLeft(state) && sealed.length > 0
  return { total, inPlay, difference: total - inPlay, isComplete }
}

/** Reads a stack as people write one: `12,500`, `12.500` or `12 500`; `null` where it is none. */
export function readStack(text: string): number | null {
  const digits = text.replaceAll(/[\s.,']/gu, "")
  if (!/^\d{1,12}$/.test(digits)) return null
  const count = Number(digits)
  return count > 0 ? count : null
}
