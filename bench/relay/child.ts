import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import process from "node:process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { within } from "../../tests/support/until.ts"

const STARTED_WITHIN_MS = 60_000
const ANSWERED_WITHIN_MS = 120_000

const running = new Set<ChildProcess>()

/** Ends whatever a measurement that failed has left running. */
export async function endAll(): Promise<void> {
  const ended = [...running].map((child) => once(child, "exit"))
  for (const child of running) if (child.connected) child.disconnect()
  await within("all processes have ended", Promise.all(ended), STARTED_WITHIN_MS)
}

/**
 * A script in a process of its own that can be asked things, one at a time. It ends by itself when
 * the benchmark does.
 */
export class Child {
  /** What it said when it was ready. */
  readonly said: unknown
  readonly #child: ChildProcess
  /** Rejects when the process has ended. */
  readonly #ended: Promise<never>
  #asking: Promise<unknown> = Promise.resolve()

  private constructor(child: ChildProcess, ended: Promise<never>, said: unknown) {
    this.#child = child
    this.#ended = ended
    this.said = said
  }

  /** Starts it and waits for a line of JSON on its standard output. */
  static async start(script: URL, ...parameters: string[]): Promise<Child> {
    const child = spawn(process.execPath, ["--expose-gc", fileURLToPath(script), ...parameters], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    })
    running.add(child)
    child.once("exit", () => running.delete(child))
    const { stdout } = child
    if (!stdout) throw new Error("The process has no output.")
    const ended = once(child, "exit").then(([code]) => {
      throw new Error(`${script.pathname} ended with ${code}.`)
    })
    // Who waits for something of it learns it there.
    ended.catch(() => {})
    const line = new Promise<string>((resolve) => createInterface(stdout).once("line", resolve))
    const first = await within(
      "the process is ready",
      Promise.race([line, ended]),
      STARTED_WITHIN_MS,
    )
    return new Child(child, ended, JSON.parse(first))
  }

  ask(question: object | string): Promise<unknown> {
    const answer = this.#asking.then(async () => {
      const answered = once(this.#child, "message")
      this.#child.send(question)
      const [said] = await within(
        `an answer to ${JSON.stringify(question)}`,
        Promise.race([answered, this.#ended]),
        ANSWERED_WITHIN_MS,
      )
      return said
    })
    this.#asking = answer.catch(() => {})
    return answer
  }

  /** Tells it to end, and waits until it has. */
  async stop(): Promise<void> {
    const ended = once(this.#child, "exit")
    this.#child.send("stop")
    await within("the process has ended", ended, STARTED_WITHIN_MS)
  }

  /** SIGKILL for it and for those that belong to it. */
  async kill(...others: number[]): Promise<void> {
    const ended = once(this.#child, "exit")
    this.#child.kill("SIGKILL")
    for (const pid of others) process.kill(pid, "SIGKILL")
    await ended
  }
}
