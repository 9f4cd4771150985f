import * as v from "valibot"
import { StaffId } from "../../schemas/ids.ts"
import {
  Activation,
  LocksAnswer,
  NewPin,
  NewStaff,
  StaffAnswer,
  StaffChange,
  StaffMember,
} from "../../schemas/staff.ts"
import type { Leaf } from "../leaf.ts"
import type { StaffSession } from "../sessions.ts"
import type { StaffRefusal, StaffResult } from "../staff.ts"
import { pinProblem } from "./pin-problem.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { bearerToken } from "../../program/http/route.ts"
import { route, type Route } from "./route.ts"

/** Who works here. Every change holds for open sessions, sockets and streams at once. */
export const staffRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: "/api/staff",
    access: "staff",
    summary: "Everybody who works or worked here: name, role, whether they may sign in.",
    answer: StaffAnswer,
    handle: async () => ({ staff: await leaf.sessions.staff.all() }),
  }),
  route({
    method: "POST",
    path: "/api/staff",
    access: "administrator",
    summary: "Adds somebody. A PIN that cannot be used is refused without a word on why.",
    body: NewStaff,
    answer: StaffMember,
    status: 201,
    handle: async ({ body }) => done(await leaf.sessions.staff.add(body)),
  }),
  route({
    method: "POST",
    path: "/api/staff/:id",
    access: "administrator",
    summary: "Changes somebody's name or role; the last administrator stays one.",
    body: StaffChange,
    answer: StaffMember,
    async handle({ params, body }) {
      const staffId = idOf(params)
      const before = await leaf.sessions.staff.find(staffId)
      const member = done(await leaf.sessions.staff.change(staffId, body))
      if (before?.role !== member.role) leaf.sendAway(staffId, true)
      return member
    },
  }),
  pinRoute(leaf),
  ...leavingRoutes(leaf),
  ...lockRoutes(leaf),
]

const pinRoute = (leaf: Leaf): Route =>
  route({
    method: "POST",
    path: "/api/staff/:id/pin",
    access: "staff",
    summary:
      "Sets a new PIN and closes that person's other sessions. An administrator sets another's; " +
      "everybody their own, with the old one. A wrong one counts as at the sign-in.",
    body: NewPin,
    answer: StaffMember,
    async handle({ params, body, session, request, address }) {
      const staffId = idOf(params)
      const isOwn = staffId === session.staffId
      if (!isOwn && session.role !== "administrator")
        throw new HttpProblem(403, "Only an administrator may set another's PIN.")
      const { staff } = leaf.sessions
      const change = async (): Promise<StaffResult> => {
        const member = await staff.find(staffId)
        if (!member) return { refused: "unknown_member" }
        if (!member.isActive) return { refused: "active" }
        return staff.setPin(staffId, body.pin)
      }
      const result = isOwn ? await changeOwn(leaf, { session, address, ...body }, change) : null
      const member = done(result ?? (await change()))
      await leaf.sessions.closeAll(staffId, isOwn ? bearerToken(request) : null)
      leaf.sendAway(staffId, isOwn)
      return member
    },
  })

/**
 * One's own PIN is changed with the old one. That another's cannot be used tells that it is somebody's, so
 * it counts like a wrong one: nobody finds out PINs by trying to take them.
 */
async function changeOwn(
  leaf: Leaf,
  {
    session,
    address,
    oldPin,
  }: { session: StaffSession; address: string; oldPin?: string | undefined },
  change: () => Promise<StaffResult>,
): Promise<StaffResult> {
  if (oldPin === undefined)
    throw new HttpProblem(422, "At oldPin: your own PIN is changed with the old one.")
  let refused: StaffResult | null = null
  const attempt = await leaf.sessions.attempts.try(address, async () => {
    const member = await leaf.sessions.staff.findByPin(oldPin)
    if (member?.staffId !== session.staffId) return null
    const result = await change()
    if ("member" in result) return result
    refused = result
    return null
  })
  if (refused !== null) return refused
  if (attempt.outcome !== "right") throw pinProblem(attempt)
  return attempt.found
}

const leavingRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "POST",
    path: "/api/staff/:id/deactivate",
    access: "administrator",
    summary:
      "Closes somebody's sessions, sockets and streams at once; they cannot sign in any more.",
    answer: StaffMember,
    async handle({ params }) {
      const staffId = idOf(params)
      const member = done(await leaf.sessions.staff.deactivate(staffId))
      leaf.sendAway(staffId, false)
      await leaf.sessions.closeAll(staffId, null)
      return member
    },
  }),
  route({
    method: "POST",
    path: "/api/staff/:id/activate",
    access: "administrator",
    summary: "Lets somebody who had left sign in again, with a new PIN.",
    body: Activation,
    answer: StaffMember,
    async handle({ params, body }) {
      const staffId = idOf(params)
      // Whatever was open when they left stays closed.
      await leaf.sessions.closeAll(staffId, null)
      return done(await leaf.sessions.staff.setPin(staffId, body.pin))
    },
  }),
  route({
    method: "DELETE",
    path: "/api/staff/:id",
    access: "administrator",
    summary: "Erases the name of somebody who has left; what they did keeps its id.",
    status: 204,
    async handle({ params }) {
      done(await leaf.sessions.staff.erase(idOf(params)))
      return undefined
    },
  }),
]

const lockRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: "/api/locks",
    access: "administrator",
    summary: "The devices from which wrong PINs came, and which of them are locked.",
    answer: LocksAnswer,
    handle: async () => ({ locks: await leaf.sessions.attempts.list() }),
  }),
  route({
    method: "DELETE",
    path: "/api/locks",
    access: "administrator",
    summary: "Lets every device that was locked by wrong PINs try again.",
    answer: v.object({ unlocked: v.number() }),
    handle: async () => ({ unlocked: await leaf.sessions.unlock() }),
  }),
]

function idOf(params: Record<string, string>): StaffId {
  const id = v.safeParse(StaffId, params["id"])
  if (id.success) return id.output
  throw new HttpProblem(404, "There is nobody with this id.")
}

function done(result: StaffResult): StaffMember {
  if ("member" in result) return result.member
  const [status, detail] = REFUSALS[result.refused]
  throw new HttpProblem(status, detail)
}

const REFUSALS: Record<StaffRefusal, readonly [status: 404 | 422, detail: string]> = {
  unknown_member: [404, "There is nobody with this id."],
  pin_cannot_be_used: [422, "At pin: this PIN cannot be used. Choose another."],
  last_administrator: [
    422,
    "This is the last administrator: make somebody else one first, or nobody could change the staff.",
  ],
  active: [422, "This does not fit whether they work here: deactivate or activate them first."],
}
