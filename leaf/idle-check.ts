import { setTimeout as wait } from "node:timers/promises"
import type { Logger } from "pino"
import { GENESIS_HASH } from "../domain/ledger.ts"
import { BrokenChain } from "../ledger/chain.ts"
import type { GuardedEventLog } from "../ledger/event-log-guarded.ts"
import { readEntries } from "../ledger/lines.ts"
import { readWitness } from "../ledger/witness.ts"
import type { Millis } from "../schemas/units.ts"
import { dropCopiesWithoutNote, noteCopies } from "./store-copy.ts"

/** After a line is appended the ledger is left alone for `idleMs`; it is looked at every `everyMs`. */
export type IdleTimes = { idleMs: number; everyMs: number }

const AGAIN_AFTER_MS = 250

/** Between so many lines others get their turn. */
const STEP_LINES = 200

/** How a comparison ended: all agrees, something came between, or a sentence about what is wrong. */
type Finding = { kind: "whole" } | { kind: "disturbed" } | { kind: "different"; why: string }

type Parts = {
  log: GuardedEventLog
  /** Waits for what is under way, and tells how many lines are in memory then. */
  settle: () => Promise<{ state: number }>
  witness: string
  /** Holds the projection against the log, and fills it anew where it differs; tells whether it did. */
  checkProjection: () => Promise<boolean>
  data: string
  now: () => Millis
  times: IdleTimes
  logger: Logger
}

/**
 * Re-reads the whole ledger while nobody uses it, in small steps, and holds it against its witness:
 * the server passes over a line that has rotted without a word. Where they differ the ledger takes
 * no more money; the next start repairs it, with the damaged store kept.
 */
export class IdleCheck {
  readonly #parts: Parts
  readonly #timer: NodeJS.Timeout
  #running: Promise<Finding> | null = null
  #isStopped = false
  #appends: number
  #lastAppendSeenAt: Millis

  private constructor(parts: Parts) {
    this.#parts = parts
    this.#appends = parts.log.appends
    this.#lastAppendSeenAt = parts.now()
    const { idleMs, everyMs } = parts.times
    let checkedAt: Millis = parts.now()
    this.#timer = setInterval(
      () => {
        const now = parts.now()
        if (!this.#isIdle(now) || now - checkedAt < everyMs) return
        checkedAt = now
        void this.run()
      },
      Math.min(idleMs, everyMs),
    )
    this.#timer.unref()
  }

  /** Begins to look at the ledger whenever it is idle. */
  static start(parts: Parts): IdleCheck {
    return new IdleCheck(parts)
  }

  /** Why no more money is taken; `null` while all agrees. */
  get doubt(): string | null {
    return this.#parts.log.doubt
  }

  /** Compares now. Never fails: what cannot be read for the moment is read at the next time. */
  run(): Promise<Finding> {
    this.#running ??= this.#compareTwice().finally(() => (this.#running = null))
    return this.#running
  }

  /**
   * Compares now, and again until it is known how it stands: a server that was started again may not
   * be in contact yet, and what has rotted in it must not wait for the next idle hour.
   */
  async runUntilKnown(): Promise<void> {
    while (!this.#isStopped && (await this.run()).kind === "disturbed") await wait(AGAIN_AFTER_MS)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#timer)
    await this.#running
  }

  #isIdle(now: Millis): boolean {
    const { log, times } = this.#parts
    if (log.appends !== this.#appends) this.#lastAppendSeenAt = now
    this.#appends = log.appends
    return now - this.#lastAppendSeenAt >= times.idleMs
  }

  async #compareTwice(): Promise<Finding> {
    const { log, data, logger, checkProjection } = this.#parts
    try {
      const first = await this.#compare()
      // A server that is just being started again may give too few lines, but not the same twice.
      const finding = first.kind === "different" ? await this.#compare() : first
      if (finding.kind === "whole") {
        await dropCopiesWithoutNote(data)
        if (await checkProjection())
          logger.warn("the projection was not what the log says, and was filled anew")
      }
      if (finding.kind !== "different") return finding
      const doubt =
        `${finding.why} No money is taken: stop the Leaf and start it again, ` +
        "which compares log and witness and repairs what can be repaired."
      log.refuse(doubt)
      logger.error(doubt)
      await noteCopies(data, doubt)
      return finding
    } catch (error) {
      logger.warn({ error }, "log and witness could not be compared; it is done another time")
      return { kind: "disturbed" }
    }
  }

  async #compare(): Promise<Finding> {
    const { log, witness, settle } = this.#parts
    // A line after these is one of which the log has not said yet whether it has it.
    const { state: last } = await settle()
    const before = log.appends
    const isDisturbed = () => this.#isStopped || log.appends !== before
    const witnessed = readWitness(witness)[Symbol.asyncIterator]()
    try {
      let at = 0
      for await (const entry of readEntries(log, { sequence: 0, hash: GENESIS_HASH })) {
        if (entry.sequence > last) break
        at = entry.sequence
        const other = await witnessed.next()
        if (isDisturbed()) return { kind: "disturbed" }
        if (other.done) return different(`The witness ends before line ${at} of the log.`)
        if (other.value.hash !== entry.hash)
          return different(`Log and witness differ at line ${at}.`)
        if (at % STEP_LINES === 0) await wait(1)
      }
      const more = await witnessed.next()
      if (isDisturbed()) return { kind: "disturbed" }
      if (at < last)
        return different(`The log ends at line ${at}, and line ${last} was the last one.`)
      return more.done
        ? { kind: "whole" }
        : different(`The witness goes on after line ${last}, which was the last one.`)
    } catch (error) {
      if (!(error instanceof BrokenChain)) throw error
      return isDisturbed() ? { kind: "disturbed" } : different(error.message)
    } finally {
      await witnessed.return?.()
    }
  }
}

const different = (why: string): Finding => ({ kind: "different", why })
