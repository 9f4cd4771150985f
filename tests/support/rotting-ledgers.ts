import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import process from "node:process"
import { jetstream, jetstreamManager } from "@nats-io/jetstream"
import { connect, type NatsConnection } from "@nats-io/transport-node"
import { pino } from "pino"
import * as assert from "uvu/assert"
import { type Random, uniform } from "../../domain/random.ts"
import { natsPaths } from "../../program/nats-process.ts"
import { NatsServer } from "../../leaf/nats-server.ts"
import { ledgerRepair } from "../../leaf/streams.ts"
import { JetStreamEventLog } from "../../ledger/event-log-jetstream.ts"
import type { LogLine, LogRepair } from "../../ledger/event-log.ts"
import { LedgerInDoubt, lineOf, recover } from "../../ledger/recover.ts"
import { StartRefused } from "../../program/start-refused.ts"
import { millis } from "../../schemas/units.ts"
import { temporaryFolder } from "./folder.ts"
import { ledgerOf, witnessText } from "./ledger-lines.ts"
import { natsServerPath } from "./nats.ts"

/** So long may the server take to read them all; a Leaf gives it longer. */
const READ_WITHIN_MS = 5_000

/** The server makes its block files a quarter of this: ten thousand lines fill more than one. */
const STREAM_BYTES = 16_000_000

/** How the server was stopped: the next start reads its files in other ways. */
export type Stop = "clean" | "killed"

const started: NatsServer[] = []
const connected: NatsConnection[] = []

/** Ends every server that was started: after each test. */
export async function stopServers(): Promise<void> {
  while (connected.length > 0) await connected.pop()?.close()
  while (started.length > 0) await started.pop()?.stop()
}

/** Many ledgers in one store, each with the same lines and a witness of its own. */
export class Ledgers {
  readonly folder = temporaryFolder()
  readonly #head: string | undefined
  readonly #lines: LogLine[]
  readonly #witnessText: string
  readonly names: string[]
  #nats: NatsServer | null = null
  #admin: NatsConnection | null = null
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
      const { client, credentials } = this.#nats
      const servers = `127.0.0.1:${client.port}`
      this.#admin = await connect({ servers, user: "admin", pass: credentials.admin })
      connected.push(this.#admin)
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
    await this.#connection.close()
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
  async recover(name: string): Promise<{ alarms: string[]; restored: number } | { doubt: string }> {
    const alarms: string[] = []
    const log = await this.#log(name, alarms)
    try {
      const { state, witness, restored } = await recover(log, this.witness(name))
      await witness.close()
      assert.is(state.headHash, this.#head)
      return { alarms, restored }
    } catch (error) {
      if (error instanceof LedgerInDoubt) return { doubt: error.message }
      throw error
    }
  }

  /** The stream holds every line as it was, in its place, and so does the witness. */
  async assertWhole(name: string): Promise<void> {
    let at = 0
    for await (const line of (await this.#log(name, [])).read(0)) {
      const expected = this.#lines[at]
      if (JSON.stringify(line) !== JSON.stringify(expected)) assert.equal(line, expected)
      at += 1
    }
    assert.is(at, this.#lines.length)
    assert.is(readFileSync(this.witness(name), "utf8"), this.#witnessText)
  }

  async #log(name: string, alarms: string[]): Promise<JetStreamEventLog> {
    const connection = this.#connection
    return new JetStreamEventLog({
      connection,
      js: jetstream(connection),
      manager: await jetstreamManager(connection),
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
        await (await jetstreamManager(this.#connection)).streams.delete(name)
        await this.#add(name)
      },
    }
  }

  async #add(name: string): Promise<unknown> {
    return (await jetstreamManager(this.#connection)).streams.add({
      name,
      subjects: [`${name}.>`],
      max_bytes: STREAM_BYTES,
      allow_atomic: true,
    })
  }

  get #server(): NatsServer {
    if (!this.#nats) throw new Error("It does not run.")
    return this.#nats
  }

  /** Of the administrator, for as long as the server runs. */
  get #connection(): NatsConnection {
    if (!this.#admin) throw new Error("It does not run.")
    return this.#admin
  }
}

/** Rot: one bit of a file is another. Gives which. */
export function flipOneBit(path: string, random: Random): string {
  const bytes = readFileSync(path)
  const at = uniform(random, bytes.length)
  const bit = uniform(random, 8)
  bytes[at]! ^= 1 << bit
  writeFileSync(path, bytes)
  return `bit ${bit} of byte ${at} of ${bytes.length}`
}

/** The damage is noticed, told once, and made good from the witness. */
export async function assertRepaired(ledgers: Ledgers, name: string, what: string): Promise<void> {
  const result = await ledgers.recover(name)
  assert.ok("alarms" in result && result.alarms.length === 1, `${what}: ${JSON.stringify(result)}`)
  assert.ok(result.restored > 0, what)
  await ledgers.assertWhole(name)
}
