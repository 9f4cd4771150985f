import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs"
import process from "node:process"
import { setTimeout as wait } from "node:timers/promises"
import { PGlite } from "@electric-sql/pglite"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { LeafClient } from "../../cli/leaf-client.ts"
import type { HttpServer } from "../../leaf/http/server.ts"
import type { Leaf } from "../../leaf/leaf.ts"
import { natsPaths } from "../../program/nats-process.ts"
import type { Readiness } from "../../leaf/readiness.ts"
import { temporaryFolder } from "../support/folder.ts"
import { buyIns, intent } from "../support/intents.ts"
import { until } from "../support/until.ts"
import { openOwnLeaf } from "../support/own-leaf.ts"

const PIN = "71934820"
const LINES = 40
/** The ledger is looked at so soon after its last line, so that the test need not wait. */
const IDLE = { idleMs: 100, everyMs: 200 }
const NEVER = { idleMs: 3_600_000, everyMs: 3_600_000 }

/** A Leaf in this process, since only its own code can say how soon it looks. */
class OpenLeaf {
  readonly data: string
  readonly leaf: Leaf
  readonly url: string
  readonly client: LeafClient
  readonly #http: HttpServer

  private constructor(parts: { data: string; leaf: Leaf; http: HttpServer }) {
    this.data = parts.data
    this.leaf = parts.leaf
    this.#http = parts.http
    this.url = `http://127.0.0.1:${parts.http.port}`
    this.client = new LeafClient(this.url)
  }

  static async open(idleTimes: typeof IDLE, data = temporaryFolder()): Promise<OpenLeaf> {
    const { leaf, http } = await openOwnLeaf({
      data,
      idleTimes,
      environment: { FELT_SETUP_PIN: PIN },
    })
    const opened = new OpenLeaf({ data, leaf, http })
    await opened.client.signIn(PIN)
    return opened
  }

  /** With so many lines. */
  static async filled(idleTimes: typeof IDLE): Promise<OpenLeaf> {
    const opened = await OpenLeaf.open(idleTimes)
    await opened.client.record([intent("open-tournament"), ...buyIns(LINES - 1)])
    return opened
  }

  async close(): Promise<void> {
    const closed = this.#http.close()
    await this.leaf.disconnect()
    await closed
    await this.leaf.close()
  }

  get block(): string {
    return `${natsPaths(this.data).store}/jetstream/$G/streams/LEDGER/msgs/1.blk`
  }

  get witness(): string {
    return `${this.data}/witness/ledger.jsonl`
  }

  async ready(): Promise<{ status: number; checks: Readiness["checks"] }> {
    const answer = await fetch(`${this.url}/readyz`)
    return { status: answer.status, checks: ((await answer.json()) as Readiness).checks }
  }

  /** It takes no money, and every answer says why and what to do. */
  async refuses(words: RegExp): Promise<void> {
    const { status, checks } = await this.ready()
    assert.is(status, 503)
    assert.not(checks["ledger"]?.ok)
    assert.match(checks["ledger"]?.detail ?? "", words)
    const before = await this.leaf.ledger.heads()
    const answer = await this.#ask()
    assert.is(answer.status, 503)
    assert.match(((await answer.json()) as { detail: string }).detail, words)
    assert.equal(await this.leaf.ledger.heads(), before)
  }

  async #ask(): Promise<Response> {
    const { token } = (await (
      await fetch(`${this.url}/api/sessions`, {
        method: "POST",
        body: JSON.stringify({ pin: PIN }),
      })
    ).json()) as { token: string }
    return fetch(`${this.url}/api/ledger/intents`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ intents: [intent("buy-in", { playerId: "p-x", entryId: "e-x" })] }),
    })
  }
}

/** Changes one bit of the 15th buy-in, in place: a running server has the file open. */
function rot(path: string): void {
  const bytes = readFileSync(path)
  let at = 0
  for (let each = 0; each < 15; each++) at = bytes.indexOf('"kind":"buy-in"', at + 1)
  assert.ok(at > 0, "there is such a line")
  bytes[at + 9]! ^= 1
  writeFileSync(path, bytes, { flag: "r+" })
}

const WORDS = /No money is taken: stop the Leaf and start it again, which compares log and witness/
/** The server gives what it has just written out of its memory for ten seconds. */
const FOUND_WITHIN_MS = 30_000

const isFound = (opened: OpenLeaf) => async () => (await opened.ready()).status === 503

