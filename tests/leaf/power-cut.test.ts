import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import process from "node:process"
import { jetstream, jetstreamManager } from "@nats-io/jetstream"
import { connect, type NatsConnection } from "@nats-io/transport-node"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { verifyLedger } from "../../cli/ledger-verify.ts"
import { seededRandom, uniform } from "../../domain/random.ts"
import { freePort } from "../../program/free-port.ts"
import { natsConfig, readCredentials } from "../../leaf/nats-config.ts"
import { natsPaths } from "../../program/nats-process.ts"
import type { Readiness } from "../../leaf/readiness.ts"
import { assertStreams, LEDGER } from "../../leaf/streams.ts"
import { JetStreamEventLog } from "../../ledger/event-log-jetstream.ts"
import type { LogLine } from "../../ledger/event-log.ts"
import { lineOf } from "../../ledger/recover.ts"
import { syncTree } from "../../program/sync-files.ts"
import type { Intent } from "../../schemas/intent.ts"
import type { IntentAnswer } from "../../schemas/wire.ts"
import { Disk, LazyDisk } from "../support/disk.ts"
import { temporaryFolder } from "../support/folder.ts"
import { buyIns, intent } from "../support/intents.ts"
import { PIN, TestLeaf, witnessOf } from "../support/leaf.ts"
import { ledgerOf } from "../support/ledger-lines.ts"
import { natsServerPath } from "../support/nats.ts"
import { until } from "../support/until.ts"

/**
 * What was acknowledged is on the disk: shown by cutting the power of a disk of our own.
 *
 *   FELT_LONG=1        50 cuts instead of 5, and the test fails where the machine has no disk to cut
 *   FELT_LAZY_DISK=…   the disk of lazy-disk.c, which tears the last write as well
 */
const LAZY = process.env["FELT_LAZY_DISK"]
const IS_LONG = process.env["FELT_LONG"] === "1"
const CUTS = IS_LONG ? 50 : 5
/** With the server's default one is enough, for it loses everything. */
const CONTROL_CUTS = IS_LONG ? 5 : 1
/** So many are acknowledged before each cut, at least. */
const ACKNOWLEDGED = 100
/** Lines are written one by one and as many as this as one. */
const MOST_AT_ONCE = 5

/**
 * A place whose power can be cut. Where the machine gives no disk of our own, the processes are
 * killed instead, which is less, and the output says so.
 */
type Place = {
  folder: string
  cut: () => void
  restart: () => Promise<void>
  remove: () => Promise<void>
}
const place = async (): Promise<Place> =>
  LAZY !== undefined
    ? new LazyDisk(LAZY)
    : ((await Disk.make()) ?? {
        folder: temporaryFolder(),
        cut() {},
        async restart() {},
        async remove() {},
      })

async function canBeCut(): Promise<boolean> {
  const disk = await Disk.make()
  await disk?.remove()
  return disk !== null
}

const isRealCut = LAZY !== undefined || (await canBeCut())
const how = isRealCut ? "the power of its disk cut" : "its processes killed (no disk to cut here)"
const cuts = isRealCut ? "cuts" : "kills"
if (!isRealCut)
  console.log(
    "NO POWER WAS CUT: this machine gives no disk to cut (root, a loop device, mkfs.ext4 and perl). " +
      "Processes were killed instead, which does not show that anything was synced.",
  )

/** A nats-server as the Leaf configures it, or with the server's own default of when to sync. */
class BareServer {
  readonly #folder: string
  readonly #sync: "always" | "default"
  #child: ChildProcess | null = null
  admin: NatsConnection | null = null

  constructor(folder: string, sync: "always" | "default") {
    this.#folder = folder
    this.#sync = sync
  }

