import * as v from "valibot"
import { SeasonRules } from "./documents/leagues.ts"
import { PlayerId, SeasonId, TournamentId, VenueId } from "./ids.ts"
import { Count, Place } from "./units.ts"

/** What the Leaf tells of leagues: it alone has every tournament's floor, of those that are over too. */

/** Points in whole hundredths: 1,234 are 12.34 points. No money. */
const Hundredths = v.pipe(v.number(), v.safeInteger())

/** Somebody's result in one tournament of a season. */
export const SeasonResult = v.strictObject({
  tournamentId: TournamentId,
  place: Place,
  hundredths: Hundredths,
  /** Whether it is among the best that count. */
  counts: v.boolean(),
})
export type SeasonResult = v.InferOutput<typeof SeasonResult>

/** A player in a season's table. */
export const SeasonStanding = v.strictObject({
  /** Shared by all whom no tie-break tells apart; the next place is as many further down. */
  place: Place,
  playerId: PlayerId,
  /** The points that count, summed. */
  hundredths: Hundredths,
  /** The best first. */
  results: v.array(SeasonResult),
})
export type SeasonStanding = v.InferOutput<typeof SeasonStanding>

/** A tournament of a season: how many players it brings, or why it brings none. */
export const SeasonTournament = v.strictObject({
  tournamentId: TournamentId,
  /** `noPoints`: the formula has no value for it. */
  state: v.picklist(["counted", "notOver", "noPoints"]),
  players: Count,
  /** Why it has no points; in English, as the formula's reader says it. */
  problem: v.nullable(v.string()),
})
export type SeasonTournament = v.InferOutput<typeof SeasonTournament>

/** `GET /api/leagues/<season>`: the table of a season, of all tournaments that are over. */
export const SeasonTable = v.strictObject({
  seasonId: SeasonId,
  standings: v.array(SeasonStanding),
  tournaments: v.array(SeasonTournament),
  /** Why nobody has points, where the formula is none. */
  problem: v.nullable(v.string()),
})
export type SeasonTable = v.InferOutput<typeof SeasonTable>

/** A season of one venue's, that may count in a league over several. */
export const VenueSeason = v.strictObject({
  venueId: VenueId,
  venueName: v.string(),
  seasonId: SeasonId,
  leagueName: v.string(),
  seasonName: v.string(),
})
export type VenueSeason = v.InferOutput<typeof VenueSeason>

/** `POST /api/leagues` of Core, and `POST /api/leagues/<league>` to change one. */
export const LeagueBody = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
  rules: SeasonRules,
  parts: v.pipe(
    v.array(v.strictObject({ venueId: VenueId, seasonId: SeasonId })),
    v.minLength(1, "a league has one season at least"),
    v.maxLength(200),
  ),
})
export type LeagueBody = v.InferOutput<typeof LeagueBody>

/** A league over several venues. */
export const League = v.strictObject({
  leagueId: v.pipe(v.string(), v.uuid()),
  ...LeagueBody.entries,
  parts: v.array(v.strictObject({ venueId: VenueId, seasonId: SeasonId })),
})
export type League = v.InferOutput<typeof League>

/** `GET /api/leagues` of Core. */
export const LeaguesAnswer = v.strictObject({
  leagues: v.array(League),
  /** What can count in one. */
  seasons: v.array(VenueSeason),
})
export type LeaguesAnswer = v.InferOutput<typeof LeaguesAnswer>

/** `GET /api/leagues/<league>` of Core: names for owners only, and that they were read is noted. */
export const LeagueTableAnswer = v.strictObject({
  name: v.string(),
  standings: v.array(
    v.strictObject({
      place: Place,
      /** `null` for somebody of whom the venue has not told Core yet. */
      personId: v.nullable(v.string()),
      name: v.nullable(v.string()),
      hundredths: Hundredths,
      played: Count,
      counted: Count,
    }),
  ),
  tournaments: v.array(
    v.strictObject({
      venueId: VenueId,
      /** `null` where the venue's document does not say. */
      name: v.nullable(v.string()),
      ...SeasonTournament.entries,
    }),
  ),
  /** Why nobody has points, where the formula is none. */
  problem: v.nullable(v.string()),
})
export type LeagueTableAnswer = v.InferOutput<typeof LeagueTableAnswer>
