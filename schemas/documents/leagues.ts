import * as v from "valibot"
import { LeagueId } from "../ids.ts"

const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40))

/** A day of the calendar, as in 2026-09-01. */
const Day = v.pipe(v.string(), v.isoDate("expected a day such as 2026-09-01"))

/**
 * Leagues and their seasons, in the room `venue/<venueId>`:
 *
 *   league/<leagueId>               what a league is called
 *   season/<seasonId>               a season of it
 *   season/<seasonId>/rules         how points are reckoned in it; a register of its own, so that
 *                                   other dates never undo another formula
 *   tournament/<tournamentId>/season  in which season a tournament counts; of an event at its first
 *                                   flight
 *
 * The rules are the season's, so that those of a new one leave what was won in the last one alone.
 */
export const LeagueHead = v.strictObject({ name: Name })
export type LeagueHead = v.InferOutput<typeof LeagueHead>

export const Season = v.pipe(
  v.strictObject({
    league: LeagueId,
    name: Name,
    /** The days on which it is offered for a new tournament; what counts is said at each. */
    from: v.optional(Day),
    to: v.optional(Day),
  }),
  v.check(
    ({ from, to }) => from === undefined || to === undefined || from <= to,
    "a season ends on the day on which it begins, or after it",
  ),
)
export type Season = v.InferOutput<typeof Season>

/**
 * What comes first where two have the same points, over all of their results: the better places (more
 * first ones, then more second ones, and so on), the best single result, or how many they played.
 */
export const TieBreak = v.picklist(["bestPlaces", "bestResult", "mostPlayed", "fewestPlayed"])
export type TieBreak = v.InferOutput<typeof TieBreak>

const whole = (least: number, most: number) =>
  v.pipe(
    v.number("expected a whole number"),
    v.safeInteger("expected a whole number"),
    v.minValue(least),
    v.maxValue(most),
  )

/** How points are reckoned (domain/points.ts). */
export const SeasonRules = v.strictObject({
  formula: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  /** The formula is a weight: the paid places alone have points, and share n·b by their weights. */
  among: v.optional(v.literal("paidPlaces")),
  /** How many results of each count; all where it is not said. */
  countBest: v.optional(whole(1, 999)),
  /** Points for each tournament that was played, whatever the formula gives. */
  takingPart: v.optional(whole(0, 10_000)),
  /** The first that tells two apart decides; who is told apart by none shares a place. */
  tieBreaks: v.pipe(
    v.array(TieBreak),
    v.maxLength(TieBreak.options.length),
    v.check((all) => new Set(all).size === all.length, "each tie-break is there once"),
  ),
})
export type SeasonRules = v.InferOutput<typeof SeasonRules>
