import type { MoveReason, Tournament } from "../schemas/documents/tournament.ts"
import { type EntryId, type PlayerId, TableId } from "../schemas/ids.ts"
import { type Millis, seatNumber } from "../schemas/units.ts"
import * as v from "valibot"
import { assert } from "./assert.ts"
import { newClock } from "./clock.ts"
import { nextOutOrder } from "./entries.ts"
import { planBreaks } from "./breaking.ts"
import type { Move } from "./moves.ts"
import { drawLateSeat, drawSeats, tableSizes } from "./seating.ts"
import {
  type FloorEntry,
  type FloorTable,
  playersLeft,
  type TournamentState,
} from "./tournament.ts"

/**
 * What the floor's buttons do, as registers to write: the app, the command line and a simulation
 * all press the same ones. Keys as in `schemas/documents/tournament.ts`; `null` removes a value.
 */
export type Writes = readonly (readonly [key: string, value: unknown])[]

export const createTournament = ({ name, structure, seed, tablesFrom }: Tournament): Writes => [
  ["tournament", { name, structure, seed, ...(tablesFrom !== undefined && { tablesFrom }) }],
  ["clock", newClock()],
]

/** A new entry, without a seat yet. */
export const enter = (entry: { entryId: EntryId; playerId: PlayerId }): Writes => [
  [`entry/${entry.entryId}/player`, entry.playerId],
]

/**
 * Draws seats for all who have none, opening the tables that are needed (TDA-2024 R7).
 * @param seed published with the draw, so that anybody can draw again
 * @param elsewhere numbers of tables that others play at: new tables get none of them
 */
export function seatDraw(
  state: TournamentState,
  seed: string,
  elsewhere: ReadonlySet<number> = NOWHERE,
): Writes {
  const waiting = state.entries.filter(({ seat, out }) => !seat && !out)
  if (waiting.length === 0) return []
  const seats = openTablesOf(state).reduce((sum, table) => sum + table.seats, 0)
  const withoutSeat = Math.max(0, playersLeft(state) - seats)
  const count = tableSizes(withoutSeat, seatsPerTable(state)).length
  const opened = openTables(state, count, elsewhere)
  const drawn = drawSeats({
    players: waiting.map(({ entryId }) => entryId),
    tables: [...openTablesOf(state), ...opened].map((table) => seatingTable(state, table)),
    seed,
  })
  return [
    ...opened.map(tableWrite),
    ...drawn.map(({ player, table, seat }) => seatWrite(player, table, seat)),
  ]
}

/**
 * A seat for one late entry; where all are taken, a table is opened (TDA-2024 R8). An entry that
 * has a seat gets another one; one that is not in play gets none.
 * @param elsewhere numbers of tables that others play at: a new table gets none of them
 */
export function lateSeat(
  state: TournamentState,
  entryId: EntryId,
  seed: string,
  elsewhere: ReadonlySet<number> = NOWHERE,
): Writes {
  if (!isInPlay(state, entryId)) return []
  const tables = openTablesOf(state).map((table) => seatingTable(state, table))
  const drawn = drawLateSeat({ tables, seed })
  if (drawn) return [seatWrite(entryId, drawn.table, drawn.seat)]
  const opened = openTables(state, 1, elsewhere)
  const first = drawLateSeat({ tables: opened.map((table) => seatingTable(state, table)), seed })
  assert(first, "a table that was just opened has a free seat")
  return [...opened.map(tableWrite), seatWrite(entryId, first.table, first.seat)]
}

/**
 * The entry is out; its seat stays on record, so that undo puts it back. Nothing where it is out
 * already: the second of two hurried taps must not give it a better place.
 */
export const bust = (state: TournamentState, entryId: EntryId, now: Millis): Writes =>
  isInPlay(state, entryId)
    ? [[`entry/${entryId}/out`, { order: nextOutOrder(state.entries), at: now }]]
    : []

/**
 * The entry is in again: a bust was a mistake, or there was a rebuy. It has its seat back unless
 * somebody sits there by now, or the table is broken; then it needs a new one. Nothing where it
 * was not out.
 */
export function undoBust(state: TournamentState, entryId: EntryId): Writes {
  const entry = state.entries.find((each) => each.entryId === entryId)
  if (!entry?.out) return []
  const { seat } = entry
  const isTaken = state.entries.some(
    (other) => !other.out && other.seat?.table === seat?.table && other.seat?.seat === seat?.seat,
  )
  const isOpen = openTablesOf(state).some(({ tableId }) => tableId === seat?.table)
  return [
    [`entry/${entryId}/out`, null],
    ...(isOpen && !isTaken ? [] : [[`entry/${entryId}/seat`, null] as const]),
  ]
}

