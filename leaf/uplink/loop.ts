import { setTimeout as wait } from "node:timers/promises"

/** What is asked for elsewhere is heard of so soon. */
const ASK_EVERY_MS = 30_000

const PATIENCE = { firstMs: 500, mostMs: 5_000 }

/** How long to wait after so many failures in a row: longer each time, and not all Leaves alike. */
export const patienceMs = (failures: number): number =>
  Math.min(PATIENCE.mostMs, PATIENCE.firstMs * 2 ** (failures - 1)) * (0.5 + Math.random() / 2)

export type LoopOptions = {
  /** Makes sure, before anything is said, that it is this venue's Core; it throws where it is not. */
  meet: () => Promise<unknown>
  /** In milliseconds since 1970. */
  now: () => number
  /** How long to wait after so many failures in a row, in milliseconds. */
  patienceMs: (failures: number) => number
  onError: (error: unknown) => void
  /** How long to wait before it is asked whether there is news. */
  askEveryMs?: number
}

/** Whether Core answered when it was asked last. */
export type Contact = {
  isConnected: boolean
  /** Since when that is so, in milliseconds since 1970. */
  since: number
  /** What went wrong last, where there is no contact. */
  problem: string | null
}

/** Keeps whether there is contact, and since when. */
export class ContactNote {
  readonly #now: () => number
  #latest: Contact

  /** @param now in milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now
    this.#latest = { isConnected: false, since: now(), problem: null }
  }

  get latest(): Contact {
    return this.#latest
  }

  met(): void {
    this.#note(true, null)
  }

  /** @param error `null` where nothing went wrong and there is none all the same */
  lost(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error)
    this.#note(false, error === null ? null : problem)
  }

  #note(isConnected: boolean, problem: string | null): void {
    const isSame = this.#latest.isConnected === isConnected
    this.#latest = { isConnected, since: isSame ? this.#latest.since : this.#now(), problem }
  }
}

/**
 * Does the same step with Core again and again: as soon as there is news, else now and then, and
 * after a failure when its wait is over, whatever comes meanwhile.
 */
export class CoreLoop {
  readonly #options: LoopOptions
  readonly #step: () => Promise<void>
  readonly #stop = new AbortController()
  readonly #done: Promise<void>
  readonly #contact: ContactNote
  #hasNews = false
  #wake = () => {}

  private constructor(options: LoopOptions, step: () => Promise<void>) {
    this.#options = options
    this.#step = step
    this.#contact = new ContactNote(options.now)
    this.#done = this.#run()
  }

  static start(options: LoopOptions, step: () => Promise<void>): CoreLoop {
    return new CoreLoop(options, step)
  }

  get contact(): Contact {
    return this.#contact.latest
  }

  get isStopping(): boolean {
    return this.#stop.signal.aborted
  }

  /** There is something to say. */
  wake(): void {
    this.#hasNews = true
    this.#wake()
  }

  /** Ends after the step that is under way. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#done
  }

  async #run(): Promise<void> {
    let hasMet = false
    for (let failures = 0; !this.isStopping;) {
      this.#hasNews = false
      try {
        if (!hasMet) await this.#options.meet()
        hasMet = true
        await this.#step()
        failures = 0
        this.#contact.met()
      } catch (error) {
        failures += 1
        hasMet = false
        this.#contact.lost(error)
        this.#options.onError(error)
      }
      await this.#rest(failures)
    }
  }

  async #rest(failures: number): Promise<void> {
    if (failures === 0 && this.#hasNews) return
    const rested = new AbortController()
    const signal = AbortSignal.any([this.#stop.signal, rested.signal])
    if (failures === 0) this.#wake = () => rested.abort()
    const { askEveryMs = ASK_EVERY_MS } = this.#options
    const pauseMs = failures > 0 ? this.#options.patienceMs(failures) : askEveryMs
    await wait(pauseMs, undefined, { signal, ref: false }).catch(() => {})
    this.#wake = () => {}
  }
}
