import * as v from "valibot"
import { HttpProblem } from "../../program/http/problem.ts"
import { PlayerId, VenueId } from "../../schemas/ids.ts"
import {
  ErasureLine,
  ErasureReceipt,
  PeoplePage,
  PeopleQuery,
  Person,
  PersonalRead,
  PersonId,
} from "../../schemas/people.ts"
import type { MemberSession } from "../members.ts"
import type { People } from "../people.ts"
import { route, type Route } from "./route.ts"

export type PeopleParts = { people: People }

/** Who people are, for owners, whose every look is written down. */
export const peopleRoutes = (parts: PeopleParts): Route[] => [
  ...personRoutes(parts),
  ...linkRoutes(parts),
  ...erasureRoutes(parts),
]

const personRoutes = ({ people }: PeopleParts): Route[] => [
  route({
    method: "GET",
    path: "/api/people",
    access: "owner",
    summary: "Players of all venues by name, a page at a time.",
    query: PeopleQuery,
    answer: PeoplePage,
    handle: ({ session, query }) => people.page(session.tenantId, readerOf(session), query),
  }),
  route({
    method: "GET",
    path: "/api/people/:person",
    access: "owner",
    summary: "A person: name and details at each venue, and who may be the same.",
    answer: Person,
    handle: async ({ session, params }) =>
      demand(await people.find(session.tenantId, readerOf(session), params["person"] ?? "")),
  }),
  route({
    method: "GET",
    path: "/api/people/:person/export",
    access: "owner",
    summary: "Everything about a person, to be given to that person.",
    answer: Person,
    handle: async ({ session, params }) =>
      demand(await people.export(session.tenantId, readerOf(session), params["person"] ?? "")),
  }),
  route({
    method: "GET",
    path: "/api/reads",
    access: "owner",
    summary: "Who has read personal data, the last first.",
    answer: v.object({ reads: v.array(PersonalRead) }),
    handle: async ({ session }) => ({ reads: await people.reads(session.tenantId) }),
  }),
]

const linkRoutes = ({ people }: PeopleParts): Route[] => [
  route({
    method: "POST",
    path: "/api/people/:person/link",
    access: "owner",
    summary: "Two people are one: the other's players become this person's.",
    body: v.strictObject({ other: PersonId }),
    status: 204,
    async handle({ session, params, body }) {
      if (await people.link(session.tenantId, params["person"] ?? "", body.other)) return undefined
      throw new HttpProblem(404, NOBODY)
    },
  }),
  route({
    method: "POST",
    path: "/api/people/:person/unlink",
    access: "owner",
    summary: "Takes a link back: one venue's player is a person of its own again.",
    body: v.strictObject({ venueId: VenueId, playerId: PlayerId }),
    answer: v.object({ personId: PersonId }),
    async handle({ session, params, body }) {
      const personId = await people.unlink(session.tenantId, params["person"] ?? "", body)
      return { personId: demand(personId) }
    },
  }),
]

const erasureRoutes = ({ people }: PeopleParts): Route[] => [
  route({
    method: "DELETE",
    path: "/api/people/:person",
    access: "owner",
    summary: "Erases a person: here at once, at each venue when it is next in contact.",
    answer: ErasureReceipt,
    handle: async ({ session, params }) =>
      demand(await people.erase(session.tenantId, params["person"] ?? "", readerOf(session))),
  }),
  route({
    method: "GET",
    path: "/api/people/:person/erasure",
    access: "owner",
    summary: "The receipt of an erasure: at which venue nothing is left, and since when.",
    answer: ErasureReceipt,
    handle: async ({ session, params }) =>
      demand(await people.receipt(session.tenantId, params["person"] ?? "")),
  }),
  route({
    method: "GET",
    path: "/api/erasures",
    access: "owner",
    summary: "The erasures, the last first, and at how many venues nothing is left.",
    answer: v.object({ erasures: v.array(ErasureLine) }),
    handle: async ({ session }) => ({ erasures: await people.erasures(session.tenantId) }),
  }),
]

const readerOf = ({ memberId }: MemberSession): string => memberId

/** Whatever is not there and whatever is somebody else's are the same sentence. */
const NOBODY = "There is no such person."

function demand<T>(found: T | null): T {
  if (found !== null) return found
  throw new HttpProblem(404, NOBODY)
}
