import { test } from "uvu"
import * as assert from "uvu/assert"
import { WIRE_VERSION } from "../../schemas/version.ts"
import type { Problem } from "../../schemas/problem.ts"
import { ADDRESSES } from "../support/addresses.ts"
import { buyIns, intent, intentId } from "../support/intents.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"

const NAME = "Nora Østerbro-Holm"
const leaf = await new TestLeaf().start()
const token = await signIn()

async function signIn(): Promise<string> {
  const answer = await call("POST", "/api/sessions", { body: { pin: PIN }, token: null })
  return ((await answer.json()) as { token: string }).token
}

function call(
  method: string,
  path: string,
  { body, token: as = token }: { body?: unknown; token?: string | null } = {},
): Promise<Response> {
  return fetch(leaf.url + path, {
    method,
    headers: as === null ? {} : { Authorization: `Bearer ${as}` },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  })
}

async function lastSequence(): Promise<number> {
  return ((await (await call("GET", "/api/ledger")).json()) as { lastSequence: number })
    .lastSequence
}

const raw = (fields: Record<string, unknown>) => ({
  intents: [{ ...intent("buy-in"), id: intentId(), ...fields }],
})

/** What is asked, and what is said to it. */
const WRONG: [
  what: string,
  method: string,
  path: string,
  body: unknown,
  status: number,
  words: RegExp,
][] = [
  ["malformed JSON", "POST", "/api/ledger/intents", '{"intents":[', 400, /^The body is not JSON/],
  [
    "a float amount",
    "POST",
    "/api/ledger/intents",
    raw({ amountCents: 12.5 }),
    422,
    /At intents\[0\]\.amountCents: expected whole cents, got 12\.5\./,
  ],
  [
    "a negative amount",
    "POST",
    "/api/ledger/intents",
    raw({ amountCents: -5_500 }),
    422,
    /At intents\[0\]\.amountCents: expected more than 0 cents, got -5500\./,
  ],
  [
    "an amount as text",
    "POST",
    "/api/ledger/intents",
    raw({ amountCents: "5500" }),
    422,
    /At intents\[0\]\.amountCents: expected whole cents, got "5500"\./,
  ],
  [
    "an amount beyond what is exact",
    "POST",
    "/api/ledger/intents",
    raw({ amountCents: 2 ** 60 }),
    422,
    /At intents\[0\]\.amountCents: expected whole cents/,
  ],
  [
    "an unknown kind",
    "POST",
    "/api/ledger/intents",
    raw({ kind: "gift" }),
    422,
    /At intents\[0\]\.kind/,
  ],
  ["an unknown field", "POST", "/api/ledger/intents", raw({ tip: 5 }), 422, /At intents\[0\]\.tip/],
  [
    "an id that is no UUIDv7",
    "POST",
    "/api/ledger/intents",
    raw({ id: "1" }),
    422,
    /At intents\[0\]\.id: expected an IntentId/,
  ],
  [
    "letters in the address that no page shows",
    "GET",
    `/api/receipts/a%01b%E2%80%AE${"x".repeat(5_000)}`,
    undefined,
    404,
    /^No line of this Leaf's ledger has the code "a b x{300,}…x+"\.$/,
  ],
  [
    "an address with a NUL in it",
    "GET",
    "/api/players/p%00/details",
    undefined,
    404,
    /at an address with a NUL in it/,
  ],
  [
    "a NUL in a text",
    "POST",
    "/api/players",
    String.raw`{"players":[{"playerId":"p1","name":"Bo\\\u0000"}]}`,
    422,
    /A text in it has a NUL/,
  ],
  ["nothing at all", "POST", "/api/ledger/intents", "", 400, /^The body is not JSON/],
  [
    "malformed JSON of several lines",
    "POST",
    "/api/players",
    '{\n "players": x\n}',
    400,
    /^The body is not JSON/,
  ],
  ["a list for an object", "POST", "/api/ledger/intents", "[]", 422, /The body is not as expected/],
  ["null for an object", "POST", "/api/ledger/intents", "null", 422, /The body is not as expected/],
  [
    "a list in a list in a list …",
    "POST",
    "/api/ledger/intents",
    `{"intents":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
    422,
    /At intents\[0\]/,
  ],
  [
    "a field that would change every object",
    "POST",
    "/api/players",
    '{"players":[{"playerId":"p1","name":"Bo"}],"__proto__":{"role":"administrator"}}',
    422,
    /__proto__|body/,
  ],
  [
    "a player's id that would be two keys",
    "POST",
    "/api/players",
    { players: [{ playerId: "p1.name", name: "Bo" }] },
    422,
    /At players\[0\]\.playerId: expected a PlayerId/,
  ],
  [
    "more intents than one request may have",
    "POST",
    "/api/ledger/intents",
    { intents: Array.from({ length: 501 }, () => intent("buy-in")) },
    422,
    /At intents: .*500/,
  ],
  [
    "a clock a year ahead",
    "POST",
    "/api/ledger/intents",
    { intents: [intent("rebuy", { at: Date.now() + 365 * 86_400_000 })] },
    422,
    /At intents\[0\]\.at: this device's clock is 365 days ahead\. Nothing was recorded: set the clock\./,
  ],
  [
    "a clock a year behind",
    "POST",
    "/api/ledger/intents",
    { intents: [intent("rebuy"), intent("rebuy", { at: Date.now() - 365 * 86_400_000 })] },
    422,
    /At intents\[1\]\.at: this device's clock is 365 days behind/,
  ],
  [
    "a device that is newer than the Leaf",
    "POST",
    "/api/ledger/intents",
    { version: WIRE_VERSION + 1, intents: [intent("rebuy")] },
    422,
    /At version: this Leaf speaks version \d+, the device a newer one: update the Leaf/,
  ],
  [
    "a device that has seen lines which are not here",
    "POST",
    "/api/ledger/intents",
    { intents: [intent("rebuy", { observedSequence: 1_000_000 })] },
    409,
    /This ledger ends at line \d+, but the device has seen line 1000000/,
  ],
  [
    "a till of a tournament",
    "POST",
    "/api/ledger/intents",
    { intents: [{ ...intent("open-till"), tournamentId: "t1" }] },
    422,
    /At intents\[0\]\.tournamentId: a till belongs to "house"/,
  ],
  ["no intents", "POST", "/api/ledger/intents", { intents: [] }, 422, /At intents/],
  [
    "one wrong intent among good ones",
    "POST",
    "/api/ledger/intents",
    { intents: [...buyIns(2), ...raw({ amountCents: 0 }).intents] },
    422,
    /At intents\[2\]\.amountCents/,
  ],
  [
    "an unknown tournament's lines",
    "GET",
    "/api/ledger?tournament=nowhere",
    undefined,
    404,
    /no tournament nowhere/,
  ],
  [
    "an unknown tournament's accounts",
    "GET",
    "/api/ledger/accounts?tournament=nowhere",
    undefined,
    404,
    /no tournament nowhere/,
  ],
  [
    "a sequence that is none",
    "GET",
    "/api/ledger?after=-1",
    undefined,
    422,
    /At after: expected a ledger sequence/,
  ],
  [
    "a player without a name",
    "POST",
    "/api/players",
    { players: [{ playerId: "p1", name: "  " }] },
    422,
    /At players\[0\]\.name: a player needs a name/,
  ],
  [
    "a ticket for nobody",
    "POST",
    "/api/tickets",
    { tournamentId: "t1", playerId: "nobody" },
    404,
    /no player nobody/,
  ],
  [
    "a PIN that is none",
    "POST",
    "/api/sessions",
    { pin: "12" },
    422,
    /At pin: a PIN is 4 to 10 digits/,
  ],
  ["an unknown address", "GET", "/api/nowhere", undefined, 404, /nothing at GET \/api\/nowhere/],
  [
    "a method that the address has not",
    "PUT",
    "/api/players",
    "{}",
    404,
    /nothing at PUT \/api\/players/,
  ],
  [
    "a body that is too large",
    "POST",
    "/api/players",
    "x".repeat(1_000_001),
    413,
    /more than 1 MB/,
  ],
]

for (const [what, method, path, body, status, words] of WRONG)
  test(`${what}: ${status}, one clear sentence, nothing half-done`, async () => {
    const before = await lastSequence()
    const answer = await call(method, path, { body })
    assert.is(answer.status, status)
    assert.is(answer.headers.get("Content-Type"), "application/problem+json")
    assert.ok(answer.headers.get("X-Felt-Build"))
    assert.is(answer.headers.get("X-Content-Type-Options"), "nosniff")
    const problem = (await answer.json()) as Problem
    assert.is(problem.status, status)
    assert.match(problem.detail, words)
    assert.not.match(problem.detail, /\n|(?<!received )undefined|\[object/)
    assert.is(await lastSequence(), before)
  })

for (const [path, as, status] of [
  ["/api/players", null, 401],
  ["/api/rooms", null, 401],
  ["/api/players", "made-up", 401],
  ["/api/ledger", null, 401],
  ["/api/ledger/stream", null, 401],
  ["/api/me", token, 403],
] as const)
  test(`${path} with ${as === null ? "no" : "the wrong"} token: ${status}`, async () => {
    assert.is((await call("GET", path, { token: as })).status, status)
  })

test("a buy-in for an unknown tournament is answered, recorded as rejected, and stays so", async () => {
  const body = raw({ tournamentId: "later" })
  const [first, again] = [
    await (await call("POST", "/api/ledger/intents", { body })).json(),
    await (await call("POST", "/api/ledger/intents", { body })).json(),
  ]
  assert.equal(first, again)
  assert.match(JSON.stringify(first), /"outcome":"rejected".*"reason":"unknown_tournament"/)
})

test("whoever is signed in is who asked, whatever the intent says", async () => {
  const body = {
    intents: [intent("open-tournament", { tournamentId: "t2", staffId: "somebody-else" })],
  }
  await call("POST", "/api/ledger/intents", { body })
  const page = await (await call("GET", "/api/ledger?tournament=t2")).json()
  assert.not.match(JSON.stringify(page), /somebody-else/)
})

test("accounts are balances of the projection, debit positive, and sum to zero", async () => {
  const opened = intent("open-tournament", { tournamentId: "t3" })
  const bought = buyIns(2).map((each) => ({ ...each, tournamentId: "t3" }))
  await call("POST", "/api/ledger/intents", { body: { intents: [opened, ...bought] } })
  const { accounts } = (await (await call("GET", "/api/ledger/accounts?tournament=t3")).json()) as {
    accounts: { account: string; balanceCents: number }[]
  }
  assert.equal(accounts, [
    { account: "cash:drawer", balanceCents: 11_000 },
    { account: "house:fee", balanceCents: -1_100 },
    { account: "prizePool", balanceCents: -9_900 },
  ])
})

test("no name reaches the ledger or the metrics", async () => {
  const players = [{ playerId: "p-named", name: NAME }]
  await call("POST", "/api/players", { body: { players } })
  assert.equal(
    ((await (await call("GET", "/api/players")).json()) as { players: unknown }).players,
    players,
  )
  const ledger = await (await call("GET", "/api/ledger")).text()
  const metrics = await (await fetch(`${leaf.url}/metrics`)).text()
  assert.match(metrics, /felt_ledger_last_sequence \d+/)
  for (const text of [ledger, metrics]) assert.not.match(text, /Nora|Østerbro/)
})

test("the description lists every address that answers, as OpenAPI 3.1", async () => {
  const description = (await (await fetch(`${leaf.url}/api/openapi.json`)).json()) as {
    openapi: string
    paths: Record<string, Record<string, { summary: string }>>
  }
  assert.match(description.openapi, /^3\.1/)
  const known = Object.keys(ADDRESSES).map((address) => address.split(" ")[1])
  assert.equal(new Set(Object.keys(description.paths)), new Set(known))
  for (const [path, methods] of Object.entries(description.paths))
    for (const method of Object.keys(methods)) {
      const answer = await call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, "x y"), {
        body: method === "get" ? undefined : "?",
      })
      await answer.body?.cancel()
      if (path !== "/api/sessions" || method !== "delete")
        assert.ok(answer.status !== 404 || path.includes("{"), `${method} ${path}`)
    }
})

test("a body that does not say how long it is is cut off at the same length", async () => {
  const before = await lastSequence()
  const streamed = {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: new Blob(["x".repeat(600_000), "x".repeat(600_000)]).stream(),
    duplex: "half",
  }
  const answer = await fetch(`${leaf.url}/api/players`, streamed)
  assert.is(answer.status, 413)
  assert.is(await lastSequence(), before)
})

test("every answer names the build, good or bad", async () => {
  for (const path of ["/healthz", "/readyz", "/metrics", "/api/time", "/api/me", "/nothing.js"]) {
    const answer = await fetch(leaf.url + path)
    assert.ok(answer.headers.get("X-Felt-Build"), path)
    await answer.text()
  }
})

test("the health address and readiness answer with what they checked", async () => {
  assert.equal(await (await fetch(`${leaf.url}/healthz`)).json(), { status: "ok" })
  const { ready, checks } = (await (await fetch(`${leaf.url}/readyz`)).json()) as {
    ready: boolean
    checks: Record<string, unknown>
  }
  assert.ok(ready)
  const core = ["log", "ledger", "projection", "disk"]
  const box = ["backup", "certificate", "clock", "temperature", "overlay", "screens"]
  assert.equal(Object.keys(checks), [...core, ...box])
})

test.after(async () => {
  await leaf.stop()
})
test.run()
