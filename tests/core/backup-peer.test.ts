import { createHash } from "node:crypto"
import { WebSocket } from "ws"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import * as Y from "yjs"
import { BackedUpVenue } from "../../schemas/backup.ts"
import { registrationRoom, tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { PlayerId, TournamentId, VenueId } from "../../schemas/ids.ts"
import { TestCore } from "../support/core.ts"
import { intent } from "../support/intents.ts"
import { TestLeaf } from "../support/leaf.ts"
import type { Ended } from "../support/program.ts"
import { until } from "../support/until.ts"

const test = suite("backup peer")
const tournament = v.parse(TournamentId, "t1")
const players = Array.from({ length: 20 }, (_, index) => v.parse(PlayerId, `p${index}`))

let core: TestCore
test.before(async () => {
  core = await new TestCore({}, { isFirst: true }).start()
})
test.after(async () => {
  await core.stop()
})
const leaves: TestLeaf[] = []
test.after.each(async () => {
  for (const leaf of leaves.splice(0)) await leaf.stop()
})

/** A Leaf that is stopped after the test, however that ends. */
function newLeaf(environment: NodeJS.ProcessEnv = {}): TestLeaf {
  const leaf = new TestLeaf(environment)
  leaves.push(leaf)
  return leaf
}

/** What a check of `/readyz` says. */
async function readiness(leaf: TestLeaf, check: string): Promise<string> {
  const answer: unknown = await (await fetch(`${leaf.url}/readyz`)).json()
  const Readiness = v.object({ checks: v.record(v.string(), v.object({ detail: v.string() })) })
  return v.parse(Readiness, answer).checks[check]?.detail ?? ""
}

const allSafe = (leaf: TestLeaf) =>
  until(
    "Core has all documents",
    async () => /the whole ledger and all players are safe/.test(await readiness(leaf, "core")),
    30_000,
  )

/** The content of rooms as a device sees it, as one hash: what a person would compare. */
async function fingerprint(leaf: TestLeaf, rooms: readonly string[]): Promise<string> {
  const staff = await leaf.signIn()
  const hash = createHash("sha256")
  for (const name of rooms) {
    const room = await staff.openRoom(name)
    const byKey = [...room.registers.all()].toSorted(([a], [b]) => (a < b ? -1 : 1))
    hash.update(JSON.stringify([name, byKey]))
    room.close()
  }
  return hash.digest("hex")
}

/** A venue with a tournament and twenty registrations, written while Core is there and while not. */
async function playedVenue(): Promise<{
  leaf: TestLeaf
  environment: NodeJS.ProcessEnv
  rooms: string[]
}> {
  const first = await newLeaf().start()
  const { venueId } = await (await first.signIn()).venue()
  await first.stop()
  const environment = { FELT_CORE_URL: core.url, FELT_CORE_TOKEN: await core.tokenFor(venueId) }
  const leaf = await newLeaf({ ...environment, FELT_DATA: first.data }).start()
  const rooms = [
    venueRoom(venueId),
    tournamentRoom(tournament),
    ...players.map((player) => registrationRoom(tournament, player)),
  ]
  return { leaf, environment, rooms }
}

async function write(leaf: TestLeaf, seat: number): Promise<void> {
  const staff = await leaf.signIn()
  await staff.record([intent("open-tournament")])
  const [floor, reader] = [
    await staff.openRoom(tournamentRoom(tournament)),
    await staff.openRoom(tournamentRoom(tournament)),
  ]
  for (const [index, player] of players.entries()) {
    floor.registers.set(`entry/e${index}/player`, player)
    floor.registers.set(`entry/e${index}/seat`, { table: "a", seat })
    const room = registrationRoom(tournament, player)
    const [own, other] = [await staff.openRoom(room), await staff.openRoom(room)]
    own.registers.set("nickname", `seat ${seat}`)
    await until("the Leaf has it", () => other.registers.get("nickname") === `seat ${seat}`)
    for (const each of [own, other]) each.close()
  }
  const last = `entry/e${players.length - 1}/seat`
  await until("the Leaf has it all", () => hasSeat(reader.registers.get(last), seat))
  for (const each of [floor, reader]) each.close()
}

const hasSeat = (value: unknown, seat: number) =>
  v.is(v.looseObject({ seat: v.literal(seat) }), value)

test("a new, empty Leaf gets every document of its venue back, also what was written while Core was away", async () => {
  const { leaf, environment, rooms } = await playedVenue()
  await write(leaf, 3)
  await allSafe(leaf)
  await core.kill()
  await write(leaf, 4)
  assert.match(
    await readiness(leaf, "core"),
    /No contact since .* documents and .* lines of the ledger wait/,
  )
  await core.start()
  await allSafe(leaf)
  const before = await fingerprint(leaf, rooms)
  const { venueId } = await (await leaf.signIn()).venue()
  await leaf.kill()

  const replacement = await newLeaf(environment).start()
  assert.is((await (await replacement.signIn()).venue()).venueId, venueId)
  assert.is(await fingerprint(replacement, rooms), before)
  await allSafe(replacement)
  assert.is(await replacement.stop(), 0)
})

test("a venue sees its own rooms and nobody else's, and without a token nobody sees anything", async () => {
  const [a, b] = [await core.tokenFor("venue-a"), await core.tokenFor("venue-b")]
  const doc = new Y.Doc()
  doc.getMap("m").set("of", "a")
  const update = Y.encodeStateAsUpdate(doc)
  const socket = await open("venue/secret", a)
  socket.send(Buffer.from([0, 2, update.length, ...update]))
  await until("it is there", async () => (await described(a)).rooms.length === 1)
  const ofB = await described(b)
  assert.is(ofB.venueId, v.parse(VenueId, "venue-b"))
  assert.equal(ofB.rooms, [])
  const other = await open("venue/secret", b)
  const answer = new Promise<Buffer>((resolve) => {
    other.on("message", (data: Buffer) => {
      if (data[0] === 0 && data[1] === 1) resolve(data)
    })
  })
  other.send(Buffer.from([0, 0, 1, 0]))
  assert.equal([...(await answer)], [0, 1, 2, 0, 0], "an empty document")
  assert.is((await fetch(`${core.url}/api/venue`)).status, 401)
  for (const token of ["", "made-up"]) await refused("venue/secret", token)
  await core.revoke("venue-a")
  assert.is((await fetch(`${core.url}/api/venue`, bearer(a))).status, 401)
  await refused("venue/secret", a)
  socket.terminate()
  other.terminate()
})

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } })
const described = async (token: string) =>
  v.parse(BackedUpVenue, await (await fetch(`${core.url}/api/venue`, bearer(token))).json())

