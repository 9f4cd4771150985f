import { isDeepStrictEqual } from "node:util"
import * as Y from "yjs"
import { accountOf, reconcile } from "../../domain/account.ts"
import { apply, type LedgerState, newLedger, openConflicts } from "../../domain/ledger.ts"
import type { Entry, Outcome, Posting } from "../../schemas/entry.ts"
import type { IntentId } from "../../schemas/ids.ts"
import type { Intent } from "../../schemas/intent.ts"
import type { Sequence } from "../../schemas/units.ts"
import type { IntentAnswer } from "../../schemas/wire.ts"
import type { Room } from "../../sync-server/room.ts"
import type { LeafListener, SimulatedLeaf } from "./leaf.ts"
import { allNames, TOURNAMENT } from "./people.ts"
import type { DeviceListener } from "./tablet.ts"

/** A promise that was not held. */
export class PromiseBroken extends Error {
  override readonly name = "PromiseBroken"
}

const demand: (holds: boolean, promise: string) => asserts holds = (holds, promise) => {
  if (!holds) throw new PromiseBroken(promise)
}

/**
 * Keeps what was promised to whom, apart from the code that promised it, and holds the world against
 * it: of the ledger after every step, of the rest whenever it comes up and at the end.
 */
export class Auditor implements LeafListener, DeviceListener {
  /** The ledger's lines as they were when they were first durable. */
  lines: Entry[] = []
  /** Every intent that somebody made on a device. */
  readonly wanted = new Map<string, Intent>()
  /** What a device has said to be on it: it must become a line, however long that takes. */
  readonly keptIntents = new Set<IntentId>()
  readonly withdrawnIntents = new Set<IntentId>()
  readonly answers = new Map<string, IntentAnswer>()
  /** The Leaf runs on an older copy, and nobody has noticed yet: it is not held to its word. */
  isSuspended = false
  /** What was recorded on a box that is lost, and is nowhere else. */
  readonly #forgiven = new Set<string>()
  /** By room and author, up to where the Leaf has said that it is on its disk. */
  readonly #durable = new Map<string, Map<number, number>>()
  #recorded = new Set<string>()
  #balances = new Map<string, number>()
  /** Conflicts that nobody has closed, counted without the ledger's own list. */
  #open = new Set<Sequence>()
  /** How far each device had counted at its last line. */
  #latest = new Map<string, number>()
  /** Rebuys and payouts that nobody has taken back. */
  #standing: Pick<Entry, "intent" | "sequence">[] = []
  #state: LedgerState = newLedger()
  readonly #fail: (error: unknown) => void

  /** @param fail ends the night with this as its reason */
  constructor(fail: (error: unknown) => void) {
    this.#fail = fail
  }

  made(intent: Intent): void {
    this.wanted.set(intent.id, intent)
  }

  kept(intent: Intent): void {
    this.keptIntents.add(intent.id)
  }

  withdrawn(id: IntentId): void {
    this.withdrawnIntents.add(id)
  }

  /** A device has heard an answer: the same that everybody hears of that intent, at any time. */
  heard(answers: readonly IntentAnswer[]): void {
    this.answered(answers)
  }

  answered(answers: readonly IntentAnswer[]): void {
    if (this.isSuspended) return
    for (const answer of answers) {
      if (this.#forgiven.has(answer.id)) continue
      const before = this.answers.get(answer.id)
      this.answers.set(answer.id, answer)
      if (before && (before.seq !== answer.seq || before.outcome !== answer.outcome))
        this.#fail(
          new PromiseBroken(
            `Intent ${answer.id} was answered with line ${before.seq}, ${before.outcome}, and now ` +
              `with line ${answer.seq}, ${answer.outcome}.`,
          ),
        )
    }
  }

  durable(room: string, stateVector: ReadonlyMap<number, number>): void {
    const known = this.#durable.get(room) ?? new Map<number, number>()
    this.#durable.set(room, known)
    for (const [client, clock] of stateVector)
      known.set(client, Math.max(clock, known.get(client) ?? 0))
  }

