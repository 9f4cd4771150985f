import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { TestCore } from "../support/core.ts"
import { CoreTenant, leagueOf, NOBODYS } from "../support/core-tenant.ts"

const test = suite("isolation")

const core = new TestCore()
let a: CoreTenant
let b: CoreTenant
test.before(async () => {
  await core.start()
  a = await CoreTenant.make(core, "A")
  b = await CoreTenant.make(core, "B")
})
test.after(async () => {
  await core.stop()
})

type Ids = Pick<
  CoreTenant,
  "tenantId" | "venueId" | "playerId" | "personId" | "memberId" | "leagueId"
>
type Asked = { path: string; body?: unknown; token?: "owner" | "leaf" | "none" }

/**
 * Each address with another's ids in every place that takes one. What there is of A itself is `own`:
 * an address may take one id of each.
 */
const CASES: Record<string, ((ids: Ids, own: Ids) => Asked) | "names nothing"> = {
  "GET /api/venue": "names nothing",
  "POST /api/venue/join": "names nothing",
  "POST /api/venue/token": "names nothing",
  "GET /api/venue/players": "names nothing",
  "POST /api/venue/players": "names nothing",
  "GET /api/venue/erasures": "names nothing",
  "POST /api/venue/erasures": ({ playerId }) => ({
    path: "/api/venue/erasures",
    body: { playerIds: [playerId] },
    token: "leaf",
  }),
  "POST /api/sessions": ({ tenantId }) => ({
    path: "/api/sessions",
    body: { tenantId, name: "nobody", password: "wrong wrong wrong" },
    token: "none",
  }),
  "DELETE /api/sessions": "names nothing",
  "POST /api/invitations/accept": ({ tenantId }) => ({
    path: "/api/invitations/accept",
    body: { invitation: `${tenantId}.${"x".repeat(43)}`, password: "some password of mine" },
    token: "none",
  }),
  "GET /api/venues": "names nothing",
  "POST /api/venues": "names nothing",
  "POST /api/venues/{venue}": ({ venueId }) => ({
    path: `/api/venues/${venueId}`,
    body: { name: "Mine now" },
  }),
  "POST /api/venues/{venue}/token": ({ venueId }) => ({ path: `/api/venues/${venueId}/token` }),
  "DELETE /api/venues/{venue}/token": ({ venueId }) => ({ path: `/api/venues/${venueId}/token` }),
  "GET /api/members": "names nothing",
  "POST /api/members": "names nothing",
  "POST /api/members/{member}": ({ memberId }) => ({
    path: `/api/members/${memberId}`,
    body: { role: "owner" },
  }),
  "DELETE /api/members/{member}": ({ memberId }) => ({ path: `/api/members/${memberId}` }),
  "GET /api/people": ({ venueId, playerId }) => ({
    path: `/api/people?after=${encodeURIComponent(`zz\n${venueId}\n${playerId}`)}`,
  }),
  "GET /api/people/{person}": ({ personId }) => ({ path: `/api/people/${personId}` }),
  "DELETE /api/people/{person}": ({ personId }) => ({ path: `/api/people/${personId}` }),
  "GET /api/people/{person}/export": ({ personId }) => ({ path: `/api/people/${personId}/export` }),
  "GET /api/people/{person}/erasure": ({ personId }) => ({
    path: `/api/people/${personId}/erasure`,
  }),
  "POST /api/people/{person}/link": ({ personId }, own) => ({
    path: `/api/people/${own.personId}/link`,
    body: { other: personId },
  }),
  "POST /api/people/{person}/unlink": ({ personId, venueId, playerId }) => ({
    path: `/api/people/${personId}/unlink`,
    body: { venueId, playerId },
  }),
  "GET /api/leagues": "names nothing",
  "POST /api/leagues": ({ venueId }) => ({ path: "/api/leagues", body: leagueOf(venueId) }),
  "GET /api/leagues/{league}": ({ leagueId }) => ({ path: `/api/leagues/${leagueId}` }),
  "POST /api/leagues/{league}": ({ leagueId }, own) => ({
    path: `/api/leagues/${leagueId}`,
    body: leagueOf(own.venueId),
  }),
  "DELETE /api/leagues/{league}": ({ leagueId }) => ({ path: `/api/leagues/${leagueId}` }),
  "GET /api/reads": "names nothing",
  "GET /api/erasures": "names nothing",
  "GET /api/venue/library": "names nothing",
  "POST /api/venue/library": "names nothing",
  "GET /api/venues/{venue}/nights/{tournament}/accounts": ({ venueId }) => ({
    path: `/api/venues/${venueId}/nights/t1/accounts`,
  }),
  "POST /api/venues/{venue}/jurisdiction": ({ venueId }) => ({
    path: `/api/venues/${venueId}/jurisdiction`,
    body: { jurisdiction: "DK" },
  }),
  "GET /api/retention": "names nothing",
  "POST /api/retention": "names nothing",
  "GET /api/tonight": "names nothing",
  "GET /api/nights": ({ venueId }) => ({ path: `/api/nights?venue=${venueId}` }),
  "GET /api/report": ({ venueId }) => ({ path: `/api/report?venue=${venueId}` }),
}

