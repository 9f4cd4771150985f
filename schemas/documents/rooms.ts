import type { PlayerId, TournamentId, VenueId } from "../ids.ts"

/** What a room's name says. `null` where the name is none of Felt's. */
export type Room =
  | { kind: "venue"; venueId: string }
  | { kind: "tournament"; tournamentId: string }
  | { kind: "registration"; tournamentId: string; playerId: string }

export const venueRoom = (venue: VenueId) => `venue/${venue}`
export const tournamentRoom = (tournament: TournamentId) => `tournament/${tournament}`
export const registrationRoom = (tournament: TournamentId, player: PlayerId) =>
  `registration/${tournament}/${player}`

const ID = /^[A-Za-z0-9_-]{1,64}$/

/** Reads a room's name as it stands in the address of a WebSocket. */
export function parseRoom(name: string): Room | null {
  const [kind, first, second, ...rest] = name.split("/")
  if (first === undefined || !ID.test(first) || rest.length > 0) return null
  if (second !== undefined && !ID.test(second)) return null
  if (kind === "venue" && second === undefined) return { kind, venueId: first }
  if (kind === "tournament" && second === undefined) return { kind, tournamentId: first }
  if (kind === "registration" && second !== undefined)
    return { kind, tournamentId: first, playerId: second }
  return null
}
