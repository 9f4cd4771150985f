import * as v from "valibot"
import type { Session } from "../../leaf/sessions.ts"
import { DeviceId, PlayerId, StaffId, TournamentId, VenueId } from "../../schemas/ids.ts"
import { registrationRoom, tournamentRoom } from "../../schemas/documents/rooms.ts"
import { millis } from "../../schemas/units.ts"
import { Role } from "../../schemas/wire.ts"

export const VENUE = v.parse(VenueId, "venue")
export const TOURNAMENT = v.parse(TournamentId, "t1")
export const FLOOR_ROOM = tournamentRoom(TOURNAMENT)
export const PLAYERS = 5

/** What the players of this world are called. It may stand where they said it themselves, else nowhere. */
const NAMES = [
  "Aksel Brandstrup",
  "Bodil Cederholm",
  "Carsten Dyrlund",
  "Dorthe Engelbrecht",
  "Esben Fogtmann",
  "Frederikke Gyldenkrone",
  "Gorm Hvidtfeldt",
  "Helle Isager",
] as const

export const nameOf = (player: number): string => NAMES[player - 1] ?? "Nobody Known"
export const allNames: readonly string[] = NAMES
export const playerOf = (player: number): PlayerId => v.parse(PlayerId, `p${player}`)
export const roomOf = (player: number): string => registrationRoom(TOURNAMENT, playerOf(player))

/** Who is signed in with a token of this world: `staff <device> <role>` or `phone <player>`. */
export function sessionOf(token: string, now: number): Session | null {
  const [kind, who, role] = token.split(" ")
  const expiresAt = millis(now + 3_600_000)
  if (kind === "staff")
    return {
      kind,
      staffId: v.parse(StaffId, who),
      deviceId: v.parse(DeviceId, who),
      role: v.parse(Role, role),
      expiresAt,
    }
  if (kind !== "phone") return null
  return { kind, tournamentId: TOURNAMENT, playerId: v.parse(PlayerId, who), expiresAt }
}
