import type { RoomTable } from "../../../schemas/documents/venue.ts"

const SEATS_AT_FIRST = 9

/** How many seats most tables of the room have; `null` where there are none. */
export function usualSeats(tables: readonly RoomTable[]): number | null {
  const counts = new Map<number, number>()
  for (const { seats } of tables) counts.set(seats, (counts.get(seats) ?? 0) + 1)
  const [most] = [...counts].toSorted(([a, n], [b, m]) => m - n || b - a)
  return most?.[0] ?? null
}

/** So many tables: new ones get the next free number and the usual seats, the last ones go first. */
export function withCount(tables: readonly RoomTable[], count: number): RoomTable[] {
  const kept = tables.slice(0, Math.max(0, count))
  const seats = usualSeats(tables) ?? SEATS_AT_FIRST
  const highest = Math.max(0, ...kept.map(({ number }) => number))
  const added = Array.from({ length: Math.max(0, count - kept.length) }, (_, index) => ({
    number: highest + index + 1,
    seats,
  }))
  return [...kept, ...added]
}
