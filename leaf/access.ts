import type { Authorize, Grant } from "../sync-server/access.ts"
import { parseRoom, type Room } from "../schemas/documents/rooms.ts"
import { refusalOf, type Writer } from "../schemas/documents/rules.ts"
import type { VenueId } from "../schemas/ids.ts"
import type { Sessions } from "./sessions.ts"

/**
 * Who may do what with a room: staff read and write all of this venue's; a phone writes its own
 * registration and reads its own tournament.
 */
export function authorizer(sessions: Pick<Sessions, "find">, venueId: VenueId): Authorize {
  return async (name, token) => {
    const room = parseRoom(name)
    const session = await sessions.find(token)
    // A screen on the wall is told what it shows; it opens no room, not even to read.
    if (!room || !session || session.kind === "display") return null
    if (session.kind === "staff") {
      const isHere = room.kind !== "venue" || room.venueId === venueId
      if (!isHere) return null
      const grant = writes(room, session.role, `${session.role} ${session.staffId}`)
      return session.deviceId === undefined ? grant : { ...grant, device: session.deviceId }
    }
    const bearer = `player ${session.playerId}`
    if (room.kind === "venue" || room.tournamentId !== session.tournamentId) return null
    if (room.kind === "tournament") return { bearer, access: "read" }
    return room.playerId === session.playerId ? writes(room, "player", bearer) : null
  }
}

const writes = (room: Room, writer: Writer, bearer: string): Grant => ({
  bearer,
  access: "write",
  refuses: (key, value) => refusalOf(room, writer, key, value),
})
