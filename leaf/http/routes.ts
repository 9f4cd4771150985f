import * as v from "valibot"
import { LogRefused, LogUnavailable } from "../../ledger/event-log.ts"
import { LedgerBehind } from "../../ledger/ledger.ts"
import { parseRoom, type Room } from "../../schemas/documents/rooms.ts"
import { Close } from "../../schemas/documents/frames.ts"
import { type StaffId, TournamentId } from "../../schemas/ids.ts"
import type { Intent } from "../../schemas/intent.ts"
import {
  AccountsAnswer,
  type IntentAnswer,
  IntentsAnswer,
  IntentsRequest,
  LedgerPage,
  Me,
  PlayersBody,
  type Role,
  SessionRequest,
  StaffSession,
  Ticket,
  TicketRequest,
  Venue,
} from "../../schemas/wire.ts"
import { Millis, type Sequence, sequence } from "../../schemas/units.ts"
import { Report, ReportBy } from "../../schemas/report.ts"
import { Receipt, ReceiptCode } from "../../schemas/receipt.ts"
import { lineOfCode, receiptOf } from "../../domain/receipt.ts"
import { mayAsk } from "../../domain/ledger-rights.ts"
import type { Leaf } from "../leaf.ts"
import { ledgerStream } from "./ledger-stream.ts"
import { detailsRoutes } from "./details-routes.ts"
import { eventStream } from "./event-stream.ts"
import { healthRoute } from "./health-route.ts"
import { leagueRoutes } from "./league-routes.ts"
import { libraryRoutes } from "./library-routes.ts"
import { logRoutes } from "./log-routes.ts"
import { pinProblem } from "./pin-problem.ts"
import { phoneRoutes } from "./phone-routes.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { roomRoutes } from "./room-routes.ts"
import { bearerToken } from "../../program/http/route.ts"
import { steadyNow } from "../../program/steady-clock.ts"
import { route, type Route } from "./route.ts"
import { pictureRoutes } from "./picture-routes.ts"
import { qrRoute } from "./qr-route.ts"
import { screenRoutes } from "./screens-routes.ts"
import { assertSpace } from "./space.ts"
import { staffRoutes } from "./staff-routes.ts"

const PAGE_LINES = 1_000

/** Everything that a ready Leaf answers under `/api`. */
export const routes = (leaf: Leaf): Route[] => [
  ...venueRoutes(leaf),
  ...sessionRoutes(leaf),
  ...staffRoutes(leaf),
  ...playerRoutes(leaf),
  ...detailsRoutes(leaf),
  ...ledgerRoutes(leaf),
  receiptRoute(leaf),
  feedRoute(leaf),
  reportRoute(leaf),
  ...roomRoutes(leaf),
  ...libraryRoutes(leaf),
  ...leagueRoutes(leaf),
  ...logRoutes(leaf),
  ...screenRoutes(leaf),
  ...pictureRoutes(leaf),
  qrRoute(),
  healthRoute(leaf),
  ...phoneRoutes(leaf),
]

/** Documents for screens: no name and no money is in them, and there is no way up. */
const feedRoute = (leaf: Leaf): Route =>
  route({
    method: "GET",
    path: "/api/feeds/:kind/:id",
    access: "public",
    summary:
      "A room (venue or tournament) as server-sent events: a snapshot, then updates, each a Yjs " +
      "update in base64; Last-Event-ID resumes, and a gap gives a snapshot.",
    async handle({ params, request, address }) {
      const name = `${params.kind}/${params.id}`
      // Only what there is, or anybody could have rooms without end opened.
      if (!hasFeed(leaf, parseRoom(name)))
        throw new HttpProblem(404, `There is no feed of "${name}".`)
      const owner = leaf.streams.guest(address)
      const room = await leaf.relay.open(name)
      const lastSeen = request.headers.get("Last-Event-ID")
      return leaf.streams.add(
        (track) =>
          eventStream(({ send, end }) => {
            const stop = room.feed.watch(lastSeen, (event) =>
              send({
                id: event.id,
                event: event.kind,
                data: Buffer.from(event.update).toString("base64"),
              }),
            )
            return track(end, () => {
              stop()
              room.close()
            })
          }),
        owner,
      )
    },
  })

function hasFeed(leaf: Leaf, room: Room | null): boolean {
  switch (room?.kind) {
    case "venue":
      return room.venueId === leaf.identity.venueId
    case "tournament":
      return leaf.ledger.state.tournaments.has(v.parse(TournamentId, room.tournamentId))
    case "registration":
    case undefined:
      return false
  }
}

const venueRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: "/api/venue",
    access: "public",
    summary: "Which venue this is, its build, its time and its addresses.",
    answer: Venue,
    handle: () => ({
      venueId: leaf.identity.venueId,
      build: leaf.build,
      now: leaf.now(),
      addresses: leaf.addresses(),
    }),
  }),
  route({
    method: "GET",
    path: "/api/time",
    access: "public",
    summary: "The Leaf's time in milliseconds since 1970.",
    answer: v.object({ now: Millis }),
    handle: () => ({ now: leaf.now() }),
  }),
]

const sessionRoutes = (leaf: Leaf): Route[] => [
  signInRoute(leaf),
  ...ticketRoutes(leaf),
  route({
    method: "DELETE",
    path: "/api/sessions",
    access: "staff",
    summary: "Signs out: the token is worth nothing from now on.",
    status: 204,
    async handle({ request }) {
      const token = bearerToken(request) ?? ""
      await leaf.sessions.signOut(token)
      leaf.streams.endOfToken(token)
      leaf.relay.sendAway((peer) => peer.token === token, Close.SIGNED_OUT)
      return undefined
    },
  }),
]

const signInRoute = (leaf: Leaf): Route =>
  route({
    method: "POST",
    path: "/api/sessions",
    access: "public",
    summary: "Signs in with a PIN. After five wrong ones the wait grows, after ten it is locked.",
    body: SessionRequest,
    answer: StaffSession,
    status: 201,
    async handle({ body, address }) {
      const { pin, staffId: whose, deviceId } = body
      const result = await leaf.sessions.signIn(pin, address, { staffId: whose, deviceId })
      if (result.outcome !== "welcome") throw pinProblem(result)
      const { staffId, role, expiresAt } = result.session
      return { token: result.token, staffId, role, expiresAt }
    },
  })

const ticketRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "POST",
    path: "/api/tickets",
    access: "staff",
    summary: "Makes the token of one player's phone, for the page /player#<token>.",
    body: TicketRequest,
    answer: Ticket,
    status: 201,
    handle({ body }) {
      if (!leaf.players.find(body.playerId))
        throw new HttpProblem(404, `There is no player ${body.playerId}.`)
      if (!leaf.ledger.state.tournaments.has(body.tournamentId))
        throw new HttpProblem(404, `There is no tournament ${body.tournamentId}.`)
      return leaf.sessions.issueTicket(body)
    },
  }),
  route({
    method: "GET",
    path: "/api/me",
    access: "phone",
    summary: "Whose phone this is, and of which tournament.",
    answer: Me,
    handle({ session: { playerId, tournamentId } }) {
      const player = leaf.players.find(playerId)
      if (!player) throw new HttpProblem(404, "This player has been erased.")
      return { tournamentId, playerId, name: player.name }
    },
  }),
]

const playerRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: "/api/players",
    access: "staff",
    summary: "All players with their names.",
    answer: PlayersBody,
    handle: () => ({ players: leaf.players.all() }),
  }),
  route({
    method: "POST",
    path: "/api/players",
    access: "staff",
    summary: "Keeps players under their ids; an id that is there is replaced.",
    body: PlayersBody,
    answer: PlayersBody,
    async handle({ body }) {
      await assertSpace(leaf)
      await leaf.players.keep(body.players)
      // As they are kept: who was erased has no name again.
      return { players: body.players.map((each) => leaf.players.find(each.playerId) ?? each) }
    },
  }),
]

const After = v.optional(
  v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/, "expected a ledger sequence"),
    v.transform((digits) => sequence(Number(digits))),
  ),
  "0",
)

const ledgerRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "POST",
    path: "/api/ledger/intents",
    access: "staff",
    summary:
      "Asks the ledger to record intents, in order. The same id always gets the same answer.",
    body: IntentsRequest,
    answer: IntentsAnswer,
    async handle({ body, session }) {
      await assertSpace(leaf)
      for (const [index, intent] of body.intents.entries()) {
        demandIntent(intent, index, session.role)
        await demandAuthor(leaf, intent, index, session.staffId)
      }
      const intents = body.intents.map((intent) => ({ ...intent, staffId: session.staffId }))
      return { intents: await record(leaf, intents) }
    },
  }),
  route({
    method: "GET",
    path: "/api/ledger",
    access: "staff",
    summary: "Lines of the ledger after a sequence, of one tournament or of all; up to 1,000.",
    query: v.object({ tournament: v.optional(TournamentId), after: After }),
    answer: LedgerPage,
    async handle({ query }) {
      const tournament = query.tournament ? known(leaf, query.tournament) : null
      const { state, store } = leaf.ledger
      return {
        entries: await store.entries({ tournament, after: query.after, limit: PAGE_LINES }),
        lastSequence: state.lastSequence,
        headHash: state.headHash,
      }
    },
  }),
  route({
    method: "GET",
    path: "/api/ledger/stream",
    access: "staff",
    summary: "Every line after a sequence and all that follow, as server-sent events.",
    query: v.object({ after: After }),
    handle({ query, request, session }) {
      const resumed = request.headers.get("Last-Event-ID")
      const after = resumed === null ? query.after : lastEvent(resumed)
      return leaf.streams.add((track) => ledgerStream(leaf.ledger, after, track, leaf.report), {
        name: session.staffId,
        token: bearerToken(request),
      })
    },
  }),
  route({
    method: "GET",
    path: "/api/ledger/accounts",
    access: "staff",
    summary: "The balance of every account of a tournament. Debit is positive.",
    query: v.object({ tournament: TournamentId }),
    answer: AccountsAnswer,
    handle: async ({ query }) => ({
      accounts: await leaf.ledger.store.balances(known(leaf, query.tournament)),
    }),
  }),
]

