import { decide } from "../../domain/decide.ts"
import { apply, GENESIS_HASH, type LedgerState, newLedger } from "../../domain/ledger.ts"
import { type Random, uniform } from "../../domain/random.ts"
import { seal } from "../../ledger/chain.ts"
import type { Entry } from "../../schemas/entry.ts"
import type { Intent, IntentKind } from "../../schemas/intent.ts"
import { millis, sequence } from "../../schemas/units.ts"
import { intent } from "./intents.ts"

/** The ledger of a venue: one line after the other, and the same answer to the same id. */
export class Leaf {
  readonly state: LedgerState = newLedger()
  readonly lines: Entry[] = []

  record(asked: Intent): void {
    if (this.state.answers.has(asked.id)) return
    const line = seal({
      version: 1,
      sequence: sequence(this.lines.length + 1),
      previousHash: this.lines.at(-1)?.hash ?? GENESIS_HASH,
      recordedAt: millis(0),
      intent: asked,
      outcome: decide(this.state, asked),
    })
    apply(this.state, line)
    this.lines.push(line)
  }
}

/**
 * A tablet: what it has seen of the ledger, and what it still has to send. Offline it goes on with
 * what it knows; what it sends may get lost on the way there or back, come twice, or late.
 */
export class Tablet {
  readonly state: LedgerState = newLedger()
  readonly outbox: Intent[] = []
  /** Everything that was ever asked here. */
  readonly asked: Intent[] = []
  isOnline = true
  readonly #name: string
  #lamport = 0

  constructor(name: string) {
    this.#name = name
  }

  /** Asks for something, by what is known here. */
  ask(kind: IntentKind, fields: Record<string, unknown>): void {
    this.#lamport += 1
    const made = intent(kind, {
      deviceId: this.#name,
      staffId: this.#name,
      lamport: this.#lamport,
      observedSequence: this.state.lastSequence,
      ...fields,
    })
    this.outbox.push(made)
    this.asked.push(made)
  }

  /** Sends the oldest few; whether it hears of the answer is the network's. */
  send(leaf: Leaf, random: Random): void {
    if (!this.isOnline || this.outbox.length === 0) return
    const batch = this.outbox.slice(0, 1 + uniform(random, 4))
    if (uniform(random, 5) === 0) return
    for (const each of batch) leaf.record(each)
    // A stray copy of something that was sent long ago.
    const stray = this.asked[uniform(random, this.asked.length)]
    if (stray && leaf.state.answers.has(stray.id)) leaf.record(stray)
    if (uniform(random, 4) === 0) return
    this.outbox.splice(0, batch.length)
  }

  /** Reads some of the lines that are new. */
  read(leaf: Leaf, most: number): void {
    if (!this.isOnline) return
    const from = this.state.lastSequence
    for (const line of leaf.lines.slice(from, from + most)) apply(this.state, line)
  }
}
