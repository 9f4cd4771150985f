import type { TournamentState } from "../../../domain/tournament.ts"
import type { EntryId, PlayerId } from "../../../schemas/ids.ts"
import type { Moved } from "./moved.ts"

/** Somebody who plays, as they stand on paper: the name is joined for the print and kept nowhere. */
export type Person = {
  entryId: EntryId
  playerId: PlayerId
  name: string
  /** `null` before the draw. */
  seat: { table: number; seat: number } | null
  /** Where from, for somebody who was just moved. */
  from: { table: number; seat: number } | null
}

/** Everybody who is still in, by name. */
export function peopleIn(
  { entries, tables }: TournamentState,
  nameOf: (playerId: PlayerId) => string,
  locale: string,
): Person[] {
  const numbers = new Map(tables.map(({ tableId, number }) => [tableId, number]))
  return entries
    .filter(({ out }) => !out)
    .map(({ entryId, playerId, seat }) => {
      const table = seat && numbers.get(seat.table)
      return {
        entryId,
        playerId,
        name: nameOf(playerId),
        seat: seat && table ? { table, seat: seat.seat } : null,
        from: null,
      }
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, locale))
}

/** Who gets a card: everybody with a seat, those of one table, or those who were just moved. */
export type Which = { kind: "all" } | { kind: "moved" } | { kind: "table"; table: number }

/** The cards to be printed, table by table and seat by seat, as they are handed out. */
export function cardsFor(
  people: readonly Person[],
  which: Which,
  moved: readonly Moved[],
): Person[] {
  const fromOf = new Map(moved.map(({ entryId, from }) => [entryId, from]))
  return people
    .filter(({ entryId, seat }) => {
      if (!seat) return false
      if (which.kind === "moved") return fromOf.has(entryId)
      return which.kind === "all" || seat.table === which.table
    })
    .map((person) =>
      which.kind === "moved" ? { ...person, from: fromOf.get(person.entryId) ?? null } : person,
    )
    .toSorted((a, b) => order(a) - order(b))
}

const order = ({ seat }: Person): number => (seat ? seat.table * 100 + seat.seat : 0)
