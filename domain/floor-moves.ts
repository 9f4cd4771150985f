import type { Seat } from "../schemas/documents/tournament.ts"
import type { EntryId, TableId } from "../schemas/ids.ts"
import { type Millis, seatNumber } from "../schemas/units.ts"
import { type BalancePlan, planBalance } from "./balancing.ts"
import { firstHand, nextHand, type Positions, roleOf, type SeatRole } from "./button.ts"
import { type FinalTable, finalTableSize, planFinalTable } from "./final-table.ts"
import {
  isInPlay,
  lateSeat,
  type MoveCause,
  moveWrite,
  occupiedSeats,
  openTablesOf,
  seatingTable,
  seatsPerTable,
  tableWrite,
  type Writes,
} from "./floor.ts"
import type { MoveTable } from "./moves.ts"
import { drawLateSeat } from "./seating.ts"
import type { FloorEntry, FloorTable, TournamentState } from "./tournament.ts"

/**
 * Gives an entry in play a certain seat. Nothing where the seat is taken, is none of an open
 * table's, or is the one that it has.
 */
export function moveEntry(
  state: TournamentState,
  entryId: EntryId,
  to: Seat,
  cause?: MoveCause,
): Writes {
  const table = openTableOf(state, to.table)
  const entry = state.entries.find((each) => each.entryId === entryId)
  if (!entry || !isInPlay(state, entryId) || !table || to.seat > table.seats) return []
  const isTaken = occupiedSeats(state, to.table).includes(to.seat)
  return isTaken ? [] : [moveWrite(entry, to, cause)]
}

/**
 * The seat for somebody who moves and may sit anywhere: drawn at the shortest other table
 * (TDA-2024 R8); at the own one where there is no other.
 * @returns `null` where there is no free seat
 */
export function seatElsewhere(state: TournamentState, entryId: EntryId, seed: string): Seat | null {
  const own = state.entries.find((entry) => entry.entryId === entryId)?.seat?.table
  const tables = openTablesOf(state).map((table) => seatingTable(state, table))
  const others = tables.filter(({ id }) => id !== own)
  const pool = "shortestTableFirst"
  const drawn = drawLateSeat({ tables: others, seed, pool }) ?? drawLateSeat({ tables, seed, pool })
  const table = drawn && openTableOf(state, drawn.table)
  return table ? { table: table.tableId, seat: seatNumber(drawn.seat) } : null
}

/**
 * Another seat for one of two entries that have the same: drawn at the same table, so that nobody
 * walks, or at any where that is full.
 * @param elsewhere as for `lateSeat`
 */
export function separate(
  state: TournamentState,
  entryId: EntryId,
  seed: string,
  elsewhere?: ReadonlySet<number>,
  at?: Millis,
): Writes {
  const entry = state.entries.find((each) => each.entryId === entryId)
  const table = entry?.seat && openTableOf(state, entry.seat.table)
  if (!table || !isInPlay(state, entryId)) return []
  const here = drawLateSeat({ tables: [seatingTable(state, table)], seed })
  return here
    ? [moveWrite(entry, here, at === undefined ? undefined : { why: "clash", at })]
    : lateSeat(state, entryId, seed, elsewhere)
}

/**
 * Says where the button of a table is in the hand that is played; the blinds follow from it. Nothing
 * where fewer than two sit there.
 */
export function sayButton(
  state: TournamentState,
  tableId: TableId,
  { seat, at }: { seat: number; at: Millis },
): Writes {
  const table = openTableOf(state, tableId)
  const occupied = occupiedSeats(state, tableId)
  if (!table || occupied.length < 2 || seat > table.seats) return []
  return [buttonWrite(tableId, firstHand({ seats: table.seats, occupied, button: seat }), at)]
}

/** Takes button and blinds of a table one hand on (TDA-2024 R32). Nothing where they are unknown. */
export function dealNextHand(state: TournamentState, tableId: TableId, at: Millis): Writes {
  const table = openTableOf(state, tableId)
  const occupied = occupiedSeats(state, tableId)
  if (!table?.button || occupied.length < 2) return []
  const next = nextHand({ seats: table.seats, occupied, last: table.button })
  return [buttonWrite(tableId, next, at)]
}

/** One player who should change seats. */
export type FloorMove = {
  entryId: EntryId
  from: Seat
  to: Seat
  /** Where the rule stands, as in `TDA-2024 R11-A`. */
  rule: string
  /** Why this player: has the next big blind, or was drawn since nobody has said where the button is. */
  mover: "next-big-blind" | "drawn"
  /** What awaits the player there; `null` where nobody has said where the button is. */
  role: SeatRole | null
}