function lastEvent(id: string): Sequence {
  const parsed = v.safeParse(After, id)
  if (parsed.success) return parsed.output
  throw new HttpProblem(422, `At Last-Event-ID: expected a ledger sequence, got ${id}.`)
}

function known(leaf: Leaf, tournament: TournamentId): TournamentId {
  if (leaf.ledger.state.tournaments.has(tournament)) return tournament
  throw new HttpProblem(404, `There is no tournament ${tournament}.`)
}

/** What no later answer could put right; the intents stay with the device. */
function demandIntent(intent: Intent, index: number, role: Role): void {
  if (!mayAsk(role, intent))
    throw new HttpProblem(403, `At intents[${index}]: "${intent.kind}" is for a director to ask.`)
  const ahead = intent.at - steadyNow()
  if (ahead < MOST_AHEAD_MS && ahead > -MOST_BEHIND_MS) return
  const days = Math.round(Math.abs(ahead) / DAY_MS)
  throw new HttpProblem(
    422,
    `At intents[${index}].at: this device's clock is ${days} days ${ahead > 0 ? "ahead" : "behind"}. ` +
      "Nothing was recorded: set the clock.",
  )
}

/**
 * On a shared device the next person may be signed in when an intent goes out: it must come with the
 * session of whoever asked, never be recorded as somebody else's. An id that is nobody's here is a
 * script's own, and stands for whose session it uses. What has its answer keeps it.
 */
async function demandAuthor(
  leaf: Leaf,
  intent: Intent,
  index: number,
  staffId: StaffId,
): Promise<void> {
  if (intent.staffId === staffId || leaf.ledger.state.answers.has(intent.id)) return
  if ((await leaf.sessions.staff.find(intent.staffId)) === null) return
  throw new HttpProblem(
    403,
    `At intents[${index}]: another member of staff asked this. Send it with their session.`,
  )
}

const DAY_MS = 86_400_000
/** How far a device's clock may be off, its time offline included. */
const [MOST_AHEAD_MS, MOST_BEHIND_MS] = [DAY_MS, 31 * DAY_MS]

async function record(leaf: Leaf, intents: readonly Intent[]): Promise<IntentAnswer[]> {
  try {
    return await leaf.ledger.submit(intents)
  } catch (cause) {
    if (cause instanceof LedgerBehind) throw new HttpProblem(409, cause.message, { cause })
    if (!(cause instanceof LogRefused || cause instanceof LogUnavailable)) throw cause
    throw new HttpProblem(503, `${cause.message} Send the same intents again.`, {
      headers: { "Retry-After": "1" },
      cause,
    })
  }
}

const reportRoute = (leaf: Leaf): Route =>
  route({
    method: "GET",
    path: "/api/reports/:by",
    access: "staff",
    summary: "What changed hands, by night, cashier, player, kind or method; of one night or all.",
    query: v.object({ tournament: v.optional(TournamentId) }),
    answer: Report,
    async handle({ params, query }) {
      const by = v.safeParse(ReportBy, params.by)
      if (!by.success) throw new HttpProblem(404, `There is no report by "${params.by}".`)
      const tournament = query.tournament ? known(leaf, query.tournament) : null
      return { rows: await leaf.ledger.store.report(by.output, tournament) }
    },
  })

const receiptRoute = (leaf: Leaf): Route =>
  route({
    method: "GET",
    path: "/api/receipts/:code",
    access: "public",
    summary: "What the ledger says of the line that a receipt is for. Names nobody.",
    answer: Receipt,
    async handle({ params }) {
      const code = v.safeParse(ReceiptCode, params.code)
      const receipt = code.success ? await findReceipt(leaf, code.output) : null
      if (receipt) return receipt
      throw new HttpProblem(404, `No line of this Leaf's ledger has the code "${params.code}".`)
    },
  })

async function findReceipt({ ledger }: Leaf, code: ReceiptCode): Promise<Receipt | null> {
  const after = lineOfCode(code) - 1
  const [entry] = await ledger.store.entries({ tournament: null, after, limit: 1 })
  const receipt = entry ? receiptOf(ledger.state, entry) : null
  return receipt?.code === code ? receipt : null
}
