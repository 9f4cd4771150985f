import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import type { Room } from "../../cli/leaf-client.ts"
import { enter, seatDraw } from "../../domain/floor.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { readTournament } from "../../domain/tournament.ts"
import { registrationRoom, tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { ClaimAnswer, DisplayState, Pairing } from "../../schemas/display.ts"
import { DisplayId, EntryId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import {
  ClaimCodesAnswer,
  OwnData,
  PhoneState,
  RegistrationsState,
  TonightAnswer,
} from "../../schemas/phone.ts"
import { CONSENT_VERSION } from "../../schemas/player.ts"
import type { Problem } from "../../schemas/problem.ts"
import { Ticket } from "../../schemas/wire.ts"
import { intent } from "../support/intents.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { filesWith } from "../support/stored-bytes.ts"
import { until } from "../support/until.ts"

const NAME = "Nora Østerbro-Holm"
const tournament = v.parse(TournamentId, "t1")
const people = [NAME, "Bo Carlsen", "Cleo Dam"].map((name, index) => ({
  name,
  playerId: v.parse(PlayerId, `player-${index + 1}`),
  entryId: v.parse(EntryId, `entry-${index + 1}`),
}))
const [nora, bo, cleo] = people
assert.ok(nora && bo && cleo)

const leaf = await new TestLeaf().start()
const staff = await leaf.signIn()
const staffToken = (
  (await (await post("/api/sessions", { pin: PIN }, null)).json()) as { token: string }
).token
const [structure] = builtInStructures
assert.ok(structure)

await staff.keepPlayers(people.map(({ playerId, name }) => ({ playerId, name })))
await staff.record([
  intent("open-tournament"),
  ...people.map(({ playerId, entryId }) => intent("buy-in", { playerId, entryId })),
])
const hall = await staff.openRoom(venueRoom((await staff.venue()).venueId))
hall.registers.set(`tournament/${tournament}`, { name: "Friday", createdAt: 1 })
const floor = await staff.openRoom(tournamentRoom(tournament))
floor.registers.setAll([
  ["tournament", { name: "Friday", structure, seed: "s" }],
  ...people.flatMap((each) => enter(each)),
])
floor.registers.setAll(seatDraw(readTournament(floor.registers.all()), "s"))
await Promise.all([hall.safe(), floor.safe()])

function ask(method: string, path: string, token: string | null, body?: unknown) {
  return fetch(leaf.url + path, {
    method,
    headers: token === null ? {} : { Authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  })
}
function post(path: string, body: unknown, token: string | null) {
  return ask("POST", path, token, body)
}

async function codesOf(
  playerIds: readonly PlayerId[],
  renew?: "keep-phones" | "end-phones",
): Promise<ClaimCodesAnswer["codes"]> {
  const body = { tournamentId: tournament, playerIds, ...(renew && { renew }) }
  const answer = await post("/api/claim-codes", body, staffToken)
  assert.is(answer.status, 200)
  return v.parse(ClaimCodesAnswer, await answer.json()).codes
}
const codeOf = async (playerId: PlayerId, renew?: "keep-phones" | "end-phones") =>
  (await codesOf([playerId], renew))[0]?.code ?? ""

/** A phone that is bound to a player. */
async function phoneOf(playerId: PlayerId): Promise<string> {
  const answer = await post("/api/claims", { code: await codeOf(playerId, "keep-phones") }, null)
  assert.is(answer.status, 201)
  return v.parse(Ticket, await answer.json()).token
}

/** Reads whole states off a stream, one after the other. */
async function follow<Schema extends v.GenericSchema>(
  path: string,
  token: string | null,
  schema: Schema,
) {
  const stop = new AbortController()
  const answer = await fetch(leaf.url + path, {
    headers: token === null ? {} : { Authorization: `Bearer ${token}` },
    signal: stop.signal,
  })
  assert.is(answer.status, 200)
  let text = ""
  let isOver = false
  const reading = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk, { stream: true })
  })()
  reading.then(
    () => (isOver = true),
    () => (isOver = true),
  )
  const latest = (): v.InferOutput<Schema> | null => {
    const [, data] = [...text.matchAll(/^data: (.*)\n\n/gm)].at(-1) ?? []
    return data === undefined ? null : v.parse(schema, JSON.parse(data))
  }
  return {
    text: () => text,
    latest,
    isOver: () => isOver,
    seen: (what: string, isSeen: (state: v.InferOutput<Schema>) => boolean) =>
      until(what, () => {
        const state = latest()
        return state !== null && isSeen(state)
      }),
    close: () => stop.abort(),
  }
}

