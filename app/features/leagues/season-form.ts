import { InvalidInput } from "../../../domain/invalid.ts"
import { FIRST_RULES, rulesNamed, seasonStandings } from "../../../domain/leagues.ts"
import type { LeagueResult } from "../../../domain/points.ts"
import { SeasonRules, type TieBreak } from "../../../schemas/documents/leagues.ts"
import { PlayerId, TournamentId } from "../../../schemas/ids.ts"
import type { SeasonHead } from "../../data/league-acts.ts"
import * as v from "valibot"

/** The formulas that Felt brings, in the order in which they are offered. */
export const READY = [
  { key: "ten-places", name: "Ten places" },
  { key: "dr-neau", name: "Dr. Neau" },
  { key: "stars", name: "PokerStars leader board" },
  { key: "winamax", name: "Winamax" },
  { key: "card-player", name: "Card Player" },
] as const
export type ReadyKey = (typeof READY)[number]["key"]

/** What a person typed about a season; empty where nothing is said. */
export type SeasonForm = RulesForm & { league: string; season: string; from: string; to: string }

/** What a person typed about how points are reckoned. */
export type RulesForm = {
  points: ReadyKey | "own"
  /** With `own`. */
  formula: string
  isAmongPaid: boolean
  countBest: string
  takingPart: string
  tie: TieBreak | ""
  tieThen: TieBreak | ""
}
export type RulesField = "formula" | "countBest" | "takingPart"
export type SeasonField = "league" | "season" | "to" | RulesField

/** What the form says of a season that there is, or of a new one that begins as another. */
export function formOf(
  league: string,
  { name, from, to }: SeasonHead,
  rules: SeasonRules = FIRST_RULES,
): SeasonForm {
  return { league, season: name, from: from ?? "", to: to ?? "", ...rulesFormOf(rules) }
}

/** The same of rules alone. */
export function rulesFormOf({
  formula,
  among,
  countBest,
  takingPart,
  tieBreaks,
}: SeasonRules): RulesForm {
  const [tie = "", tieThen = ""] = tieBreaks
  return {
    points: readyKeyOf({ formula, among }) ?? "own",
    formula,
    isAmongPaid: among === "paidPlaces",
    countBest: countBest === undefined ? "" : String(countBest),
    takingPart: takingPart === undefined ? "" : String(takingPart),
    tie,
    tieThen,
  }
}

/** Which of Felt's formulas a season goes by; `null` where it is one of the house's own. */
export const readyKeyOf = (rules: {
  formula: string
  among?: SeasonRules["among"] | undefined
}): ReadyKey | null =>
  READY.find(({ name }) => {
    const ready = rulesNamed(name)
    return ready.formula === rules.formula && ready.among === rules.among
  })?.key ?? null

/** The formula that the form means, whether it can be read or not. */
export function pointsOf(form: RulesForm): Pick<SeasonRules, "formula" | "among"> {
  const ready = READY.find(({ key }) => key === form.points)
  if (ready) return rulesNamed(ready.name)
  return { formula: form.formula, ...(form.isAmongPaid && { among: "paidPlaces" as const }) }
}

type Meant = { league: string; head: SeasonHead; rules: SeasonRules }

/** What the form means, or the fields that are not understood. */
export function readForm(form: SeasonForm): Meant | { wrong: SeasonField[] } {
  const wrong: SeasonField[] = []
  const [league, season] = [form.league.trim(), form.season.trim()]
  if (league === "") wrong.push("league")
  if (season === "") wrong.push("season")
  if (form.from !== "" && form.to !== "" && form.to < form.from) wrong.push("to")
  const read = readRules(form)
  if ("wrong" in read) return { wrong: [...wrong, ...read.wrong] }
  if (wrong.length > 0) return { wrong }
  const head = {
    name: season,
    ...(form.from !== "" && { from: form.from }),
    ...(form.to !== "" && { to: form.to }),
  }
  return { league, head, rules: read.rules }
}

/** The rules that the form means, or the fields that are not understood. */
export function readRules(form: RulesForm): { rules: SeasonRules } | { wrong: RulesField[] } {
  const wrong: RulesField[] = []
  const countBest = numberOf(form.countBest, 1, 999)
  if (countBest === null) wrong.push("countBest")
  const takingPart = numberOf(form.takingPart, 0, 10_000)
  if (takingPart === null) wrong.push("takingPart")
  const rules = v.safeParse(SeasonRules, {
    ...pointsOf(form),
    ...(typeof countBest === "number" && { countBest }),
    ...(typeof takingPart === "number" && { takingPart }),
    tieBreaks: [...new Set([form.tie, form.tieThen])].filter((tie) => tie !== ""),
  })
  if (formulaProblem(pointsOf(form)) !== null) wrong.push("formula")
  return wrong.length > 0 || !rules.success ? { wrong } : { rules: rules.output }
}

/** `undefined` where nothing was typed, `null` where it is no number of that span. */
function numberOf(text: string, least: number, most: number): number | null | undefined {
  if (text.trim() === "") return undefined
  const number = /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : NaN
  return number >= least && number <= most ? number : null
}

/** Why a formula cannot be read, with the column; `null` where it can. */
export function formulaProblem(points: Pick<SeasonRules, "formula" | "among">): string | null {
  try {
    seasonStandings([], { ...points, tieBreaks: [] })
    return null
  } catch (error) {
    if (error instanceof InvalidInput) return error.rule
    throw error
  }
}

export const EXAMPLE = { players: [10, 20, 50], places: [1, 2, 3, 4, 5, 8, 10] } as const
const EVERY_PAID = 7

/**
 * What a formula gives: a row for each place, a column for each size of the field; in hundredths, and
 * `null` where there is no such place or the formula has no value for it.
 */
export function exampleOf(
  points: Pick<SeasonRules, "formula" | "among">,
  takingPart: number,
  buyInCents: number,
): { place: number; hundredths: (number | null)[] }[] {
  return EXAMPLE.places.map((place) => ({
    place,
    hundredths: EXAMPLE.players.map((entries) =>
      place > entries
        ? null
        : pointsAt(
            { ...points, takingPart, tieBreaks: [] },
            {
              playerId: v.parse(PlayerId, "example"),
              place,
              entries,
              buyInCents,
              expenseCents: buyInCents,
              paidPlaces: Math.ceil(entries / EVERY_PAID),
              prizeCents: 0,
              poolCents: entries * buyInCents,
              knockouts: 0,
            },
          ),
    ),
  }))
}

function pointsAt(rules: SeasonRules, result: LeagueResult): number | null {
  try {
    const played = { tournamentId: v.parse(TournamentId, "example"), results: [result] }
    return seasonStandings([played], rules).standings[0]?.hundredths ?? null
  } catch (error) {
    if (error instanceof InvalidInput) return null
    throw error
  }
}
