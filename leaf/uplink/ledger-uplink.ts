import { setTimeout as waitOnClock } from "node:timers/promises"
import * as v from "valibot"
import { GENESIS_HASH } from "../../domain/ledger.ts"
import type { Head } from "../../ledger/chain.ts"
import type { EventLog } from "../../ledger/event-log.ts"
import { inBatches, lineOf, readEntries, upTo } from "../../ledger/recover.ts"
import { firstDifference } from "../../ledger/restore.ts"
import type { HubLog } from "./hub-log.ts"
import { type Contact, ContactNote } from "./loop.ts"

export type LedgerUplinkOptions = {
  /** The venue's own log. */
  log: EventLog
  /** The last line of it that nothing can take back; the log may have more, which a cut could. */
  last: () => number
  /** Calls back for every new line; returns the way to stop it. */
  subscribe: (listener: () => void) => () => void
  openHub: () => Promise<HubLog>
  /** In milliseconds since 1970. */
  now: () => number
  /** How long to wait after so many failures in a row, in milliseconds. */
  patienceMs: (failures: number) => number
  /** Waits, or rejects as soon as `signal` says stop; by this machine's clock where it is not given. */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>
  onError: (error: unknown, context: string) => void
}

const waitHere = (ms: number, signal: AbortSignal): Promise<unknown> =>
  waitOnClock(ms, undefined, { signal, ref: false })

/** How far Core has the ledger. */
export type LedgerUplinkState = Contact & {
  /** Lines that Core has not confirmed; those of before this start count until it is asked. */
  waitingLines: number
  /** Why nothing more is sent, until a person has looked; `null` where nothing is wrong. */
  alarm: string | null
}

const LastLine = v.pipe(v.string(), v.parseJson(), v.object({ hash: v.string() }))

/**
 * Brings the venue's ledger to Core. The venue's own log is what waits to be sent: each line is
 * written in Core's at the same sequence, and only as the next one, so that what is sent twice is
 * there once. Whatever went wrong, the next connection begins with where Core's ledger ends.
 *
 * Where Core's ledger is not a beginning of this one, one of the two was put back from an older
 * copy: nothing is sent or overwritten from then on, and a person is told.
 */
export class LedgerUplink {
  readonly #options: LedgerUplinkOptions
  readonly #stop = new AbortController()
  readonly #done: Promise<void>
  readonly #unsubscribe: () => void
  /** The last line that Core has confirmed. */
  #confirmed = 0
  readonly #contact: ContactNote
  #alarm: string | null = null
  #failures = 0
  #wake = () => {}

  private constructor(options: LedgerUplinkOptions) {
    this.#options = options
    this.#contact = new ContactNote(options.now)
    this.#unsubscribe = options.subscribe(() => this.#wake())
    this.#done = this.#run()
  }

  static start(options: LedgerUplinkOptions): LedgerUplink {
    return new LedgerUplink(options)
  }

  get state(): LedgerUplinkState {
    const waitingLines = Math.max(0, this.#options.last() - this.#confirmed)
    return { ...this.#contact.latest, waitingLines, alarm: this.#alarm }
  }

  /** Ends; what waits is found again at the next start. */
  async close(): Promise<void> {
    this.#unsubscribe()
    this.#stop.abort()
    this.#wake()
    await this.#done
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted && this.#alarm === null) {
      try {
        const hub = await this.#options.openHub()
        try {
          await this.#follow(hub)
        } finally {
          await hub.close()
        }
      } catch (error) {
        if (this.#stop.signal.aborted) return
        this.#failures += 1
        this.#contact.lost(error)
        this.#options.onError(error, "bringing the ledger to Core")
      }
      const pause = this.#options.patienceMs(Math.max(1, this.#failures))
      const { wait = waitHere } = this.#options
      await wait(pause, this.#stop.signal).catch(() => {})
    }
  }

  /** Sends what there is and what comes, as long as the connection lasts. */
  async #follow(hub: HubLog): Promise<void> {
    let head = await this.#meet(hub.log)
    if (head === null) return
    this.#failures = 0
    this.#contact.met()
    let isOver = false
    void hub.ended.then(() => {
      isOver = true
      this.#wake()
    })
    while (!isOver && !this.#stop.signal.aborted) {
      const news = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      if (this.#options.last() > head.sequence) head = await this.#push(hub.log, head)
      else await news
    }
  }

  /**
   * Where Core's ledger ends, if it is a beginning of this one.
   * @returns `null` where it is not, and a person has to look
   */
  async #meet(hub: EventLog): Promise<Head | null> {
    const sequence = await hub.lastSequence()
    if (sequence === 0) return { sequence, hash: GENESIS_HASH }
    const { log, last } = this.#options
    const here = last()
    if (sequence > here) return this.#halt(olderCopy(sequence, here))
    const [mine, theirs] = await Promise.all([log.line(sequence), hub.line(sequence)])
    if (!mine || !theirs) throw new Error(`Line ${sequence} cannot be read.`)
    if (mine.text !== theirs.text)
      return this.#halt(forked(await firstDifference(log, hub, sequence)))
    this.#confirmed = sequence
    return { sequence, hash: v.parse(LastLine, mine.text).hash }
  }

  async #push(hub: EventLog, from: Head): Promise<Head> {
    const { log, last: lastSafe } = this.#options
    let head = from
    for await (const entries of inBatches(upTo(lastSafe(), readEntries(log, from)))) {
      const last = entries.at(-1)
      if (!last || this.#stop.signal.aborted) break
      await hub.append(entries.map(lineOf))
      head = { sequence: last.sequence, hash: last.hash }
      this.#confirmed = head.sequence
    }
    if (head === from && !this.#stop.signal.aborted)
      throw new Error(`The log does not give line ${from.sequence + 1}.`)
    return head
  }

  #halt(alarm: string): null {
    this.#alarm = alarm
    this.#contact.lost(null)
    this.#options.onError(new Error(alarm), "comparing the ledger with Core's")
    return null
  }
}

const olderCopy = (there: number, here: number): string =>
  `Core has ${there} lines of this ledger and this Leaf ends at line ${here}: it was put back from ` +
  "an older copy, or lines were lost. Nothing is sent to Core. Take no money, stop the Leaf, and " +
  "bring the lines back: npm run -s felt -- restore --from-core."

const forked = (at: number): string =>
  `This ledger and Core's differ from line ${at}: this Leaf was put back from an older copy and went ` +
  "on, or two Leaves run with one token. Nothing is sent to Core and nothing is overwritten. Stop " +
  "the other one, keep both ledgers, and have a person compare them: npm run -s felt -- ledger export."
