import type { Subscription } from "@nats-io/transport-node"
import { BrokenChain } from "../../ledger/chain.ts"
import { inBatches, readEntries } from "../../ledger/recover.ts"
import type { Entry } from "../../schemas/entry.ts"
import type { Hub } from "./hub.ts"
import { streamName } from "./hub-streams.ts"
import { SoundEntries } from "./sound-entries.ts"
import type { Tenants } from "../tenants.ts"
import { NotTheNext, VenueLedger } from "../venue-ledger.ts"
import type { VenueOf } from "../venues.ts"

/**
 * Lines come in bursts, and are heard of before they are on the disks of the hub: where nothing is
 * there yet, it is looked again after longer and longer.
 */
const SETTLE_MS = [30, 200, 1_000, 3_000, 5_000] as const
/** Where something was found, the rest of what was heard of may still be on its way to the disk. */
const AFTER_FINDING = 2
/** Everything is looked at so often, also where nothing was heard of. */
const SWEEP_MS = 5_000

type Options = {
  hub: Hub
  tenants: Tenants
  onError: (error: unknown, context: string) => void
  sweepMs?: number
}

/** A venue's ledger on its way from the hub to the database. */
type Way = {
  venue: VenueOf
  /** The last line that is known to be in the hub. */
  last: number
  /** The last one that is known to be in the database. */
  taken: number
  alarm: string | null
  /** The look that is to come, and how often nothing was found before it. */
  next: { timer: NodeJS.Timeout; attempt: number } | null
  run: Promise<void>
}

/** How far the ledgers that are in the hub have been taken in. */
export type IntakeState = { ledgers: number; waitingLines: number; alarms: number }

/**
 * Takes in what Leaves bring to the hub: checks each line against the one before it, and stores it
 * in its tenant's tables together with how far it has come. Any number of Cores may do so at once,
 * since only what follows is stored. A ledger that is not sound is stopped at its last sound line,
 * with the reason; the others go on.
 */
export class Intake {
  readonly #options: Options
  readonly #ways = new Map<string, Way>()
  readonly #heard: Subscription
  readonly #sweeping: NodeJS.Timeout
  #sweep: Promise<void> = Promise.resolve()
  #isClosed = false

  private constructor(options: Options) {
    this.#options = options
    this.#heard = options.hub.connection.subscribe("ledger.>", {
      queue: "intake",
      callback: (_error, { subject }) => {
        const venue = options.hub.streams.venueAt(subject)
        if (venue) this.#soon(this.#way(venue))
      },
    })
    const { sweepMs = SWEEP_MS } = options
    this.#sweeping = setInterval(() => this.#look(), sweepMs)
    this.#look()
  }

  static start(options: Options): Intake {
    return new Intake(options)
  }

  get state(): IntakeState {
    const ways = [...this.#ways.values()]
    return {
      ledgers: ways.length,
      waitingLines: ways.reduce((sum, { last, taken }) => sum + Math.max(0, last - taken), 0),
      alarms: ways.filter(({ alarm }) => alarm !== null).length,
    }
  }

  /** The last line of a venue's ledger that is known to be in the hub. */
  lastOf(venue: VenueOf): number {
    return this.#ways.get(streamName(venue))?.last ?? 0
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#heard.unsubscribe()
    clearInterval(this.#sweeping)
    for (const { next } of this.#ways.values()) clearTimeout(next?.timer)
    await this.#sweep
    await Promise.all([...this.#ways.values()].map(({ run }) => run))
  }

  /** Looks at where every ledger in the hub ends. */
  #look(): void {
    this.#sweep = this.#sweep.then(async () => {
      try {
        for await (const { venue, last } of this.#options.hub.streams.heads()) {
          const way = this.#way(venue)
          way.last = last
          if (last > way.taken || way.alarm !== null) this.#soon(way)
        }
      } catch (error) {
        this.#options.onError(error, "looking at where the ledgers end")
      }
    })
  }

  #way(venue: VenueOf): Way {
    const name = streamName(venue)
    const known = this.#ways.get(name)
    if (known) return known
    const way: Way = {
      venue,
      last: 0,
      taken: 0,
      alarm: null,
      next: null,
      run: Promise.resolve(),
    }
    this.#ways.set(name, way)
    return way
  }

  /**
   * Whoever hears of something new does not wait for a look that was put off.
   * @param attempt how often nothing was found since something was heard of
   */
  #soon(way: Way, attempt = 0): void {
    const pause = SETTLE_MS[attempt]
    if (this.#isClosed || pause === undefined) return
    if (way.next && way.next.attempt <= attempt) return
    clearTimeout(way.next?.timer)
    const timer = setTimeout(() => {
      way.next = null
      way.run = way.run.then(async () => {
        const before = way.taken
        await this.#takeIn(way)
        const next = way.taken === before ? attempt + 1 : AFTER_FINDING
        if (way.alarm === null) this.#soon(way, next)
      })
    }, pause)
    way.next = { timer, attempt }
  }

  async #store(way: Way, ledger: VenueLedger, entries: readonly Entry[]): Promise<void> {
    await ledger.project(entries)
    way.taken = entries.at(-1)?.sequence ?? way.taken
  }

  async #takeIn(way: Way): Promise<void> {
    const { hub, tenants, onError } = this.#options
    const ledger = new VenueLedger(tenants, way.venue)
    try {
      const log = await hub.log(way.venue)
      const head = await ledger.head()
      way.taken = head.sequence
      const sound = new SoundEntries(readEntries(log, head))
      // While the database stores some, the next are read and checked.
      let storing = Promise.resolve()
      for await (const entries of inBatches(sound.read())) {
        await storing
        if (this.#isClosed) return
        storing = this.#store(way, ledger, entries)
        // It is waited for above and below; until then nobody else hears of it.
        storing.catch(() => {})
      }
      await storing
      if (sound.broken) throw sound.broken
      way.last = Math.max(way.last, way.taken)
      way.alarm = null
    } catch (error) {
      // Another Core has stored these lines; the next look goes on from there.
      if (error instanceof NotTheNext) return this.#soon(way)
      onError(error, `taking in the ledger of ${way.venue.venueId}`)
      if (!(error instanceof BrokenChain)) return
      way.alarm = error.message
      await ledger
        .keepAlarm(error.message)
        .catch((cause: unknown) => onError(cause, "keeping why a ledger is not taken in"))
    }
  }
}
