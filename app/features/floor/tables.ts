import { seatClashes } from "../../../domain/seating.ts"
import type { FloorEntry, FloorTable, TournamentState } from "../../../domain/tournament.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import { type SeatPlace, seatPlaces } from "./table-layout.ts"

/** A table as it is drawn. */
export type TableView = {
  table: FloorTable
  seats: { seat: number; place: SeatPlace; entry: FloorEntry | null; clashes: EntryId[] }[]
  players: number
}

/** The tables in play, with everybody at their seat. A seat taken twice shows its holder and the rest. */
export function tableViews(state: TournamentState): TableView[] {
  const playing = state.entries.filter(({ out }) => out === null)
  const clashes = seatClashes(state.entries)
  return state.tables
    .filter(({ status }) => status === "open")
    .map((table) => {
      const places = seatPlaces(table.seats)
      const seats = places.map((place, index) => {
        const seat = index + 1
        const clash = clashes.find(
          (each) => each.seat.table === table.tableId && each.seat.seat === seat,
        )
        const here = playing.filter(
          (entry) => entry.seat?.table === table.tableId && entry.seat.seat === seat,
        )
        const holder = here.find(({ entryId }) => entryId === clash?.holder) ?? here[0] ?? null
        return { seat, place, entry: holder, clashes: clash?.others ?? [] }
      })
      return { table, seats, players: seats.filter(({ entry }) => entry).length }
    })
}

/** Entries in play without a seat. */
export const unseated = ({ entries }: TournamentState): FloorEntry[] =>
  entries.filter(({ seat, out }) => !seat && !out)

/** A name that fits a seat: the first name, and the others by their letters. */
export function shortName(name: string): string {
  const [first = "", ...others] = name.split(" ")
  return [first, ...others.slice(-1).map((other) => `${other.slice(0, 1)}.`)].join(" ")
}