function open(room: string, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`${core.url.replace("http", "ws")}/sync/${room}`, bearer(token))
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socket))
    socket.once("error", reject)
  })
}

async function refused(room: string, token: string): Promise<void> {
  const failure = await open(room, token).then(
    () => null,
    (error: Error) => error.message,
  )
  assert.match(failure ?? "", /401/)
}

for (const [what, environment, words] of [
  ["only one of the two settings", { FELT_CORE_URL: "http://127.0.0.1:9" }, /go together/],
  [
    "what is no address",
    { FELT_CORE_URL: "core.example", FELT_CORE_TOKEN: "x".repeat(43) },
    /FELT_CORE_URL=core\.example .* expected https/,
  ],
  [
    "an address at which anybody could read the token on its way",
    { FELT_CORE_URL: "http://core.example", FELT_CORE_TOKEN: "x".repeat(43) },
    /FELT_CORE_URL=http:\/\/core\.example .* http:\/\/ only to this machine/,
  ],
  [
    "a token that is none, whose text is not shown",
    { FELT_CORE_URL: "http://127.0.0.1:9", FELT_CORE_TOKEN: "short" },
    /FELT_CORE_TOKEN=… /,
  ],
  [
    "a Core that does not answer, where the Leaf is new",
    { FELT_CORE_URL: "http://127.0.0.1:9", FELT_CORE_TOKEN: "x".repeat(43) },
    /does not say of which venue .* no answer from http:\/\/127\.0\.0\.1:9/,
  ],
] as const)
  test(`a start with ${what} ends with one line`, async () => {
    const ended: Ended | null = await newLeaf(environment).tryStart()
    assert.is(ended?.code, 2)
    assert.match(ended?.words ?? "", words)
    assert.is(ended?.words.trim().split("\n").length, 1)
  })

test("the token of another venue: nothing is mixed, and the readiness says so", async () => {
  const known = await newLeaf().start()
  await (await known.signIn()).keepPlayers([{ playerId: v.parse(PlayerId, "p0"), name: "Nora" }])
  await known.stop()
  const token = await core.tokenFor("somebody-else")
  const leaf = await newLeaf({
    FELT_DATA: known.data,
    FELT_CORE_URL: core.url,
    FELT_CORE_TOKEN: token,
  }).start()
  await until("it is told", async () => /somebody-else's/.test(await readiness(leaf, "core")))
  assert.match(await readiness(leaf, "core"), /1 players/)
  assert.equal((await described(token)).rooms, [])
  const told = await fetch(`${core.url}/api/venue/players`, bearer(token))
  assert.equal(await told.json(), { players: [], erased: [], next: null })
  await leaf.stop()
})

for (const [environment, words] of [
  [{ FELT_CORE_PORT: "many" }, /FELT_CORE_PORT=many .* expected a port/],
  [{ DATABASE_URL: "mysql://x:secret@y/z" }, /^The setting DATABASE_URL=… .* expected postgres/],
  [{ DATABASE_URL: "postgres://x:secret@127.0.0.1:9/z" }, /database does not answer/],
] as const)
  test(`Core refuses a wrong setting with one line: ${JSON.stringify(environment)}`, async () => {
    const ended = await new TestCore(environment).tryStart()
    assert.is(ended?.code, 2)
    assert.match(ended?.words ?? "", words)
    assert.not.match(ended?.words ?? "", /secret/)
  })

test.run()
