import * as v from "valibot"
import { linesOfPlayer } from "../../domain/own-lines.ts"
import { openWish, ownRegistration } from "../../domain/registration.ts"
import { type PlayerId, TournamentId } from "../../schemas/ids.ts"
import {
  ClaimCodesAnswer,
  ClaimCodesRequest,
  ClaimRequest,
  OwnData,
  OwnEdits,
  type RegistrationsState,
  TonightAnswer,
} from "../../schemas/phone.ts"
import { DetailsAnswer, DetailsBody } from "../../schemas/player.ts"
import { Ticket } from "../../schemas/wire.ts"
import type { Leaf } from "../leaf.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { bearerToken } from "../../program/http/route.ts"
import { route, type Route } from "./route.ts"
import { assertSpace } from "./space.ts"
import { phoneOwner, type StreamOwner } from "./streams.ts"
import { watchedStream } from "./watched-stream.ts"

/** A phone has one open, and another while it comes back. */
const STREAMS_OF_PHONE = 16
/** Changes that come within this time go out as one. */
const GATHER_MS = 100

/** Players' phones: what they see, how one is bound to a player, and what a player may do with the own data. */
export const phoneRoutes = (leaf: Leaf): Route[] => [
  ...streamRoutes(leaf),
  ...claimRoutes(leaf),
  registrationRoute(leaf),
  registrationsRoute(leaf),
  ...ownDataRoutes(leaf),
]

const streamRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: "/api/tonight",
    access: "public",
    summary: "The tournaments that are not put away, and the tables they play at.",
    answer: TonightAnswer,
    handle: async () => ({ tournaments: await leaf.phones.tonight() }),
  }),
  route({
    method: "GET",
    path: "/api/tournaments/:id/stream",
    access: "public",
    summary:
      "A tournament as a phone shows it, as server-sent events; each is a whole PhoneState. Names " +
      "nobody but by the nickname that they gave themselves.",
    async handle({ params, address }) {
      const id = v.safeParse(TournamentId, params["id"])
      if (!id.success || !(await leaf.phones.knows(id.output)))
        throw new HttpProblem(404, `There is no tournament "${params["id"]}".`)
      return phoneStream(leaf, id.output, null, leaf.streams.guest(address))
    },
  }),
  route({
    method: "GET",
    path: "/api/me/stream",
    access: "phone",
    summary: "The same for the phone's tournament, with its player's own seat, moves and wishes.",
    handle({ session: { tournamentId, playerId }, request }) {
      demandPlayer(leaf, playerId)
      const [name, token] = [phoneOwner(playerId), bearerToken(request)]
      const owner = leaf.streams.limited(name, token, STREAMS_OF_PHONE)
      return phoneStream(leaf, tournamentId, playerId, owner)
    },
  }),
]

function phoneStream(
  leaf: Leaf,
  tournament: TournamentId,
  playerId: PlayerId | null,
  owner: StreamOwner,
): Response {
  return watchedStream(leaf, owner, (send) => leaf.phones.watch(tournament, playerId, send))
}

const claimRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "POST",
    path: "/api/claims",
    access: "public",
    summary: "Binds a phone to a player by a code. After five wrong ones the wait grows.",
    body: ClaimRequest,
    answer: Ticket,
    status: 201,
    async handle({ body, address }) {
      const attempt = await leaf.claims.take(body.code, address)
      if (attempt.outcome === "wait") {
        const seconds = Math.ceil(attempt.waitMs / 1_000)
        throw new HttpProblem(429, `Too many wrong codes. Try again in ${seconds} s.`, {
          headers: { "Retry-After": String(seconds) },
        })
      }
      if (attempt.outcome !== "right")
        throw new HttpProblem(404, "This code is nobody's. Look at it once more, or ask the floor.")
      const { claim, isUsed } = attempt.found
      if (isUsed)
        throw new HttpProblem(
          409,
          "Another phone has used this code. Ask the floor for a new one: they have been told.",
        )
      const { tournamentId, playerId } = claim
      return leaf.sessions.issueTicket({ tournamentId, playerId })
    },
  }),
  route({
    method: "POST",
    path: "/api/claim-codes",
    access: "staff",
    summary: "The codes of some players of a tournament; new ones where that is asked for.",
    body: ClaimCodesRequest,
    answer: ClaimCodesAnswer,
    async handle({ body: { tournamentId, playerIds, renew } }) {
      if (!(await leaf.phones.knows(tournamentId)))
        throw new HttpProblem(404, `There is no tournament ${tournamentId}.`)
      for (const playerId of playerIds)
        if (!leaf.players.find(playerId))
          throw new HttpProblem(404, `There is no player ${playerId}.`)
      await assertSpace(leaf)
      const codes = []
      for (const playerId of playerIds) {
        if (renew === "end-phones") await leaf.endPhones(playerId, tournamentId)
        const subject = { tournamentId, playerId }
        const { code, usedAt, againAt } = await leaf.claims.codeFor(subject, renew !== undefined)
        codes.push({ playerId, code, usedAt, againAt })
      }
      return { codes }
    },
  }),
]

