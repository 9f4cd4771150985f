import { decide } from "../domain/decide.ts"
import { apply, GENESIS_HASH, type LedgerState } from "../domain/ledger.ts"
import type { Entry, Outcome } from "../schemas/entry.ts"
import type { Intent } from "../schemas/intent.ts"
import type { IntentAnswer } from "../schemas/wire.ts"
import { type Millis, sequence, type Sequence } from "../schemas/units.ts"
import { type Head, seal } from "./chain.ts"
import type { Disk } from "./disk.ts"
import { draftOf } from "./draft.ts"
import { type EventLog, LogDiverged, LogUnavailable, MOST_APPENDED } from "./event-log.ts"
import { inBatches, lineOf, readEntries, recover, upTo } from "./recover.ts"
import type { Projection, Store, Sums } from "./store.ts"
import type { Witness } from "./witness.ts"

type Options<Projected> = {
  log: EventLog
  /** The witness file's path. */
  witness: string
  /** What that path is on; this machine's own disk where it is not given. */
  disk?: Disk
  store: Projected
  now: () => Millis
  /** Told while the projection is filled again, in lines. */
  onProgress?: (done: number, total: number) => void
  /** Told when what is durable and what is in memory may differ: the process must start anew. */
  onFatal: (error: unknown) => void
}

/**
 * A device has seen lines that this ledger has not got: it was restored from an older copy, or is
 * another one. Nothing is recorded, since what the device decided by is not known here.
 */
export class LedgerBehind extends Error {
  override readonly name = "LedgerBehind"
  constructor(last: Sequence, seen: Sequence) {
    super(
      `This ledger ends at line ${last}, but the device has seen line ${seen}: the Leaf was restored ` +
        "from an older copy, or is another one. Nothing was recorded; compare the two first.",
    )
  }
}

/**
 * The one way into the ledger. Intents are taken one at a time:
 *
 *   decide -> append to the log -> fold into the state -> witness -> projection -> answer
 *
 * An answer is given only when the line is on the disk, in the log and in the witness.
 */
export class Ledger<Projected extends Projection = Store> {
  readonly state: LedgerState
  readonly store: Projected
  /** Lines that the log had lost and the witness gave back at the start. */
  readonly restored: number
  readonly #log: EventLog
  readonly #witness: Witness
  readonly #now: () => Millis
  readonly #onFatal: (error: unknown) => void
  readonly #listeners = new Set<(entry: Entry) => void>()
  #queue: Promise<unknown> = Promise.resolve()
  /** What is in memory may not be on the disk: from then on nothing is answered. */
  #isOver = false
  /** Entries of which the log has not said whether it has them; asked about before anything else. */
  #doubtful: readonly Entry[] = []

  private constructor(
    options: Options<Projected>,
    { state, witness, restored }: Awaited<ReturnType<typeof recover>>,
  ) {
    this.state = state
    this.store = options.store
    this.restored = restored
    this.#log = options.log
    this.#witness = witness
    this.#now = options.now
    this.#onFatal = options.onFatal
  }

  /**
   * Reads the whole log, holds it against the witness, and brings the projection up to it.
   * @throws LedgerInDoubt where log and witness cannot both be right
   */
  static async open<Projected extends Projection = Store>(
    options: Options<Projected>,
  ): Promise<Ledger<Projected>> {
    const { log, witness, disk, store } = options
    const { sequence: projected } = await store.head()
    const ledger = new Ledger(options, await recover(log, witness, disk, projected))
    await ledger.#catchUp(options.onProgress ?? (() => {}))
    return ledger
  }

  /**
   * Records intents in the given order and answers each. The same id always gets the same answer.
   * @throws LogRefused where the log takes nothing more, LogUnavailable where it does not answer;
   *   in both cases the same intents may be sent again; LedgerBehind where a device knows of lines
   *   that are not here
   */
  submit(intents: readonly Intent[]): Promise<IntentAnswer[]> {
    const answers = this.#queue.then(() => this.#record(intents))
    // The next in line must not fail because this one did; its own caller hears of it.
    this.#queue = answers.catch(() => {})
    return answers
  }

  /** Calls `listener` with every new entry, once it is durable. Returns the way to stop it. */
  subscribe(listener: (entry: Entry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The last line that log and witness have: what Core may be told of, and nothing after it. */
  get lastSafe(): Sequence {
    return sequence(this.#witness.head.sequence)
  }

  /** How far log, state, witness and projection are, at a moment at which nothing is under way. */
  heads(): Promise<{ log: number; state: number; witness: number; projection: number }> {
    const heads = this.#queue.then(async () => ({
      log: await this.#log.lastSequence(),
      state: this.state.lastSequence,
      witness: this.#witness.head.sequence,
      projection: (await this.store.head()).sequence,
    }))
    this.#queue = heads.catch(() => {})
    return heads
  }

