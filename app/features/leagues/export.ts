import type { SeasonTable } from "../../../schemas/league.ts"
import type { TournamentId } from "../../../schemas/ids.ts"

/** What the columns are called. */
type Heads = Record<"place" | "player" | "points" | "nights", string>

/**
 * A season as a table for other programs: a row for each player, a column for each night with the
 * points of it, in brackets where they do not count.
 */
export function csvOf(
  { standings, tournaments }: SeasonTable,
  heads: Heads,
  nameOf: (playerId: SeasonTable["standings"][number]["playerId"]) => string,
  nightOf: (id: TournamentId) => string,
): string {
  const nights = tournaments.filter(({ state }) => state === "counted")
  const rows = standings.map(({ place, playerId, hundredths, results }) => [
    String(place),
    nameOf(playerId),
    pointsOf(hundredths),
    String(results.length),
    ...nights.map(({ tournamentId }) => {
      const result = results.find((each) => each.tournamentId === tournamentId)
      if (!result) return ""
      return result.counts ? pointsOf(result.hundredths) : `(${pointsOf(result.hundredths)})`
    }),
  ])
  const head = [
    heads.place,
    heads.player,
    heads.points,
    heads.nights,
    ...nights.map(({ tournamentId }) => nightOf(tournamentId)),
  ]
  // The mark in front tells spreadsheets that this is UTF-8.
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`
}

/** As programs read numbers, whatever the language. */
const pointsOf = (hundredths: number): string => String(hundredths / 100)

/** What begins like a formula is text to a spreadsheet as well; a number stays one. */
function cell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
