import { type ChildProcess, execFile, spawn } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { get } from "node:http"
import { createInterface } from "node:readline"
import { json } from "node:stream/consumers"
import { setTimeout as wait } from "node:timers/promises"
import { promisify } from "node:util"
import type { Logger } from "pino"
import * as v from "valibot"
import { freePort } from "./free-port.ts"
import { StartRefused } from "./start-refused.ts"
import { syncFolder, syncTree } from "./sync-files.ts"

/** Before 2.14 the server goes on when the disk refuses to sync. */
const OLDEST = [2, 14] as const
const READY_WITHIN_MS = 20_000
/** A port that was free when it was asked for may be taken a moment later; then others are tried. */
const PORT_ATTEMPTS = 3
const PORT_TAKEN = /address already in use/
const HEALTH_EVERY_MS = 1_000
const UNHEALTHY_BEFORE_RESTART = 5
const LONGEST_BACK_OFF_MS = 5_000

export type NatsPaths = {
  folder: string
  store: string
  config: string
  pid: string
  client: string
}

/** Where a program's own nats-server has its files. */
export const natsPaths = (data: string): NatsPaths => ({
  folder: `${data}/nats`,
  store: `${data}/nats/store`,
  config: `${data}/nats/nats.conf`,
  pid: `${data}/nats/nats.pid`,
  client: `${data}/nats/client.json`,
})

/** Where a running server is reached, for the command line. */
export const NatsClient = v.object({ port: v.number(), monitorPort: v.number() })
export type NatsClient = v.InferOutput<typeof NatsClient>

/** Reads where the server of a data folder is reached; it must be running. */
export const readClient = ({ client }: NatsPaths): NatsClient =>
  v.parse(NatsClient, JSON.parse(readFileSync(client, "utf8")))

export type NatsSetup = {
  binary: string
  data: string
  log: Logger
  /** The server's whole configuration. */
  configOf: (client: NatsClient) => string
  /** Done before the server reads a store that it did not close itself. */
  beforeUncleanStart?: () => Promise<void>
  /** What is said where the server cannot read these folders, with what is to be done. */
  unreadable: (folders: string) => string
  /** How long the server may take to read its store. */
  readyWithinMs?: number
  choosePort?: () => Promise<number>
}

/**
 * A program's own nats-server, as a child: written its configuration, started, watched, started
 * again with growing pauses when it dies or says that it is not well, and stopped last.
 */
export class NatsProcess {
  readonly client: NatsClient
  /** Told when the server is well again after it ended by itself. */
  onStartedAgain: () => void = () => {}
  readonly #setup: NatsSetup
  readonly #paths: NatsPaths
  readonly #log: Logger
  #child: ChildProcess | null = null
  /** The streams that the server has begun to read and has not finished, as parts of a path. */
  readonly #reading = new Set<string>()
  /** What the server said last, for whoever has to find out why it ended. */
  #lastWords = ""
  #stopping = false
  #backOffMs = 0
  #watch: NodeJS.Timeout | undefined

  private constructor(setup: NatsSetup, client: NatsClient) {
    this.#setup = setup
    this.#paths = natsPaths(setup.data)
    this.client = client
    this.#log = setup.log
  }

