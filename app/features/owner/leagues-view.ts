import type { League, LeagueTableAnswer, VenueSeason } from "../../../schemas/league.ts"
import type { Cell } from "./nights-view.ts"

type Part = League["parts"][number]

/** What tells a season from those of other venues, which may have the same id. */
export const partKey = ({ venueId, seasonId }: Part): string => `${venueId}/${seasonId}`

/** Of how many seasons of how many venues a league is. */
export function extentOf(parts: readonly Part[]): { seasons: number; venues: number } {
  return { seasons: parts.length, venues: new Set(parts.map(({ venueId }) => venueId)).size }
}

/** A season to choose; what it is called is `null` where its venue has it no more. */
export type Choice = Part & { name: { league: string; season: string } | null }

/**
 * What can count in a league, venue by venue as Core lists them; at the end what counts in it already
 * and is not there any more, so that it can be taken out.
 */
export function choicesOf(
  seasons: readonly VenueSeason[],
  parts: readonly Part[],
): { venueId: Part["venueId"]; choices: Choice[] }[] {
  const known = new Set(seasons.map(partKey))
  const all: Choice[] = [
    ...seasons.map(({ venueId, seasonId, leagueName, seasonName }) => ({
      venueId,
      seasonId,
      name: { league: leagueName, season: seasonName },
    })),
    ...parts.filter((part) => !known.has(partKey(part))).map((part) => ({ ...part, name: null })),
  ]
  const venues = [...new Set(all.map(({ venueId }) => venueId))]
  return venues.map((venueId) => ({
    venueId,
    choices: all.filter((each) => each.venueId === venueId),
  }))
}

/** A row for each player of a league's table; whose name is not known or not told is known by an id. */
export function leagueRows({ standings }: LeagueTableAnswer): Cell[][] {
  const header = ["place", "person_id", "name", "points", "nights", "counted"]
  const rows = standings.map(({ place, personId, name, hundredths, played, counted }) => [
    place,
    personId,
    name,
    hundredths / 100,
    played,
    counted,
  ])
  return [header, ...rows]
}