/** Stopped and started, it has every line again, says what was repaired, and takes money. */
async function isRepairedByAStart(opened: OpenLeaf, lines: unknown[], alarm: RegExp) {
  await opened.close()
  const again = await OpenLeaf.open(NEVER, opened.data)
  assert.equal(await again.client.ledger(0), lines)
  const { status, checks } = await again.ready()
  assert.is(status, 200)
  assert.match(checks["repair"]?.detail ?? "", alarm)
  const [next] = await again.client.record([
    intent("buy-in", { playerId: "p-next", entryId: "e-next" }),
  ])
  assert.is(next?.seq, LINES + 1)
  await again.close()
}

test("a line that rots under a running Leaf is found while it is idle, and a start repairs it", async () => {
  const opened = await OpenLeaf.filled(IDLE)
  const lines = await opened.client.ledger(0)
  rot(opened.block)
  await until("it is found", isFound(opened), FOUND_WITHIN_MS)
  await opened.refuses(WORDS)
  await opened.refuses(/chain breaks at line 16: the log has lost it|chain breaks at line 16: it/)
  await isRepairedByAStart(opened, lines, /log was damaged from line 16 and was repaired/)
})

test("a witness that rots under a running Leaf is found while it is idle, and a start repairs it", async () => {
  const opened = await OpenLeaf.filled(IDLE)
  const lines = await opened.client.ledger(0)
  rot(opened.witness)
  await until("it is found", isFound(opened))
  await opened.refuses(WORDS)
  await isRepairedByAStart(opened, lines, /witness .* was damaged from line 16 /)
})

/** Where that line of a file ends, in bytes. */
const endOfLine = (path: string, line: number): number =>
  Buffer.byteLength(readFileSync(path, "utf8").split("\n").slice(0, line).join("\n")) + 1

/** What a hand or a disk does to the witness's end. */
for (const [what, change, words] of [
  ["cut short", (path: string) => truncateSync(path, endOfLine(path, 20)), /ends before line 21/],
  ["written on", (path: string) => appendFileSync(path, "{}\n"), /chain breaks at line 41/],
] as const)
  test(`a witness that is ${what} under a running Leaf is found while it is idle`, async () => {
    const opened = await OpenLeaf.filled(IDLE)
    change(opened.witness)
    await until("it is found", isFound(opened))
    await opened.refuses(words)
    await opened.close()
  })

test("a whole ledger is looked at again and again, and takes money in between", async () => {
  const opened = await OpenLeaf.filled({ idleMs: 5, everyMs: 5 })
  for (let each = 0; each < 40; each++) {
    const ids = { playerId: `p-${each}-more`, entryId: `e-${each}-more` }
    const [answer] = await opened.client.record([intent("buy-in", ids)])
    assert.is(answer?.seq, LINES + 1 + each)
    await wait(25)
  }
  const { status, checks } = await opened.ready()
  assert.is(status, 200, JSON.stringify(checks))
  await opened.close()
})

test("what rotted is found at once when nats-server had to be started again, with a copy kept", async () => {
  const opened = await OpenLeaf.filled(NEVER)
  const lines = await opened.client.ledger(0)
  rot(opened.block)
  const damaged = readFileSync(opened.block)
  process.kill(Number(readFileSync(natsPaths(opened.data).pid, "utf8")), "SIGKILL")
  const copies = `${opened.data}/damaged-ledger`
  await until(
    "it is found",
    async () => existsSync(copies) && (await opened.ready()).checks["repair"] !== undefined,
  )
  await opened.refuses(WORDS)
  const [name] = readdirSync(copies)
  assert.equal(readFileSync(`${copies}/${name}/LEDGER/msgs/1.blk`), damaged)
  await isRepairedByAStart(opened, lines, /log was damaged from line 16 and was repaired/)
})

test("a projection that somebody has changed is filled anew while nobody uses the ledger", async () => {
  const before = await OpenLeaf.filled(NEVER)
  const expected = await before.leaf.ledger.store.fingerprint(LINES)
  await before.close()
  const sql = new PGlite(`${before.data}/projection`)
  await sql.exec("update entries set player_id = 'p9' where sequence = 4")
  await sql.close()
  const after = await OpenLeaf.open(IDLE, before.data)
  const { store } = after.leaf.ledger
  await until("it is as it was", async () => (await store.fingerprint(LINES)) === expected)
  assert.is((await after.ready()).status, 200)
  await after.close()
})

test.run()
