import { type ChildProcess, spawn } from "node:child_process"
import process from "node:process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import * as v from "valibot"

const Ready = v.object({ ready: v.tupleWithRest([v.string()], v.string()) })

const running = new Set<ChildProcess>()
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL")
})

/** How a program that would not start ended. */
export type Ended = { code: number | null; words: string }

/** A program of Felt's in a process of its own, on a port that it keeps when it is started again. */
export class TestProgram {
  url = ""
  readonly #main: string
  #root: string
  readonly #environment: (port: string) => NodeJS.ProcessEnv
  #child: ChildProcess | null = null
  #said = ""

  /** @param main from the root of the repository */
  constructor(main: string, environment: (port: string) => NodeJS.ProcessEnv) {
    this.#main = main
    this.#root = fileURLToPath(new URL("../..", import.meta.url))
    this.#environment = environment
  }

  /** From where it runs when it is started next: another release. */
  runFrom(folder: string): void {
    this.#root = folder
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<this> {
    const ended = await this.tryStart()
    if (ended) throw new Error(`${this.#main} ended with ${ended.code}: ${ended.words}`)
    return this
  }

  /** Starts it; resolves with `null` when it is ready, or with how it ended. */
  tryStart(): Promise<Ended | null> {
    const child = spawn(process.execPath, [`${this.#root}/${this.#main}`], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
        FELT_LOG_LEVEL: "silent",
        ...this.#environment(this.url ? new URL(this.url).port : "0"),
      },
    })
    this.#child = child
    running.add(child)
    let words = ""
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      words += text
      this.#said += text
    })
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

  /** Stops it in an orderly way. Resolves with its exit status. */
  async stop(): Promise<number | null> {
    const ended = this.#ended()
    this.#child?.kill("SIGTERM")
    return ended
  }

  /** Everything that it has said on standard error, also before it was started again. */
  get said(): string {
    return this.#said
  }

  /** Of the program itself, while it runs. */
  processId(): number {
    return this.#child?.pid ?? 0
  }

  /** Pulls the plug: it and its children, all at once. */
  protected async killWith(...childProcessIds: number[]): Promise<void> {
    const ended = this.#ended()
    this.#child?.kill("SIGKILL")
    for (const each of childProcessIds) process.kill(each, "SIGKILL")
    await ended
  }

  #ended(): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve(null)
    return new Promise((resolve) => child.once("close", resolve))
  }
}
