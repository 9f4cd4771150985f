import * as v from "valibot"
import { TournamentId } from "../ids.ts"
import { Chips, Currency, Millis, PositiveCents } from "../units.ts"

/** What a flight is called, as in `1A`. */
export const FlightName = v.pipe(
  v.string("expected a flight's name"),
  v.regex(/^[A-Za-z0-9]{1,8}$/, "a flight's name is 1 to 8 letters or digits"),
)

/** Whether who has qualified may play a later flight for a larger stack. */
export const FlightMode = v.picklist(["bestStackForward", "firstStackForward"])
export type FlightMode = v.InferOutput<typeof FlightMode>

/**
 * Which part of an event a tournament is. An event is one pool under one set of terms: its account
 * is the one of its first flight, whose id is `event` in every part.
 */
export const EventPart = v.variant("kind", [
  v.strictObject({
    kind: v.literal("flight"),
    event: TournamentId,
    flight: FlightName,
    /** What holds for the whole event is what its first flight says. */
    mode: FlightMode,
  }),
  v.strictObject({
    kind: v.literal("day"),
    event: TournamentId,
    day: v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(9)),
  }),
])
export type EventPart = v.InferOutput<typeof EventPart>

/** What a satellite is played for. */
export const SatelliteTerms = v.strictObject({
  /** The tournament in which the seats are, where it is one of this venue's. */
  target: v.optional(TournamentId),
  /** What a seat there costs. */
  seatCents: PositiveCents,
  /** Whoever reaches so many chips leaves with a seat. */
  markChips: v.optional(Chips),
})
export type SatelliteTerms = v.InferOutput<typeof SatelliteTerms>

/**
 * The room `venue/<venueId>`: what the whole card room shares. Staff write it.
 *
 *   profile                     what the room is called, and what a new tournament begins with
 *   tournament/<tournamentId>   a tournament of this venue, by name
 *   tournament/<tournamentId>/season, league/…, season/…  what counts where
 *                               (schemas/documents/leagues.ts)
 *   display/<displayId>         what a screen on the wall shows
 *   display/<displayId>/name    what the staff call it; a field of its own, so that pointing a screen
 *                               elsewhere never undoes a new name given on another device
 *   display/<displayId>/views   which layouts it shows when (schemas/documents/layouts.ts)
 *   display/<displayId>/sound   how loud it is; as the venue has it where it is not given
 *   sound                       how loud the venue's screens are
 *   layout/<layoutId>           a layout's name and colours
 *   layout/<layoutId>/<widgetId>  one thing on it; a register each, so that two people can move two
 *   announcement/<id>           what the staff say to the whole room
 *   sponsor/<pictureId>         a sponsor's picture (schemas/picture.ts); only its id is here
 */
export const ListedTournament = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  createdAt: Millis,
  /** When it is to begin. */
  startsAt: v.optional(Millis),
  /** When somebody put it away; it is not gone, and comes back with a tap. */
  endedAt: v.optional(Millis),
  part: v.optional(EventPart),
  satellite: v.optional(SatelliteTerms),
})
export type ListedTournament = v.InferOutput<typeof ListedTournament>

export const DisplaySetting = v.strictObject({ tournamentId: TournamentId })
export type DisplaySetting = v.InferOutput<typeof DisplaySetting>

export const DisplayName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40))

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
