import type { PlayerId } from "../schemas/ids.ts"
import type { Millis } from "../schemas/units.ts"
import { occupiedSeats, openTablesOf, type Writes } from "./floor.ts"
import type { TournamentState } from "./tournament.ts"

/**
 * Puts a player on the waiting list (TDA-2024 R8), at its end. Nothing where the player is in play
 * or waits already: the second of two taps must not cost the place in the line.
 */
export function putOnList(state: TournamentState, playerId: PlayerId, now: Millis): Writes {
  const isIn = state.entries.some((entry) => entry.playerId === playerId && !entry.out)
  const waits = state.waiting.some((each) => each.playerId === playerId)
  return isIn || waits ? [] : [[`waiting/${playerId}`, { since: now }]]
}

/** Takes a player off the list: seated, or gone home. Nothing where the player does not wait. */
export const takeOffList = (state: TournamentState, playerId: PlayerId): Writes =>
  state.waiting.some((each) => each.playerId === playerId) ? [[`waiting/${playerId}`, null]] : []

/** How many seats of the open tables nobody has. */
export const freeSeats = (state: TournamentState): number =>
  openTablesOf(state).reduce(
    (sum, { tableId, seats }) => sum + Math.max(0, seats - occupiedSeats(state, tableId).length),
    0,
  )
