import * as v from "valibot"
import { LeagueHead, Season, SeasonRules, type TieBreak } from "../schemas/documents/leagues.ts"
import { type EventPart, ListedTournament } from "../schemas/documents/venue.ts"
import { LeagueId, type PlayerId, SeasonId, TournamentId } from "../schemas/ids.ts"
import type { SeasonResult, SeasonStanding } from "../schemas/league.ts"
import { place } from "../schemas/units.ts"
import { assert } from "./assert.ts"
import { demandDistinct, InvalidInput } from "./invalid.ts"
import { byText } from "./order.ts"
import { builtInPoints, leaguePoints, type LeagueResult, type PointRules } from "./points.ts"
import { ledgerIdOf } from "./stages.ts"

type Values = ReadonlyMap<string, unknown>

/** A league of the venue's, with its seasons, the latest first. */
export type ListedLeague = LeagueHead & { id: LeagueId; seasons: ListedSeason[] }
export type ListedSeason = Season & { id: SeasonId; rules: SeasonRules }

/** What a season goes by until somebody says otherwise: points by place, all results. */
export const FIRST_RULES: SeasonRules = { ...rulesNamed("Ten places"), tieBreaks: ["bestPlaces"] }

/** The points part of a season's rules, as a formula that Felt brings has it. */
export function rulesNamed(name: string): Pick<SeasonRules, "formula" | "among"> {
  const found = builtInPoints.find((each) => each.name === name)
  assert(found, `${name} comes with Felt`)
  const { formula, among } = found
  return { formula, ...(among === "paidPlaces" && { among }) }
}

/** The leagues of the venue by name, from the registers of its document. */
export function listedLeagues(values: Values): ListedLeague[] {
  const seasons = listedSeasons(values)
  return [...values]
    .flatMap(([key, value]) => {
      const [kind, name, ...more] = key.split("/")
      const id = v.safeParse(LeagueId, name)
      const head = v.safeParse(LeagueHead, value)
      if (kind !== "league" || more.length > 0 || !id.success || !head.success) return []
      const own = seasons.filter(({ league }) => league === id.output)
      return [{ id: id.output, ...head.output, seasons: own }]
    })
    .toSorted((a, b) => byText(a.name, b.name) || byText(a.id, b.id))
}

/** All seasons, the latest first. One whose league somebody has removed is passed over by the list. */
function listedSeasons(values: Values): ListedSeason[] {
  return [...values]
    .flatMap(([key, value]) => {
      const [kind, name, ...more] = key.split("/")
      const id = v.safeParse(SeasonId, name)
      const season = v.safeParse(Season, value)
      if (kind !== "season" || more.length > 0 || !id.success || !season.success) return []
      return [{ id: id.output, ...season.output, rules: rulesOf(values, id.output) }]
    })
    .toSorted((a, b) => byText(b.from ?? "", a.from ?? "") || byText(b.id, a.id))
}

function rulesOf(values: Values, id: SeasonId): SeasonRules {
  const rules = v.safeParse(SeasonRules, values.get(`season/${id}/rules`))
  return rules.success ? rules.output : FIRST_RULES
}

/** A season with the name of its league; `null` where there is none, or its league is gone. */
export function findSeason(
  values: Values,
  id: SeasonId | null,
): (ListedSeason & { leagueName: string }) | null {
  for (const { name, seasons } of listedLeagues(values)) {
    const season = seasons.find((each) => each.id === id)
    if (season) return { ...season, leagueName: name }
  }
  return null
}

/** The register that says in which season a tournament counts; of an event it is its first flight's. */
export const seasonKeyOf = (id: TournamentId, part: EventPart | undefined): string =>
  `tournament/${ledgerIdOf(id, part)}/season`

/** In which season a tournament counts; `null` where in none that there is. */
export function seasonOf(
  values: Pick<Values, "get">,
  id: TournamentId,
  part: EventPart | undefined,
): SeasonId | null {
  const season = v.safeParse(SeasonId, values.get(seasonKeyOf(id, part)))
  return season.success ? season.output : null
}

/** A tournament of the venue's as far as leagues go: an event is one, with all of its parts. */
export type Counted = {
  id: TournamentId
  parts: { id: TournamentId; part: EventPart | undefined }[]
  isPutAway: boolean
}

/** The tournaments that count in a season, in the order in which they were made. */
export function tournamentsOf(values: Values, season: SeasonId): Counted[] {
  const counted = new Map<TournamentId, Counted & { createdAt: number }>()
  for (const { id, listed } of listedTournaments(values)) {
    if (seasonOf(values, id, listed.part) !== season) continue
    const event = ledgerIdOf(id, listed.part)
    const known = counted.get(event)
    counted.set(event, {
      id: event,
      parts: [...(known?.parts ?? []), { id, part: listed.part }],
      isPutAway: (known?.isPutAway ?? true) && listed.endedAt !== undefined,
      createdAt: Math.min(known?.createdAt ?? Infinity, listed.createdAt),
    })
  }
  return [...counted.values()]
    .toSorted((a, b) => a.createdAt - b.createdAt || byText(a.id, b.id))
    .map(({ createdAt: _made, ...each }) => each)
}