  /**
   * Starts the server on the data folder's store and waits until it is well.
   * @throws StartRefused where the binary is missing or too old, or the running server would
   *   acknowledge what is not on the disk
   */
  static async start(setup: NatsSetup): Promise<NatsProcess> {
    const { data, choosePort = freePort, readyWithinMs = READY_WITHIN_MS } = setup
    const fitness = assertVersion(setup.binary)
    // Where something else fails first, that is what is told.
    fitness.catch(() => {})
    const paths = natsPaths(data)
    await endOrphan(paths)
    // The server's own stop deletes this file; while it runs, and after a cut, it is there.
    if (existsSync(paths.client)) {
      await syncStore(paths)
      await setup.beforeUncleanStart?.()
    }
    mkdirSync(paths.store, { recursive: true, mode: 0o700 })
    for (let attempt = 1; ; attempt++) {
      const client = { port: await choosePort(), monitorPort: await choosePort() }
      writeFileSync(paths.config, setup.configOf(client), { mode: 0o600 })
      writeFileSync(paths.client, JSON.stringify(client), { mode: 0o600 })
      // After a cut it must be there, or the next start would take the store for a closed one.
      await syncTree(paths.client)
      await syncFolder(paths.folder)
      await syncFolder(data)
      await fitness
      const server = new NatsProcess(setup, client)
      server.#spawn()
      try {
        await server.#untilWell(readyWithinMs)
        await server.#assertSyncsAlways(readyWithinMs)
      } catch (error) {
        await server.stop()
        if (server.#hasNoPort && attempt < PORT_ATTEMPTS) continue
        throw error
      }
      server.#watchHealth()
      return server
    }
  }

  /** Whether the server ended because one of its ports is another's. */
  get #hasNoPort(): boolean {
    return PORT_TAKEN.test(this.#lastWords)
  }

  /** Whether the server says that it is well. */
  async isWell(): Promise<boolean> {
    return (await this.#illness()) === null
  }

  get processId(): number | undefined {
    return this.#child?.pid
  }

  /** Lets it write what it has and end. */
  async stop(): Promise<void> {
    this.#stopping = true
    clearInterval(this.#watch)
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<NodeJS.Signals | null>((resolve) =>
      child.once("exit", (_code, signal) => resolve(signal)),
    )
    child.kill("SIGTERM")
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000)
    const signal = await ended
    clearTimeout(timer)
    // While this file is there the next start takes it that the server was cut off.
    if (signal === null) rmSync(this.#paths.client, { force: true })
  }

  #spawn(): void {
    // A group of its own: Ctrl-C must reach the program first, which stops the server last.
    const child = spawn(this.#setup.binary, ["--config", this.#paths.config], {
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    })
    this.#child = child
    this.#lastWords = ""
    this.#reading.clear()
    createInterface(child.stderr).on("line", (line) => {
      this.#lastWords = `${this.#lastWords}${line}\n`.slice(-2_000)
      const [, what, account, stream] = READS.exec(line) ?? []
      if (stream === undefined) return
      const part = `${account}/streams/${stream}`
      if (what === "Restored") this.#reading.delete(part)
      else this.#reading.add(part)
    })
    child.on("error", (error) => this.#log.error({ error }, "nats-server could not be started"))
    child.on("exit", (code, signal) => {
      if (this.#stopping) return
      this.#log.error(
        { code, signal, lastWords: this.#lastWords },
        "nats-server ended; starting it again",
      )
      void this.#spawnAgain()
    })
  }

  async #spawnAgain(): Promise<void> {
    await wait(this.#backOffMs)
    this.#backOffMs = Math.min(LONGEST_BACK_OFF_MS, this.#backOffMs * 2 || 100)
    if (this.#stopping) return
    try {
      await syncStore(this.#paths)
    } catch (error) {
      this.#log.error({ error }, "the store could not be synced before the new start; trying again")
      return this.#spawnAgain()
    }
    if (this.#stopping) return
    try {
      await this.#setup.beforeUncleanStart?.()
    } catch (error) {
      // Whoever works with the server waits for it; what it may cut off, a second copy has.
      this.#log.error({ error }, "the store could not be copied before the new start")
    }
    if (this.#stopping) return
    this.#spawn()
    try {
      await this.#untilWell()
      this.onStartedAgain()
    } catch (error) {
      this.#log.error({ error }, "nats-server was started again and is not well")
    }
  }

  #watchHealth(): void {
    let failures = 0
    this.#watch = setInterval(() => {
      void this.isWell().then((well) => {
        failures = well ? 0 : failures + 1
        if (well) this.#backOffMs = 0
        if (failures < UNHEALTHY_BEFORE_RESTART) return
        // After a full disk the server stays ill until it is started anew (and loses nothing by it).
        this.#log.error("nats-server is not well; starting it anew")
        failures = 0
        this.#child?.kill("SIGTERM")
      })
    }, HEALTH_EVERY_MS)
    this.#watch.unref()
  }

  /** What the server says is wrong with it; `null` where it is well. */
  async #illness(): Promise<string | null> {
    try {
      const { ok, body } = await this.#monitor("/healthz")
      return ok ? null : v.parse(Illness, body).error
    } catch {
      // No answer is an answer: it is not well.
      return "it does not answer"
    }
  }

  /** Asks the server about itself. By `node:http`: `fetch` takes 30 ms to be there at the first call. */
  #monitor(path: string, withinMs = HEALTH_EVERY_MS): Promise<{ ok: boolean; body: unknown }> {
    return new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port: this.client.monitorPort, path }
      const signal = AbortSignal.timeout(withinMs)
      get({ ...options, signal }, (answer) => {
        json(answer).then((body) => resolve({ ok: answer.statusCode === 200, body }), reject)
      }).once("error", reject)
    })
  }

  async #untilWell(readyWithinMs = READY_WITHIN_MS): Promise<void> {
    const deadline = performance.now() + readyWithinMs
    for (let illness = await this.#illness(); illness !== null; illness = await this.#illness()) {
      const [, account, stream] = UNREADABLE.exec(illness) ?? []
      if (stream !== undefined) throw this.#unreadable([`${account}/streams/${stream}`])
      if (this.#hasNoPort)
        throw new StartRefused(`A port of nats-server is another's: ${this.#lastWords.trim()}`)
      if (performance.now() > deadline) {
        // One flipped bit of a line's number is enough to keep the server reading for ever.
        if (this.#reading.size > 0) throw this.#unreadable([...this.#reading])
        throw new StartRefused(
          `nats-server is not ready after ${readyWithinMs / 1_000} s: ${illness}.`,
        )
      }
      await wait(5)
    }
  }

  #unreadable(parts: string[]): StartRefused {
    const folders = parts.map((part) => `${this.#paths.store}/jetstream/${part}`).join(", ")
    return new StartRefused(this.#setup.unreadable(folders))
  }

  async #assertSyncsAlways(withinMs: number): Promise<void> {
    // Right after its start, on a busy machine, the server may take longer than a sign of life does.
    const answer = await this.#monitor("/jsz?config=true", withinMs).catch((cause: unknown) => {
      throw new StartRefused(
        `nats-server does not say within ${withinMs / 1_000} s whether it syncs every write: ${String(cause)}.`,
        { cause },
      )
    })
    const { config } = v.parse(Jetstream, answer.body)
    if (!config.sync_always)
      throw new StartRefused(
        "The running nats-server does not sync every write (sync_interval is not always), " +
          "so money would not survive a power cut. Felt does not start on it.",
      )
  }
}

