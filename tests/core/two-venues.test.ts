import { readdirSync } from "node:fs"
import process from "node:process"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { backup, makeKey } from "../../cli/backup.ts"
import { joinCore, rotateCore, useCore } from "../../cli/core-box.ts"
import { restoreFromFile } from "../../cli/restore-file.ts"
import { restoreFromCore } from "../../cli/restore.ts"
import { readCoreFile } from "../../leaf/uplink/core-file.ts"
import { tournamentRoom } from "../../schemas/documents/rooms.ts"
import { type TenantId, TournamentId } from "../../schemas/ids.ts"
import { OwnedVenues } from "../../schemas/owner.ts"
import { ErasureReceipt, PeoplePage, Person } from "../../schemas/people.ts"
import { TestCore } from "../support/core.ts"
import { buyIns, intent } from "../support/intents.ts"
import { temporaryFolder } from "../support/folder.ts"
import { PIN, readiness, TestLeaf } from "../support/leaf.ts"
import { failureOf, filesWith } from "../support/stored-bytes.ts"
import { until } from "../support/until.ts"

const test = suite("two venues and Core")

const tournament = v.parse(TournamentId, "t1")
const core = new TestCore()
let owner = ""
let leaf: TestLeaf
/** The tenant's other venue, side by side with the first. */
let other: TestLeaf
test.before(async () => {
  await core.start()
  const tenant = await core.addTenant("The Club")
  owner = tenant.owner
  other = await joined("The Bar", tenant.tenantId)
  leaf = await joined("The Club", tenant.tenantId)
})

/** A Leaf that was started once, joined, and runs. */
async function joined(name: string, tenantId: TenantId): Promise<TestLeaf> {
  const first = await new TestLeaf().start()
  await first.stop()
  await joinCore(first.data, core.url, await core.keyFor(tenantId, name))
  return new TestLeaf({ FELT_DATA: first.data }).start()
}
test.after(async () => {
  await leaf.stop()
  await other.stop()
  await core.stop()
})

/** Asks the Leaf as its administrator. */
async function tell(method: string, path: string, body?: unknown): Promise<unknown> {
  const signedIn = await fetch(`${leaf.url}/api/sessions`, {
    method: "POST",
    body: JSON.stringify({ pin: PIN }),
  })
  const { token } = v.parse(v.object({ token: v.string() }), await signedIn.json())
  const answer = await fetch(`${leaf.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`)
  return answer.status === 204 ? null : answer.json()
}

async function fromCore<T>(
  method: string,
  path: string,
  schema: v.GenericSchema<unknown, T>,
): Promise<T> {
  return v.parse(schema, await (await core.ask(method, path, { token: owner })).json())
}

const peopleNamed = async (name: string) =>
  (await fromCore("GET", `/api/people?search=${encodeURIComponent(name)}`, PeoplePage)).people

const namesAtLeaf = async () => {
  const Names = v.object({ players: v.array(v.object({ playerId: v.string(), name: v.string() })) })
  const { players } = v.parse(Names, await tell("GET", "/api/players"))
  return new Map(players.map(({ playerId, name }) => [playerId, name]))
}

const say = (players: [playerId: string, name: string][]) =>
  tell("POST", "/api/players", {
    players: players.map(([playerId, name]) => ({ playerId, name })),
  })

test("who plays is at Core a moment later, with details; a change and a consent taken back too", async () => {
  await say([
    ["p-ann", "Ann Lee"],
    ["p-bo", "Bo Ek"],
    ["p-cy", "Cy Dee"],
  ])
  await tell("POST", "/api/players/p-bo/details", {
    consent: { version: 1, purposes: ["reach"] },
    contact: { email: "bo@x.example" },
  })
  const details = async () => {
    const [line] = await peopleNamed("Bo Ek")
    if (!line) return undefined
    const person = await fromCore("GET", `/api/people/${line.personId}`, Person)
    return person.players[0]?.details?.contact
  }
  await until("Core knows the details", async () => (await details())?.email === "bo@x.example")
  await say([["p-ann", "Anna Lee"]])
  await until("Core knows the new name", async () => (await peopleNamed("Anna Lee")).length === 1)
  await tell("DELETE", "/api/players/p-bo/details")
  await until("Core has no details", async () => (await details()) === undefined)
})

test("what is erased at Core is erased at a Leaf that was away, before it says anything; a tablet that was away longer does not bring it back", async () => {
  const [line] = await peopleNamed("Cy Dee")
  assert.ok(line)
  await leaf.stop()
  const before = readCoreFile(leaf.data)
  await rotateCore(leaf.data)
  assert.not.equal(readCoreFile(leaf.data), before)
  await fromCore("DELETE", `/api/people/${line.personId}`, ErasureReceipt)
  await leaf.start()
  const receipt = () => fromCore("GET", `/api/people/${line.personId}/erasure`, ErasureReceipt)
  await until("the Leaf has said so", async () => (await receipt()).venues[0]?.erasedAt !== null)
  assert.is((await namesAtLeaf()).get("p-cy"), "Player p-cy")
  const kept = v.parse(
    v.object({ players: v.array(v.object({ name: v.string() })) }),
    await say([["p-cy", "Cy Dee"]]),
  )
  assert.equal(kept.players, [{ name: "Player p-cy" }])
  assert.equal(await peopleNamed("Cy Dee"), [])
})