  /** A room was loaded: it has everything of which the Leaf ever said that it is on its disk. */
  loaded(room: Room): void {
    try {
      this.holdDocument(room.name, room.doc)
    } catch (error) {
      this.#fail(error)
    }
  }

  holdDocument(name: string, doc: Y.Doc): void {
    for (const [client, clock] of this.#durable.get(name) ?? []) {
      const there = Y.getState(doc.store, client)
      demand(
        there >= clock,
        `${name}: of author ${client} ${clock} edits were told to be safe, ${there} are there.`,
      )
    }
  }

  /** The Leaf has started: everything that was durable and answered is there, and as it was. */
  ready({ running }: SimulatedLeaf): void {
    try {
      if (!running || this.isSuspended) return
      this.holdLedger(running.ledger.state)
      const last = this.lines.at(-1)
      const there = running.ledger.store.lines[this.lines.length - 1]
      demand(last?.hash === there?.hash, `Line ${last?.sequence} is another after the start.`)
    } catch (error) {
      this.#fail(error)
    }
  }

  holdLedger(state: LedgerState): void {
    const { lastSequence } = state
    demand(
      lastSequence >= this.lines.length,
      `The ledger had ${this.lines.length} lines, and after the start ${lastSequence}.`,
    )
    const recorded: ReadonlyMap<string, { sequence: Sequence; outcome: Outcome }> = state.answers
    for (const { id, seq, outcome } of this.answers.values()) {
      const there = recorded.get(id)
      demand(
        there !== undefined && there.sequence === seq && there.outcome.kind === outcome,
        `Intent ${id} was answered with line ${seq}, and that line is not there.`,
      )
    }
  }

