import * as v from "valibot"
import { PlayerId, SeasonId, TournamentId } from "./ids.ts"
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