test("what Core does not take is said in one sentence", async () => {
  const wrong = (work: Promise<unknown>) =>
    work.then(
      () => "it was taken",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
  assert.match(await wrong(joinCore(leaf.data, core.url, "no-key")), /The key is not valid/)
  assert.match(await wrong(joinCore(leaf.data, "http://core.example", "k")), /no address of a Core/)
  assert.match(await wrong(joinCore(temporaryFolder(), core.url, "k")), /There is no Leaf in/)
  assert.match(await wrong(useCore(leaf.data, core.url, "x".repeat(43))), /does not know the token/)
})

/** What a Leaf has of its night: documents, and every line of its ledger. */
async function nightOf(at: TestLeaf): Promise<{ registers: unknown; hashes: string[] }> {
  const staff = await at.signIn()
  const room = await staff.openRoom(tournamentRoom(tournament))
  const registers = [...room.registers.all()]
  room.close()
  return { registers, hashes: (await staff.ledger(0)).map(({ hash }) => hash) }
}

async function play(at: TestLeaf, players: number): Promise<void> {
  const staff = await at.signIn()
  await staff.record([intent("open-tournament"), ...buyIns(players)])
  const room = await staff.openRoom(tournamentRoom(tournament))
  for (let number = 0; number < players; number++)
    room.registers.set(`entry/e${number}/player`, `p${number}`)
  await room.safe()
  room.close()
}

const isSafe = (at: TestLeaf) =>
  until(
    "Core has everything",
    async () => /are safe there/.test((await readiness(at)).checks["core"]?.detail ?? ""),
    30_000,
  )

test("one of two Leaves is destroyed: a new one has its ledger, documents and names to the byte, and of the erased one nothing; the other plays on", async () => {
  await play(leaf, 12)
  await play(other, 5)
  await Promise.all([isSafe(leaf), isSafe(other)])
  const [before, others] = [await nightOf(leaf), await nightOf(other)]
  assert.not.equal(before, others)
  await leaf.kill()
  const data = temporaryFolder()
  await useCore(data, core.url, readCoreFile(leaf.data)?.token ?? "")
  leaf = await new TestLeaf({ FELT_DATA: data }).start()
  assert.equal(await nightOf(leaf), before)
  const { venues } = await fromCore("GET", "/api/venues", OwnedVenues)
  assert.equal(
    venues.map(({ name, ledger }) => [name, ledger.lines]),
    [
      ["The Bar", 6],
      ["The Club", 13],
    ],
  )
  assert.is(venues[1]?.ledger.hash, before.hashes.at(-1))
  const names = await namesAtLeaf()
  assert.equal(
    ["p-ann", "p-bo", "p-cy"].map((playerId) => names.get(playerId)),
    ["Anna Lee", "Bo Ek", "Player p-cy"],
  )
  await say([["p-cy", "Cy Dee"]])
  assert.is((await namesAtLeaf()).get("p-cy"), "Player p-cy")
  assert.equal(await nightOf(other), others)
})

test("a backup from before an erasure and the last lines: Core is asked who was erased before anything is restored, and has the rest", async () => {
  const usb = temporaryFolder()
  const { file: key } = await makeKey({ data: leaf.data })
  const made = await backup({ data: leaf.data, to: usb, sameDisk: true })
  const staff = await leaf.signIn()
  await staff.record([intent("buy-in", { playerId: "p-late", entryId: "e-late" })])
  const lines = (await staff.ledger(0)).map(({ hash }) => hash)
  await isSafe(leaf)
  await leaf.stop()
  const [line] = await peopleNamed("Bo Ek")
  await fromCore("DELETE", `/api/people/${line?.personId}`, ErasureReceipt)

  const flags = { from: made.file, key, withoutCore: false }
  const access = readCoreFile(leaf.data)
  // Nobody answers there.
  process.env["FELT_CORE_URL"] = "http://127.0.0.1:9"
  process.env["FELT_CORE_TOKEN"] = access?.token
  const [empty, blind] = [temporaryFolder(), temporaryFolder()]
  const refused = await failureOf(restoreFromFile({ ...flags, data: empty }))
  assert.match(
    refused.message,
    /^Core does not say who was erased since .* Nothing was restored; [^\n]+\.$/,
  )
  assert.equal(readdirSync(empty), [])
  // Whoever says that it cannot wait has the name back, which makes the next check one that could fail.
  await restoreFromFile({ ...flags, data: blind, withoutCore: true })
  assert.ok(filesWith("Bo Ek", `${blind}/**`).length > 0)
  delete process.env["FELT_CORE_URL"]
  delete process.env["FELT_CORE_TOKEN"]

  const data = temporaryFolder()
  const restored = await restoreFromFile({ ...flags, data })
  assert.equal([restored.lastSequence, restored.coreIsAhead, restored.erasedSince], [13, 1, 1])
  assert.equal(filesWith("Bo Ek", `${data}/**`), [])
  const rest = await restoreFromCore(data)
  assert.equal([rest.restored, rest.agrees, rest.headHash], [1, true, lines.at(-1)])
  leaf = await new TestLeaf({ FELT_DATA: data }).start()
  assert.equal((await nightOf(leaf)).hashes, lines)
  assert.is((await namesAtLeaf()).get("p-bo"), "Player p-bo")
})

test.run()