const Illness = v.object({ error: v.string() })
/** What the server says of a stream that it has given up. */
const UNREADABLE = /'([^ ']+) > ([^ ']+)' could not be recovered/
/** What it says when it begins to read a stream, and when it has. */
const READS = /(Starting restore|Restored).*'([^ ']+) > ([^ ']+)'/

const Jetstream = v.object({
  config: v.object({ sync_always: v.optional(v.boolean(), false) }),
})

/**
 * What a server wrote that was killed before it had synced it, the next one reads, and takes for safe:
 * so it is made safe first.
 * @throws StartRefused where the disk does not take it
 */
async function syncStore({ store }: NatsPaths): Promise<void> {
  if (!existsSync(store)) return
  try {
    await syncTree(store)
  } catch (cause) {
    throw new StartRefused(
      `What was written last in ${store} cannot be put on the disk: ${String(cause)}. ` +
        "The disk is full or failing: make room or replace it, and start again.",
      { cause },
    )
  }
}

/** @throws StartRefused where there is no nats-server, or an old one */
export async function assertVersion(binary: string): Promise<void> {
  const how = "Put nats-server 2.14 or newer on the PATH, or name it in FELT_NATS_SERVER."
  let output: string
  try {
    output = (await promisify(execFile)(binary, ["--version"])).stdout
  } catch (cause) {
    throw new StartRefused(`There is no nats-server at "${binary}". ${how}`, { cause })
  }
  const [, major, minor] = /v(\d+)\.(\d+)\./.exec(output) ?? []
  const isFit =
    Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1])
  if (!isFit) throw new StartRefused(`${binary} is ${output.trim()}, which is too old. ${how}`)
}

/** A program that was killed leaves its server behind, which still holds the store. */
export async function endOrphan({ pid, config }: NatsPaths): Promise<void> {
  if (!existsSync(pid)) return
  const orphan = Number(readFileSync(pid, "utf8").trim())
  if (!Number.isSafeInteger(orphan) || !(await runsWith(orphan, config))) return
  process.kill(orphan, "SIGTERM")
  const deadline = performance.now() + 3_000
  while (await runsWith(orphan, config)) {
    if (performance.now() > deadline) process.kill(orphan, "SIGKILL")
    await wait(10)
  }
}

/** Whether that process is our server, and not another that has got its number since. */
async function runsWith(processId: number, config: string): Promise<boolean> {
  try {
    process.kill(processId, 0)
    const command = existsSync("/proc/self/cmdline")
      ? readFileSync(`/proc/${processId}/cmdline`, "utf8")
      : (await promisify(execFile)("ps", ["-o", "command=", "-p", String(processId)])).stdout
    return command.includes(config)
  } catch {
    // Gone, or not ours to look at: either way not our server.
    return false
  }
}
