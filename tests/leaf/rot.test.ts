import {
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs"
import process from "node:process"
import { jetstream, jetstreamManager } from "@nats-io/jetstream"
import { connect, type NatsConnection } from "@nats-io/transport-node"
import { pino } from "pino"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { type Random, seededRandom, uniform } from "../../domain/random.ts"
import { StartRefused } from "../../program/start-refused.ts"
import { natsPaths } from "../../leaf/nats-config.ts"
import { NatsServer } from "../../leaf/nats-server.ts"
import { ledgerRepair } from "../../leaf/streams.ts"
import { JetStreamEventLog } from "../../ledger/event-log-jetstream.ts"
import type { LogLine, LogRepair } from "../../ledger/event-log.ts"
import { LedgerInDoubt, lineOf, recover } from "../../ledger/recover.ts"
import { millis } from "../../schemas/units.ts"
import { temporaryFolder } from "../support/folder.ts"
import { ledgerOf, witnessText } from "../support/ledger-lines.ts"
import { natsServerPath } from "../support/nats.ts"

const LINES = 100
/** Each in a stream of its own, so that one start of the server tries many kinds of damage. */
const LEDGERS = 50
const FLIPS = 400
/** So long may the server take to read them all; a Leaf gives it longer. */
const READ_WITHIN_MS = 5_000

/** The server makes its block files a quarter of this: the many lines below fill more than one. */
const STREAM_BYTES = 16_000_000

/** How the server was stopped: the next start reads its files in other ways. */
type Stop = "clean" | "killed"

const started: NatsServer[] = []
test.after.each(async () => {
  while (started.length > 0) await started.pop()?.stop()
})

/** Many ledgers in one store, each with the same lines and a witness of its own. */
class Ledgers {
  readonly folder = temporaryFolder()
  readonly #head: string | undefined
  readonly #lines: LogLine[]
  readonly #witnessText: string
  readonly names: string[]
  #nats: NatsServer | null = null
  #away = 0

  constructor(count: number, lines: number) {
    const entries = ledgerOf(lines)
    this.#head = entries.at(-1)?.hash
    this.#lines = entries.map(lineOf)
    this.#witnessText = witnessText(entries)
    this.names = Array.from({ length: count }, (_, index) => `R${index}`)
  }

  /** Starts the server on the store. Gives the streams that kept it from starting. */
  async start(): Promise<string[]> {
    const log = pino({ level: "silent" })
    try {
      this.#nats = await NatsServer.start(natsServerPath(), this.folder, log, millis(0), {
        readyWithinMs: READ_WITHIN_MS,
      })
      started.push(this.#nats)
      return []
    } catch (error) {
      assert.instance(error, StartRefused)
      const unread = this.names.filter((name) => new RegExp(`/${name}[,.]`).test(String(error)))
      assert.match(String(error), /cannot read .* Take no money, move that folder away/)
      // What the sentence tells a person to do.
      for (const name of unread)
        renameSync(this.#folder(name), `${this.folder}/away-${name}-${(this.#away += 1)}`)
      assert.equal(await this.start(), [])
      for (const name of unread) await this.#add(name)
      return unread
    }
  }

  async stop(how: Stop): Promise<void> {
    const { processId } = this.#server
    if (how === "killed" && processId !== undefined) process.kill(processId, "SIGKILL")
    await this.#server.stop()
  }

  witness = (name: string): string => `${this.folder}/${name}.jsonl`

  /** Makes every stream, full, and every witness. */
  async fill(): Promise<void> {
    for (const name of this.names) {
      writeFileSync(this.witness(name), this.#witnessText)
      await this.#add(name)
      await this.#repair(name, []).fill(this.#lines)
    }
  }

  /** The files in which the server keeps a ledger's lines. */
  blocks(name: string): string[] {
    const folder = `${this.#folder(name)}/msgs`
    return readdirSync(folder)
      .filter((file) => file.endsWith(".blk"))
      .map((file) => `${folder}/${file}`)
  }

  #folder = (name: string): string => `${natsPaths(this.folder).store}/jetstream/$G/streams/${name}`

  /** Recovers one ledger as the start does. Gives the alarms, or why it was refused. */
  recover(name: string): Promise<{ alarms: string[]; restored: number } | { doubt: string }> {
    const alarms: string[] = []
    return this.#asAdmin(async (admin) => {
      const log = await this.#log(admin, name, alarms)
      try {
        const { state, witness, restored } = await recover(log, this.witness(name))
        await witness.close()
        assert.is(state.headHash, this.#head)
        return { alarms, restored }
      } catch (error) {
        if (error instanceof LedgerInDoubt) return { doubt: error.message }
        throw error
      }
    })
  }

  /** The stream holds every line as it was, in its place, and so does the witness. */
  async assertWhole(name: string): Promise<void> {
    await this.#asAdmin(async (admin) => {
      let at = 0
      for await (const line of (await this.#log(admin, name, [])).read(0)) {
        const expected = this.#lines[at]
        if (JSON.stringify(line) !== JSON.stringify(expected)) assert.equal(line, expected)
        at += 1
      }
      assert.is(at, this.#lines.length)
    })
    assert.is(readFileSync(this.witness(name), "utf8"), this.#witnessText)
  }

  async #log(admin: NatsConnection, name: string, alarms: string[]): Promise<JetStreamEventLog> {
    return new JetStreamEventLog({
      connection: admin,
      js: jetstream(admin),
      manager: await jetstreamManager(admin),
      stream: name,
      prefix: name,
      repair: this.#repair(name, alarms),
    })
  }

  #repair(name: string, alarms: string[]): LogRepair {
    return {
      ...ledgerRepair({
        server: this.#server,
        data: this.folder,
        at: millis(0),
        report: (alarm) => alarms.push(alarm),
        ledger: { stream: name, prefix: name },
      }),
      keep: () => Promise.resolve("the-copy"),
      // The real one reserves more room than so many streams have.
      empty: async () => {
        await this.#asAdmin(async (admin) => {
          await (await jetstreamManager(admin)).streams.delete(name)
        })
        await this.#add(name)
      },
    }
  }

  #add(name: string): Promise<unknown> {
    return this.#asAdmin(async (admin) =>
      (await jetstreamManager(admin)).streams.add({
        name,
        subjects: [`${name}.>`],
        max_bytes: STREAM_BYTES,
        allow_atomic: true,
      }),
    )
  }

  get #server(): NatsServer {
    if (!this.#nats) throw new Error("It does not run.")
    return this.#nats
  }

  async #asAdmin<T>(work: (admin: NatsConnection) => Promise<T>): Promise<T> {
    const { client, credentials } = this.#server
    const servers = `127.0.0.1:${client.port}`
    const admin = await connect({ servers, user: "admin", pass: credentials.admin })
    try {
      return await work(admin)
    } finally {
      await admin.close()
    }
  }
}

