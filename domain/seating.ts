import type { Seat } from "../schemas/documents/tournament.ts"
import type { EntryId } from "../schemas/ids.ts"
import { assert } from "./assert.ts"
import { MOST_SEATS } from "./button.ts"
import { demand, demandDistinct, demandWhole } from "./invalid.ts"
import { type Move, openSeats } from "./moves.ts"
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
 * @param needs the seats that some players need, wherever they sit: they are placed first, as long
 *   as such a seat is open (TDA-2024 R9)
 * @throws InvalidInput where there are more players than free seats, or a table or player is listed
 *   twice
 */
export function drawSeats(input: {
  players: readonly string[]
  tables: readonly SeatingTable[]
  seed: string
  needs?: ReadonlyMap<string, readonly number[]>
}): DrawnSeat[] {
  const { tables, needs = new Map<string, readonly number[]>() } = input
  demandSeatingTables(tables)
  demandDistinct(input.players, "players", "a player is listed once")
  const random = seededRandom(input.seed)
  const players = shuffle(input.players.toSorted(byText), random)
  const free = tables
    .toSorted((a, b) => byText(a.id, b.id))
    .map((table): FreeSeats => ({
      id: table.id,
      taken: table.occupied?.length ?? 0,
      open: shuffle(openSeats(table), random),
    }))
  const room = free.reduce((sum, { open }) => sum + open.length, 0)
  demand(players.length <= room, "players", `there are ${room} free seats for the players`)
  const needing = players.filter((player) => needs.has(player))
  const others = players.filter((player) => !needs.has(player))
  return [...needing, ...others].map((player) => {
    const seat = takeSeat(free, random, needs.get(player)) ?? takeSeat(free, random)
    assert(seat, "there is a free seat for every player")
    return { player, ...seat }
  })
}

/** The open seats of a table while seats are drawn: one is taken off the end. */
export type FreeSeats = { id: string; taken: number; open: number[] }

/**
 * Takes a seat at the table with the fewest players, among equals by chance.
 * @param needs only one of these seats will do
 * @returns `null` where there is none
 */
export function takeSeat(
  tables: readonly FreeSeats[],
  random: Random,
  needs?: readonly number[],
): { table: string; seat: number } | null {
  const fits = (seat: number) => needs === undefined || needs.includes(seat)
  let shortest: FreeSeats[] = []
  let fewest = Number.POSITIVE_INFINITY
  for (const table of tables) {
    if (table.taken > fewest || !table.open.some(fits)) continue
    if (table.taken < fewest) shortest = []
    fewest = table.taken
    shortest.push(table)
  }
  const table = shortest.length === 0 ? undefined : shortest[uniform(random, shortest.length)]
  const seat = table?.open.findLast(fits)
  if (!table || seat === undefined) return null
  table.open.splice(table.open.lastIndexOf(seat), 1)
  table.taken += 1
  return { table: table.id, seat }
}

/** From which open seats late entries draw: from all alike, or from those of the shortest tables. */
export type LatePool = "uniform" | "shortestTableFirst"

/**
 * One seat for a late entry, every open seat of the pool as likely as the other (TDA-2024 R8).
 * @param needs the seats that the player needs; any open one where none of them is (TDA-2024 R9)
 * @returns `null` where all seats are taken
 */
export function drawLateSeat(input: {
  tables: readonly SeatingTable[]
  seed: string
  pool?: LatePool
  needs?: readonly number[]
}): { table: string; seat: number } | null {
  demandSeatingTables(input.tables)
  const withRoom = input.tables.filter((table) => openSeats(table).length > 0)
  const fewest = Math.min(...withRoom.map(({ occupied = [] }) => occupied.length))
  const open = withRoom
    .filter(
      ({ occupied = [] }) => input.pool !== "shortestTableFirst" || occupied.length === fewest,
    )
    .toSorted((a, b) => byText(a.id, b.id))
    .flatMap((table) => openSeats(table).map((seat) => ({ table: table.id, seat })))
  const fitting = open.filter(({ seat }) => input.needs?.includes(seat))
  const pool = fitting.length > 0 ? fitting : open
  return pool[pool.length === 0 ? 0 : uniform(seededRandom(input.seed), pool.length)] ?? null
}

