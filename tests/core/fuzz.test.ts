import process from "node:process"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import { attacksOn, inWords, RAW } from "../support/fuzz/attacks.ts"
import { type Operation, operationsOf } from "../support/fuzz/description.ts"
import { faultOf, faultOfBytes, send, sendBytes } from "../support/fuzz/send.ts"
import { TestCore } from "../support/core.ts"
import { CoreTenant } from "../support/core-tenant.ts"
import { within } from "../support/until.ts"

/** FELT_LONG=n makes as many rounds, each of other seeds. */
const ROUNDS = Number(process.env["FELT_LONG"] ?? 1)
const SEED = Number(process.env["FELT_SEED"] ?? 20_261_126)

const test = suite("fuzz")
const core = new TestCore()
let bystander: CoreTenant
let tenant: CoreTenant
test.before(async () => {
  await core.start()
  bystander = await CoreTenant.make(core, "Bystander")
  tenant = await CoreTenant.make(core, "Fuzzed")
})
test.after(async () => {
  await core.stop()
})

const countOf = ({ body, path }: Operation): number => {
  // Each costs a password's hash, which is slow on purpose.
  if (/sessions|accept/.test(path)) return 10
  return body ? 24 : 12
}

/** A tenant that has everything, also after a request has signed its owner out or its Leaf. */
async function whole(): Promise<CoreTenant> {
  const owner = await core.ask("GET", `/api/people/${tenant.personId}`, { token: tenant.owner })
  const leaf = await core.ask("GET", "/api/venue", { token: tenant.leaf })
  if (!owner.ok || !leaf.ok) tenant = await CoreTenant.make(core, "Fuzzed")
  return tenant
}

async function known() {
  const { owner, leaf, ...ids } = await whole()
  const { tenantId, venueId, playerId, personId, memberId, leagueId } = ids
  return {
    words: [tenantId, venueId, playerId, personId, memberId, leagueId, "owner", "t1", "autumn"],
    numbers: [1, 2, 100],
    fields: { venueId, tenantId },
    tokens: [owner, owner, owner, leaf, leaf],
  }
}

test("every address, with requests of every shape: never an error of Core's own", async () => {
  const description: unknown = await (await fetch(`${core.url}/api/openapi.json`)).json()
  const operations = operationsOf(description)
  const faults: string[] = []
  const statuses: number[] = []
  for (let round = 0; round < ROUNDS * operations.length; round++) {
    const operation = operations[round % operations.length]
    if (!operation) break
    const seed = SEED + round
    const chosen = { seed, count: countOf(operation) }
    for (const attack of attacksOn(operation, await known(), chosen)) {
      const answer = await send(core.url, attack)
      statuses.push(answer.status)
      const wrong = faultOf(answer, attack.method === "HEAD")
      if (wrong !== null) faults.push(`seed ${seed}: ${wrong}\n  ${inWords(attack)}`)
    }
  }
  assert.is(faults.join("\n"), "")
  const taken = statuses.filter((status) => status < 400).length
  assert.ok(taken > statuses.length / 8, `only ${taken} of ${statuses.length} were taken`)
  assert.ok(taken < statuses.length / 2, `as many as ${taken} of ${statuses.length} were taken`)
  assert.is((await fetch(`${core.url}/readyz`)).status, 200)
})

test("a NUL in a name is refused in words, and Core does not call it its own trouble", async () => {
  const { owner, venueId } = await whole()
  const path = `/api/venues/${venueId}`
  const answer = await core.ask("POST", path, { token: owner, body: { name: "a\u0000b" } })
  assert.is(answer.status, 422)
  const literal = await core.ask("POST", path, {
    token: owner,
    body: { name: String.raw`a\u0000b` },
  })
  assert.is(literal.status, 204, "a backslash and what follows it are letters as any")
})

test("none of it has changed anything of another tenant's", async () => {
  assert.equal(await bystander.look(), bystander.furnished)
})

for (const [what, bytes] of RAW)
  test(`${what}: refused or answered, and Core goes on`, async () => {
    const answer = await within(what, sendBytes(core.url, bytes))
    assert.is(faultOfBytes(answer), null)
    assert.is((await fetch(`${core.url}/readyz`)).status, 200)
  })

test.run()
