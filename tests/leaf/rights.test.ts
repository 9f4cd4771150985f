import { Writable } from "node:stream"
import { pino } from "pino"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { authorizer } from "../../leaf/access.ts"
import { registrationRoom, tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { DisplayId, PlayerId, TournamentId, VenueId } from "../../schemas/ids.ts"
import type { Problem } from "../../schemas/problem.ts"
import type { Role } from "../../schemas/wire.ts"
import { ADDRESSES } from "../support/addresses.ts"
import { intent } from "../support/intents.ts"
import { openOwnLeaf } from "../support/own-leaf.ts"

const NAME = "Nora Østerbro-Holm"
const tournament = v.parse(TournamentId, "t1")
const player = v.parse(PlayerId, "p1")
const display = v.parse(DisplayId, "bar")

/** What the Leaf's log says at its most talkative. */
let logged = ""
const log = pino(
  { level: "trace" },
  new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk)
      done()
    },
  }),
)

// In this process, since only its own code can add staff who are no administrators.
const { leaf, http } = await openOwnLeaf({ log })
const PINS = {
  administrator: "71934820",
  director: "71934821",
  floor: "71934822",
  cashier: "71934823",
}
for (const [role, pin] of Object.entries(PINS)) await leaf.sessions.addStaff(pin, role as Role)

type Who = "nobody" | "somebody with a made-up token" | "a phone" | "a screen" | Role

/** A token of its own for each question, since one of the questions ends it. */
async function tokenOf(who: Who): Promise<string | null> {
  if (who === "nobody") return null
  if (who === "somebody with a made-up token") return "made-up"
  if (who === "a phone") return phoneToken()
  if (who === "a screen") return leaf.sessions.issueDisplay(display)
  const welcome = await leaf.sessions.signIn(PINS[who], "tablet")
  assert.is(welcome.outcome, "welcome")
  return welcome.outcome === "welcome" ? welcome.token : ""
}

const phoneToken = async (): Promise<string> =>
  (await leaf.sessions.issueTicket({ tournamentId: tournament, playerId: player })).token

async function ask(method: string, path: string, token: string | null): Promise<Response> {
  const answer = await fetch(`http://127.0.0.1:${http.port}${path}`, {
    method,
    headers: token === null ? {} : { Authorization: `Bearer ${token}` },
    // Not to be understood, so that who may ask changes nothing.
    ...(method === "POST" ? { body: "?" } : {}),
  })
  if (answer.headers.get("Content-Type")?.startsWith("text/event-stream"))
    await answer.body?.cancel()
  return answer
}

const STRANGERS = { nobody: 401, "somebody with a made-up token": 401 } as const
/** What each is told where not everybody may go; `null` is anything but "you may not". */
const ANSWERS: Record<string, Record<Exclude<Who, "director" | "floor">, 401 | 403 | null>> = {
  public: {
    nobody: null,
    "somebody with a made-up token": null,
    "a phone": null,
    "a screen": null,
    cashier: null,
    administrator: null,
  },
  staff: { ...STRANGERS, "a phone": 403, "a screen": 403, cashier: null, administrator: null },
  floor: { ...STRANGERS, "a phone": 403, "a screen": 403, cashier: 403, administrator: null },
  director: { ...STRANGERS, "a phone": 403, "a screen": 403, cashier: 403, administrator: null },
  administrator: {
    ...STRANGERS,
    "a phone": 403,
    "a screen": 403,
    cashier: 403,
    administrator: null,
  },
  phone: { ...STRANGERS, "a phone": null, "a screen": 403, cashier: 403, administrator: 403 },
  display: { ...STRANGERS, "a phone": 403, "a screen": null, cashier: 403, administrator: 403 },
}

test("every address of the Leaf is in the table of who may use it, and no other", async () => {
  const { paths } = (await (await ask("GET", "/api/openapi.json", null)).json()) as {
    paths: Record<string, object>
  }
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  assert.equal(described.toSorted(), Object.keys(ADDRESSES).toSorted())
})