const Description = v.object({ paths: v.record(v.string(), v.record(v.string(), v.unknown())) })

async function addresses(): Promise<string[]> {
  const answer: unknown = await (await fetch(`${core.url}/api/openapi.json`)).json()
  return Object.entries(v.parse(Description, answer).paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
}

const tokenOf = ({ owner, leaf }: CoreTenant, kind: Asked["token"] = "owner") =>
  ({ owner, leaf, none: null })[kind]

async function ask(
  tenant: CoreTenant,
  address: string,
  { path, body, token }: Asked,
): Promise<{ status: number; body: string; headers: string[] }> {
  const method = address.split(" ")[0] ?? ""
  const answer = await core.ask(method, path, { token: tokenOf(tenant, token), body })
  return {
    status: answer.status,
    body: await answer.text(),
    headers: [...answer.headers.keys()].filter((name) => name !== "date").toSorted(),
  }
}

test("every address of the description has a case, and there is no case of another", async () => {
  assert.equal((await addresses()).toSorted(), Object.keys(CASES).toSorted())
})

test("what names nothing shows A no word of B's", async () => {
  const secrets = [b.tenantId, b.venueId, b.playerId, b.personId, b.memberId, b.leagueId, b.name]
  for (const [address] of Object.entries(CASES).filter(([name]) => name.startsWith("GET"))) {
    const path = address.split(" ")[1] ?? ""
    if (path.includes("{")) continue
    for (const token of ["owner", "leaf"] as const) {
      const { body } = await ask(a, address, { path, token })
      for (const secret of secrets) assert.not.ok(body.includes(secret), `${address}: ${secret}`)
    }
  }
})

test("what is B's is to A as what does not exist: status, headers and body, at every address", async () => {
  for (const [address, asked] of Object.entries(CASES)) {
    if (asked === "names nothing") continue
    // First what is nowhere: an address may be one that deletes.
    const nowhere = await ask(a, address, asked(NOBODYS, a))
    const others = await ask(a, address, asked(b, a))
    assert.equal(others, nowhere, address)
  }
})

test("none of it has changed anything of B's", async () => {
  assert.equal(await b.look(), b.furnished)
})

test("without a token, with a forged one, and with one of the wrong kind every address but the public ones is shut", async () => {
  const open = ["POST /api/venue/join", "POST /api/sessions", "POST /api/invitations/accept"]
  for (const [address] of Object.entries(CASES)) {
    if (open.includes(address)) continue
    const [method = "", path = ""] = address.split(" ")
    const body = method === "POST" ? {} : undefined
    const forged = `${a.tenantId}.${"x".repeat(43)}`
    const wrongKind = /^\/api\/venue(\/|$)/.test(path) ? a.owner : a.leaf
    for (const token of [null, forged, `${a.tenantId}.${a.venueId}.${"x".repeat(43)}`, wrongKind]) {
      const { status } = await core.ask(method, path.replaceAll(/\{\w+\}/g, "x"), { token, body })
      assert.is(status, 401, `${address} with ${token?.slice(0, 60)}`)
    }
  }
})

test("a viewer sees nobody's name and changes nothing", async () => {
  const viewer = await a.addViewer()
  for (const address of await addresses()) {
    const [method = "", path = ""] = address.split(" ")
    const isForAll = path === "/api/venues" && method === "GET"
    if (!/^\/api\/(people|members|reads|erasures|venues)/.test(path) || isForAll) continue
    const body = method === "POST" ? {} : undefined
    const { status } = await core.ask(method, path.replace(/\{\w+\}/, a.personId), {
      token: viewer,
      body,
    })
    assert.is(status, 403, address)
  }
})

test.run()
