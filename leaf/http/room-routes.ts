import * as v from "valibot"
import { parseRoom } from "../../schemas/documents/rooms.ts"
import { refusalOf } from "../../schemas/documents/rules.ts"
import { millis } from "../../schemas/units.ts"
import { type RefusalReason, Role, RoomAnswer, RoomsAnswer } from "../../schemas/wire.ts"
import type { RefusedEdit } from "../../sync-server/record.ts"
import type { RoomReport } from "../../sync-server/room-report.ts"
import type { Leaf } from "../leaf.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { route, type Route } from "./route.ts"

/** So many refused edits of all rooms are told at once; each room keeps some of its own. */
const REFUSED_LISTED = 50

/** The inspector: what staff may know of the rooms that are open, without what is in them. */
export const roomRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: "/api/rooms",
    access: "staff",
    summary: "The rooms that are open: how large each is, who is there, the latest refused edits.",
    answer: RoomsAnswer,
    handle() {
      const reports = leaf.relay.report()
      return {
        now: leaf.now(),
        rooms: reports.map((report) => ({
          ...outlineOf(report),
          peerCount: report.peers.length,
          refusedCount: report.refused.length,
        })),
        ...connectedIn(reports),
        refused: latestRefused(reports),
      }
    },
  }),
  route({
    method: "GET",
    path: "/api/room",
    access: "staff",
    summary: "One room that is open: its peers, its refused edits, who last wrote each field.",
    query: v.object({ name: v.string() }),
    answer: RoomAnswer,
    handle({ query: { name } }) {
      const report = leaf.relay.report().find(({ room }) => room === name)
      if (!report) throw new HttpProblem(404, `No room ${JSON.stringify(name)} is open now.`)
      return {
        now: leaf.now(),
        ...outlineOf(report),
        peers: report.peers.map((peer) => ({ ...peer, since: millis(peer.since) })),
        refused: report.refused.map((edit) => refusedEdit(name, edit)).toReversed(),
        writings: report.writings
          .map((writing) => ({ ...writing, at: millis(writing.at) }))
          .toReversed(),
      }
    },
  }),
]

const outlineOf = ({ room, sequence, documentBytes, stored }: RoomReport) => ({
  room,
  sequence,
  documentBytes,
  stored,
})

/** Staff one by one, with how many connections each has; phones are many, and only counted. */
function connectedIn(reports: readonly RoomReport[]) {
  const staff = new Map<string, number>()
  const phones = new Set<string>()
  for (const { bearer } of reports.flatMap(({ peers }) => peers))
    if (staffRoleOf(bearer) === null) phones.add(bearer)
    else staff.set(bearer, (staff.get(bearer) ?? 0) + 1)
  return {
    staff: [...staff].map(([bearer, peerCount]) => ({ bearer, peerCount })),
    phoneCount: phones.size,
  }
}

/** The role in a bearer such as "director <staffId>" (leaf/access.ts); `null` where it is no staff. */
function staffRoleOf(bearer: string): Role | null {
  const role = v.safeParse(Role, bearer.split(" ")[0])
  return role.success ? role.output : null
}

const latestRefused = (reports: readonly RoomReport[]) =>
  reports
    .flatMap(({ room, refused }) =>
      refused
        .slice(-REFUSED_LISTED)
        .toReversed()
        .map((edit) => ({ room, edit })),
    )
    .toSorted((a, b) => b.edit.at - a.edit.at)
    .slice(0, REFUSED_LISTED)
    .map(({ room, edit }) => ({ room, ...refusedEdit(room, edit) }))

/** What a field may be called. A name that is none may be anything, also somebody's. */
const FIELD = /^[A-Za-z0-9_-]{1,64}(\/[A-Za-z0-9_-]{1,64}){0,2}$/

const refusedEdit = (room: string, edit: RefusedEdit) => ({
  key: edit.key !== null && FIELD.test(edit.key) ? edit.key : null,
  reason: reasonOf(room, edit),
  bearer: edit.bearer,
  at: millis(edit.at),
})

/**
 * Why an edit was refused, without its value, which the relay's own sentence may quote: what would
 * be refused of no value at all was not refused for its value.
 */
function reasonOf(name: string, { key, reason, bearer }: RefusedEdit): RefusalReason {
  if (key === null) return "sent_away"
  const room = parseRoom(name)
  if (!room || refusalOf(room, "administrator", key, null) !== null) return "unknown_field"
  if (refusalOf(room, staffRoleOf(bearer) ?? "player", key, null) !== null) return "not_allowed"
  return reason.startsWith(`${key}: `) ? "wrong_value" : "room_is_full"
}
