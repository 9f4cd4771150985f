import { type ChildProcess, spawn } from "node:child_process"
import process from "node:process"
import { createInterface } from "node:readline"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import * as v from "valibot"

const MAIN = fileURLToPath(new URL("../leaf/main.ts", import.meta.url))
/** The exit status of a Leaf for which starting again will not help. */
const REFUSED = 2
const LONGEST_BACK_OFF_MS = 5_000
const STEADY_AFTER_MS = 10_000
const MOST_FIRST_STARTS = 3
const STOP_WITHIN_MS = 20_000

/** The Leaf would not start, and has said why on standard error. */
export class LeafEnded extends Error {
  override readonly name = "LeafEnded"
  readonly exitCode: number

  constructor(exitCode: number) {
    super(`The Leaf ended with status ${exitCode}.`)
    this.exitCode = exitCode
  }
}

type Ready = { resolve: (addresses: string[]) => void; reject: (error: LeafEnded) => void }

const ReadyLine = v.object({ ready: v.pipe(v.array(v.string()), v.minLength(1)) })

/**
 * Keeps a Leaf running on this machine, as the service manager does in a venue: started again with
 * growing pauses when it dies, and left alone when it says that starting again will not help.
 */
export class Supervisor {
  readonly #environment: NodeJS.ProcessEnv
  readonly #onEnd: (exitCode: number) => void
  #child: ChildProcess | null = null
  #isStopping = false
  #isReady = false
  #backOffMs = 0
  #starts = 0

  /** @param onEnd told when a Leaf that was ready has ended for good */
  constructor(environment: NodeJS.ProcessEnv, onEnd: (exitCode: number) => void) {
    this.#environment = environment
    this.#onEnd = onEnd
  }

  /** How often the Leaf has been started. */
  get starts(): number {
    return this.#starts
  }

  get processId(): number | undefined {
    return this.#child?.pid
  }

  /**
   * Starts the Leaf and resolves with its addresses once it is ready.
   * @throws LeafEnded where it will not start; it has said why itself
   */
  start(): Promise<string[]> {
    return new Promise((resolve, reject) => this.#spawn({ resolve, reject }))
  }

  /** Stops the Leaf in an orderly way and waits for it. */
  async stop(): Promise<void> {
    this.#isStopping = true
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once("exit", resolve))
    child.kill("SIGTERM")
    const patience = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS)
    await ended
    clearTimeout(patience)
  }

  #spawn(ready: Ready): void {
    const startedAt = performance.now()
    this.#starts += 1
    // A group of its own: Ctrl-C reaches this process, which then stops the Leaf in order.
    const child = spawn(process.execPath, [MAIN], {
      env: this.#environment,
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    })
    this.#child = child
    if (child.stdout)
      createInterface(child.stdout).on("line", (line) => {
        this.#isReady = true
        ready.resolve(v.parse(ReadyLine, JSON.parse(line)).ready)
      })
    child.on("exit", (code) => {
      if (this.#isStopping) return
      if (code === 0 || code === REFUSED) {
        if (this.#isReady) this.#onEnd(code)
        else ready.reject(new LeafEnded(code))
        return
      }
      if (performance.now() - startedAt > STEADY_AFTER_MS) this.#backOffMs = 0
      // What fails again and again before it was ever ready will not heal by itself.
      if (!this.#isReady && this.#starts >= MOST_FIRST_STARTS)
        return ready.reject(new LeafEnded(code ?? 1))
      void this.#spawnAgain(ready)
    })
  }

  async #spawnAgain(ready: Ready): Promise<void> {
    await wait(this.#backOffMs)
    this.#backOffMs = Math.min(LONGEST_BACK_OFF_MS, this.#backOffMs * 2 || 200)
    if (!this.#isStopping) this.#spawn(ready)
  }
}
