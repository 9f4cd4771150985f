import { createSignal } from "solid-js"
import * as v from "valibot"
import type { StaffId } from "../../schemas/ids.ts"
import type { Intent } from "../../schemas/intent.ts"
import { sequence, type Sequence } from "../../schemas/units.ts"
import type { IntentAnswer } from "../../schemas/wire.ts"
import { Refused } from "./errors.ts"
import { backoffMs } from "./backoff.ts"
import {
  isDoubleTap,
  isRefused,
  isWaiting,
  markSent,
  nextBatch,
  Queued,
  queued,
  settle,
} from "./outbox-queue.ts"

const BATCH = 50
const DOUBLE_TAP_MS = 1_500

/** Where the outbox keeps its intents. What `put` has returned from survives a reload. */
export type OutboxStore = {
  all(): Promise<unknown[]>
  put(items: readonly Queued[]): Promise<void>
  remove(ids: readonly string[]): Promise<void>
}

export type OutboxPorts = {
  store: OutboxStore
  /** Hands one person's batch to the Leaf. @throws Refused or Unreachable. */
  send(intents: readonly Intent[]): Promise<IntentAnswer[]>
  /** Whether there is a session here with which somebody's intents may go out. */
  maySend(staffId: StaffId): boolean
  wait(ms: number): Promise<void>
  chance(): number
  /** Called when an intent that was to be taken back turns out to have become line `line`. */
  onTakeBack(intent: Intent, line: Sequence): void
}

/**
 * Keeps what this device wants recorded until the Leaf has answered. Intents go out in the order in
 * which they were made, and again with the same ids after any failure; the Leaf answers the same id
 * always the same, so nothing is lost and nothing doubled.
 */
export class Outbox {
  /**
   * Oldest first: what waits, what is accepted but not yet to be seen in the ledger, and what was
   * refused and nobody has dealt with.
   */
  readonly items: () => readonly Queued[]
  /** Why the last try to send failed, while it is so. */
  readonly fault: () => string | null
  readonly #setItems: (change: (all: readonly Queued[]) => readonly Queued[]) => void
  readonly #setFault: (fault: string | null) => void
  readonly #ports: OutboxPorts
  #recent: readonly Intent[] = []
  #isSending = false
  #isClosed = false

  constructor(ports: OutboxPorts) {
    this.#ports = ports
    const [items, setItems] = createSignal<readonly Queued[]>([])
    const [fault, setFault] = createSignal<string | null>(null)
    this.items = items
    this.#setItems = setItems
    this.fault = fault
    this.#setFault = setFault
  }

  /** How many intents the Leaf has not answered yet. */
  waiting(): number {
    return this.items().filter(isWaiting).length
  }

  /** What the Leaf said no to, until somebody has seen it. */
  refused(): Queued[] {
    return this.items().filter(isRefused)
  }

  /** Brings back what was kept before a reload, and goes on sending. */
  async open(): Promise<void> {
    const kept = await this.#ports.store.all()
    const known = new Set(this.items().map(({ intent }) => intent.id))
    const read = kept.flatMap((value) => {
      const parsed = v.safeParse(Queued, value)
      return parsed.success && !known.has(parsed.output.intent.id) ? [parsed.output] : []
    })
    this.#setItems((all) => [...read, ...all])
    await this.flush()
  }

