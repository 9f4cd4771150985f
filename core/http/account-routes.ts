import * as v from "valibot"
import { jurisdictionNames } from "../../domain/jurisdictions.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { NightAccounts, Retention } from "../../schemas/accounts.ts"
import { TournamentId, VenueId } from "../../schemas/ids.ts"
import { nightAccounts, setJurisdiction } from "../accounts.ts"
import { readRetention, setRetention } from "../retention.ts"
import type { Tenants } from "../tenants.ts"
import { route, type Route } from "./route.ts"

/** What the law wants to be kept, and for how long everything else is. */
export const accountRoutes = ({ tenants }: { tenants: Tenants }): Route[] => [
  route({
    method: "GET",
    path: "/api/venues/:venue/nights/:tournament/accounts",
    access: "owner",
    summary: "A tournament's accounts: every payment, with whom it was as far as the law wants it.",
    answer: NightAccounts,
    async handle({ session: { tenantId, memberId }, params }) {
      const asked = v.safeParse(Asked, params)
      const found = asked.success && {
        venueId: asked.output.venue,
        tournamentId: asked.output.tournament,
      }
      const accounts = found && (await nightAccounts(tenants, tenantId, memberId, found))
      if (accounts) return accounts
      throw new HttpProblem(404, "There is no such tournament.")
    },
  }),
  route({
    method: "POST",
    path: "/api/venues/:venue/jurisdiction",
    access: "owner",
    summary: "Says by which country's law a venue goes.",
    body: v.strictObject({ jurisdiction: v.picklist(jurisdictionNames) }),
    status: 204,
    async handle({ session: { tenantId }, params, body }) {
      const venue = { venueId: params["venue"] ?? "", ...body }
      if (await setJurisdiction(tenants, tenantId, venue)) return undefined
      throw new HttpProblem(404, "There is no such venue.")
    },
  }),
  route({
    method: "GET",
    path: "/api/retention",
    access: "member",
    summary: "After how long without a line of theirs players are forgotten.",
    answer: Retention,
    handle: ({ session }) => readRetention(tenants, session.tenantId),
  }),
  route({
    method: "POST",
    path: "/api/retention",
    access: "owner",
    summary: "Says after how long without a line of theirs players are forgotten.",
    body: Retention,
    status: 204,
    async handle({ session, body }) {
      await setRetention(tenants, session.tenantId, body)
      return undefined
    },
  }),
]

const Asked = v.object({ venue: VenueId, tournament: TournamentId })