function listedTournaments(values: Values): { id: TournamentId; listed: ListedTournament }[] {
  return [...values].flatMap(([key, value]) => {
    const [kind, name, ...more] = key.split("/")
    const id = v.safeParse(TournamentId, name)
    const listed = v.safeParse(ListedTournament, value)
    return kind === "tournament" && more.length === 0 && id.success && listed.success
      ? [{ id: id.output, listed: listed.output }]
      : []
  })
}

/** The season that is offered for a tournament of a day: the latest begun of those that are on. */
export function seasonOn(leagues: readonly ListedLeague[], day: string): ListedSeason | null {
  const isOn = ({ from, to }: Season) =>
    (from === undefined || from <= day) && (to === undefined || day <= to)
  const dated = ({ from, to }: Season) => from !== undefined || to !== undefined
  const [first] = leagues
    .flatMap(({ seasons }) => seasons)
    .filter((season) => dated(season) && isOn(season))
    .toSorted((a, b) => byText(b.from ?? "", a.from ?? "") || byText(b.id, a.id))
  return first ?? null
}

/** What everybody did in a tournament that is over. */
export type PlayedTournament = { tournamentId: TournamentId; results: readonly LeagueResult[] }

/**
 * The table of a season (domain.md 4.9): everybody's best results summed, most points first, ties
 * broken by the season's rules. Who shares a place is listed in the order of ids, so that the same
 * results give the same table in whatever order they come.
 * @returns and of which tournaments the formula has no value, with why
 * @throws InvalidInput at `formula` where it cannot be read, or where a tournament is there twice
 */
export function seasonStandings(
  played: readonly PlayedTournament[],
  rules: SeasonRules,
): { standings: SeasonStanding[]; problems: Map<TournamentId, string> } {
  demandDistinct(
    played.map(({ tournamentId }) => tournamentId),
    "played",
    "every tournament is there once",
  )
  // Refused as a whole where it is no formula, and not once for every tournament.
  leaguePoints({ ...pointRules(rules), results: [] })
  const problems = new Map<TournamentId, string>()
  const byPlayer = new Map<PlayerId, Scored[]>()
  for (const { tournamentId, results } of played) {
    const points = pointsIn(results, rules)
    if (typeof points === "string") problems.set(tournamentId, points)
    else
      for (const [index, { playerId, place: at }] of results.entries()) {
        const scored = { tournamentId, place: at, hundredths: points[index] ?? 0 }
        byPlayer.set(playerId, [...(byPlayer.get(playerId) ?? []), scored])
      }
  }
  const rows = [...byPlayer].map(([playerId, scored]) => rowOf(playerId, scored, rules))
  return { standings: ranked(rows, rules.tieBreaks), problems }
}

type Scored = Omit<SeasonResult, "counts" | "place"> & { place: number }
type Row = Omit<SeasonStanding, "place">

const pointRules = ({ formula, among }: SeasonRules): PointRules => ({
  formula,
  among: among ?? "all",
})

/** In hundredths, in the order given; why not, where the formula has no value. */
function pointsIn(results: readonly LeagueResult[], rules: SeasonRules): number[] | string {
  try {
    const points = leaguePoints({ ...pointRules(rules), results })
    return points.map(({ hundredths }) => hundredths + 100 * (rules.takingPart ?? 0))
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    return error.rule
  }
}

function rowOf(playerId: PlayerId, scored: readonly Scored[], { countBest }: SeasonRules): Row {
  const results = scored
    .toSorted(
      (a, b) =>
        b.hundredths - a.hundredths || a.place - b.place || byText(a.tournamentId, b.tournamentId),
    )
    .map((each, index) => ({
      ...each,
      place: place(each.place),
      counts: countBest === undefined || index < countBest,
    }))
  const counted = results.filter(({ counts }) => counts)
  return {
    playerId,
    hundredths: counted.reduce((sum, { hundredths }) => sum + hundredths, 0),
    results,
  }
}

function ranked(rows: readonly Row[], tieBreaks: readonly TieBreak[]): SeasonStanding[] {
  const compare = (a: Row, b: Row): number => {
    if (a.hundredths !== b.hundredths) return b.hundredths - a.hundredths
    for (const each of tieBreaks) {
      const order = BREAKS[each](a, b)
      if (order !== 0) return order
    }
    return 0
  }
  const ordered = rows.toSorted((a, b) => compare(a, b) || byText(a.playerId, b.playerId))
  let shared = 1
  return ordered.map((row, index) => {
    const before = ordered[index - 1]
    if (before && compare(before, row) !== 0) shared = index + 1
    return { place: place(shared), ...row }
  })
}

/** Below 0 where `a` comes first. */
const BREAKS: Record<TieBreak, (a: Row, b: Row) => number> = {
  bestPlaces(a, b) {
    const [of, other] = [placesOf(a), placesOf(b)]
    for (const [index, at] of of.entries()) {
      const than = other[index]
      if (than === undefined) return -1
      if (at !== than) return at - than
    }
    return other.length > of.length ? 1 : 0
  },
  bestResult: (a, b) => (b.results[0]?.hundredths ?? 0) - (a.results[0]?.hundredths ?? 0),
  mostPlayed: (a, b) => b.results.length - a.results.length,
  fewestPlayed: (a, b) => a.results.length - b.results.length,
}

/** The best first: of two lists the one with more first places, then more second ones, is smaller. */
const placesOf = ({ results }: Row): number[] =>
  results.map(({ place: at }) => at).toSorted((a, b) => a - b)
