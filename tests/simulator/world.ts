import process from "node:process"
import { type Random, seededRandom, uniform } from "../../domain/random.ts"
import { drain, drainAll, type Edges, growingHash, takeOver } from "./edges.ts"

/** A program that runs somewhere in the world, from its start to its stop or its death. */
export class Process {
  readonly name: string
  isAlive = true
  /** Called when it dies, by whoever holds something of it. */
  readonly onDeath: (() => void)[] = []

  constructor(name: string) {
    this.name = name
  }

  /** Nothing that it has begun goes on. */
  die(): void {
    if (!this.isAlive) return
    this.isAlive = false
    for (const tell of this.onDeath.splice(0)) tell()
  }
}

/** Something that will happen; what happens at the same moment is ordered by chance. */
type Event = {
  at: number
  tie: number
  made: number
  what: string
  owner: Owner
  action: (() => void) | null
}

/** In which process something happens; a function tells it when the time has come. */
type Owner = Process | null | (() => Process | null)

/** A night that broke a promise, or did not get to its end. */
export class NightFailed extends Error {
  override readonly name = "NightFailed"
}

/** Too many, and always the same: they are no part of the story that is told. */
const QUIET = new Set(["timer", "disk"])
/** Every so many steps it is looked whether something failed and nobody listened. */
const LOOK_EVERY = 32
const KEPT_EVENTS = 30
const MOST_STEPS = 60_000
/** The first of December 2026, eight in the evening. */
const START = 1_796_155_200_000

/**
 * A world of its own: one clock, one source of chance, and all that will happen in order. Nothing in
 * it waits for anything outside, so the same seed gives the same night to the last bit.
 *
 *   next event -> its action -> everything that waits for promises alone -> the invariants
 *
 * An event belongs to the process in which it was asked for, and dies with it: what a killed program
 * was waiting for never comes back to it.
 */
export class World implements Edges {
  readonly random: Random
  readonly seed: string
  steps = 0
  /** The process that whatever happens now happens in; `null` for the world itself. */
  current: Process | null = null
  /** Looked at after every step; throws where a promise is broken. */
  check: () => void = () => {}
  readonly #queue: Event[] = []
  readonly #hash = growingHash()
  readonly #recent: string[] = []
  readonly #tellAll: ((line: string) => void) | null
  #now = 0
  #made = 0
  #failure: unknown = null

  /** @param tellAll told of everything that happens */
  constructor(seed: string, tellAll: ((line: string) => void) | null = null) {
    this.seed = seed
    this.random = quickRandom(seededRandom(seed))
    this.#tellAll = tellAll
  }

  now(): number {
    return START + this.#now
  }

  /** Milliseconds since the night began. */
  get elapsedMs(): number {
    return this.#now
  }

  nextUint32(): number {
    return this.random.nextUint32()
  }

  /** A whole number from 0 to `below - 1`. */
  pick(below: number): number {
    return uniform(this.random, below)
  }

  /** Whether something that happens once in `times` happens now. */
  once(times: number): boolean {
    return this.pick(times) === 0
  }

  /** One of the given; there must be one. */
  oneOf<Item>(items: readonly Item[]): Item {
    const item = items[this.pick(items.length)]
    if (item === undefined) throw new Error("Broken assumption: there is one to choose.")
    return item
  }

  after(ms: number, callback: () => void): () => void {
    return this.schedule(ms, "timer", callback)
  }