for (const [address, access] of Object.entries(ADDRESSES))
  test(`${address} is for ${access}`, async () => {
    const [method = "", path = ""] = address.replaceAll(/\{\w+\}/g, "main").split(" ")
    for (const who of Object.keys(ANSWERS[access] ?? {}) as (keyof (typeof ANSWERS)[string])[]) {
      const expected = ANSWERS[access]?.[who] ?? null
      const answer = await ask(method, path, await tokenOf(who))
      if (expected === null) assert.ok(answer.status !== 401 && answer.status !== 403, who)
      else {
        assert.is(answer.status, expected, who)
        assert.is(answer.headers.get("Content-Type"), "application/problem+json")
        assert.match(((await answer.json()) as Problem).detail, /^[A-Z][^\n]*\.$/)
      }
    }
  })

test("a phone learns its tournament and its player's name, and only its own", async () => {
  await leaf.players.keep([
    { playerId: player, name: NAME },
    { playerId: v.parse(PlayerId, "p2"), name: "Bo" },
  ])
  const answer = await ask("GET", "/api/me", await phoneToken())
  assert.equal(await answer.json(), { tournamentId: "t1", playerId: "p1", name: NAME })
})

const ownRoom = registrationRoom(tournament, player)
const elsewhere = v.parse(TournamentId, "t2")
for (const [who, what, room, access] of [
  ["a phone", "its registration", () => ownRoom, "write"],
  ["a phone", "its tournament", () => tournamentRoom(tournament), "read"],
  ["a phone", "another tournament", () => tournamentRoom(elsewhere), null],
  ["a phone", "its registration elsewhere", () => registrationRoom(elsewhere, player), null],
  ["a phone", "the venue", () => venueRoom(leaf.identity.venueId), null],
  ["a screen", "the venue", () => venueRoom(leaf.identity.venueId), null],
  ["a screen", "a tournament", () => tournamentRoom(tournament), null],
  ["a screen", "a player's registration", () => ownRoom, null],
  ["cashier", "a tournament", () => tournamentRoom(tournament), "write"],
  ["floor", "a player's registration", () => ownRoom, "write"],
  ["director", "the venue", () => venueRoom(leaf.identity.venueId), "write"],
  ["administrator", "another venue", () => venueRoom(v.parse(VenueId, "another")), null],
  ["administrator", "a room that is none", () => "tournament/t1/extra/parts", null],
  ["nobody", "a tournament", () => tournamentRoom(tournament), null],
  ["somebody with a made-up token", "a tournament", () => tournamentRoom(tournament), null],
] as const)
  test(`${who} at ${what}: ${access ?? "refused"}`, async () => {
    const authorize = authorizer(leaf.sessions, leaf.identity.venueId)
    assert.is((await authorize(room(), await tokenOf(who)))?.access ?? null, access)
  })

test("a signed-out token opens no room any more", async () => {
  const authorize = authorizer(leaf.sessions, leaf.identity.venueId)
  const token = (await tokenOf("floor")) ?? ""
  assert.is((await authorize(tournamentRoom(tournament), token))?.access, "write")
  assert.is((await ask("DELETE", "/api/sessions", token)).status, 204)
  assert.is(await authorize(tournamentRoom(tournament), token), null)
})

test("no name, PIN or token comes into the log, not even of a request that is refused", async () => {
  const token = (await tokenOf("cashier")) ?? ""
  for (const body of [
    JSON.stringify({ players: [{ playerId: "p9", name: NAME }] }),
    JSON.stringify({ players: [{ playerId: "p 9", name: NAME }] }),
    `{"players":[{"name":"${NAME}"`,
  ])
    await fetch(`http://127.0.0.1:${http.port}/api/players`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body,
    })
  await leaf.ledger.submit([intent("open-tournament")])
  log.trace("the log is heard")
  assert.match(logged, /the log is heard/)
  assert.not.match(logged, new RegExp(`Nora|Østerbro|${token}|${PINS.cashier}\\b`))
})

test.after(async () => {
  const closed = http.close()
  await leaf.disconnect()
  await closed
  await leaf.close()
})
test.run()
