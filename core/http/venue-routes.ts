import * as v from "valibot"
import { HttpProblem } from "../../program/http/problem.ts"
import { VenueToken } from "../../schemas/backup.ts"
import { VenueId } from "../../schemas/ids.ts"
import { NamedVenue, OwnedVenues, VenueKey } from "../../schemas/owner.ts"
import type { MemberSession } from "../members.ts"
import type { VenueOverview } from "../venue-overview.ts"
import type { VenueOf, Venues } from "../venues.ts"
import { route, type Route } from "./route.ts"

export type VenueParts = { venues: Venues; overview: VenueOverview }

/** The venues of a tenant: how each of them is, for all members; the rest for owners. */
export const venueRoutes = ({ venues, overview }: VenueParts): Route[] => [
  route({
    method: "GET",
    path: "/api/venues",
    access: "member",
    summary: "Each venue: its last contact, how far its ledger has come, what is wrong.",
    answer: OwnedVenues,
    handle: ({ session }) => overview.look(session.tenantId),
  }),
  route({
    method: "POST",
    path: "/api/venues",
    access: "owner",
    summary: "A key with which a new venue's box joins, once and within a day.",
    body: NamedVenue,
    answer: VenueKey,
    handle: ({ session, body }) => venues.issueKey(session.tenantId, body.name),
  }),
  route({
    method: "POST",
    path: "/api/venues/:venue",
    access: "owner",
    summary: "Gives a venue another name.",
    body: NamedVenue,
    status: 204,
    async handle({ session, params, body }) {
      if (!(await venues.rename(venueOf(session, params), body.name))) throw noVenue()
      return undefined
    },
  }),
  route({
    method: "POST",
    path: "/api/venues/:venue/token",
    access: "owner",
    summary: "A new token for a venue's box; the one that it had is worth nothing at once.",
    answer: VenueToken,
    async handle({ session, params }) {
      const token = await venues.renewToken(venueOf(session, params))
      if (token === null) throw noVenue()
      return { token }
    },
  }),
  route({
    method: "DELETE",
    path: "/api/venues/:venue/token",
    access: "owner",
    summary: "Takes a venue's token away; what is stored of it stays.",
    status: 204,
    async handle({ session, params }) {
      if (!(await venues.revokeToken(venueOf(session, params)))) throw noVenue()
      return undefined
    },
  }),
]

/** @throws HttpProblem where what the address names can be no venue's id */
function venueOf({ tenantId }: MemberSession, { venue }: Record<string, string>): VenueOf {
  const venueId = v.safeParse(VenueId, venue)
  if (venueId.success) return { tenantId, venueId: venueId.output }
  throw noVenue()
}

/** What is not there and what is somebody else's are the same sentence. */
const noVenue = () => new HttpProblem(404, "There is no such venue.")
