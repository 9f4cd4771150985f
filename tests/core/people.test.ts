import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { OwnedVenues, VenueKey } from "../../schemas/owner.ts"
import {
  ErasureLine,
  ErasureReceipt,
  PeoplePage,
  Person,
  PersonalRead,
} from "../../schemas/people.ts"
import { PASSWORD, TestCore } from "../support/core.ts"
import { CoreTenant } from "../support/core-tenant.ts"

const test = suite("people of a tenant")

const core = new TestCore()
let tenant: CoreTenant
/** The Leaf of its second venue. */
let second: string
test.before(async () => {
  await core.start()
  tenant = await CoreTenant.make(core, "Two clubs")
  second = await tenant.addVenue("The Other Club", "other-club")
})
test.after(async () => {
  await core.stop()
})

const CONSENT = { version: 1, at: 1, purposes: ["reach"] }
const withEmail = (email: string) => ({ consent: CONSENT, contact: { email } })

async function ask<T>(
  method: string,
  path: string,
  schema: v.GenericSchema<unknown, T>,
  { token = tenant.owner, body }: { token?: string; body?: unknown } = {},
): Promise<T> {
  const answer = await core.ask(method, path, { token, body })
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`)
  return v.parse(schema, answer.status === 204 ? null : await answer.json())
}

const say = (leaf: string, players: unknown[]) =>
  ask("POST", "/api/venue/players", v.null(), { token: leaf, body: { players } })

async function personNamed(name: string): Promise<string[]> {
  const { people } = await ask("GET", `/api/people?search=${encodeURIComponent(name)}`, PeoplePage)
  return people.map(({ personId }) => personId)
}

const toErase = async (leaf: string): Promise<string[]> =>
  (
    await ask("GET", "/api/venue/erasures", v.object({ playerIds: v.array(v.string()) }), {
      token: leaf,
    })
  ).playerIds

test("one who plays at two venues is linked by a person, who may take it back", async () => {
  await say(tenant.leaf, [
    { playerId: "p-kim", name: "Kim Bo", details: withEmail("kim@x.example") },
  ])
  await say(second, [{ playerId: "q-kim", name: "K. Bo", details: withEmail("kim@x.example") }])
  const [one = ""] = await personNamed("Kim Bo")
  const [other = ""] = await personNamed("K. Bo")
  const before = await ask("GET", `/api/people/${one}`, Person)
  assert.equal(before.maybeSame, [{ personId: other, name: "K. Bo", because: "email" }])
  await ask("POST", `/api/people/${one}/link`, v.null(), { body: { other } })
  const linked = await ask("GET", `/api/people/${one}`, Person)
  assert.equal(
    linked.players.map(({ venueName, name }) => [venueName, name]),
    [
      ["The Club", "Kim Bo"],
      ["The Other Club", "K. Bo"],
    ],
  )
  // What the Leaves say later changes names, never who is whom.
  await say(second, [{ playerId: "q-kim", name: "Kim", details: null }])
  assert.is((await ask("GET", `/api/people/${one}`, Person)).players.length, 2)
  await ask("POST", `/api/people/${one}/unlink`, v.unknown(), {
    body: { venueId: "other-club", playerId: "q-kim" },
  })
  assert.is((await ask("GET", `/api/people/${one}`, Person)).players.length, 1)
})

test("an erasure by the owner: gone here at once, told to each Leaf, with a receipt; nothing old brings it back", async () => {
  await say(tenant.leaf, [
    { playerId: "p-ann", name: "Ann Lee", details: withEmail("a@x.example") },
  ])
  await say(second, [{ playerId: "q-ann", name: "Ann Lee", details: null }])
  const [one = "", other = ""] = await personNamed("Ann Lee")
  await ask("POST", `/api/people/${one}/link`, v.null(), { body: { other } })
  await ask("DELETE", `/api/people/${one}`, ErasureReceipt)
  assert.equal(await personNamed("Ann Lee"), [])
  const gone = await ask("GET", `/api/people/${one}`, Person)
  assert.equal(
    gone.players.map(({ name, details }) => [name, details]),
    [
      ["Player -ann", null],
      ["Player -ann", null],
    ],
  )
  assert.equal([await toErase(tenant.leaf), await toErase(second)], [["p-ann"], ["q-ann"]])
  // A Leaf restored from a backup says the old name again.
  await say(second, [{ playerId: "q-ann", name: "Ann Lee", details: withEmail("a@x.example") }])
  assert.equal(await personNamed("Ann Lee"), [])
  await ask("POST", "/api/venue/erasures", v.null(), {
    token: second,
    body: { playerIds: ["q-ann"] },
  })
  const receipt = await ask("GET", `/api/people/${one}/erasure`, ErasureReceipt)
  assert.equal(
    receipt.venues.map(({ venueName, erasedAt }) => [venueName, erasedAt !== null]),
    [
      ["The Club", false],
      ["The Other Club", true],
    ],
  )
  assert.is(receipt.askedBy, (await tenant.me()).memberId)
  const again = await ask("DELETE", `/api/people/${one}`, ErasureReceipt)
  assert.is(again.erasureId, receipt.erasureId)
  const { erasures } = await ask(
    "GET",
    "/api/erasures",
    v.object({ erasures: v.array(ErasureLine) }),
  )
  assert.equal(
    erasures.map(({ personId, venues, erasedAt }) => [personId, venues, erasedAt]),
    [[one, 2, 1]],
  )
})

test("an erasure that was asked for at one venue reaches the others; one of whom Core never heard too", async () => {
  await say(tenant.leaf, [{ playerId: "p-lou", name: "Lou", details: null }])
  await say(second, [{ playerId: "q-lou", name: "Lou", details: null }])
  const [one = "", other = ""] = await personNamed("Lou")
  await ask("POST", `/api/people/${one}/link`, v.null(), { body: { other } })
  await ask("POST", "/api/venue/erasures", v.null(), {
    token: tenant.leaf,
    body: { playerIds: ["p-lou", "p-never-heard-of"] },
  })
  assert.ok((await toErase(second)).includes("q-lou"))
  assert.is(
    (await ask("GET", `/api/people/${one}/erasure`, ErasureReceipt)).askedBy,
    `venue ${tenant.venueId}`,
  )
  await say(tenant.leaf, [{ playerId: "p-never-heard-of", name: "Late Name", details: null }])
  assert.equal(await personNamed("Late Name"), [])
})

test("every read of personal data is in the trail: who, what, of whom", async () => {
  const [one = ""] = await personNamed("Kim Bo")
  await ask("GET", `/api/people/${one}`, Person)
  await ask("GET", `/api/people/${one}/export`, Person)
  await ask("GET", "/api/venue/players", v.unknown(), { token: second })
  const { reads } = await ask("GET", "/api/reads", v.object({ reads: v.array(PersonalRead) }))
  const { memberId } = await tenant.me()
  assert.equal(
    reads.slice(0, 4).map(({ reader, what, personId }) => [reader, what, personId]),
    [
      ["venue other-club", "restore", null],
      [memberId, "export", one],
      [memberId, "person", one],
      [memberId, "list", null],
    ],
  )
})

test("a thousand players come page by page, each once, in the order of their names", async () => {
  const players = Array.from({ length: 120 }, (_, index) => ({
    playerId: `many-${index}`,
    name: `Zoe ${String((index * 37) % 120).padStart(3, "0")}%`,
    details: null,
  }))
  await say(second, players)
  const names: string[] = []
  for (let after: string | null = ""; after !== null;) {
    const page: PeoplePage = await ask(
      "GET",
      `/api/people?search=${encodeURIComponent("E 0")}&after=${encodeURIComponent(after)}`,
      PeoplePage,
    )
    names.push(...page.people.map(({ name }) => name))
    after = page.next
  }
  assert.is(names.length, 100)
  assert.equal(names, names.toSorted())
  assert.is((await personNamed("0%")).length, 12)
})

test("a key to join works once, for one Leaf; a token is changed without locking its Leaf out, and taken away", async () => {
  const Token = v.object({ token: v.string() })
  const key = await core.keyFor(tenant.tenantId, "Third")
  const join = (venueId: string, with_ = key) =>
    core.ask("POST", "/api/venue/join", { token: null, body: { key: with_, venueId } })
  const first = v.parse(Token, await (await join("third")).json()).token
  // Its answer was lost: the same Leaf asks again, and the first token is worth nothing.
  const token = v.parse(Token, await (await join("third")).json()).token
  assert.is((await join("somebody-else")).status, 401)
  assert.is((await join("third", `${tenant.tenantId}.${"x".repeat(43)}`)).status, 401)
  const status = async (as: string) => (await core.ask("GET", "/api/venue", { token: as })).status
  assert.equal([await status(first), await status(token)], [401, 200])
  const { token: next } = await ask("POST", "/api/venue/token", Token, { token })
  // The answer may have been lost; until the new one is used both count.
  assert.equal([await status(token), await status(next), await status(token)], [200, 200, 401])
  await core.revoke("third", tenant.tenantId)
  assert.is(await status(next), 401)
})

test("an owner adds a venue, sees its contact, renames it, changes its token and takes it away", async () => {
  const seen = async () => {
    const { venues, keys } = await ask("GET", "/api/venues", OwnedVenues)
    return { venue: venues.find(({ venueId }) => venueId === "fourth"), keys }
  }
  const { key } = await ask("POST", "/api/venues", VenueKey, { body: { name: "Forth" } })
  assert.equal(
    (await seen()).keys.map(({ name }) => name),
    ["Forth"],
  )
  const joined = await core.ask("POST", "/api/venue/join", {
    token: null,
    body: { key, venueId: "fourth" },
  })
  const { token } = v.parse(v.object({ token: v.string() }), await joined.json())
  const added = await seen()
  assert.equal(added.keys, [])
  assert.is(added.venue?.lastContactAt, null)
  await say(token, [{ playerId: "f-1", name: "Fay", details: null }])
  await ask("POST", "/api/venues/fourth", v.null(), { body: { name: "Fourth" } })
  const { venue } = await seen()
  assert.equal([venue?.name, venue?.players, venue?.hasToken], ["Fourth", 1, true])
  assert.ok(Math.abs(Date.now() - (venue?.lastContactAt ?? 0)) < 60_000)
  const status = async (as: string) => (await core.ask("GET", "/api/venue", { token: as })).status
  const Token = v.object({ token: v.string() })
  const { token: next } = await ask("POST", "/api/venues/fourth/token", Token)
  assert.equal([await status(token), await status(next)], [401, 200])
  await ask("DELETE", "/api/venues/fourth/token", v.null())
  assert.is(await status(next), 401)
  assert.is((await seen()).venue?.hasToken, false)
})

test("roles change at once, and one owner who can sign in always stays", async () => {
  const viewer = await tenant.addViewer()
  const find = async (token: string) => (await core.ask("GET", "/api/members", { token })).status
  const { members } = await ask(
    "GET",
    "/api/members",
    v.object({ members: v.array(v.object({ memberId: v.string(), role: v.string() })) }),
  )
  const own = (await tenant.me()).memberId
  const become = async (member: string, role: string) =>
    (await core.ask("POST", `/api/members/${member}`, { token: tenant.owner, body: { role } }))
      .status
  const remove = async (member: string) =>
    (await core.ask("DELETE", `/api/members/${member}`, { token: tenant.owner })).status
  assert.equal([await become(own, "viewer"), await remove(own)], [422, 422])
  assert.is(await find(viewer), 403)
  for (const { memberId, role } of members)
    if (role === "viewer") assert.is(await become(memberId, "owner"), 204)
  assert.is(await find(viewer), 200)
  assert.is(await become(own, "viewer"), 204)
  assert.is(await find(tenant.owner), 403)
  const back = await core.ask("POST", `/api/members/${own}`, {
    token: viewer,
    body: { role: "owner" },
  })
  assert.equal([back.status, await find(tenant.owner)], [204, 200])
})

test("wrong passwords: after five the wait grows, the same for a name that nobody has", async () => {
  const signIn = (name: string, password: string) =>
    core.ask("POST", "/api/sessions", {
      token: null,
      body: { tenantId: tenant.tenantId, name, password },
    })
  for (const name of ["owner", "nobody"]) {
    for (let each = 0; each < 5; each++) assert.is((await signIn(name, "wrong")).status, 401)
    const answer = await signIn(name, PASSWORD)
    assert.is(answer.status, 429)
    assert.ok(Number(answer.headers.get("Retry-After")) >= 1)
  }
})

test.run()
