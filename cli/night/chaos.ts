import { existsSync, readFileSync } from "node:fs"
import process from "node:process"
import { setTimeout as wait } from "node:timers/promises"
import { type Random, uniform } from "../../domain/random.ts"

/** Where the kills fall, in levels of the night. */
const KILL_AT_LEVELS = [1, 3, 6, 9, 12, 16, 20]
const WITHIN_MS = 250

/**
 * Pulls the plug of a Leaf on this machine, several times in a night and in the middle of its work:
 * SIGKILL to the process and, every other time, to its nats-server too.
 */
export class Chaos {
  kills = 0
  readonly #processIds: () => { leaf: number | null; natsServer: number | null }
  readonly #random: Random
  #pending: Promise<void> = Promise.resolve()

  constructor(
    processIds: () => { leaf: number | null; natsServer: number | null },
    random: Random,
  ) {
    this.#processIds = processIds
    this.#random = random
  }

  /** Where the level is one of those, kills a moment later, while the level is being played. */
  async beforeLevel(level: number): Promise<void> {
    await this.#pending
    if (KILL_AT_LEVELS.includes(level)) this.#pending = this.#killSoon()
  }

  /** Waits until the last kill has fallen. */
  settled(): Promise<void> {
    return this.#pending
  }

  async #killSoon(): Promise<void> {
    await wait(uniform(this.#random, WITHIN_MS))
    const { leaf, natsServer } = this.#processIds()
    if (leaf === null) return
    if (natsServer !== null && this.kills % 2 === 1) kill(natsServer)
    if (kill(leaf)) this.kills += 1
  }
}

/** The processes of the Leaf that holds a data folder on this machine. */
export function processIdsOf(data: string) {
  return () => ({
    leaf: readProcessId(`${data}/leaf.pid`),
    natsServer: readProcessId(`${data}/nats/nats.pid`),
  })
}

function readProcessId(path: string): number | null {
  if (!existsSync(path)) return null
  const id = Number(readFileSync(path, "utf8").trim())
  return Number.isSafeInteger(id) && id > 0 ? id : null
}

function kill(processId: number): boolean {
  try {
    process.kill(processId, "SIGKILL")
    return true
  } catch {
    // It had ended already: nothing was killed, and it is not counted.
    return false
  }
}
