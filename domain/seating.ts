import type { Seat } from "../schemas/documents/tournament.ts"
import type { EntryId } from "../schemas/ids.ts"
import { byText } from "./order.ts"
import { type Random, seededRandom, shuffle, uniform } from "./random.ts"
import type { FloorEntry } from "./tournament.ts"

/** A table to draw seats at. */
export type SeatingTable = {
  id: string
  seats: number
  /** Seats that are taken. */
  occupied?: readonly number[]
  /** Seats that nobody may get: a broken chair, the dealer's place. */
  unavailable?: readonly number[]
}
export type DrawnSeat = { player: string; table: string; seat: number }
export type Move = { from: { table: string; seat: number }; to: { table: string; seat: number } }

/** The sizes of the fewest tables that hold all players, as even as can be, larger ones first. */
export function tableSizes(players: number, seatsPerTable: number): number[] {
  const tables = Math.ceil(players / seatsPerTable)
  return Array.from(
    { length: tables },
    (_, index) => Math.floor(players / tables) + (index < players % tables ? 1 : 0),
  )
}

/**
 * Draws a seat for every player (TDA-2024 R7). Players and tables are put in the order of their ids
 * first, so the same people at the same tables with the same seed get the same seats, whoever draws
 * and in whatever order they were listed. Tables end as even as their free seats allow.
 * @throws where there are more players than free seats
 */
export function drawSeats(input: {
  players: readonly string[]
  tables: readonly SeatingTable[]
  seed: string
}): DrawnSeat[] {
  const random = seededRandom(input.seed)
  const players = shuffle(input.players.toSorted(byText), random)
  const open = input.tables
    .toSorted((a, b) => byText(a.id, b.id))
    .map((table) => ({
      id: table.id,
      taken: table.occupied?.length ?? 0,
      seats: shuffle(openSeats(table), random),
    }))
  return players.map((player) => {
    const table = shortest(open, random)
    const seat = table?.seats.pop()
    if (!table || seat === undefined)
      throw new Error(`There are fewer free seats than the ${input.players.length} players.`)
    table.taken += 1
    return { player, table: table.id, seat }
  })
}

/**
 * One seat for a late entry, every open seat as likely as the other (TDA-2024 R8).
 * @returns `null` where all seats are taken
 */
export function drawLateSeat(input: {
  tables: readonly SeatingTable[]
  seed: string
}): { table: string; seat: number } | null {
  const open = input.tables
    .toSorted((a, b) => byText(a.id, b.id))
    .flatMap((table) => openSeats(table).map((seat) => ({ table: table.id, seat })))
  return open.length === 0 ? null : (open[uniform(seededRandom(input.seed), open.length)] ?? null)
}

/**
 * Whether a table can be broken: the players left fit at one table fewer. Its players get the open
 * seats of the others by draw, each table as many as evens them out (TDA-2024 R10).
 * @param breakOrder the table to break first; the last of the list where it is not given
 */
export function planTableBreak(input: {
  tables: readonly (SeatingTable & { occupied: readonly number[] })[]
  breakOrder?: readonly string[]
  seed: string
}): { breaks: string; moves: Move[] } | null {
  if (input.tables.length < 2) return null
  const order = input.breakOrder ?? input.tables.map(({ id }) => id).toReversed()
  const breaking = order.map((id) => input.tables.find((table) => table.id === id)).find(Boolean)
  if (!breaking) return null
  const others = input.tables.filter(({ id }) => id !== breaking.id)
  const room = others.reduce((sum, table) => sum + openSeats(table).length, 0)
  if (room < breaking.occupied.length) return null
  const drawn = drawSeats({
    players: breaking.occupied.map((seat) => String(seat).padStart(2, "0")),
    tables: others,
    seed: input.seed,
  })
  return {
    breaks: breaking.id,
    moves: drawn.map(({ player, table, seat }) => ({
      from: { table: breaking.id, seat: Number(player) },
      to: { table, seat },
    })),
  }
}

export type SeatClash = { seat: Seat; holder: EntryId; others: EntryId[] }

/**
 * Seats that two devices, apart, gave to two entries. Until staff have moved one, the entry with
 * the smallest id holds the seat, on every device alike.
 */
export function seatClashes(entries: readonly FloorEntry[]): SeatClash[] {
  const bySeat = new Map<string, { seat: Seat; ids: EntryId[] }>()
  for (const { entryId, seat, out } of entries) {
    if (!seat || out) continue
    const key = `${seat.table}/${seat.seat}`
    const known = bySeat.get(key) ?? { seat, ids: [] }
    known.ids.push(entryId)
    bySeat.set(key, known)
  }
  return [...bySeat.values()].flatMap(({ seat, ids }) => {
    const [holder, ...others] = ids.toSorted(byText)
    return holder && others.length > 0 ? [{ seat, holder, others }] : []
  })
}

const openSeats = ({ seats, occupied = [], unavailable = [] }: SeatingTable): number[] =>
  Array.from({ length: seats }, (_, index) => index + 1).filter(
    (seat) => !occupied.includes(seat) && !unavailable.includes(seat),
  )

/** The table with the fewest players that has a free seat; among equals by chance. */
function shortest<Table extends { taken: number; seats: number[] }>(
  tables: readonly Table[],
  random: Random,
): Table | undefined {
  const free = tables.filter(({ seats }) => seats.length > 0)
  const fewest = Math.min(...free.map(({ taken }) => taken))
  const equal = free.filter(({ taken }) => taken === fewest)
  return equal.length === 0 ? undefined : equal[uniform(random, equal.length)]
}