  /**
   * Holds every row of the projection against the log; where they differ, fills it anew. Lines that
   * are recorded meanwhile do not disturb it: those before them never change.
   * @returns whether it had to be filled anew
   */
  async checkProjection(): Promise<boolean> {
    const { sequence: last } = await this.store.head()
    const [expected, found] = [
      await this.store.fingerprintOf(upTo(last, readEntries(this.#log, GENESIS))),
      await this.store.fingerprint(last),
    ]
    if (expected === found) return false
    const filled = this.#queue.then(async () => {
      await this.store.empty()
      await this.#fill(() => {})
    })
    this.#queue = filled.catch((error: unknown) => this.#end(error))
    await filled
    return true
  }

  /** Waits for what is under way and closes the witness and the projection. */
  async close(): Promise<void> {
    await this.#queue
    await this.#witness.close()
    await this.store.close()
  }

  async #record(intents: readonly Intent[]): Promise<IntentAnswer[]> {
    if (this.#isOver) throw new LogUnavailable("The ledger has stopped, and is read anew.")
    const recorded: Entry[] = []
    this.#demandSeen(intents)
    try {
      recorded.push(...(await this.#append(this.#doubtful)))
      for (const batch of this.#newOnes(intents))
        recorded.push(...(await this.#append(this.#decide(batch))))
      return intents.map((intent) => this.#answer(intent))
    } finally {
      await this.#follow(recorded)
    }
  }

  /** Those that have no answer yet, each once, in as many groups as the log needs. */
  #newOnes(intents: readonly Intent[]): Intent[][] {
    const found = new Map<string, Intent>()
    for (const intent of intents)
      if (!this.state.answers.has(intent.id) && !found.has(intent.id)) found.set(intent.id, intent)
    const groups: Intent[][] = []
    for (const rest = [...found.values()]; rest.length > 0;)
      groups.push(rest.splice(0, MOST_APPENDED))
    return groups
  }

  /** @throws LedgerBehind where a new intent builds on lines that are not here */
  #demandSeen(intents: readonly Intent[]): void {
    const { answers, lastSequence } = this.state
    for (const { id, observedSequence } of intents)
      if (observedSequence > lastSequence && !answers.has(id))
        throw new LedgerBehind(lastSequence, observedSequence)
  }

  /** What becomes of intents, each with those before it recorded; nothing is, yet. */
  #decide(intents: readonly Intent[]): Entry[] {
    const draft = intents.length === 1 ? null : draftOf(this.state, intents)
    return intents.map((intent) => {
      const state = draft ?? this.state
      const entry = seal({
        version: 1,
        sequence: sequence(state.lastSequence + 1),
        previousHash: state.headHash,
        recordedAt: this.#now(),
        intent,
        outcome: decide(state, intent),
      })
      if (draft) apply(draft, entry)
      return entry
    })
  }

  async #append(entries: readonly Entry[]): Promise<readonly Entry[]> {
    this.#doubtful = []
    if (entries.length === 0) return entries
    try {
      await this.#log.append(entries.map(lineOf))
    } catch (error) {
      if (error instanceof LogUnavailable) this.#doubtful = entries
      if (error instanceof LogDiverged) this.#end(error)
      throw error
    }
    try {
      for (const entry of entries) apply(this.state, entry)
    } catch (error) {
      // The lines are written and cannot be taken back: memory must not go on without them.
      this.#end(error)
      throw error
    }
    return entries
  }

  /** What follows the log. If the witness or the projection cannot, only a new start helps. */
  async #follow(entries: readonly Entry[]): Promise<void> {
    try {
      await this.#witness.append(entries)
      await this.store.project(entries)
    } catch (error) {
      this.#end(error)
      throw error
    }
    for (const entry of entries) for (const listener of this.#listeners) listener(entry)
  }

  #end(error: unknown): void {
    this.#isOver = true
    this.#onFatal(error)
  }

  #answer(intent: Intent): IntentAnswer {
    const answer = this.state.answers.get(intent.id)
    if (!answer) throw new Error(`Broken assumption: intent ${intent.id} was recorded.`)
    return answerOf(intent.id, answer)
  }

  /** @param onProgress told how many lines of how many have been projected */
  async #catchUp(onProgress: (done: number, total: number) => void): Promise<void> {
    const head = await this.store.head()
    if (!(await this.#isOnChain(head.sequence, head.hash))) await this.store.empty()
    await this.#fill(onProgress)
    if (sumsAgree(this.state, await this.store.sums())) return
    await this.store.empty()
    await this.#fill(onProgress)
  }

  async #fill(onProgress: (done: number, total: number) => void): Promise<void> {
    const start = await this.store.head()
    const total = this.state.lastSequence - start.sequence
    let done = 0
    for await (const entries of inBatches(readEntries(this.#log, start))) {
      await this.store.project(entries)
      done += entries.length
      onProgress(done, total)
    }
  }

  /** Whether the projection's head is a line of this log, and not of another's. */
  async #isOnChain(at: number, hash: string): Promise<boolean> {
    if (at === this.state.lastSequence) return hash === this.state.headHash
    if (at > this.state.lastSequence) return false
    for await (const line of this.#log.read(at))
      return line.text.includes(`"previousHash":"${hash}"`)
    return false
  }
}

export const answerOf = (
  id: string,
  { sequence: seq, outcome }: { sequence: Sequence; outcome: Outcome },
): IntentAnswer => ({
  id,
  outcome: outcome.kind,
  seq,
  ...(outcome.kind === "accepted" ? {} : { reason: outcome.reason }),
})

const GENESIS: Head = { sequence: 0, hash: GENESIS_HASH }

/** Whether as many lines are projected as there are, and every account has what they come to. */
function sumsAgree(state: LedgerState, { lines, balances }: Sums): boolean {
  const projected = new Map(
    balances.map(({ tournamentId, account, balanceCents }) => [
      `${tournamentId} ${account}`,
      balanceCents,
    ]),
  )
  const wanted = [...state.tournaments].flatMap(([id, ledger]) =>
    Object.entries(ledger.balances).map(
      ([account, balance]) => [`${id} ${account}`, balance] as const,
    ),
  )
  return (
    lines === state.lastSequence &&
    wanted.every(([name, balance]) => (projected.get(name) ?? 0) === balance)
  )
}
