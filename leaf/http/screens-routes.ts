import * as v from "valibot"
import {
  ClaimAnswer,
  ClaimBody,
  PairBody,
  Pairing,
  ScreenKey,
  ScreensAnswer,
} from "../../schemas/display.ts"
import { mayWrite } from "../../schemas/documents/rules.ts"
import { DisplayId } from "../../schemas/ids.ts"
import type { Leaf } from "../leaf.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { bearerToken } from "../../program/http/route.ts"
import { route, type Route } from "./route.ts"
import type { StreamOwner } from "./streams.ts"
import { watchedStream } from "./watched-stream.ts"

/** The screens on the wall: what they show, and which of them are there. */
export const screenRoutes = (leaf: Leaf): Route[] => [
  ...streamRoutes(leaf),
  ...presenceRoutes(leaf),
  ...pairingRoutes(leaf),
]

const streamRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: "/api/displays/:id/stream",
    access: "public",
    summary:
      "What one screen shows, as server-sent events; each is a whole DisplayState. A screen that " +
      "names itself with `screen` must say every two seconds that it is there.",
    query: v.object({ screen: v.optional(ScreenKey) }),
    handle: ({ params, query, request, address }) =>
      screenStream(leaf, displayOf(params["id"]), {
        key: query.screen ?? null,
        request,
        owner: leaf.streams.guest(address),
        isPaired: false,
      }),
  }),
  route({
    method: "GET",
    path: "/api/screen/stream",
    access: "display",
    summary:
      "What a paired screen shows, as server-sent events, with the names that it may show; it ends, " +
      "and the token with it, when somebody takes the screen away.",
    query: v.object({ screen: v.optional(ScreenKey) }),
    handle: ({ session: { displayId }, query, request }) =>
      screenStream(leaf, displayId, {
        key: query.screen ?? null,
        request,
        owner: { name: `display ${displayId}`, token: bearerToken(request) },
        isPaired: true,
      }),
  }),
]

/** Which screens are there. */
const presenceRoutes = (leaf: Leaf): Route[] => [
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
    method: "POST",
    path: "/api/screen/here",
    access: "display",
    summary: "A paired screen with an open stream says that it is there, and nothing else.",
    query: v.object({ screen: ScreenKey }),
    status: 204,
    handle({ session: { displayId }, query }) {
      leaf.screens.hear(displayId, query.screen)
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

/** How a new screen becomes one of the venue's. */
const pairingRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "POST",
    path: "/api/pairings",
    access: "public",
    summary:
      "A new screen: the code that it shows, and the claim by which it asks what became of it.",
    answer: Pairing,
    status: 201,
    handle({ address }) {
      const pairing = leaf.pairings.begin(address)
      if (pairing) return pairing
      throw new HttpProblem(429, "Too many screens wait to be added. Try again in ten minutes.", {
        headers: { "Retry-After": "60" },
      })
    },
  }),
  route({
    method: "POST",
    path: "/api/pairings/claim",
    access: "public",
    summary:
      "A new screen asks what became of its code; once it is given a display, for its token.",
    body: ClaimBody,
    answer: ClaimAnswer,
    handle({ body }): ClaimAnswer {
      const given = leaf.pairings.claimed(body.claim)
      if (given === null) throw new HttpProblem(404, "This code's time is over: ask for a new one.")
      return given === "waiting" ? { status: "waiting" } : { status: "paired", ...given }
    },
  }),
  route({
    method: "POST",
    path: "/api/pairings/:code/screen",
    access: "staff",
    summary: "The screen that shows this code is this display from now on.",
    body: PairBody,
    status: 204,
    async handle({ params, body: { displayId }, session: { role, staffId } }) {
      if (!mayWrite("venue", role, `display/${displayId}`))
        throw new HttpProblem(403, `Who is signed in as ${role} may not add a screen.`)
      const guess = await leaf.pairings.give(params["code"] ?? "", staffId, async () => ({
        token: await leaf.sessions.issueDisplay(displayId),
        displayId,
      }))
      if (guess.outcome === "unknown")
        throw new HttpProblem(404, "No screen shows this code now. Look at the screen again.")
      if (guess.outcome === "right") return undefined
      const seconds = Math.ceil(guess.waitMs / 1_000)
      throw new HttpProblem(429, `Too many wrong codes. Try again in ${seconds} s.`, {
        headers: { "Retry-After": String(seconds) },
      })
    },
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
  asked: { key: string | null; request: Request; owner: StreamOwner; isPaired: boolean },
): Response {
  const { key, request, owner, isPaired } = asked
  const lastSeen = request.headers.get("Last-Event-ID")
  return watchedStream(leaf, owner, async (send) => {
    const leave = leaf.screens.connect(display, key)
    try {
      const stop = await leaf.displays.watch(display, lastSeen, send, isPaired)
      return () => {
        leave()
        stop()
      }
    } catch (error) {
      leave()
      throw error
    }
  })
}