function flipOneBit(path: string, random: Random): string {
  const bytes = readFileSync(path)
  const at = uniform(random, bytes.length)
  const bit = uniform(random, 8)
  bytes[at]! ^= 1 << bit
  writeFileSync(path, bytes)
  return `bit ${bit} of byte ${at} of ${bytes.length}`
}

test(`${FLIPS} flipped bits, after clean and unclean stops: each noticed and repaired at the start`, async () => {
  const seed = "rot-1"
  const random = seededRandom(seed)
  const ledgers = new Ledgers(LEDGERS, LINES)
  await ledgers.start()
  await ledgers.fill()
  let refused = 0
  for (let round = 0; round < FLIPS / LEDGERS; round++) {
    const how: Stop = round % 2 === 0 ? "killed" : "clean"
    await ledgers.stop(how)
    const flips = ledgers.names.map((name) => {
      const blocks = ledgers.blocks(name)
      return flipOneBit(blocks[uniform(random, blocks.length)] ?? "", random)
    })
    const unread = await ledgers.start()
    refused += unread.length
    for (const [index, name] of ledgers.names.entries()) {
      const what = `seed ${seed}, round ${round}, ${name}, ${how}: ${flips[index]}`
      const result = await ledgers.recover(name)
      assert.ok(
        "alarms" in result && result.alarms.length === 1,
        `${what}: ${JSON.stringify(result)}`,
      )
      assert.ok(result.restored > 0, what)
      await ledgers.assertWhole(name)
    }
  }
  console.log(`${FLIPS} flips: all repaired; ${refused} of them after a person moved a folder away`)
})

