import { postedBlinds } from "../../../domain/button.ts"
import { seatClashes } from "../../../domain/seating.ts"
import type { FloorEntry, FloorTable, TournamentState } from "../../../domain/tournament.ts"
import type { EntryId, TableId } from "../../../schemas/ids.ts"
import { type SeatPlace, seatPlaces } from "./table-layout.ts"

/** What lies in front of a seat. */
export type Mark = "button" | "small" | "big"

export type SeatView = {
  seat: number
  place: SeatPlace
  entry: FloorEntry | null
  hasClash: boolean
  marks: Mark[]
}

/** A table as it is drawn. */
export type TableView = { table: FloorTable; seats: SeatView[]; players: number }

/** The tables in play, with everybody at their seat. A seat taken twice shows its holder. */
export function tableViews(state: TournamentState): TableView[] {
  const bySeat = new Map<string, FloorEntry>()
  for (const entry of state.entries) {
    const { seat, out } = entry
    if (!seat || out) continue
    const key = seatKey(seat.table, seat.seat)
    // Entries come in the order of their ids, and of two in one seat the first holds it.
    if (!bySeat.has(key)) bySeat.set(key, entry)
  }
  const clashing = new Set(
    seatClashes(state.entries).map(({ seat }) => seatKey(seat.table, seat.seat)),
  )
  return state.tables
    .filter(({ status }) => status === "open")
    .map((table) => {
      const at = (seat: number) => seatKey(table.tableId, seat)
      const places = placesOf(table.seats)
      const taken = places.flatMap((_, index) => (bySeat.has(at(index + 1)) ? [index + 1] : []))
      const marks = marksOf(table, taken)
      const seats = places.map((place, index) => ({
        seat: index + 1,
        place,
        entry: bySeat.get(at(index + 1)) ?? null,
        hasClash: clashing.has(at(index + 1)),
        marks: marks.get(index + 1) ?? [],
      }))
      return { table, seats, players: taken.length }
    })
}

/**
 * The new views, with those of before in the place of equals, so that of a hundred tables only the
 * one is drawn anew at which something has changed.
 */
export const keepEqual = (before: readonly TableView[], after: readonly TableView[]): TableView[] =>
  after.map((view, index) => {
    const old = before[index]
    return old && isDrawnAlike(old, view) ? old : view
  })

function isDrawnAlike(a: TableView, b: TableView): boolean {
  const isSameTable =
    a.table.tableId === b.table.tableId &&
    a.table.number === b.table.number &&
    a.seats.length === b.seats.length
  return (
    isSameTable &&
    a.seats.every((seat, index) => {
      const other = b.seats[index]
      return (
        seat.entry?.entryId === other?.entry?.entryId &&
        seat.entry?.playerId === other?.entry?.playerId &&
        seat.entry?.chips?.count === other?.entry?.chips?.count &&
        seat.entry?.chips?.at === other?.entry?.chips?.at &&
        seat.hasClash === other?.hasClash &&
        seat.marks.join() === other?.marks.join()
      )
    })
  )
}

/** The same places for every table of a size. */
const places = new Map<number, SeatPlace[]>()
function placesOf(seats: number): SeatPlace[] {
  const known = places.get(seats) ?? seatPlaces(seats)
  places.set(seats, known)
  return known
}

/** Button and blinds of the hand that is played, by seat. A small blind at an empty seat is dead. */
function marksOf({ button }: FloorTable, taken: readonly number[]): Map<number, Mark[]> {
  const marks = new Map<number, Mark[]>()
  if (!button || taken.length < 2) return marks
  const hand = postedBlinds(button, taken)
  const add = (seat: number | null, mark: Mark) => {
    if (seat !== null) marks.set(seat, [...(marks.get(seat) ?? []), mark])
  }
  add(hand.button, "button")
  add(hand.smallBlind, "small")
  add(hand.bigBlind, "big")
  return marks
}

/** A seat as text, and back: what a drawn seat carries for whoever drops a player on it. */
export const seatKey = (table: TableId, seat: number): string => `${table} ${seat}`

/** Entries in play without a seat. */
export const unseated = ({ entries }: TournamentState): FloorEntry[] =>
  entries.filter(({ seat, out }) => !seat && !out)

/** The entry of an id, and the number of a table: what every face of the floor asks. */
export const entryOf = ({ entries }: TournamentState, id: EntryId): FloorEntry | undefined =>
  entries.find(({ entryId }) => entryId === id)
export const numberOf = ({ tables }: TournamentState, id: string): number =>
  tables.find(({ tableId }) => tableId === id)?.number ?? 0

/** A name that fits a seat: the first one, and of the last its letter, where that makes it shorter. */
export function shortName(name: string): string {
  const [first = "", ...others] = name.split(" ")
  const short = [first, ...others.slice(-1).map((other) => `${other.slice(0, 1)}.`)].join(" ")
  return short.length < name.length ? short : name
}
