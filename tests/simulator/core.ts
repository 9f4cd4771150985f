import { Unreachable } from "../../app/data/errors.ts"
import { SoundEntries } from "../../core/hub/sound-entries.ts"
import { apply, GENESIS_HASH, newLedger } from "../../domain/ledger.ts"
import { MemoryEventLog } from "../../ledger/event-log-memory.ts"
import { type EventLog, LogUnavailable } from "../../ledger/event-log.ts"
import { readEntries } from "../../ledger/recover.ts"
import type { HubLog } from "../../leaf/uplink/hub-log.ts"
import type { Entry } from "../../schemas/entry.ts"
import type { Link } from "./network.ts"
import { Process, type World } from "./world.ts"

/** Core: the hub's copy of the ledger, which outlives everything here, and what is taken in from it. */
export class SimulatedCore {
  readonly hub = new MemoryEventLog()
  readonly taken: Entry[] = []
  /** Why nothing more is taken in. */
  alarm: string | null = null
  process = new Process("core")
  readonly #world: World
  #state = newLedger()

  constructor(world: World) {
    this.#world = world
  }

  get lastSequence(): number {
    return this.#state.lastSequence
  }

  kill(): void {
    this.#world.note("core is killed")
    this.process.die()
    const again = () => {
      this.#world.note("core is back")
      this.process = new Process("core")
    }
    this.#world.schedule(1_000 + this.#world.pick(8_000), "core starts", again, null)
  }

  /** Takes in what is new in the hub, as far as it is sound. */
  async takeIn(): Promise<void> {
    const head = this.taken.at(-1) ?? { sequence: 0, hash: GENESIS_HASH }
    const sound = new SoundEntries(readEntries(this.hub, head))
    for await (const entry of sound.read()) {
      if (entry.sequence !== this.#state.lastSequence + 1) continue
      apply(this.#state, entry)
      this.taken.push(entry)
    }
    this.alarm = sound.broken?.message ?? null
  }

  /** Core's copy of the ledger as the Leaf reaches it. */
  async openHub(link: Link): Promise<HubLog> {
    const leaf = this.#world.current
    if (!leaf) throw new Error("Broken assumption: a Leaf opens the hub.")
    await this.#world.pause(link.delay(), "knocks at core")
    if (link.isCut || !this.process.isAlive) throw new Unreachable("Core is not there.")
    const connection = link.connect(leaf, this.process)
    const ended = new Promise<void>((resolve) => {
      connection.client.onClose = () => resolve()
    })
    return {
      log: this.#hubOver(link),
      ended,
      close: () => Promise.resolve(connection.close(connection.client, 1_000)),
    }
  }

  #hubOver(link: Link): EventLog {
    const ask = async <Answer>(what: string, handle: () => Promise<Answer>): Promise<Answer> => {
      try {
        return await link.ask(`core: ${what}`, () => this.process, handle)
      } catch (cause) {
        if (cause instanceof Error && cause.name !== "Unreachable") throw cause
        throw new LogUnavailable("Core does not answer.", { cause })
      }
    }
    const { hub } = this
    return {
      lastSequence: () => ask("where it ends", () => hub.lastSequence()),
      line: (sequence) => ask(`line ${sequence}`, () => hub.line(sequence)),
      append: (lines) =>
        ask(`${lines.length} lines from ${lines[0]?.sequence}`, async () => {
          await hub.append(structuredClone(lines))
          await this.takeIn()
        }),
      async *read(after) {
        const lines = await ask(`all after ${after}`, async () => {
          const found = []
          for await (const line of hub.read(after)) found.push({ ...line })
          return found
        })
        yield* lines
      },
    }
  }
}
