import { readFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { WebSocket } from "ws"
import { writeCoreFile } from "../../leaf/uplink/core-file.ts"
import { Pairing } from "../../schemas/display.ts"
import { ClaimCodesAnswer } from "../../schemas/phone.ts"
import { Ticket, Venue } from "../../schemas/wire.ts"
import { intent } from "../support/intents.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { until } from "../support/until.ts"

const NAME = "Nora Østerbro-Holm"
const EMAIL = "nora@osterbro.example"
const CORE_TOKEN = "core-token-of-this-venue-1234567890"
const WRONG_PIN = "90817263"
const NEW_PIN = "55667788"
const MADE_UP = "a-token-that-somebody-made-up"

/** Every level's lines are in this one's. Core is where nobody listens, so that its troubles are logged, too. */
const leaf = await new TestLeaf({ FELT_LOG_LEVEL: "trace" }).start()
await leaf.stop()
await writeCoreFile(leaf.data, { url: "http://127.0.0.1:9", token: CORE_TOKEN })
await leaf.start()

const ask = (method: string, path: string, token: string | null, body?: unknown) =>
  fetch(leaf.url + path, {
    method,
    headers: token === null ? {} : { Authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  })

async function told<T>(schema: v.GenericSchema<unknown, T>, asked: Promise<Response>): Promise<T> {
  return v.parse(schema, await (await asked).json())
}

const knock = (path: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = new WebSocket(leaf.url.replace("http", "ws") + path)
    socket.on("open", () => socket.send("no frame"))
    socket.on("error", () => resolve())
    socket.on("close", () => resolve())
  })

/** An evening's ways to prove who one is, each once right and once wrong. @returns what nobody may read */
async function evening(): Promise<string[]> {
  const Token = v.object({ token: v.string() })
  const { token } = await told(Token, ask("POST", "/api/sessions", null, { pin: PIN }))
  await ask("POST", "/api/sessions", null, { pin: WRONG_PIN })
  await ask("POST", "/api/staff", token, { name: NAME, role: "cashier", pin: NEW_PIN })
  await ask("POST", "/api/players", token, { players: [{ playerId: "p1", name: NAME }] })
  const consent = { version: 1, purposes: ["reach"] }
  const contact = { email: EMAIL }
  await ask("POST", "/api/players/p1/details", token, { consent, contact })
  await ask("POST", "/api/ledger/intents", token, { intents: [intent("open-tournament")] })
  const pairing = await told(Pairing, ask("POST", "/api/pairings", null))
  await ask("POST", `/api/pairings/${pairing.code}/screen`, token, { displayId: "wall" })
  const screen = await told(
    Token,
    ask("POST", "/api/pairings/claim", null, { claim: pairing.claim }),
  )
  const wanted = { tournamentId: "t1", playerIds: ["p1"] }
  const { codes } = await told(ClaimCodesAnswer, ask("POST", "/api/claim-codes", token, wanted))
  const code = codes[0]?.code ?? ""
  const phone = await told(Ticket, ask("POST", "/api/claims", null, { code }))
  await ask("POST", "/api/claims", null, { code })
  for (const [method, path, as, body] of [
    ["POST", "/api/players", token, `{"players":[{"playerId":"p1","name":"${NAME}"`],
    ["POST", "/api/players", token, { players: [{ playerId: NAME, name: EMAIL }] }],
    ["POST", "/api/sessions", null, { pin: `${WRONG_PIN}x` }],
    ["GET", `/api/players/${encodeURIComponent(NAME)}/details`, token, undefined],
    ["GET", `/api/players?name=${encodeURIComponent(NAME)}`, MADE_UP, undefined],
    ["GET", `/nowhere/${encodeURIComponent(EMAIL)}`, token, undefined],
    ["DELETE", "/api/me/details", phone.token, undefined],
  ] as const)
    await ask(method, path, as, body)
  const { venueId } = await told(Venue, ask("GET", "/api/venue", null))
  for (const each of [token, screen.token, phone.token, MADE_UP])
    await knock(`/sync/venue/${venueId}?token=${each}`)
  const { pepper } = JSON.parse(readFileSync(`${leaf.data}/identity.json`, "utf8")) as {
    pepper: string
  }
  const tokens = [token, screen.token, phone.token, MADE_UP, CORE_TOKEN, pairing.claim, pepper]
  return [...tokens, PIN, WRONG_PIN, NEW_PIN, NAME, encodeURIComponent(NAME), EMAIL, code]
}

test("neither a PIN nor a token, key, code, name or address of anybody reaches the log, at any level", async () => {
  const secrets = await evening()
  await until("it has logged that Core is away", () => leaf.said.includes("127.0.0.1"))
  await leaf.kill()
  await leaf.start()
  assert.is(await leaf.stop(), 0)
  const { said } = leaf
  assert.ok(said.split("\n").length > 5, said)
  for (const secret of secrets) {
    assert.ok(secret.length >= 4, "there is something to look for")
    assert.not.ok(said.includes(secret), `${secret} is in the log`)
  }
})

test.run()
