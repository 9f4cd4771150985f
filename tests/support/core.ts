import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import process from "node:process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import * as v from "valibot"
import { venueToken } from "../../cli/venue-token.ts"
import { temporaryFolder } from "./folder.ts"

const MAIN = fileURLToPath(new URL("../../core/main.ts", import.meta.url))
const Ready = v.object({ ready: v.tuple([v.string()]) })

const running = new Set<ChildProcess>()
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL")
})

/** How a Core that would not start ended. */
export type Ended = { code: number | null; words: string }

/** A real Core with a Postgres of its own, on a folder and a port that it keeps when restarted. */
export class TestCore {
  readonly data = temporaryFolder()
  readonly #environment: NodeJS.ProcessEnv
  url = ""
  #child: ChildProcess | null = null

  constructor(environment: NodeJS.ProcessEnv = {}) {
    this.#environment = environment
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<this> {
    const ended = await this.tryStart()
    if (ended) throw new Error(`Core ended with ${ended.code}: ${ended.words}`)
    return this
  }

  /** Starts it; resolves with `null` when it is ready, or with how it ended. */
  tryStart(): Promise<Ended | null> {
    const child = spawn(process.execPath, [MAIN], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
        FELT_CORE_DATA: this.data,
        FELT_CORE_PORT: this.url ? new URL(this.url).port : "0",
        FELT_LOG_LEVEL: "silent",
        ...this.#environment,
      },
    })
    this.#child = child
    running.add(child)
    let words = ""
    child.stderr.setEncoding("utf8").on("data", (text: string) => (words += text))
    return new Promise((resolve) => {
      createInterface(child.stdout).on("line", (line) => {
        this.url = v.parse(Ready, JSON.parse(line)).ready[0]
        resolve(null)
      })
      child.on("close", (code) => {
        running.delete(child)
        resolve({ code, words })
      })
    })
  }

  /** Gives a venue a token, as whoever runs Core does on the command line. */
  async tokenFor(venue: string): Promise<string> {
    const { token } = await this.#command(venue, false)
    return v.parse(v.string(), token)
  }

  async revoke(venue: string): Promise<void> {
    await this.#command(venue, true)
  }

  /** Pulls the plug: Core and its Postgres, both at once. */
  async kill(): Promise<void> {
    const postgres = Number(
      readFileSync(`${this.data}/cluster/postmaster.pid`, "utf8").split("\n")[0],
    )
    const ended = this.#ended()
    this.#child?.kill("SIGKILL")
    process.kill(postgres, "SIGKILL")
    await ended
  }

  /** Stops it in an orderly way. Resolves with its exit status. */
  async stop(): Promise<number | null> {
    const ended = this.#ended()
    this.#child?.kill("SIGTERM")
    return ended
  }

  #command(venue: string, revoke: boolean) {
    process.env["FELT_CORE_DATA"] = this.data
    return venueToken(venue, { revoke })
  }

  #ended(): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve(null)
    return new Promise((resolve) => child.once("close", resolve))
  }
}