  /**
   * Lets something happen later, in the process of now or in the given one.
   * @returns the way to call it off
   */
  schedule(ms: number, what: string, action: () => void, owner: Owner = this.current): () => void {
    const at = this.#now + Math.max(0, Math.round(ms))
    const event: Event = { at, tie: this.nextUint32(), made: ++this.#made, what, owner, action }
    push(this.#queue, event)
    return () => {
      event.action = null
    }
  }

  /** Resolves after so long, unless the process of now is dead by then. */
  pause(ms: number, what: string): Promise<void> {
    return new Promise((resolve) => {
      this.schedule(ms, what, resolve)
    })
  }

  /** Does something as the given process would, now. */
  within<Result>(owner: Process | null, action: () => Result): Result {
    const before = this.current
    this.current = owner
    try {
      return action()
    } finally {
      this.current = before
    }
  }

  /** Writes into the night's story, which is what the hash is of. No name of a person may stand in it. */
  note(line: string): void {
    const whole = `${String(this.#now).padStart(7)} ${this.current?.name ?? "world"}: ${line}`
    this.#hash.update(whole)
    this.#recent.push(whole)
    if (this.#recent.length > KEPT_EVENTS) this.#recent.shift()
    this.#tellAll?.(whole)
  }

  /** Ends the night at the next moment, with this as its reason. */
  fail(reason: unknown): void {
    this.#failure ??= reason
  }

  /** The story so far, as one number. */
  storyHash(): string {
    return this.#hash.copy().digest("hex")
  }

  /**
   * Lets everything happen until `isOver` says so.
   * @throws NightFailed with the seed, the step and the last events
   */
  async run(isOver: () => boolean): Promise<void> {
    const onRejection = (reason: unknown) => this.fail(reason)
    process.on("unhandledRejection", onRejection)
    takeOver(this)
    try {
      while (!isOver()) await this.#step()
    } catch (error) {
      throw new NightFailed(this.#describe(error), { cause: error })
    } finally {
      takeOver(null)
      process.off("unhandledRejection", onRejection)
    }
  }

  async #step(): Promise<void> {
    const event = pop(this.#queue)
    if (!event) throw new Error("Nothing happens any more, and the night is not over.")
    const owner = typeof event.owner === "function" ? event.owner() : event.owner
    if (!event.action || owner?.isAlive === false) return
    if (++this.steps > MOST_STEPS) throw new Error(`The night has more than ${MOST_STEPS} steps.`)
    this.#now = event.at
    this.current = owner
    if (!QUIET.has(event.what)) this.note(event.what)
    event.action()
    await (this.steps % LOOK_EVERY === 0 ? drainAll() : drain())
    this.current = null
    if (this.#failure !== null) throw this.#failure
    this.check()
  }

  #describe(error: unknown): string {
    const why = error instanceof Error ? error.message : String(error)
    const events = this.#recent.map((line) => `  ${line}`).join("\n")
    return (
      `Seed ${this.seed}, step ${this.steps}: ${why}\n` +
      `The last ${this.#recent.length} events (milliseconds of the night, where, what):\n${events}\n` +
      `Again, from its first event: npm run simulate -- --seed ${this.seed}`
    )
  }
}

/** Chance that is cheap, begun by chance that is good: a night draws tens of thousands of times (sfc32). */
function quickRandom(start: Random): Random {
  let [a, b, c, counter] = [start, start, start, start].map((each) => each.nextUint32()) as [
    number,
    number,
    number,
    number,
  ]
  return {
    nextUint32() {
      const drawn = (a + b + counter) | 0
      counter = (counter + 1) | 0
      a = b ^ (b >>> 9)
      b = (c + (c << 3)) | 0
      c = ((c << 21) | (c >>> 11)) + drawn
      return drawn >>> 0
    },
  }
}

const isBefore = (one: Event, other: Event): boolean =>
  one.at - other.at < 0 ||
  (one.at === other.at && (one.tie < other.tie || (one.tie === other.tie && one.made < other.made)))

/** Puts an event into the heap. */
function push(heap: Event[], event: Event): void {
  let place = heap.length
  while (place > 0) {
    const above = (place - 1) >> 1
    const parent = heap[above]
    if (!parent || !isBefore(event, parent)) break
    heap[place] = parent
    place = above
  }
  heap[place] = event
}

/** Takes the first event from the heap. */
function pop(heap: Event[]): Event | null {
  const [first] = heap
  const last = heap.pop()
  if (!first || !last || heap.length === 0) return first ?? null
  let place = 0
  for (;;) {
    const left = 2 * place + 1
    const [one, other] = [heap[left], heap[left + 1]]
    const isOther = one && other && isBefore(other, one)
    const child = isOther ? other : one
    if (!child || !isBefore(child, last)) break
    heap[place] = child
    place = isOther ? left + 1 : left
  }
  heap[place] = last
  return first
}