test("a code binds one phone; small letters and a space are all right; a second one is for the floor", async () => {
  const code = await codeOf(nora.playerId)
  assert.match(code, /^[2-9A-HJKMNP-Z]{6}$/)
  assert.is(await codeOf(nora.playerId), code, "asked again it is the same one")
  const typed = `${code.slice(0, 3)} ${code.slice(3)}`.toLowerCase()
  const answer = await post("/api/claims", { code: typed }, null)
  assert.is(answer.status, 201)
  const { token } = v.parse(Ticket, await answer.json())
  const own = await follow("/api/me/stream", token, PhoneState)
  await own.seen("the own seat", (state) => state.own?.standing.kind === "seated")
  assert.is(own.latest()?.own?.playerId, nora.playerId)

  const registrations = await follow("/api/registrations/stream", staffToken, RegistrationsState)
  const second = await post("/api/claims", { code }, null)
  assert.is(second.status, 409)
  assert.match(((await second.json()) as Problem).detail, /Another phone has used this code/)
  await registrations.seen("the floor hears of it", ({ secondPhones }) =>
    secondPhones.some(({ playerId }) => playerId === nora.playerId),
  )
  const fresh = await codeOf(nora.playerId, "end-phones")
  assert.is.not(fresh, code)
  assert.is((await post("/api/claims", { code }, null)).status, 404, "a replaced code is nobody's")
  assert.is((await ask("GET", "/api/me", token)).status, 401, "the first phone is out")
  await until("its stream ends", own.isOver)
  await registrations.seen(
    "the question is answered",
    ({ secondPhones }) => secondPhones.length === 0,
  )
  registrations.close()
})

test("a code survives a pulled plug, and so does that it was used", async () => {
  const [unused, used] = [await codeOf(bo.playerId), await codeOf(cleo.playerId)]
  assert.is((await post("/api/claims", { code: used }, null)).status, 201)
  await leaf.kill()
  await leaf.start()
  assert.is((await post("/api/claims", { code: used }, null)).status, 409)
  assert.is((await post("/api/claims", { code: unused }, null)).status, 201)
})

test("a phone without a code sees the night and nobody's name or id", async () => {
  const tonight = v.parse(TonightAnswer, await (await ask("GET", "/api/tonight", null)).json())
  assert.equal(tonight.tournaments, [{ tournamentId: tournament, name: "Friday", tables: [1] }])
  const guest = await follow(`/api/tournaments/${tournament}/stream`, null, PhoneState)
  await guest.seen("the night", ({ night, own }) => night.playersLeft === 3 && own === null)
  assert.is(guest.latest()?.night.poolCents, 14_850)
  for (const { name, playerId, entryId } of people)
    for (const secret of [name, playerId, entryId]) assert.not.match(guest.text(), secret)
  guest.close()
  assert.is((await ask("GET", "/api/tournaments/made-up/stream", null)).status, 404)
})

test("wishes and a nickname reach the floor; the answer comes back; only the ledger says recorded", async () => {
  const token = await phoneOf(nora.playerId)
  const own = await follow("/api/me/stream", token, PhoneState)
  const registrations = await follow("/api/registrations/stream", staffToken, RegistrationsState)
  const wish = { id: "w1", kind: "rebuy", at: 1_000 }
  const said = await post("/api/me/registration", { nickname: " Ace ", coming: true, wish }, token)
  assert.is(said.status, 204)
  await registrations.seen("the floor reads it", ({ registrations: all }) =>
    all.some(
      (each) =>
        each.playerId === nora.playerId && each.nickname === "Ace" && each.wish?.id === "w1",
    ),
  )
  await own.seen("it is asked", (state) => state.own?.wish?.state === "asked")
  const room = await staff.openRoom(registrationRoom(tournament, nora.playerId))
  room.registers.set("answer", { wish: "w1", verdict: "no" })
  await own.seen("no", (state) => state.own?.wish?.state === "no")
  room.registers.set("answer", null)
  await own.seen("asked again", (state) => state.own?.wish?.state === "asked")
  await staff.record([intent("rebuy", { entryId: nora.entryId, wish: "w1" })])
  await own.seen("recorded", (state) => state.own?.wish?.state === "recorded")
  await post("/api/me/registration", { wish: null, coming: null }, token)
  await own.seen("taken back", ({ own: mine }) => mine?.wish === null)
  assert.equal(own.latest()?.own?.registration, { nickname: "Ace" })
  room.close()
  own.close()
  registrations.close()
})

const longWish = (id: string) => ({ wish: { id, kind: "rebuy", at: 1 } })

