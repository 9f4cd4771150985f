import * as v from "valibot"
import { TournamentId } from "../ids.ts"
import { Currency } from "../terms.ts"
import { Millis } from "../units.ts"

/**
 * The room `venue/<venueId>`: what the whole card room shares. Staff write it.
 *
 *   profile                     what the room is called, and what a new tournament begins with
 *   tournament/<tournamentId>   a tournament of this venue, by name
 *   display/<displayId>         what a screen on the wall shows
 */
export const ListedTournament = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  createdAt: Millis,
})
export type ListedTournament = v.InferOutput<typeof ListedTournament>

export const DisplaySetting = v.strictObject({ tournamentId: TournamentId })
export type DisplaySetting = v.InferOutput<typeof DisplaySetting>

/** A table as it stands in the room, whichever tournament plays on it. */
export const RoomTable = v.strictObject({
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(999)),
  seats: v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(12)),
})
export type RoomTable = v.InferOutput<typeof RoomTable>

export const VenueProfile = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  currency: Currency,
  /** What a device speaks that has not been told otherwise. */
  language: v.picklist(["en", "da"]),
  tables: v.pipe(v.array(RoomTable), v.maxLength(200)),
})
export type VenueProfile = v.InferOutput<typeof VenueProfile>