/** What happens to the files of one ledger. */
const damages: Record<string, (blocks: string[], random: Random) => void> = {
  "a block file is cut short": ([first], random) =>
    truncateSync(first!, uniform(random, statSync(first!).size)),
  "a block file is empty": ([first]) => truncateSync(first!, 0),
  "a block file is gone": ([first]) => rmSync(first!),
  "a page of a block file is all zeros": ([first], random) => {
    const bytes = readFileSync(first!)
    const from = uniform(random, bytes.length - 4_096)
    writeFileSync(first!, bytes.fill(0, from, from + 4_096))
  },
  "ten bits are flipped": ([first], random) => {
    for (let each = 0; each < 10; each++) flipOneBit(first!, random)
  },
  "the first line is overwritten": ([first]) => {
    const bytes = readFileSync(first!)
    writeFileSync(first!, bytes.fill(0xff, 0, 600))
  },
}

for (const how of ["killed", "clean"] as const)
  test(`files cut short, emptied and deleted, after a stop that was ${how}: all noticed and repaired`, async () => {
    const kinds = Object.entries(damages)
    const random = seededRandom(`files-${how}`)
    const ledgers = new Ledgers(kinds.length, LINES)
    await ledgers.start()
    await ledgers.fill()
    await ledgers.stop(how)
    for (const [index, [, damage]] of kinds.entries())
      damage(ledgers.blocks(ledgers.names[index]!), random)
    await ledgers.start()
    for (const [index, [what]] of kinds.entries()) {
      const result = await ledgers.recover(ledgers.names[index]!)
      assert.ok(
        "alarms" in result && result.alarms.length === 1,
        `${what}: ${JSON.stringify(result)}`,
      )
      assert.ok(result.restored > 0, what)
      await ledgers.assertWhole(ledgers.names[index]!)
    }
  })

/** Where a record begins, and how long it is: its own first four bytes, of which one bit is a mark. */
function recordAt(bytes: Buffer, index: number): number {
  let at = 0
  for (let each = 0; each < index; each++) at += bytes.readUInt32LE(at) & 0x7fff_ffff
  return at
}

test("a line's number that became huge keeps the server from starting, in words that say what to do", async () => {
  const ledgers = new Ledgers(1, LINES)
  const [name] = ledgers.names as [string]
  await ledgers.start()
  await ledgers.fill()
  await ledgers.stop("clean")
  const [block] = ledgers.blocks(name) as [string]
  const bytes = readFileSync(block)
  // After the record's length comes the line's number, eight bytes, the small ones first.
  bytes[recordAt(bytes, LINES / 2) + 4 + 5]! ^= 0x80
  writeFileSync(block, bytes)
  assert.equal(await ledgers.start(), [name])
  const result = await ledgers.recover(name)
  assert.ok("restored" in result && result.restored === LINES, JSON.stringify(result))
  await ledgers.assertWhole(name)
})

const MANY = 10_000
const REPAIRED_WITHIN_MS = 5_000

test(`${MANY} lines are repaired in under ${REPAIRED_WITHIN_MS / 1_000} s, whatever is left of them`, async () => {
  const ledgers = new Ledgers(1, MANY)
  const [name] = ledgers.names as [string]
  await ledgers.start()
  await ledgers.fill()
  const random = seededRandom("many")
  const cases: [Stop, string, (blocks: string[]) => void][] = [
    ["killed", "one bit of the first block", ([first]) => flipOneBit(first!, random)],
    ["clean", "one bit of the first block", ([first]) => flipOneBit(first!, random)],
    ["killed", "the first block is gone", ([first]) => rmSync(first!)],
    ["clean", "the last block is gone", (blocks) => rmSync(blocks.at(-1)!)],
    ["killed", "all blocks are gone", (blocks) => blocks.forEach((each) => rmSync(each))],
    ["clean", "all blocks are gone", (blocks) => blocks.forEach((each) => rmSync(each))],
  ]
  for (const [how, what, damage] of cases) {
    await ledgers.stop(how)
    const blocks = ledgers.blocks(name)
    assert.ok(blocks.length > 1, "there is more than one block")
    damage(blocks)
    await ledgers.start()
    const startedAt = performance.now()
    const result = await ledgers.recover(name)
    const ms = Math.round(performance.now() - startedAt)
    assert.ok("restored" in result, JSON.stringify(result))
    console.log(`${how}, ${what}: ${result.restored} lines given back, all done in ${ms} ms`)
    assert.ok(result.restored > 0)
    assert.ok(ms < REPAIRED_WITHIN_MS, `${ms} ms`)
    await ledgers.assertWhole(name)
  }
})

test.run()
