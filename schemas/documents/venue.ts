import * as v from "valibot"
import { TournamentId } from "../ids.ts"
import { Millis } from "../units.ts"

/**
 * The room `venue/<venueId>`: what the whole card room shares. Staff write it.
 *
 *   tournament/<tournamentId>   a tournament of this venue, by name
 *   display/<displayId>         what a screen on the wall shows
 *   display/<displayId>/name    what the staff call it; a field of its own, so that pointing a screen
 *                               elsewhere never undoes a new name given on another device
 */
export const ListedTournament = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  createdAt: Millis,
})
export type ListedTournament = v.InferOutput<typeof ListedTournament>

export const DisplaySetting = v.strictObject({ tournamentId: TournamentId })
export type DisplaySetting = v.InferOutput<typeof DisplaySetting>

export const DisplayName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40))
