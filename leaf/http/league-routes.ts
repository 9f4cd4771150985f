import * as v from "valibot"
import { SeasonId } from "../../schemas/ids.ts"
import { SeasonTable } from "../../schemas/league.ts"
import { DocumentStoreError } from "../../sync-server/document-store.ts"
import type { Leaf } from "../leaf.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { route, type Route } from "./route.ts"

/** What the seasons of the venue's leagues have come to. */
export const leagueRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: "/api/leagues/:season",
    access: "staff",
    summary:
      "The table of a season, of all its tournaments that are over: places, points in hundredths, " +
      "and each result by player id; and which of its tournaments bring nothing yet, and why.",
    answer: SeasonTable,
    async handle({ params }) {
      const season = v.safeParse(SeasonId, params["season"])
      const table = season.success ? await readTable(leaf, season.output) : null
      if (table) return table
      throw new HttpProblem(404, `There is no season "${params["season"]}".`)
    },
  }),
]

async function readTable(leaf: Leaf, season: SeasonId): Promise<SeasonTable | null> {
  try {
    return await leaf.leagues.table(season)
  } catch (cause) {
    if (!(cause instanceof DocumentStoreError)) throw cause
    throw new HttpProblem(503, `${cause.message} Ask again.`, {
      headers: { "Retry-After": "1" },
      cause,
    })
  }
}
