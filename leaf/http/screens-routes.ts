import * as v from "valibot"
import { DisplayId } from "../../schemas/ids.ts"
import { ScreenKey, ScreensAnswer } from "../../schemas/wire.ts"
import type { Leaf } from "../leaf.ts"
import { eventStream } from "./event-stream.ts"
import { HttpProblem } from "./problem.ts"
import { route, type Route } from "./route.ts"

/** The screens on the wall: what they show, and which of them are there. */
export const screenRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: "/api/displays/:id/stream",
    access: "public",
    summary:
      "What one screen shows, as server-sent events; each is a whole DisplayState. A screen that " +
      "names itself with `screen` must say every two seconds that it is there.",
    query: v.object({ screen: v.optional(ScreenKey) }),
    handle: ({ params, query, request }) =>
      screenStream(leaf, displayOf(params["id"]), query.screen ?? null, request),
  }),
  route({
    method: "POST",
    path: "/api/displays/:id/here",
    access: "public",
    summary: "A screen with an open stream says that it is there, and nothing else.",
    query: v.object({ screen: ScreenKey }),
    status: 204,
    handle({ params, query }) {
      leaf.screens.hear(displayOf(params["id"]), query.screen)
      return undefined
    },
  }),
  route({
    method: "GET",
    path: "/api/screens",
    access: "staff",
    summary: "Which displays are on how many screens, and since when; or since when on none.",
    answer: ScreensAnswer,
    handle: () => ({
      now: leaf.now(),
      startedAt: leaf.screens.startedAt,
      screens: leaf.screens.report(),
    }),
  }),
]

function displayOf(text: string | undefined): DisplayId {
  const id = v.safeParse(DisplayId, text)
  if (id.success) return id.output
  throw new HttpProblem(404, `There is no display "${text}".`)
}

function screenStream(
  leaf: Leaf,
  display: DisplayId,
  key: string | null,
  request: Request,
): Response {
  const lastSeen = request.headers.get("Last-Event-ID")
  return leaf.streams.add((track) =>
    eventStream(({ send, end }) => {
      let stop = () => {}
      let isOver = false
      const leave = leaf.screens.connect(display, key)
      leaf.displays.watch(display, lastSeen, send).then(
        (stopWatching) => {
          stop = stopWatching
          if (isOver) stop()
        },
        (error: unknown) => {
          leaf.report(error)
          end()
        },
      )
      return track(end, () => {
        isOver = true
        leave()
        stop()
      })
    }),
  )
}
