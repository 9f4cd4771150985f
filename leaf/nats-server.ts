import { type ChildProcess, execFile, spawn } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { setTimeout as wait } from "node:timers/promises"
import { promisify } from "node:util"
import type { Logger } from "pino"
import * as v from "valibot"
import { StartRefused } from "./config.ts"
import { freePort } from "./free-port.ts"
import {
  type Credentials,
  natsConfig,
  type NatsClient,
  type NatsPaths,
  natsPaths,
  readCredentials,
} from "./nats-config.ts"

/** Before 2.14 the server goes on when the disk refuses to sync. */
const OLDEST = [2, 14] as const
const READY_WITHIN_MS = 20_000
const HEALTH_EVERY_MS = 1_000
const UNHEALTHY_BEFORE_RESTART = 5
const LONGEST_BACK_OFF_MS = 5_000

/**
 * The venue's own nats-server, as a child: written its configuration, started, watched, started
 * again with growing pauses when it dies or says that it is not well, and stopped last.
 */
export class NatsServer {
  readonly credentials: Credentials
  readonly client: NatsClient
  readonly #paths: NatsPaths
  readonly #binary: string
  readonly #log: Logger
  #child: ChildProcess | null = null
  #stopping = false
  #backOffMs = 0
  #watch: NodeJS.Timeout | undefined

  private constructor(
    binary: string,
    paths: NatsPaths,
    credentials: Credentials,
    client: NatsClient,
    log: Logger,
  ) {
    this.#binary = binary
    this.#paths = paths
    this.credentials = credentials
    this.client = client
    this.#log = log
  }

  /**
   * Starts the server on the data folder's store and waits until it is well.
   * @throws StartRefused where the binary is missing or too old, or the running server would
   *   acknowledge what is not on the disk
   */
  static async start(binary: string, data: string, log: Logger): Promise<NatsServer> {
    await assertVersion(binary)
    const paths = natsPaths(data)
    const credentials = readCredentials(paths)
    await endOrphan(paths)
    const client = { port: await freePort(), monitorPort: await freePort() }
    mkdirSync(paths.store, { recursive: true, mode: 0o700 })
    writeFileSync(paths.config, natsConfig(paths, client, credentials), { mode: 0o600 })
    writeFileSync(paths.client, JSON.stringify(client), { mode: 0o600 })
    const server = new NatsServer(binary, paths, credentials, client, log)
    server.#spawn()
    try {
      await server.#untilWell()
      await server.#assertSyncsAlways()
    } catch (error) {
      await server.stop()
      throw error
    }
    server.#watchHealth()
    return server
  }

  /** Whether the server says that it is well. */
  async isWell(): Promise<boolean> {
    try {
      const answer = await fetch(`http://127.0.0.1:${this.client.monitorPort}/healthz`, {
        signal: AbortSignal.timeout(HEALTH_EVERY_MS),
      })
      return answer.ok
    } catch {
      // No answer is an answer: it is not well.
      return false
    }
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
    const ended = new Promise((resolve) => child.once("exit", resolve))
    child.kill("SIGTERM")
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000)
    await ended
    clearTimeout(timer)
    rmSync(this.#paths.client, { force: true })
  }

  #spawn(): void {
    // A group of its own: Ctrl-C must reach the Leaf first, which stops the server last.
    const child = spawn(this.#binary, ["--config", this.#paths.config], {
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    })
    this.#child = child
    let lastWords = ""
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      lastWords = (lastWords + text).slice(-2_000)
    })
    child.on("error", (error) => this.#log.error({ error }, "nats-server could not be started"))
    child.on("exit", (code, signal) => {
      if (this.#stopping) return
      this.#log.error({ code, signal, lastWords }, "nats-server ended; starting it again")
      void this.#spawnAgain()
    })
  }

  async #spawnAgain(): Promise<void> {
    await wait(this.#backOffMs)
    this.#backOffMs = Math.min(LONGEST_BACK_OFF_MS, this.#backOffMs * 2 || 100)
    if (!this.#stopping) this.#spawn()
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

  async #untilWell(): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS
    while (!(await this.isWell())) {
      if (performance.now() > deadline)
        throw new StartRefused(`nats-server is not ready after ${READY_WITHIN_MS / 1_000} s.`)
      await wait(15)
    }
  }

  async #assertSyncsAlways(): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.client.monitorPort}/jsz?config=true`)
    const { config } = v.parse(Jetstream, await answer.json())
    if (!config.sync_always)
      throw new StartRefused(
        "The running nats-server does not sync every write (sync_interval is not always), " +
          "so money would not survive a power cut. Felt does not start on it.",
      )
  }
}

const Jetstream = v.object({
  config: v.object({ sync_always: v.optional(v.boolean(), false) }),
})

/** @throws StartRefused where there is no nats-server, or an old one */
async function assertVersion(binary: string): Promise<void> {
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

/** A Leaf that was killed leaves its server behind, which still holds the store. */
async function endOrphan({ pid, config }: NatsPaths): Promise<void> {
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