  async start(): Promise<JetStreamEventLog> {
    const paths = natsPaths(this.#folder)
    mkdirSync(paths.store, { recursive: true })
    const credentials = readCredentials(paths)
    await syncTree(paths.folder)
    const client = { port: await freePort(), monitorPort: await freePort() }
    const config = natsConfig(paths, client, credentials)
    const isAlways = this.#sync === "always"
    writeFileSync(paths.config, isAlways ? config : config.replace("sync_interval: always", ""))
    this.#child = spawn(natsServerPath(), ["--config", paths.config], { stdio: "ignore" })
    started.add(this.#child)
    const health = `http://127.0.0.1:${client.monitorPort}/healthz`
    await until("the server is well", () =>
      fetch(health).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    const servers = `127.0.0.1:${client.port}`
    this.admin = await connect({ servers, user: "admin", pass: credentials.admin })
    const manager = await jetstreamManager(this.admin)
    await assertStreams(manager)
    const connection = this.admin
    return new JetStreamEventLog({ connection, js: jetstream(connection), manager, ...LEDGER })
  }

  /** Holds it where it is: what it has acknowledged it cannot take back. */
  freeze(): void {
    this.#child?.kill("SIGSTOP")
  }

  async kill(): Promise<void> {
    const child = this.#child
    const ended = new Promise((resolve) => child?.once("exit", resolve))
    child?.kill("SIGKILL")
    await ended
    await this.admin?.close()
  }
}

const started = new Set<ChildProcess>()
test.after(() => {
  for (const child of started) child.kill("SIGKILL")
})

/** The first device asks for one line at a time, the other for several. */
const LANES = 2

/** Cuts the power so many times after acknowledged lines. Gives how many were acknowledged and lost. */
async function loseLines(sync: "always" | "default", times: number) {
  const random = seededRandom(`power-${sync}`)
  const disk = await place()
  const entries = ledgerOf(1 + times * 2 * ACKNOWLEDGED)
  let [at, acknowledged, lost] = [0, 0, 0]
  for (let round = 0; round < times; round++) {
    const server = new BareServer(disk.folder, sync)
    const log = await server.start()
    const end = at + ACKNOWLEDGED + uniform(random, ACKNOWLEDGED)
    while (at < end) {
      const lines = entries.slice(at, Math.min(end, at + 1 + uniform(random, MOST_AT_ONCE)))
      await log.append(lines.map(lineOf))
      at += lines.length
      acknowledged += lines.length
    }
    server.freeze()
    disk.cut()
    await server.kill()
    await disk.restart()
    const found = await linesAfterCut(disk.folder, sync)
    lost += at - found.length
    assert.equal(found, entries.slice(0, found.length).map(lineOf), `round ${round}`)
    at = found.length
  }
  await disk.remove()
  return { acknowledged, lost }
}

async function linesAfterCut(folder: string, sync: "always" | "default"): Promise<LogLine[]> {
  const again = new BareServer(folder, sync)
  const found: LogLine[] = []
  try {
    for await (const line of (await again.start()).read(0)) found.push(line)
  } catch (error) {
    if (sync === "always") throw error
    // What was not synced may be so torn that the server cannot even start on it.
    rmSync(natsPaths(folder).store, { recursive: true })
  }
  await again.kill()
  return found
}

test("where a long run was asked for there is a disk to cut", () => {
  assert.ok(isRealCut || !IS_LONG, "run it as root, with loop devices, mkfs.ext4 and perl")
})

test(`the log, ${how} ${CUTS} times: every acknowledged line is there`, async () => {
  const { acknowledged, lost } = await loseLines("always", CUTS)
  console.log(`${CUTS} ${cuts}, every write synced: ${lost} of ${acknowledged} lines lost`)
  assert.is(lost, 0)
})

test("the same with the server's default of when to sync loses lines, so the test can tell", async () => {
  const { acknowledged, lost } = await loseLines("default", CONTROL_CUTS)
  console.log(
    `${CONTROL_CUTS} ${cuts}, the server's default: ${lost} of ${acknowledged} lines lost`,
  )
  if (isRealCut) assert.ok(lost > 0, "no line was lost")
  else assert.is(lost, 0, "what a process has written outlives it; only a power cut takes it")
})

/** Sends intents, some a request, until the Leaf says nothing more; what is answered is added. */
async function sendAll(
  leaf: TestLeaf,
  token: string,
  intents: Intent[],
  atOnce: number,
  answered: IntentAnswer[],
): Promise<void> {
  for (let from = 0; from < intents.length; from += atOnce) {
    const answers = await send(leaf, token, intents.slice(from, from + atOnce))
    if (answers.length === 0) return
    answered.push(...answers)
  }
}

async function send(leaf: TestLeaf, token: string, intents: Intent[]): Promise<IntentAnswer[]> {
  try {
    const response = await fetch(`${leaf.url}/api/ledger/intents`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ intents }),
    })
    return ((await response.json()) as { intents: IntentAnswer[] }).intents
  } catch {
    // The power went: no answer came, so nothing was promised.
    return []
  }
}

