import * as v from "valibot"
import { HttpProblem } from "../../program/http/problem.ts"
import { bearerToken } from "../../program/http/route.ts"
import {
  AcceptInvitation,
  ChangeMember,
  InviteMember,
  Member,
  OwnerSession,
  OwnerSignIn,
} from "../../schemas/owner.ts"
import type { MemberChange, Members } from "../members.ts"
import { TooManyPasswords } from "../passwords.ts"
import { route, type Route } from "./route.ts"

export type MemberParts = { members: Members }

/** Who signs in for a tenant, and as what. */
export const memberRoutes = (parts: MemberParts): Route[] => [
  ...sessionRoutes(parts),
  ...membersRoutes(parts),
]

const sessionRoutes = ({ members }: MemberParts): Route[] => [
  route({
    method: "POST",
    path: "/api/sessions",
    access: "public",
    summary: "Signs in with name and password.",
    body: OwnerSignIn,
    answer: OwnerSession,
    async handle({ body: { tenantId, name, password } }) {
      const attempt = await inTurn(members.signIn(tenantId, name, password))
      switch (attempt.outcome) {
        case "right":
          return attempt.session
        case "wrong":
          throw new HttpProblem(401, "Name and password do not belong together. Try again.")
        case "wait":
          throw patience(attempt.seconds)
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
      const session = await inTurn(members.accept(body.invitation, body.password))
      if (session) return session
      throw new HttpProblem(401, "The invitation is not valid, or was used: ask for a new one.")
    },
  }),
]

const patience = (seconds: number): HttpProblem =>
  new HttpProblem(429, `Too many attempts: wait ${seconds} s.`, {
    headers: { "Retry-After": String(seconds) },
  })

async function inTurn<T>(attempt: Promise<T>): Promise<T> {
  try {
    return await attempt
  } catch (error) {
    throw error instanceof TooManyPasswords ? patience(error.seconds) : error
  }
}

const membersRoutes = ({ members }: MemberParts): Route[] => [
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