/** What the floor should do next, if anything. Only proposes: nothing moves by itself. */
export type Suggestion =
  | { kind: "final-table"; plan: FinalTable }
  | { kind: "break" }
  | { kind: "balance"; moves: FloorMove[]; undecided: BalancePlan["undecided"] }

/**
 * The next thing to do about the tables: all to the final table where they fit (TDA-2024 RP-9), a
 * table to break (R10), or players to move until tables differ by one at most (R11).
 * @param seed for what is drawn: the seat of a mover where the button is not known
 * @returns `null` where the tables are even, or clashes have to be solved first
 */
export function suggest(state: TournamentState, seed: string): Suggestion | null {
  const tables = openTablesOf(state).map((table) => moveTable(state, table))
  if (tables.length < 2 || hasClash(state, tables)) return null
  const plan = planFinalTable({ tables, size: finalTableSize(seatsPerTable(state)), seed })
  if (plan) return { kind: "final-table", plan }
  const { breaks, moves, undecided } = planBalance(tables, { seed })
  if (breaks.length > 0) return { kind: "break" }
  const found = moves.flatMap((move) => floorMove(state, move))
  return found.length + undecided.length > 0 ? { kind: "balance", moves: found, undecided } : null
}

/** Brings everybody to the final table with a new seat each, its button drawn (TDA-2024 RP-9). */
export function drawFinalTable(state: TournamentState, plan: FinalTable, at: Millis): Writes {
  const moved = plan.moves.flatMap(({ from, to }) => {
    const entry = sitsAt(state, from)
    return entry ? [{ entry, to }] : []
  })
  const occupied = moved.map(({ to }) => to.seat)
  return [
    ...moved.map(({ entry, to }) => moveWrite(entry, to, { why: "final-table", at })),
    ...openTablesOf(state).flatMap((table) =>
      table.tableId === plan.table
        ? [
            tableWrite({ ...table, seats: plan.seats }),
            buttonWrite(
              table.tableId,
              firstHand({ seats: plan.seats, occupied, button: plan.button }),
              at,
            ),
          ]
        : [tableWrite({ ...table, status: "broken" })],
    ),
  ]
}

function floorMove(
  state: TournamentState,
  { from, to, rule }: BalancePlan["moves"][number],
): FloorMove[] {
  const [source, target] = [openTableOf(state, from.table), openTableOf(state, to.table)]
  const entry = sitsAt(state, from)
  // Of several moves in a row a later one may be of somebody who only comes to sit there.
  if (!source || !target || !entry?.seat) return []
  const occupied = occupiedSeats(state, target.tableId)
  const isFree = !occupied.includes(to.seat) && occupied.length > 0
  return [
    {
      entryId: entry.entryId,
      from: entry.seat,
      to: { table: target.tableId, seat: seatNumber(to.seat) },
      rule,
      mover: source.button ? "next-big-blind" : "drawn",
      role:
        target.button && isFree
          ? roleOf({ seats: target.seats, occupied, last: target.button }, to.seat)
          : null,
    },
  ]
}

const sitsAt = (
  { entries }: TournamentState,
  { table, seat }: { table: string; seat: number },
): FloorEntry | undefined =>
  entries.find((entry) => !entry.out && entry.seat?.table === table && entry.seat.seat === seat)

const openTableOf = (state: TournamentState, id: string): FloorTable | undefined =>
  openTablesOf(state).find(({ tableId }) => tableId === id)

const hasClash = ({ entries }: TournamentState, tables: readonly MoveTable[]): boolean =>
  entries.filter(({ seat, out }) => seat && !out).length >
  tables.reduce((sum, { occupied }) => sum + occupied.length, 0)

const moveTable = (state: TournamentState, table: FloorTable): MoveTable => ({
  id: table.tableId,
  seats: table.seats,
  occupied: occupiedSeats(state, table.tableId),
  ...(table.button && { last: positionsOf(table.button) }),
})

const positionsOf = ({ button, smallBlind, bigBlind }: Positions): Positions => ({
  button,
  smallBlind,
  bigBlind,
})

const buttonWrite = (tableId: TableId, positions: Positions, at: Millis) =>
  [`button/${tableId}`, { ...positionsOf(positions), at }] as const
