import * as v from "valibot"
import { HttpProblem } from "../../program/http/problem.ts"
import { bearerToken } from "../../program/http/route.ts"
import { BackedUpVenue, JoinBody, VenueToken } from "../../schemas/backup.ts"
import {
  AcceptInvitation,
  ChangeMember,
  InviteMember,
  Member,
  OwnerSession,
  OwnerSignIn,
} from "../../schemas/owner.ts"
import type { Backup } from "../backup.ts"
import type { Hub } from "../hub/hub.ts"
import type { Leagues } from "../leagues.ts"
import type { MemberChange, Members } from "../members.ts"
import type { SharedLibrary } from "../shared-library.ts"
import type { Tenants } from "../tenants.ts"
import { VenueLedger } from "../venue-ledger.ts"
import { accountRoutes } from "./account-routes.ts"
import { leagueRoutes } from "./league-routes.ts"
import { libraryRoutes } from "./library-routes.ts"
import { nightRoutes } from "./night-routes.ts"
import { peopleRoutes, type PeopleParts } from "./people-routes.ts"
import { route, type Route } from "./route.ts"
import { venuesRoutes, type VenuesParts } from "./venues-routes.ts"

export type Parts = PeopleParts &
  VenuesParts & {
    members: Members
    backup: Backup
    hub: Hub
    tenants: Tenants
    library: SharedLibrary
    leagues: Leagues
  }

/** Everything that Core answers under `/api`. */
export const routes = (parts: Parts): Route[] => [
  ...venueRoutes(parts),
  ...venuesRoutes(parts),
  ...sessionRoutes(parts),
  ...memberRoutes(parts),
  ...peopleRoutes(parts),
  ...nightRoutes(parts),
  ...accountRoutes(parts),
  ...libraryRoutes(parts),
  ...leagueRoutes(parts),
]

const venueRoutes = ({ venues, backup, hub, tenants }: Parts): Route[] => [
  route({
    method: "GET",
    path: "/api/venue",
    access: "venue",
    summary: "For a venue's Leaf: which venue it is, and what Core has of it.",
    answer: BackedUpVenue,
    async handle({ session }) {
      const [described, place, taken] = await Promise.all([
        backup.describe(session),
        hub.place(session),
        new VenueLedger(tenants, session).head(),
      ])
      const { sequence: lines, hash, alarm } = taken
      return { ...described, hub: place, ledger: { lines, hash, alarm } }
    },
  }),
  route({
    method: "POST",
    path: "/api/venue/join",
    access: "public",
    summary: "A Leaf joins with the key that it was given, once; it gets its token.",
    body: JoinBody,
    answer: VenueToken,
    async handle({ body }) {
      const token = await venues.join(body.key, body.venueId)
      if (token !== null) return { token }
      throw new HttpProblem(401, "The key is not valid, or was used: ask the owner for a new one.")
    },
  }),
  route({
    method: "POST",
    path: "/api/venue/token",
    access: "venue",
    summary: "A new token for a Leaf; its present one counts until the new one is used.",
    answer: VenueToken,
    handle: async ({ session }) => ({ token: await venues.rotateToken(session, session.token) }),
  }),
]

const sessionRoutes = ({ members }: Parts): Route[] => [
  route({
    method: "POST",
    path: "/api/sessions",
    access: "public",
    summary: "Signs in with name and password.",
    body: OwnerSignIn,
    answer: OwnerSession,
    async handle({ body: { tenantId, name, password } }) {
      const attempt = await members.signIn(tenantId, name, password)
      switch (attempt.outcome) {
        case "right":
          return attempt.session
        case "wrong":
          throw new HttpProblem(401, "Name and password do not belong together. Try again.")
        case "wait":
          throw new HttpProblem(429, `Too many attempts: wait ${attempt.seconds} s.`, {
            headers: { "Retry-After": String(attempt.seconds) },
          })
      }
    },
  }),
  route({
    method: "DELETE",
    path: "/api/sessions",
    access: "member",
    summary: "Signs out: the token is worth nothing from now on.",
    handle: ({ session, request }) => members.signOut(session.tenantId, bearerToken(request) ?? ""),
  }),
  route({
    method: "POST",
    path: "/api/invitations/accept",
    access: "public",
    summary: "Whoever was invited chooses a password and is signed in.",
    body: AcceptInvitation,
    answer: OwnerSession,
    async handle({ body }) {
      const session = await members.accept(body.invitation, body.password)
      if (session) return session
      throw new HttpProblem(401, "The invitation is not valid, or was used: ask for a new one.")
    },
  }),
]

const memberRoutes = ({ members }: Parts): Route[] => [
  route({
    method: "GET",
    path: "/api/members",
    access: "owner",
    summary: "Who may sign in.",
    answer: v.object({ members: v.array(Member) }),
    handle: async ({ session }) => ({ members: await members.list(session.tenantId) }),
  }),
  route({
    method: "POST",
    path: "/api/members",
    access: "owner",
    summary: "Invites somebody: the invitation is shown this once.",
    body: InviteMember,
    answer: v.object({ invitation: v.string() }),
    async handle({ session, body }) {
      const invitation = await members.invite(session.tenantId, body.name, body.role)
      if (invitation !== null) return { invitation }
      throw new HttpProblem(422, `There is a "${body.name}" already: choose another name.`)
    },
  }),
  route({
    method: "POST",
    path: "/api/members/:member",
    access: "owner",
    summary: "Gives somebody another role, at once.",
    body: ChangeMember,
    status: 204,
    async handle({ session, params, body }) {
      demandChange(await members.change(session.tenantId, params["member"] ?? "", body.role))
      return undefined
    },
  }),
  route({
    method: "DELETE",
    path: "/api/members/:member",
    access: "owner",
    summary: "Takes somebody's right to sign in away, at once.",
    async handle({ session, params }) {
      demandChange(await members.remove(session.tenantId, params["member"] ?? ""))
      return undefined
    },
  }),
]

function demandChange(outcome: MemberChange): void {
  switch (outcome) {
    case "done":
      return
    case "nobody":
      throw new HttpProblem(404, "There is no such member.")
    case "last-owner":
      throw new HttpProblem(
        422,
        "This is the last owner who can sign in: make somebody else an owner first.",
      )
  }
}
