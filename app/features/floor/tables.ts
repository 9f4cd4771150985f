import { postedBlinds } from "../../../domain/button.ts"
import { seatClashes } from "../../../domain/seating.ts"
import type { FloorEntry, FloorTable, TournamentState } from "../../../domain/tournament.ts"
import type { Seat } from "../../../schemas/documents/tournament.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import { seatNumber } from "../../../schemas/units.ts"
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
    const key = seatKey(seat)
    // Entries come in the order of their ids, and of two in one seat the first holds it.
    if (!bySeat.has(key)) bySeat.set(key, entry)
  }
  const clashing = new Set(seatClashes(state.entries).map(({ seat }) => seatKey(seat)))
  return state.tables
    .filter(({ status }) => status === "open")
    .map((table) => {
      const at = (seat: number) => seatKey({ table: table.tableId, seat: seatNumber(seat) })
      const places = seatPlaces(table.seats)
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
export const seatKey = ({ table, seat }: Seat): string => `${table} ${seat}`

/** Entries in play without a seat. */
export const unseated = ({ entries }: TournamentState): FloorEntry[] =>
  entries.filter(({ seat, out }) => !seat && !out)

/** The entry of an id, and the number of a table: what every face of the floor asks. */
export const entryOf = ({ entries }: TournamentState, id: EntryId): FloorEntry | undefined =>
  entries.find(({ entryId }) => entryId === id)
export const numberOf = ({ tables }: TournamentState, id: string): number =>
  tables.find(({ tableId }) => tableId === id)?.number ?? 0

/** A name that fits a seat: the first name, and the others by their letters. */
export function shortName(name: string): string {
  const [first = "", ...others] = name.split(" ")
  return [first, ...others.slice(-1).map((other) => `${other.slice(0, 1)}.`)].join(" ")
}
