import * as v from "valibot"
import { HttpProblem } from "../../program/http/problem.ts"
import { LeagueBody, LeaguesAnswer, LeagueTableAnswer } from "../../schemas/league.ts"
import type { Leagues } from "../leagues.ts"
import { route, type Route } from "./route.ts"

/** Leagues over several venues: everybody of the tenant sees the tables, owners with names. */
export const leagueRoutes = ({ leagues }: { leagues: Leagues }): Route[] => [
  route({
    method: "GET",
    path: "/api/leagues",
    access: "member",
    summary: "The leagues over venues, and the venues' seasons that can count in one.",
    answer: LeaguesAnswer,
    handle: ({ session }) => leagues.list(session.tenantId),
  }),
  route({
    method: "POST",
    path: "/api/leagues",
    access: "owner",
    summary: "Makes a league of seasons of one or several venues.",
    body: LeagueBody,
    answer: v.object({ leagueId: v.string() }),
    async handle({ session, body }) {
      const leagueId = await leagues.keep(session.tenantId, null, body)
      if (leagueId !== null) return { leagueId }
      throw new HttpProblem(404, "There is no such venue.")
    },
  }),
  route({
    method: "GET",
    path: "/api/leagues/:league",
    access: "member",
    summary: "A league's table; names for owners only.",
    answer: LeagueTableAnswer,
    async handle({ session: { tenantId, memberId, role }, params }) {
      const reader = role === "owner" ? memberId : null
      const table = await leagues.table(tenantId, reader, params["league"] ?? "")
      if (table) return table
      throw new HttpProblem(404, NONE)
    },
  }),
  route({
    method: "POST",
    path: "/api/leagues/:league",
    access: "owner",
    summary: "Changes a league: its name, its rules, which seasons count.",
    body: LeagueBody,
    status: 204,
    async handle({ session, params, body }) {
      const kept = await leagues.keep(session.tenantId, params["league"] ?? "", body)
      if (kept !== null) return undefined
      throw new HttpProblem(404, NONE)
    },
  }),
  route({
    method: "DELETE",
    path: "/api/leagues/:league",
    access: "owner",
    summary: "Removes a league; the venues' seasons stay.",
    status: 204,
    async handle({ session, params }) {
      if (await leagues.remove(session.tenantId, params["league"] ?? "")) return undefined
      throw new HttpProblem(404, NONE)
    },
  }),
]

const NONE = "There is no such league, or no such venue."