/**
 * Gives the seats that have opened to those who wait, first come first served; where several seats
 * are open, each is drawn like any late entry's (TDA-2024 R8).
 * @param waiting who waits, the longest first
 * @param seed of the night; each alternate draws with a part of its own
 */
export function seatAlternates(input: {
  waiting: readonly string[]
  tables: readonly SeatingTable[]
  seed: string
  pool?: LatePool
}): DrawnSeat[] {
  demandDistinct(input.waiting, "waiting", "a player waits once")
  const drawn: DrawnSeat[] = []
  let tables = input.tables
  for (const player of input.waiting) {
    const seat = drawLateSeat({ ...input, tables, seed: `${input.seed}/${player}` })
    if (!seat) return drawn
    drawn.push({ player, ...seat })
    tables = tables.map((table) =>
      table.id === seat.table
        ? { ...table, occupied: [...(table.occupied ?? []), seat.seat] }
        : table,
    )
  }
  return drawn
}

/**
 * Where a player began in a wrong seat: goes to the right one, with the chips as they are now
 * (TDA-2024 R7).
 * @returns `null` where the player sits right
 */
export function correctSeat(input: { sits: Move["from"]; assigned: Move["to"] }): Move | null {
  const { sits, assigned } = input
  if (sits.table === assigned.table && sits.seat === assigned.seat) return null
  return {
    from: sits,
    to: assigned,
    rule: "TDA-2024 R7",
    reason: `Seat ${assigned.seat} of ${assigned.table} was drawn; the player goes there with the chips of now.`,
  }
}

export type SeatClash = { seat: Seat; holder: EntryId; others: EntryId[] }

/**
 * Seats that two devices, apart, gave to two entries. Until staff have moved one, the entry with
 * the smallest id holds the seat, on every device alike.
 */
export function seatClashes(entries: readonly FloorEntry[]): readonly SeatClash[] {
  const known = clashesOf.get(entries) ?? findClashes(entries)
  clashesOf.set(entries, known)
  return known
}

/** Several faces ask after each change; what was read of a floor never changes. */
const clashesOf = new WeakMap<readonly FloorEntry[], readonly SeatClash[]>()

function findClashes(entries: readonly FloorEntry[]): SeatClash[] {
  const bySeat = new Map<string, { seat: Seat; ids: EntryId[] }>()
  for (const { entryId, seat, out } of entries) {
    if (!seat || out) continue
    const key = `${seat.table}/${seat.seat}`
    const known = bySeat.get(key) ?? { seat, ids: [] }
    known.ids.push(entryId)
    bySeat.set(key, known)
  }
  return [...bySeat.values()].flatMap(({ seat, ids }) => {
    if (ids.length < 2) return []
    const [holder, ...others] = ids.toSorted(byText)
    return holder ? [{ seat, holder, others }] : []
  })
}

/** @throws InvalidInput naming the table and the field */
function demandSeatingTables(tables: readonly SeatingTable[]): void {
  const ids = tables.map(({ id }) => id)
  demandDistinct(ids, "tables", "a table is listed once")
  for (const [index, { seats, occupied = [], unavailable = [] }] of tables.entries()) {
    const field = `tables[${index}]`
    const size = `a table has 1 to ${MOST_SEATS} seats`
    demandWhole(seats, `${field}.seats`, size, 1)
    demand(seats <= MOST_SEATS, `${field}.seats`, size)
    demandDistinct(occupied, `${field}.occupied`, "a seat holds one player")
    for (const [name, listed] of Object.entries({ occupied, unavailable }))
      for (const seat of listed)
        demand(
          Number.isSafeInteger(seat) && seat >= 1 && seat <= seats,
          `${field}.${name}`,
          `the table's seats are 1 to ${seats}`,
        )
  }
}
