import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import process from "node:process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { LeafClient } from "../../cli/leaf-client.ts"
import { temporaryFolder } from "./folder.ts"
import { natsServerPath } from "./nats.ts"

const MAIN = fileURLToPath(new URL("../../leaf/main.ts", import.meta.url))
export const PIN = "314159"

// The command line that a test calls in its own process needs it, too.
process.env["FELT_NATS_SERVER"] = natsServerPath()

const running = new Set<ChildProcess>()
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL")
})

/** How a Leaf that would not start ended. */
export type Ended = { code: number | null; words: string }

/** A real Leaf in a process of its own, on a data folder and a port that it keeps when restarted. */
export class TestLeaf {
  readonly data: string
  readonly environment: NodeJS.ProcessEnv
  url = ""
  #child: ChildProcess | null = null

  constructor(environment: NodeJS.ProcessEnv = {}) {
    this.data = environment["FELT_DATA"] ?? temporaryFolder()
    this.environment = environment
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<this> {
    const ended = await this.tryStart()
    if (ended) throw new Error(`The Leaf ended with ${ended.code}: ${ended.words}`)
    return this
  }

  /** Starts it; resolves with `null` when it is ready, or with how it ended. */
  tryStart(): Promise<Ended | null> {
    const child = spawn(process.execPath, [MAIN], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
        FELT_DATA: this.data,
        FELT_PORT: this.url ? new URL(this.url).port : "0",
        FELT_SETUP_PIN: PIN,
        FELT_LOG_LEVEL: "silent",
        FELT_MIN_FREE_MB: "0",
        FELT_NATS_SERVER: process.env["FELT_NATS_SERVER"],
        ...this.environment,
      },
    })
    this.#child = child
    running.add(child)
    let words = ""
    child.stderr.setEncoding("utf8").on("data", (text: string) => (words += text))
    return new Promise((resolve) => {
      createInterface(child.stdout).on("line", (line) => {
        this.url = (JSON.parse(line) as { ready: string[] }).ready[0] ?? ""
        resolve(null)
      })
      child.on("close", (code) => {
        running.delete(child)
        resolve({ code, words })
      })
    })
  }

  /** A client that is signed in. */
  async signIn(): Promise<LeafClient & { staffId: string }> {
    const client = new LeafClient(this.url)
    const { staffId } = await client.signIn(PIN)
    return Object.assign(client, { staffId })
  }

  /** Pulls the plug: the Leaf and its nats-server, both at once. */
  async kill(): Promise<void> {
    const natsServer = this.natsProcessId()
    const ended = this.#ended()
    this.#child?.kill("SIGKILL")
    process.kill(natsServer, "SIGKILL")
    await ended
  }

  /** Stops it in an orderly way. Resolves with its exit status. */
  async stop(): Promise<number | null> {
    const ended = this.#ended()
    this.#child?.kill("SIGTERM")
    return ended
  }

  natsProcessId(): number {
    return Number(readFileSync(`${this.data}/nats/nats.pid`, "utf8").trim())
  }

  #ended(): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve(null)
    return new Promise((resolve) => child.once("close", resolve))
  }
}