/** What a phone sends that it may not, and how the Leaf says no. */
const HOSTILE: [what: string, path: string, body: unknown, status: number][] = [
  ["a nickname of 1 MB", "/api/me/registration", { nickname: "x".repeat(1_000_001) }, 413],
  ["a nickname of 900 kB", "/api/me/registration", { nickname: "x".repeat(900_000) }, 422],
  ["a nickname with a line break", "/api/me/registration", { nickname: "a\nb" }, 422],
  ["a nickname that turns the line round", "/api/me/registration", { nickname: "a\u202Eb" }, 422],
  ["the floor's answer", "/api/me/registration", { answer: { wish: "w", verdict: "no" } }, 422],
  ["a field that there is not", "/api/me/registration", { isAdministrator: true }, 422],
  ["another player's id", "/api/me/registration", { playerId: "player-2", nickname: "B" }, 422],
  ["a wish for money", "/api/me/registration", { wish: { id: "w", kind: "payout", at: 1 } }, 422],
  ["a wish with an id of 900 kB", "/api/me/registration", longWish("x".repeat(900_000)), 422],
  ["a list", "/api/me/registration", [1], 422],
  ["a thousand lists in each other", "/api/me/registration", "[".repeat(1_000), 400],
  ["an intent", "/api/ledger/intents", { intents: [intent("rebuy")] }, 403],
  ["names of players", "/api/players", { players: [{ playerId: "player-2", name: "X" }] }, 403],
  ["a code for another player", "/api/claim-codes", { tournamentId: "t1", playerIds: ["p"] }, 403],
  ["a member of staff", "/api/staff", { name: "Me", role: "administrator", pin: "999999" }, 403],
]
for (const [what, path, body, status] of HOSTILE)
  test(`a phone that sends ${what}: ${status}, and nothing is changed`, async () => {
    const token = await phoneOf(bo.playerId)
    const answer = await post(path, body, token)
    assert.is(answer.status, status)
    const { detail } = (await answer.json()) as Problem
    assert.match(detail, /^[A-Z][^\n]*\.$/)
    assert.ok(detail.length < 500, "what was sent is not sent back")
    const room = await staff.openRoom(registrationRoom(tournament, bo.playerId))
    assert.equal([...room.registers.all()], [])
    room.close()
  })

test("forged and cut tokens open nothing, over HTTP and over WebSocket", async () => {
  const token = await phoneOf(bo.playerId)
  const room = registrationRoom(tournament, bo.playerId)
  for (const forged of ["", "x", token.slice(1), `${token}x`, token.toUpperCase(), `../${token}`]) {
    assert.is((await ask("GET", "/api/me/stream", forged)).status, 401)
    assert.is((await post("/api/me/registration", { nickname: "X" }, forged)).status, 401)
    assert.is(await knock(room, forged), "refused")
  }
  assert.is(await knock(room, token), "open")
  assert.is(await knock(registrationRoom(tournament, nora.playerId), token), "refused")
  assert.is(await knock(venueRoom((await staff.venue()).venueId), token), "refused")
})

/** Opens a room's socket as a browser would and tells how the door answers. */
function knock(room: string, token: string): Promise<"open" | "refused"> {
  const address = `${leaf.url.replace("http", "ws")}/sync/${room}?token=${encodeURIComponent(token)}`
  const socket = new WebSocket(address)
  return new Promise((resolve) => {
    socket.addEventListener("open", () => {
      socket.close()
      resolve("open")
    })
    socket.addEventListener("error", () => resolve("refused"))
  })
}

test("over WebSocket a phone writes no answer of the floor's, and no nickname of 900 kB", async () => {
  const token = await phoneOf(bo.playerId)
  const name = registrationRoom(tournament, bo.playerId)
  const mine: Room = await staff.openRoom(name, token)
  mine.registers.set("coming", true)
  mine.registers.set("answer", { wish: "w", verdict: "no" })
  mine.registers.set("nickname", "x".repeat(900_000))
  await until("both are put back", () => mine.registers.all().size === 1)
  const seen = await staff.openRoom(name)
  assert.equal([...seen.registers.all()], [["coming", true]])
  seen.registers.set("coming", null)
  await seen.safe()
  mine.close()
  seen.close()
})

test("guesses are slowed down: the sixth has to wait, however it is sent; a right PIN is not slowed", async () => {
  const wrong = Array.from({ length: 20 }, () => post("/api/claims", { code: "AAAAAA" }, null))
  const statuses = (await Promise.all(wrong)).map(({ status }) => status)
  assert.equal(
    statuses.filter((status) => status === 404).length,
    5,
    "of twenty at once five are looked at",
  )
  const waiting = await post("/api/claims", { code: "AAAAAA" }, null)
  assert.is(waiting.status, 429)
  assert.ok(Number(waiting.headers.get("Retry-After")) >= 1)
  assert.is((await post("/api/claims", { code: "A" }, null)).status, 422)
  assert.is((await post("/api/sessions", { pin: PIN }, null)).status, 201)
})

