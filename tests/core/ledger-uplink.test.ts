import { cpSync, readFileSync } from "node:fs"
import process from "node:process"
import { WebSocket } from "ws"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { restoreFromCore } from "../../cli/restore.ts"
import { verifyLedger } from "../../cli/ledger-verify.ts"
import { askCore } from "../../leaf/uplink/core-api.ts"
import { openHubLog } from "../../leaf/uplink/hub-log.ts"
import type { LogLine } from "../../ledger/event-log.ts"
import type { BackedUpVenue } from "../../schemas/backup.ts"
import { OwnedVenues } from "../../schemas/owner.ts"
import { tournamentRoom } from "../../schemas/documents/rooms.ts"
import { TournamentId } from "../../schemas/ids.ts"
import type { Intent } from "../../schemas/intent.ts"
import { readAll } from "../contracts/event-log.ts"
import { TestCore } from "../support/core.ts"
import { temporaryFolder } from "../support/folder.ts"
import { buyIns, intent } from "../support/intents.ts"
import { readiness, TestLeaf, witnessOf } from "../support/leaf.ts"
import { failureOf } from "../support/stored-bytes.ts"
import { until } from "../support/until.ts"

const test = suite("ledger uplink, real programs")

/** A night that was long: FELT_LONG=1. */
const isLong = process.env["FELT_LONG"] === "1"
const [LINES, UPDATES] = isLong ? [20_000, 5_000] : [1_500, 200]
const PATIENCE_MS = isLong ? 120_000 : 30_000
const tournament = v.parse(TournamentId, "t1")

let core: TestCore
test.before(async () => {
  core = await new TestCore().start()
})
test.after(async () => {
  await core.stop()
})
const leaves: TestLeaf[] = []
test.after.each(async () => {
  for (const leaf of leaves.splice(0)) await leaf.stop()
})

/** A Leaf that is stopped after the test, however that ends. */
function newLeaf(environment: NodeJS.ProcessEnv): TestLeaf {
  const leaf = new TestLeaf(environment)
  leaves.push(leaf)
  return leaf
}

let venues = 0
/** A venue of its own: what its Leaf is started with. */
async function newVenue(): Promise<{ FELT_CORE_URL: string; FELT_CORE_TOKEN: string }> {
  venues += 1
  const token = await core.tokenFor(`venue-${venues}`)
  return { FELT_CORE_URL: core.url, FELT_CORE_TOKEN: token }
}

type Access = Awaited<ReturnType<typeof newVenue>>

const coreOf = ({ FELT_CORE_URL: url, FELT_CORE_TOKEN: token }: Access) => ({ url, token })
const described = (access: Access): Promise<BackedUpVenue> => askCore(coreOf(access))

/** Everything that the hub has of a venue's ledger. */
async function inHub(access: Access): Promise<LogLine[]> {
  const log = await openHubLog((await described(access)).hub, coreOf(access))
  try {
    return await readAll(log.log)
  } finally {
    await log.close()
  }
}

const isStored = (access: Access, lines: number) =>
  until(
    `Core has stored ${lines} lines`,
    async () => (await described(access).catch(() => null))?.ledger.lines === lines,
    PATIENCE_MS,
  )

const coreCheck = async (leaf: TestLeaf) => (await readiness(leaf)).checks["core"]

const allSafe = (leaf: TestLeaf) =>
  until(
    "Core has everything",
    async () => /whole ledger .*are safe there/.test((await coreCheck(leaf))?.detail ?? ""),
    PATIENCE_MS,
  )

/** The Leaf's lines as bytes: the witness has them one by one. */
const linesOf = (leaf: TestLeaf): string[] =>
  readFileSync(witnessOf(leaf.data), "utf8").split("\n").slice(0, -1)

async function assertArrived(leaf: TestLeaf, access: Access, lines: number): Promise<void> {
  await isStored(access, lines)
  const own = linesOf(leaf)
  const there = await inHub(access)
  assert.is(own.length, lines)
  assert.equal(
    there.map(({ text }) => text),
    own,
  )
  assert.equal(
    there.map(({ sequence }) => sequence),
    own.map((_, index) => index + 1),
  )
}

const night = (lines: number): Intent[] => [
  intent("open-tournament"),
  ...buyIns(99),
  ...Array.from({ length: lines - 100 }, (_, index) =>
    intent("rebuy", { entryId: `e${(index % 99) + 1}` }),
  ),
]

test("every line arrives as it is, at its own number, and its owner sees how far it has come", async () => {
  const [us, others] = [await core.addTenant("Us"), await core.addTenant("Others")]
  const token = await core.tokenFor("ours", us.tenantId)
  const access = { FELT_CORE_URL: core.url, FELT_CORE_TOKEN: token }
  const leaf = await newLeaf(access).start()
  const staff = await leaf.signIn()
  await staff.record(night(120))
  await assertArrived(leaf, access, 120)
  const [last] = (await inHub(access)).slice(-1)
  const { ledger } = await described(access)
  assert.equal(ledger, { lines: 120, hash: hashOf(last), alarm: null })
  const venuesOf = async (owner: string) => {
    const answer = await core.ask("GET", "/api/venues", { token: owner })
    return v.parse(OwnedVenues, await answer.json()).venues
  }
  const [row, ...rest] = await venuesOf(us.owner)
  const { lines, hash, alarm } = row?.ledger ?? {}
  assert.equal([row?.venueId, lines, hash, alarm], ["ours", 120, ledger.hash, null])
  assert.equal(rest, [])
  assert.equal(await venuesOf(others.owner), [])
  const metrics = await (await fetch(`${core.url}/metrics`)).text()
  assert.match(metrics, /^felt_core_ledger_waiting_lines 0$/m)
  await allSafe(leaf)
  assert.match(await (await fetch(`${leaf.url}/metrics`)).text(), /^felt_core_waiting_lines 0$/m)
})

