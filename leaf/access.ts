import type { Authorize } from "../sync-server/access.ts"
import { parseRoom } from "../schemas/documents/rooms.ts"
import type { VenueId } from "../schemas/ids.ts"
import type { Sessions } from "./sessions.ts"

/**
 * Who may do what with a room: staff read and write all of this venue's; a phone writes its own
 * registration and reads its own tournament.
 */
export function authorizer(sessions: Sessions, venueId: VenueId): Authorize {
  return async (name, token) => {
    const room = parseRoom(name)
    const session = await sessions.find(token)
    if (!room || !session) return null
    if (session.kind === "staff")
      return room.kind !== "venue" || room.venueId === venueId ? "write" : null
    if (room.kind === "venue" || room.tournamentId !== session.tournamentId) return null
    if (room.kind === "tournament") return "read"
    return room.playerId === session.playerId ? "write" : null
  }
}