  /** Takes an intent in and sends it; `false` where it only repeats a tap of a moment ago. */
  async add(intent: Intent): Promise<boolean> {
    if (isDoubleTap(this.#recent, intent, DOUBLE_TAP_MS)) return false
    this.#recent = [...this.#recent.filter(({ at }) => intent.at - at < DOUBLE_TAP_MS), intent]
    const item = queued(intent)
    this.#setItems((all) => [...all, item])
    await this.#ports.store.put([item])
    void this.flush()
    return true
  }

  /** Takes back an intent that has no answer yet; `false` where it is not here or has one. */
  async takeBack(id: string): Promise<boolean> {
    // To do it again after an undo is no second tap, however quick.
    this.#recent = this.#recent.filter((intent) => intent.id !== id)
    const item = this.items().find(({ intent }) => intent.id === id)
    if (!item || !isWaiting(item)) return false
    if (!item.wasSent) {
      await this.#forget([id])
      return true
    }
    this.#setItems((all) =>
      all.map((each) => (each.intent.id === id ? { ...each, takeBack: true } : each)),
    )
    await this.#save([item])
    return true
  }

  /** Whose intents wait for their author to sign in again. */
  stranded(): StaffId[] {
    const waiting = this.items().filter(isWaiting)
    const ids = new Set(waiting.map(({ intent }) => intent.staffId))
    return [...ids].filter((staffId) => !this.#ports.maySend(staffId))
  }

  /**
   * Somebody vouches for what another asked who is not here any more: it goes out as theirs. The id
   * stays, so what was recorded already is not recorded again.
   */
  async takeOver(id: string, staffId: StaffId): Promise<void> {
    this.#setItems((all) =>
      all.map((item) =>
        item.intent.id === id && isWaiting(item)
          ? { ...item, intent: { ...item.intent, staffId } }
          : item,
      ),
    )
    await this.#save(this.items().filter(({ intent }) => intent.id === id))
    void this.flush()
  }

  /** Lets go of what can be seen in the ledger up to `last`, as recorded or as a conflict. */
  async forgetUpTo(last: Sequence): Promise<void> {
    const seen = this.items().filter(
      ({ answer }) => answer !== null && answer.outcome !== "rejected" && answer.seq <= last,
    )
    if (seen.length > 0) await this.#forget(seen.map(({ intent }) => intent.id))
  }

  /** A person has read why it was refused. */
  dismiss(id: string): Promise<void> {
    return this.#forget([id])
  }

  /** Sends until nothing waits. One batch at a time: order matters. */
  async flush(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    try {
      for (let failures = 0; !this.#isClosed && this.#next(1).length > 0;) {
        // After a failure one goes alone, so that an unreadable one cannot stop all behind it.
        failures = (await this.#sendBatch(failures > 0 ? 1 : BATCH)) ? 0 : failures + 1
        if (failures > 0) await this.#ports.wait(backoffMs(failures + 1, this.#ports.chance()))
      }
    } finally {
      this.#isSending = false
    }
  }

  close(): void {
    this.#isClosed = true
  }

  #next(size: number): Queued[] {
    return nextBatch(this.items(), size, (staffId) => this.#ports.maySend(staffId))
  }

  async #sendBatch(size: number): Promise<boolean> {
    const batch = this.#next(size)
    this.#setItems((all) => markSent(all, batch))
    await this.#save(batch)
    try {
      await this.#record(await this.#ports.send(batch.map(({ intent }) => intent)))
      this.#setFault(null)
      return true
    } catch (error) {
      return this.#refuseOne(batch, error)
    }
  }

  /** An intent that the Leaf cannot even read is set aside, with why. */
  async #refuseOne(batch: readonly Queued[], error: unknown): Promise<boolean> {
    const [only, ...others] = batch
    const isUnreadable = error instanceof Refused && [400, 403, 413, 422].includes(error.status)
    if (isUnreadable && only && others.length === 0) {
      const { id } = only.intent
      await this.#record([{ id, outcome: "rejected", seq: sequence(0), reason: error.message }])
      return true
    }
    this.#setFault(error instanceof Error ? error.message : String(error))
    return false
  }

  async #record(answers: readonly IntentAnswer[]): Promise<void> {
    const ids = new Set<string>(answers.map(({ id }) => id))
    this.#setItems((all) => settle(all, answers))
    const settled = this.items().filter(({ intent }) => ids.has(intent.id))
    await this.#save(settled)
    for (const { intent, takeBack, answer } of settled)
      if (takeBack && answer?.outcome === "accepted") this.#ports.onTakeBack(intent, answer.seq)
  }

  /** Keeps the current state of these items on the device. */
  #save(items: readonly Queued[]): Promise<void> {
    const ids = new Set(items.map(({ intent }) => intent.id))
    return this.#ports.store.put(this.items().filter(({ intent }) => ids.has(intent.id)))
  }

  #forget(ids: readonly string[]): Promise<void> {
    this.#setItems((all) => all.filter(({ intent }) => !ids.includes(intent.id)))
    return this.#ports.store.remove(ids)
  }
}