export type TableBreak = { writes: Writes; plan: { breaks: TableId; moves: Move[] } }

/**
 * Breaks the table with the highest number, if the players left fit at the others (TDA-2024 R10).
 * Only a plan: nothing is done until somebody writes it.
 * @param at when, so that the players' seats can say why they have them
 */
export function breakTable(state: TournamentState, seed: string, at?: Millis): TableBreak | null {
  const fewer = openTablesOf(state).slice(0, -1)
  // Two who were given one seat need two: the free seats alone would not tell.
  if (playersLeft(state) > fewer.reduce((sum, { seats }) => sum + seats, 0)) return null
  const tables = openTablesOf(state).map((table) => ({
    ...seatingTable(state, table),
    occupied: occupiedSeats(state, table.tableId),
  }))
  const plan = planBreaks({ tables, seed, most: 1 })
  const broken = state.tables.find(({ tableId }) => tableId === plan.breaks[0])
  if (!broken) return null
  const moves = plan.moves.flatMap(({ from, to }) =>
    state.entries
      .filter(({ seat, out }) => !out && seat?.table === from.table && seat.seat === from.seat)
      .map((entry) => moveWrite(entry, to, at === undefined ? undefined : { why: "break", at })),
  )
  return {
    plan: { breaks: broken.tableId, moves: plan.moves },
    writes: [...moves, tableWrite({ ...broken, status: "broken" })],
  }
}

export const isInPlay = ({ entries }: TournamentState, entryId: EntryId): boolean =>
  entries.some((entry) => entry.entryId === entryId && !entry.out)

export const openTablesOf = ({ tables }: TournamentState): FloorTable[] =>
  tables.filter(({ status }) => status === "open")

export const seatsPerTable = ({ tournament }: TournamentState): number =>
  tournament?.structure.seatsPerTable ?? 9

const NOWHERE: ReadonlySet<number> = new Set()

/** New tables by number. The id follows from it, so two devices apart mean the same table 5. */
function openTables(
  state: TournamentState,
  count: number,
  elsewhere: ReadonlySet<number>,
): FloorTable[] {
  const opened: FloorTable[] = []
  const first = state.tournament?.tablesFrom ?? 1
  let number = Math.max(first, ...state.tables.map((table) => table.number + 1))
  for (; opened.length < count; number++) {
    if (elsewhere.has(number)) continue
    const tableId = v.parse(TableId, `table-${String(number).padStart(3, "0")}`)
    const seats = seatsPerTable(state)
    opened.push({ tableId, number, seats, status: "open", button: null })
  }
  return opened
}

/** The seats at a table where somebody plays, each once. */
export function occupiedSeats({ entries }: TournamentState, table: TableId): number[] {
  const known = occupiedOf.get(entries) ?? occupiedByTable(entries)
  occupiedOf.set(entries, known)
  return [...(known.get(table) ?? [])]
}

/** A hundred tables are asked for at once; what was read of a floor never changes. */
const occupiedOf = new WeakMap<readonly FloorEntry[], ReadonlyMap<TableId, ReadonlySet<number>>>()

function occupiedByTable(entries: readonly FloorEntry[]): Map<TableId, Set<number>> {
  const occupied = new Map<TableId, Set<number>>()
  for (const { seat, out } of entries) {
    if (!seat || out) continue
    const seats = occupied.get(seat.table) ?? new Set<number>()
    occupied.set(seat.table, seats.add(seat.seat))
  }
  return occupied
}

export const seatingTable = (state: TournamentState, { tableId, seats }: FloorTable) => ({
  id: tableId,
  seats,
  occupied: occupiedSeats(state, tableId),
})

export const tableWrite = ({ tableId, number, seats, status }: FloorTable) =>
  [`table/${tableId}`, { number, seats, status }] as const

export const seatWrite = (entryId: string, table: string, seat: number) =>
  [`entry/${entryId}/seat`, { table: v.parse(TableId, table), seat: seatNumber(seat) }] as const

/** Why somebody is moved, and when. */
export type MoveCause = { why: MoveReason; at: Millis }

/** Another seat for an entry; where it had one, the seat says from where it came and why. */
export function moveWrite(
  { entryId, seat: before }: Pick<FloorEntry, "entryId" | "seat">,
  to: { table: string; seat: number },
  cause: MoveCause | undefined,
) {
  const [key, seat] = seatWrite(entryId, to.table, to.seat)
  if (!before || !cause) return [key, seat] as const
  const from = { table: before.table, seat: before.seat }
  return [key, { ...seat, moved: { from, ...cause } }] as const
}