  /** The ledger as it is after a step. */
  follow(leaf: SimulatedLeaf): void {
    const { lines } = leaf.projection
    const last = lines.at(-1)
    demand(
      !last || last.intent.observedSequence < last.sequence,
      `Line ${last?.sequence} is by a device that knows of lines that are not here.`,
    )
    if (!leaf.running || this.isSuspended || lines.length <= this.lines.length) return
    for (const line of lines.slice(this.lines.length)) this.#audit(line)
    const { conflicts } = leaf.running.ledger.state
    for (const at of this.#open)
      demand(conflicts.has(at), `The conflict of line ${at} has vanished from the ledger.`)
  }

  /** The documents are on a new box, or an older copy: they come back from the devices. */
  forgiveDocuments(): void {
    this.#durable.clear()
  }

  /** Up to which line two ledgers are the same. */
  sameUpTo(other: readonly Entry[]): number {
    const at = this.lines.findIndex(({ hash }, index) => hash !== other[index]?.hash)
    return at < 0 ? this.lines.length : at
  }

  /** What Core never got, of a box that was lost, is lost: nobody was promised more. */
  forgiveAfter(last: number): void {
    const kept = this.lines.slice(0, last)
    for (const [id, { seq }] of this.answers) if (seq > last) this.answers.delete(id)
    for (const { intent } of this.lines.slice(last)) {
      this.keptIntents.delete(intent.id)
      this.#forgiven.add(intent.id)
    }
    this.lines = []
    this.#recorded = new Set()
    this.#balances = new Map()
    this.#open = new Set()
    this.#latest = new Map()
    this.#standing = []
    this.#state = newLedger()
    for (const line of kept) this.#audit(line)
  }

  /** At the end: all that was asked is recorded once, and every open conflict is known to everybody. */
  holdAll(
    state: LedgerState,
    others: readonly LedgerState[],
    refused: ReadonlySet<IntentId>,
  ): void {
    this.holdLedger(state)
    for (const id of this.keptIntents) {
      const isThere = state.answers.has(id)
      const isOver = this.withdrawnIntents.has(id) || refused.has(id)
      demand(isThere || isOver, `Intent ${id} was kept on its device and is not in the ledger.`)
    }
    for (const each of [state, ...others])
      demand(
        sameSet(new Set(openConflicts(each).map(({ sequence }) => sequence)), this.#open),
        "A conflict that nobody has closed is not shown everywhere.",
      )
    for (const each of others)
      demand(each.headHash === state.headHash, "A tablet's ledger is not the Leaf's.")
  }

  /** No name of a person is in these texts. */
  holdNames(place: string, text: string): void {
    for (const name of allNames)
      demand(!text.includes(name), `The name of a person is in ${place}.`)
  }

  #audit(line: Entry): void {
    const { intent, outcome, sequence } = line
    demand(sequence === this.lines.length + 1, `Line ${sequence} is not the next one.`)
    const wanted = this.wanted.get(intent.id)
    demand(wanted !== undefined, `Line ${sequence} is of an intent that nobody made.`)
    demand(isDeepStrictEqual(wanted, intent), `Line ${sequence} is not what was asked for.`)
    demand(!this.#recorded.has(intent.id), `Intent ${intent.id} was counted twice.`)
    const { deviceId, lamport } = intent
    demand(
      lamport > (this.#latest.get(deviceId) ?? 0),
      `Line ${sequence} is older than what ${deviceId} asked before.`,
    )
    this.#latest.set(deviceId, lamport)
    demand(!this.withdrawnIntents.has(intent.id), `Line ${sequence} was taken back before.`)
    this.holdNames(`line ${sequence}`, JSON.stringify(line))
    this.#recorded.add(intent.id)
    this.lines.push(line)
    apply(this.#state, line)
    if (outcome.kind === "conflict") this.#open.add(sequence)
    if (outcome.kind === "accepted" && intent.kind === "resolve") this.#open.delete(intent.conflict)
    if (outcome.kind === "accepted") this.#auditOnce(line)
    this.#auditBooks(sequence, outcome.kind === "accepted" ? outcome.postings : [])
  }

  /** One act that two devices wrote down is shown to a person, and one place is paid once. */
  #auditOnce({ intent, sequence }: Entry): void {
    if (intent.kind === "void" || intent.kind === "refund")
      this.#standing = this.#standing.filter((each) => each.sequence !== intent.sequence)
    if (intent.kind !== "rebuy" && intent.kind !== "payout") return
    const twin = this.#standing.find(
      ({ intent: other, sequence: at }) =>
        (intent.kind === "rebuy" &&
          other.kind === "rebuy" &&
          other.entryId === intent.entryId &&
          other.deviceId !== intent.deviceId &&
          at > intent.observedSequence) ||
        (intent.kind === "payout" && other.kind === "payout" && other.place === intent.place),
    )
    demand(
      twin === undefined,
      `Line ${sequence} counts what line ${twin?.sequence} has, and nobody was asked.`,
    )
    this.#standing.push({ intent, sequence })
  }

  /** Adds the postings up, and knows nothing of how they came about. */
  #auditBooks(sequence: Sequence, postings: readonly Posting[]): void {
    const sum = postings.reduce((all, { amountCents }) => all + amountCents, 0)
    demand(sum === 0, `The postings of line ${sequence} sum to ${sum}.`)
    for (const { account, amountCents } of postings)
      this.#balances.set(account, (this.#balances.get(account) ?? 0) + amountCents)
    const money = accountOf(this.#state, TOURNAMENT)
    if (!money) return
    for (const [account, balance] of Object.entries(money.balances))
      demand(
        balance === (this.#balances.get(account) ?? 0),
        `${account} is at ${balance} after line ${sequence}, and its postings come to other.`,
      )
    demand(
      money.poolCents - money.paidCents === money.remainingCents &&
        money.remainingCents >= 0 &&
        money.bountiesLeftCents >= 0,
      `A pool is overdrawn after line ${sequence}.`,
    )
    const paid = [...money.entries.values()].filter(({ isVoid }) => !isVoid)
    demand(reconcile(money, paid).balanced, `The books do not agree after line ${sequence}.`)
  }
}

const sameSet = (one: ReadonlySet<unknown>, other: ReadonlySet<unknown>): boolean =>
  one.size === other.size && [...one].every((each) => other.has(each))