const hashOf = (line: LogLine | undefined): string =>
  v.parse(v.pipe(v.string(), v.parseJson(), v.object({ hash: v.string() })), line?.text).hash

test(`Core is away for hours: ${LINES} lines and ${UPDATES} edits; then all are there, once and in order, whoever is killed on the way`, async () => {
  const access = await newVenue()
  const leaf = await newLeaf(access).start()
  await core.kill()
  const staff = await leaf.signIn()
  const recorded = await staff.record(night(LINES))
  assert.is(recorded.length, LINES)
  const room = await staff.openRoom(tournamentRoom(tournament))
  room.registers.set("entry/e1/player", "p1")
  for (let seat = 1; seat <= UPDATES; seat++)
    room.registers.set("entry/e1/seat", { table: "a", seat: 1 + (seat % 9) })
  await room.safe()
  room.close()
  assert.match(
    (await coreCheck(leaf))?.detail ?? "",
    new RegExp(`${LINES} lines of the ledger wait`),
  )

  const startedAt = performance.now()
  await core.start()
  await somethingArrived(access)
  await core.kill()
  await core.start()
  await somethingArrived(access)
  await leaf.kill()
  await leaf.start()
  await core.kill()
  await core.start()
  await assertArrived(leaf, access, LINES)
  await allSafe(leaf)
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  process.stdout.write(
    `(${LINES} lines, ${UPDATES} edits: in step ${seconds} s after Core's start) `,
  )
})

/** So that whatever comes next comes in the middle of it. */
const somethingArrived = (access: Access) =>
  until(
    "some lines have arrived",
    async () => ((await inHub(access).catch(() => [])).length ?? 0) > 0,
    PATIENCE_MS,
  )

test("a Leaf that was put back from an older copy is told apart, and gets its later lines back", async () => {
  const access = await newVenue()
  const leaf = await newLeaf(access).start()
  const lines = night(150)
  await (await leaf.signIn()).record(lines.slice(0, 110))
  await leaf.stop()
  const copy = temporaryFolder()
  cpSync(leaf.data, copy, { recursive: true })
  await leaf.start()
  await (await leaf.signIn()).record(lines.slice(110))
  await isStored(access, 150)
  const whole = linesOf(leaf)
  await leaf.stop()

  const older = await newLeaf({ ...access, FELT_DATA: copy }).start()
  await until("it is told", async () => (await coreCheck(older))?.ok === false)
  assert.match(
    (await coreCheck(older))?.detail ?? "",
    /Core has 150 lines .* ends at line 110: .* restore --from-core\.$/,
  )
  await older.stop()
  assert.is((await inHub(access)).length, 150, "nothing was overwritten")

  const { restored, agrees } = await restore(access, copy)
  assert.equal([restored, agrees], [40, true])
  await older.start()
  assert.equal(linesOf(older), whole)
  await allSafe(older)
  await (await older.signIn()).record(buyIns(1, { playerId: "late", entryId: "late" }))
  await isStored(access, 151)
})

/** `felt restore --from-core`, in this process. */
function restore(access: Access, data: string) {
  Object.assign(process.env, access)
  return restoreFromCore(data)
}

test("a Leaf is destroyed: on a new one, and in a folder filled by hand, the ledger is the same to the byte", async () => {
  const access = await newVenue()
  const leaf = await newLeaf(access).start()
  await (await leaf.signIn()).record(night(700))
  await isStored(access, 700)
  const whole = linesOf(leaf)
  await leaf.kill()

  const folder = temporaryFolder()
  const result = await restore(access, folder)
  const { ledger } = await described(access)
  assert.equal(result, {
    venueId: result.venueId,
    restored: 700,
    lastSequence: 700,
    headHash: ledger.hash,
    core: { lines: 700, headHash: ledger.hash },
    agrees: true,
  })
  const replacement = await newLeaf(access).start()
  assert.equal(linesOf(replacement), whole)
  const found = await (await replacement.signIn()).ledger(0)
  assert.is(found.length, 700)
  await replacement.stop()
  for (const data of [folder, replacement.data]) {
    const verification = await verifyLedger(data)
    assert.ok(verification.ok)
    assert.equal([verification.entries, verification.headHash], [700, ledger.hash])
  }
  assert.is((await restore(access, folder)).restored, 0, "again, there is nothing left to do")
})

test("a token that was taken away: nothing more arrives, and the readiness says so", async () => {
  const access = await newVenue()
  const leaf = await newLeaf(access).start()
  await (await leaf.signIn()).record(night(101))
  await isStored(access, 101)
  await core.revoke(`venue-${venues}`)
  await leaf.stop()
  await leaf.start()
  await until("it is told", async () =>
    /does not know the token/.test((await coreCheck(leaf))?.detail ?? ""),
  )
  assert.ok((await readiness(leaf)).ready, "and the night goes on")
  assert.match((await failureOf(described(access))).message, /does not know the token/)
  for (const token of [access.FELT_CORE_TOKEN, "made-up"]) {
    const headers = { Authorization: `Bearer ${token}` }
    const socket = new WebSocket(`${core.url.replace("http", "ws")}/hub`, { headers })
    const refused = new Promise((resolve) => socket.once("error", resolve))
    assert.match(String(await refused), /401/, "nor does the way to the hub open")
  }
})

test.run()
