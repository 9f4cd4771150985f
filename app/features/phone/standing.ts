import { places } from "../../../domain/entries.ts"
import type { TournamentState } from "../../../domain/tournament.ts"
import type { PlayerId } from "../../../schemas/ids.ts"

/** Where a player stands in the tournament, as the own phone says it. */
export type Standing =
  | { kind: "not-entered" }
  | { kind: "unseated" }
  | { kind: "seated"; table: number; seat: number }
  | { kind: "out"; place: number | null }
  | { kind: "won" }

/** Takes the entry that is in play; of those that are out, the one made last. */
export function standingOf(state: TournamentState, playerId: PlayerId): Standing {
  const own = state.entries.filter((entry) => entry.playerId === playerId)
  const entry = own.find(({ out }) => out === null) ?? own.at(-1)
  if (!entry) return { kind: "not-entered" }
  const place = places(state.entries).get(entry.entryId) ?? null
  if (place === 1 && state.entries.length > 1) return { kind: "won" }
  if (entry.out) return { kind: "out", place }
  const table = state.tables.find(({ tableId }) => tableId === entry.seat?.table)
  return entry.seat && table
    ? { kind: "seated", table: table.number, seat: entry.seat.seat }
    : { kind: "unseated" }
}