/** What players have said of themselves, for the floor: their wishes are answered there. */
const registrationsRoute = (leaf: Leaf): Route =>
  route({
    method: "GET",
    path: "/api/registrations/stream",
    access: "staff",
    summary:
      "What players have said of themselves in the tournaments that are not put away, as " +
      "server-sent events; each is a whole RegistrationsState.",
    handle({ session, request }) {
      const owner = { name: session.staffId, token: bearerToken(request) }
      return watchedStream(leaf, owner, async (send) => {
        let timer: NodeJS.Timeout | undefined
        let count = 0
        const publish = async () => {
          timer = undefined
          const data = JSON.stringify(await registrationsState(leaf))
          send({ id: String(++count), event: "state", data })
        }
        const gather = () => {
          timer ??= setTimeout(() => void publish().catch(leaf.report), GATHER_MS)
        }
        const stops = [
          leaf.registrations.subscribe(gather),
          leaf.claims.subscribe(gather),
          leaf.players.subscribe(gather),
        ]
        await publish()
        return () => {
          clearTimeout(timer)
          for (const stop of stops) stop()
        }
      })
    },
  })

async function registrationsState(leaf: Leaf): Promise<RegistrationsState> {
  const tournaments = (await leaf.phones.tonight()).map(({ tournamentId }) => tournamentId)
  const registrations = await Promise.all(
    tournaments.map(async (tournamentId) =>
      [...(await leaf.registrations.of(tournamentId))].map(([playerId, registration]) => ({
        tournamentId,
        playerId,
        ...ownRegistration({ ...registration, wish: openWish(registration) }),
      })),
    ),
  )
  return {
    registrations: registrations.flat(),
    secondPhones: leaf.claims.triedAgain(),
    namesAt: leaf.players.changedAt,
  }
}

/** A player's own registration, and nothing else: whose it is says the token. */
const registrationRoute = (leaf: Leaf): Route =>
  route({
    method: "POST",
    path: "/api/me/registration",
    access: "phone",
    summary: "Writes fields of the own registration; answered when they are on the disk.",
    body: OwnEdits,
    status: 204,
    async handle({ session: { tournamentId, playerId }, body }) {
      demandPlayer(leaf, playerId)
      await assertSpace(leaf)
      const fields = entriesOf(body)
      if (fields.length > 0) await leaf.registrations.write(tournamentId, playerId, fields)
      return undefined
    },
  })

const entriesOf = ({ coming, lateMinutes, seatNeed, nickname, wish }: OwnEdits) =>
  (
    [
      ["coming", coming],
      ["lateMinutes", lateMinutes],
      ["seatNeed", seatNeed],
      ["nickname", nickname],
      ["wish", wish],
    ] as const
  ).filter(([, value]) => value !== undefined)

const ownDataRoutes = (leaf: Leaf): Route[] => [
  ...ownDetailsRoutes(leaf),
  route({
    method: "GET",
    path: "/api/me/data",
    access: "phone",
    summary: "All that the house holds of the phone's player.",
    answer: OwnData,
    async handle({ session: { playerId } }) {
      return {
        playerId,
        name: demandPlayer(leaf, playerId).name,
        details: await leaf.players.details(playerId),
        registrations: await leaf.registrations.byPlayer(playerId),
        ledger: linesOfPlayer(leaf.ledger.state, playerId),
      }
    },
  }),
  route({
    method: "DELETE",
    path: "/api/me",
    access: "phone",
    summary:
      "Erases the phone's player: name, contact details, wishes and codes at once, in play or not; " +
      "floor, screens and phones are told. Seat and results stay, under an id.",
    status: 204,
    async handle({ session: { playerId } }) {
      demandPlayer(leaf, playerId)
      await leaf.erasePlayer(playerId)
      return undefined
    },
  }),
]

/** The player's own contact details: nobody has to be asked for them, or to delete them. */
const ownDetailsRoutes = (leaf: Leaf): Route[] => [
  route({
    method: "GET",
    path: "/api/me/details",
    access: "phone",
    summary: "The own contact details with the consent to them; null where there are none.",
    answer: DetailsAnswer,
    handle: async ({ session: { playerId } }) => ({
      details: await leaf.players.details(demandPlayer(leaf, playerId).playerId),
    }),
  }),
  route({
    method: "POST",
    path: "/api/me/details",
    access: "phone",
    summary: "Keeps the own contact details, for what the consent says.",
    body: DetailsBody,
    answer: DetailsAnswer,
    async handle({ session: { playerId }, body: { consent, contact } }) {
      demandPlayer(leaf, playerId)
      const details = { consent: { ...consent, at: leaf.now() }, contact }
      await assertSpace(leaf)
      await leaf.players.keepDetails(playerId, details)
      return { details }
    },
  }),
  route({
    method: "DELETE",
    path: "/api/me/details",
    access: "phone",
    summary: "The consent is taken back: the own contact details are deleted at once.",
    status: 204,
    async handle({ session: { playerId } }) {
      await leaf.players.eraseDetails(demandPlayer(leaf, playerId).playerId)
      return undefined
    },
  }),
]

function demandPlayer(leaf: Leaf, playerId: PlayerId) {
  const player = leaf.players.find(playerId)
  if (player) return player
  throw new HttpProblem(404, "This player has been erased.")
}