test("a flood from one phone is refused, and others go on meanwhile", async () => {
  const { token } = await staff.ticket(tournament, bo.playerId)
  const other = (await staff.ticket(tournament, cleo.playerId)).token
  const flood = await Promise.all(
    Array.from({ length: 600 }, () => post("/api/me/registration", { coming: true }, token)),
  )
  const refused = flood.filter(({ status }) => status === 429)
  assert.ok(refused.length > 300, `${refused.length} of 600 were refused`)
  assert.ok(Number(refused[0]?.headers.get("Retry-After")) >= 1)
  assert.is((await post("/api/me/registration", { coming: true }, other)).status, 204)
  const streams = await Promise.all(
    Array.from({ length: 20 }, () =>
      fetch(`${leaf.url}/api/me/stream`, {
        headers: { Authorization: `Bearer ${other}` },
      }),
    ),
  )
  assert.is(streams.filter(({ status }) => status === 429).length, 4)
  for (const { body } of streams) await body?.cancel()
})

test("a player's own data: seen, kept with a consent, exported, taken back", async () => {
  const { token } = await staff.ticket(tournament, nora.playerId)
  const consent = { version: CONSENT_VERSION, purposes: ["reach"] }
  const contact = { email: "nora@example.test" }
  assert.is((await post("/api/me/details", { contact }, token)).status, 422, "no consent, nothing")
  assert.is((await post("/api/me/details", { consent, contact }, token)).status, 200)
  const data = v.parse(OwnData, await (await ask("GET", "/api/me/data", token)).json())
  assert.is(data.name, NAME)
  assert.equal(data.details?.contact, contact)
  assert.equal(data.registrations, [{ tournamentId: tournament, fields: { nickname: "Ace" } }])
  assert.equal(
    data.ledger.map(({ kind, amountCents }) => [kind, amountCents]),
    [
      ["buy-in", 5_500],
      ["rebuy", 5_000],
    ],
  )
  assert.is((await ask("DELETE", "/api/me/details", token)).status, 204)
  assert.equal(await (await ask("GET", "/api/me/details", token)).json(), { details: null })
  assert.equal(filesWith(contact.email, `${leaf.data}/**/*`), [], "nothing of it is on the disk")
})

test("erasure reaches floor and screens at once, in play as well; seat and results stay", async () => {
  const { token } = await staff.ticket(tournament, nora.playerId)
  const bar = v.parse(DisplayId, "bar")
  hall.registers.setAll([
    [`display/${bar}`, { tournamentId: tournament }],
    [`display/${bar}/views`, { views: [{ layout: "ready-seating" }], seconds: 20 }],
  ])
  await hall.safe()
  const pairing = v.parse(Pairing, await (await post("/api/pairings", {}, null)).json())
  await staff.pairScreen(pairing.code, bar)
  const claim = await (await post("/api/pairings/claim", { claim: pairing.claim }, null)).json()
  const screenToken = v.parse(ClaimAnswer, claim)
  assert.is(screenToken.status, "paired")
  const wall = await follow(
    "/api/screen/stream",
    screenToken.status === "paired" ? screenToken.token : "",
    DisplayState,
  )
  const names = (state: DisplayState) =>
    state.kind === "tournament"
      ? (state.people.tables ?? []).flatMap(({ players }) => players.map(({ name }) => name))
      : []
  await wall.seen("the wall has the name", (state) => names(state).includes("Nora Ø."))
  const registrations = await follow("/api/registrations/stream", staffToken, RegistrationsState)
  await registrations.seen("the floor is told", () => true)
  const before = registrations.latest()?.namesAt ?? Infinity
  assert.is((await ask("DELETE", "/api/me", token)).status, 204)
  await wall.seen(
    "the wall has the number",
    (state) => names(state).includes("Player er-1") && !names(state).includes("Nora Ø."),
  )
  await registrations.seen(
    "the floor is told to ask for the names",
    ({ namesAt }) => namesAt > before,
  )
  wall.close()
  registrations.close()
  assert.is((await ask("GET", "/api/me", token)).status, 401, "the phone is bound to nobody")
  const players = await (await ask("GET", "/api/players", staffToken)).text()
  assert.not.match(players, /Nora|Østerbro/)
  assert.match(players, /"player-1","name":"Player er-1"/)
  assert.equal(filesWith("Østerbro-Holm", `${leaf.data}/**/*`), [], "the name is off the disk")
  const lines = await staff.ledger(0)
  assert.ok(
    lines.some(({ intent: { kind } }) => kind === "rebuy"),
    "what was paid stays",
  )
})

test.after(async () => {
  floor.close()
  hall.close()
  await leaf.stop()
})
test.run()
