import { createSignal } from "solid-js"
import * as v from "valibot"
import { apply, type LedgerState, newLedger } from "../../domain/ledger.ts"
import { Entry } from "../../schemas/entry.ts"
import { deviceDatabase } from "./device.ts"
import { followEvents } from "./event-stream.ts"

const Line = v.pipe(v.string(), v.parseJson(), Entry)

/**
 * The ledger as this device has it: followed line by line, added up here with the same code as at
 * the Leaf, and kept, so that a reload without the Leaf still knows who has paid.
 */
export class Ledger {
  readonly isLive: () => boolean
  /** Why the lines had to be read anew, until that has worked. */
  readonly fault: () => string | null
  readonly #version: () => number
  readonly #changed: () => void
  readonly #setLive: (isLive: boolean) => void
  readonly #setFault: (fault: string | null) => void
  #state: LedgerState = newLedger()
  #lines: Entry[] = []
  #stop = () => {}
  #isClosed = false

  constructor() {
    const [version, setVersion] = createSignal(0)
    const [isLive, setLive] = createSignal(false)
    const [fault, setFault] = createSignal<string | null>(null)
    this.#version = version
    this.#changed = () => setVersion((last) => last + 1)
    this.isLive = isLive
    this.#setLive = setLive
    this.fault = fault
    this.#setFault = setFault
  }

  /** What all lines add up to. Mutable inside, but every change shows to whoever tracks it. */
  state(): LedgerState {
    this.#version()
    return this.#state
  }

  /** The lines as they are, oldest first. */
  lines(): readonly Entry[] {
    this.#version()
    return this.#lines.slice()
  }

  /**
   * Reads what was kept, then follows the Leaf for good.
   * @param onSignedOut called when the session is not valid any more
   */
  async open(token: string, onSignedOut: () => void): Promise<void> {
    const kept = await (await deviceDatabase()).getAll("lines")
    try {
      this.#take(kept.map((value) => v.parse(Entry, value)))
    } catch (error) {
      await this.#startOver(error)
    }
    if (this.#isClosed) return
    this.#stop = followEvents({
      path: () => `/api/ledger/stream?after=${this.#state.lastSequence}`,
      token,
      take: async (events) => {
        try {
          const fresh = this.#take(events.map(({ data }) => v.parse(Line, data)))
          this.#setFault(null)
          await keep(fresh)
        } catch (error) {
          await this.#startOver(error)
          throw error
        }
      },
      onContact: this.#setLive,
      onSignedOut,
    })
  }

  close(): void {
    this.#isClosed = true
    this.#stop()
  }

  /** Folds in the lines that are new, and returns them. */
  #take(entries: readonly Entry[]): Entry[] {
    const fresh = entries.filter(({ sequence }) => sequence > this.#state.lastSequence)
    try {
      for (const entry of fresh) {
        apply(this.#state, entry)
        this.#lines.push(entry)
      }
    } finally {
      this.#changed()
    }
    return fresh
  }

  /** What this device has is not that ledger: never shown as if it were right, but read anew. */
  async #startOver(error: unknown): Promise<void> {
    this.#state = newLedger()
    this.#lines = []
    this.#setFault(error instanceof Error ? error.message : String(error))
    this.#changed()
    await (await deviceDatabase()).clear("lines")
  }
}

async function keep(entries: readonly Entry[]): Promise<void> {
  const lines = (await deviceDatabase()).transaction("lines", "readwrite")
  for (const entry of entries) void lines.store.put(entry, entry.sequence)
  await lines.done
}
