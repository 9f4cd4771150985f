import * as v from "valibot"
import { HttpProblem } from "../../program/http/problem.ts"
import { BackedUpVenue, JoinBody, VenueToken } from "../../schemas/backup.ts"
import { SharedChanges, SharedChangesPage } from "../../schemas/library.ts"
import {
  ErasedPlayers,
  VenuePlayers as VenuePlayersBody,
  VenuePlayersPage,
} from "../../schemas/people.ts"
import type { Backup } from "../backup.ts"
import type { Hub } from "../hub/hub.ts"
import type { SharedLibrary } from "../shared-library.ts"
import type { Tenants } from "../tenants.ts"
import { VenueLedger } from "../venue-ledger.ts"
import type { VenuePlayers } from "../venue-players.ts"
import type { Venues } from "../venues.ts"
import { route, type Route } from "./route.ts"

export type LeafParts = {
  tenants: Tenants
  venues: Venues
  backup: Backup
  hub: Hub
  venuePlayers: VenuePlayers
  library: SharedLibrary
}

/** What a venue's Leaf asks and says, about its own venue alone: whose it is says the token. */
export const leafRoutes = (parts: LeafParts): Route[] => [
  ...ownVenueRoutes(parts),
  ...playerRoutes(parts),
  ...sharedLibraryRoutes(parts),
]

const ownVenueRoutes = ({ venues, backup, hub, tenants }: LeafParts): Route[] => [
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

const playerRoutes = ({ venuePlayers }: LeafParts): Route[] => [
  route({
    method: "GET",
    path: "/api/venue/players",
    access: "venue",
    summary: "What Core has of a venue's players, page by page: for a Leaf that has lost them.",
    query: v.object({ after: v.optional(v.string(), "") }),
    answer: VenuePlayersPage,
    handle: ({ session, query }) => venuePlayers.page(session, query.after),
  }),
  route({
    method: "POST",
    path: "/api/venue/players",
    access: "venue",
    summary: "A Leaf says who its players are; the same again changes nothing.",
    body: VenuePlayersBody,
    status: 204,
    async handle({ session, body }) {
      await venuePlayers.keep(session, body.players)
      return undefined
    },
  }),
  route({
    method: "GET",
    path: "/api/venue/erasures",
    access: "venue",
    summary: "The players of whom a Leaf must erase everything and has not said that it did.",
    answer: ErasedPlayers,
    handle: async ({ session }) => ({ playerIds: await venuePlayers.toErase(session) }),
  }),
  route({
    method: "POST",
    path: "/api/venue/erasures",
    access: "venue",
    summary: "A Leaf says of whom nothing is left there, whoever asked for it.",
    body: ErasedPlayers,
    status: 204,
    async handle({ session, body }) {
      await venuePlayers.erasedThere(session, body.playerIds)
      return undefined
    },
  }),
]

const After = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}$/, "expected a number"),
  v.transform(Number),
  v.safeInteger(),
)

const sharedLibraryRoutes = ({ library }: LeafParts): Route[] => [
  route({
    method: "GET",
    path: "/api/venue/library",
    access: "venue",
    summary: "Changes of the shared library after a number, in order.",
    query: v.object({ after: v.optional(After, "0") }),
    answer: SharedChangesPage,
    handle: ({ session, query }) => library.page(session, query.after),
  }),
  route({
    method: "POST",
    path: "/api/venue/library",
    access: "venue",
    summary: "Adds changes that a venue has made; what is there already is not added again.",
    body: SharedChanges,
    status: 204,
    async handle({ session, body }) {
      if (await library.add(session, body.changes)) return undefined
      throw new HttpProblem(507, "The shared library is full: put items away, or ask for room.")
    },
  }),
]
