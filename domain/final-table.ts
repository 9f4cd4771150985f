import { demandTables } from "./breaking.ts"
import { nextOccupied } from "./button.ts"
import { demand, demandWhole } from "./invalid.ts"
import { breakOrder, type Move, type MoveTable } from "./moves.ts"
import { seededRandom, uniform } from "./random.ts"
import { drawSeats } from "./seating.ts"

const RULE = "TDA-2024 RP-9"

/** The one table that is left: everybody has a new seat, and the button is drawn. */
export type FinalTable = {
  table: string
  seats: number
  moves: Move[]
  /** The seat of the button in the first hand; what was before counts for nothing. */
  button: number
}

/**
 * How many players the final table has: 9 where tables have 8 or 9 seats, 7 where they have 6 or 7
 * (TDA-2024 RP-9), otherwise as many as a table has.
 */
export function finalTableSize(seatsPerTable: number): number {
  demandWhole(seatsPerTable, "seatsPerTable", "a table has whole seats, 2 or more", 2)
  if (seatsPerTable === 8 || seatsPerTable === 9) return 9
  return seatsPerTable === 6 || seatsPerTable === 7 ? 7 : seatsPerTable
}

/**
 * Brings all players together at the final table once they fit there: a whole new draw, everybody
 * a seat independent of the old one, and the button by draw (TDA-2024 RP-9, R7).
 * @param size the players of the final table; also more than the tables have seats
 * @returns `null` while more players are left, or one table has them all already
 */
export function planFinalTable(input: {
  tables: readonly MoveTable[]
  size: number
  seed: string
  order?: readonly string[]
}): FinalTable | null {
  const { tables, size, seed } = input
  demandTables(tables)
  demandWhole(size, "size", "the final table has 2 players or more", 2)
  const players = tables.flatMap(({ id, occupied }) =>
    occupied.map((seat) => ({ table: id, seat })),
  )
  const inPlay = tables.filter(({ occupied }) => occupied.length > 0)
  if (inPlay.length < 2 || players.length > size) return null
  const table = breakOrder(tables, input.order).at(-1)
  const chosen = tables.find(({ id }) => id === table)
  demand(chosen, "tables", "there is a table to play at")
  const seats = Math.max(size, chosen.seats)
  const byKey = new Map(players.map((player) => [keyOf(player), player]))
  const drawn = drawSeats({
    players: [...byKey.keys()],
    tables: [{ id: chosen.id, seats, unavailable: chosen.unavailable ?? [] }],
    seed,
  })
  const moves = drawn.flatMap(({ player, seat }): Move[] => {
    const from = byKey.get(player)
    return from
      ? [{ from, to: { table: chosen.id, seat }, rule: RULE, reason: reasonFor(seat) }]
      : []
  })
  const random = seededRandom(`${seed}/button`)
  const occupied = moves.map(({ to }) => to.seat)
  return {
    table: chosen.id,
    seats,
    moves,
    button: nextOccupied(uniform(random, seats), occupied, seats),
  }
}

/**
 * The redraw that is due, now that fewer players are left: the lowest of the agreed counts that was
 * reached or passed, once, however many went out in one hand.
 * @param counts as a tournament announces them, such as 24, 16 and 9
 */
export function redrawDue(input: {
  counts: readonly number[]
  before: number
  after: number
}): number | null {
  const { counts, before, after } = input
  demandWhole(after, "after", "the players left are whole, 1 or more", 1)
  demandWhole(before, "before", "players only become fewer", after)
  for (const [index, count] of counts.entries())
    demandWhole(count, `counts[${index}]`, "a redraw is at a whole number of players, 2 or more", 2)
  const passed = counts.filter((count) => before > count && after <= count)
  return passed.length === 0 ? null : Math.min(...passed)
}

const keyOf = ({ table, seat }: { table: string; seat: number }) =>
  `${table}/${String(seat).padStart(2, "0")}`

const reasonFor = (seat: number) => `The final table is drawn anew: seat ${seat}.`