test(`the whole Leaf, ${how} ${CUTS} times in the middle of its work: every answer is kept`, async () => {
  const random = seededRandom("power-leaf")
  const disk = await place()
  const leaf = new TestLeaf({ FELT_DATA: `${disk.folder}/felt` })
  const promised = new Map<string, number>()
  const sent: Intent[] = []
  let longestMs = 0
  for (let round = 0; round <= CUTS; round++) {
    const startedAt = performance.now()
    await leaf.start()
    longestMs = Math.max(longestMs, performance.now() - startedAt)
    const client = await leaf.signIn()
    if (round === 0) await client.record([intent("open-tournament")])
    const at = new Map(
      (await linesOf(client)).map(({ intent: { id }, sequence }) => [id, sequence]),
    )
    for (const [id, seq] of promised) assert.is(at.get(id as never), seq, `round ${round}: ${id}`)
    await assertNoAlarm(leaf)
    if (round === CUTS) break
    const { token } = await session(leaf)
    const lanes = Array.from({ length: LANES }, (_, lane) =>
      buyIns(2 * ACKNOWLEDGED).map((each, index) =>
        intent("buy-in", {
          id: each.id,
          playerId: `p${round}-${lane}-${index}`,
          entryId: `e${round}-${lane}-${index}`,
        }),
      ),
    )
    sent.push(...lanes.flat())
    const answered: IntentAnswer[] = []
    const sending = lanes.map((intents, lane) =>
      sendAll(leaf, token, intents, 1 + lane * (MOST_AT_ONCE - 1), answered),
    )
    const enough = ACKNOWLEDGED + uniform(random, ACKNOWLEDGED)
    await until(`${enough} intents are answered`, () => answered.length >= enough)
    const processes = [leafProcess(leaf), leaf.natsProcessId()]
    // Held where they are, they cannot answer after the cut what is no longer written.
    for (const id of processes) process.kill(id, "SIGSTOP")
    disk.cut()
    for (const id of processes) process.kill(id, "SIGKILL")
    await leaf.stop()
    await Promise.all(sending)
    for (const { id, seq } of answered) promised.set(id, seq)
    await disk.restart()
  }
  assert.is(await leaf.stop(), 0)
  const { ok } = await verifyLedger(leaf.data)
  assert.ok(ok)
  await disk.remove()
  console.log(
    `${CUTS} ${cuts}: ${promised.size} of ${sent.length} intents were answered, none was lost; ` +
      `longest start ${Math.round(longestMs)} ms`,
  )
  assert.ok(promised.size >= ACKNOWLEDGED * CUTS)
})

if (isRealCut)
  test("what was written and not synced when all was killed is synced before it is read again", async () => {
    const disk = await place()
    const leaf = await new TestLeaf({ FELT_DATA: `${disk.folder}/felt` }).start()
    await (await leaf.signIn()).record([intent("open-tournament")])
    await leaf.kill()
    // As if the kill had come between the write and its sync.
    const stored = `${natsPaths(leaf.data).store}/unsynced`
    const witness = witnessOf(leaf.data)
    const line = readFileSync(witness, "utf8")
    rmSync(witness)
    for (const path of [stored, witness]) writeFileSync(path, line)
    await leaf.start()
    const processes = [leafProcess(leaf), leaf.natsProcessId()]
    for (const id of processes) process.kill(id, "SIGSTOP")
    try {
      disk.cut()
    } finally {
      for (const id of processes) process.kill(id, "SIGKILL")
    }
    await leaf.stop()
    await disk.restart()
    for (const path of [stored, witness]) assert.is(readFileSync(path, "utf8"), line, path)
    await disk.remove()
  })

/** A cut is no damage: nothing had to be repaired, and nobody is called. */
async function assertNoAlarm(leaf: TestLeaf): Promise<void> {
  const { checks } = (await (await fetch(`${leaf.url}/readyz`)).json()) as Readiness
  assert.is(checks["repair"], undefined)
}

const leafProcess = (leaf: TestLeaf): number =>
  Number(readFileSync(`${leaf.data}/leaf.pid`, "utf8").trim())

async function session(leaf: TestLeaf): Promise<{ token: string }> {
  const body = JSON.stringify({ pin: PIN })
  const answer = await fetch(`${leaf.url}/api/sessions`, { method: "POST", body })
  return (await answer.json()) as { token: string }
}

type Client = Awaited<ReturnType<TestLeaf["signIn"]>>

const linesOf = (client: Client) => client.ledger(0)

test.run()
