import * as v from "valibot"
import { TournamentId } from "../../schemas/ids.ts"
import { DeviceName, DevicesAnswer, LogPage } from "../../schemas/log.ts"
import { LogPages } from "../action-log-pages.ts"
import type { Leaf } from "../leaf.ts"
import { logStream } from "./log-stream.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { bearerToken } from "../../program/http/route.ts"
import { route, type Route } from "./route.ts"

const PAGE_LINES = 100
const MOST_PAGE_LINES = 500

const WholeNumber = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}$/, "expected a whole number"),
  v.transform(Number),
)
const Limit = v.optional(
  v.pipe(WholeNumber, v.minValue(1), v.maxValue(MOST_PAGE_LINES)),
  String(PAGE_LINES),
)

/** What was done on the floor, by whom, on which device; and what the devices are called. */
export const logRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: "/api/log",
    access: "staff",
    summary:
      "What staff did on the floor before a line, of one tournament or of all; newest first.",
    query: v.object({
      tournament: v.optional(TournamentId),
      before: v.optional(WholeNumber),
      limit: Limit,
    }),
    answer: LogPage,
    async handle({ query: { tournament = null, before = null, limit } }) {
      const { last } = leaf.actionLog
      const page = await leaf.actionLog.page(tournament, before, limit)
      return { now: leaf.now(), ...page, last }
    },
  }),
  route({
    method: "GET",
    path: "/api/log/stream",
    access: "staff",
    summary: "Every line of that log after a number and all that follow, as server-sent events.",
    query: v.object({ tournament: v.optional(TournamentId), after: v.optional(WholeNumber, "0") }),
    handle({ query: { tournament = null, after }, request, session }) {
      const resumed = request.headers.get("Last-Event-ID")
      const topics = tournament && ["venue", LogPages.topicOf(`tournament/${tournament}`)]
      return leaf.streams.add(
        (track) =>
          logStream({
            log: leaf.actionLog,
            devices: leaf.devices,
            tournament,
            after: resumed === null ? after : lastEvent(resumed),
            isAbout: ({ room }) => topics === null || topics.includes(LogPages.topicOf(room)),
            track,
            onError: leaf.report,
          }),
        { name: session.staffId, token: bearerToken(request) },
      )
    },
  }),
  route({
    method: "GET",
    path: "/api/devices",
    access: "staff",
    summary: "What the venue's devices are called.",
    answer: DevicesAnswer,
    handle: () => ({ devices: leaf.devices.all() }),
  }),
  route({
    method: "POST",
    path: "/api/devices",
    access: "staff",
    summary: "Names the device that this session was opened on.",
    body: DeviceName,
    answer: DevicesAnswer,
    async handle({ body: { name }, session: { deviceId } }) {
      if (deviceId === undefined)
        throw new HttpProblem(422, "This session has named no device: sign in again on it.")
      await leaf.devices.name(deviceId, name)
      return { devices: leaf.devices.all() }
    },
  }),
]

function lastEvent(id: string): number {
  const parsed = v.safeParse(WholeNumber, id)
  if (parsed.success) return parsed.output
  throw new HttpProblem(422, `At Last-Event-ID: expected the number of a line, got ${id}.`)
}
