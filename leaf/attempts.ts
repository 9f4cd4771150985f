import { createHash } from "node:crypto"
import type { KV } from "@nats-io/kv"
import * as v from "valibot"
import type { LocksAnswer } from "../schemas/staff.ts"
import { millis, Millis } from "../schemas/units.ts"

const FREE_FAILURES = 5
/** Many devices together: slowed down, but never locked, or a guest could lock everybody out. */
const VENUE_FREE_FAILURES = 50
const VENUE_LONGEST_WAIT_MS = 5_000

/** What is guarded, and how long an address has to wait. */
export type AttemptRules = {
  /** What its counters are called, so that one guard's failures slow down no other's. */
  name: string
  /** From so many failures on an address is locked until somebody unlocks it. */
  lockedAt: number
  longestWaitMs: number
}
const PIN_RULES: AttemptRules = {
  name: "failures",
  lockedAt: 10,
  longestWaitMs: Number.POSITIVE_INFINITY,
}

const Failures = v.object({ count: v.number(), lastAt: Millis, address: v.optional(v.string()) })
type Counted = v.InferOutput<typeof Failures> & { key: string }

/** What became of an attempt to prove a PIN or a code. */
export type Attempt<Found> =
  | { outcome: "right"; found: Found }
  | { outcome: "wrong_pin" }
  | { outcome: "wait"; waitMs: number }
  | { outcome: "locked" }

/** When the next attempt may be made: the wait doubles with every failure beyond the free ones. */
function waitAfter({ count, lastAt }: Counted, free: number, longestMs: number): number {
  return count < free ? 0 : lastAt + Math.min(longestMs, 1_000 * 2 ** Math.min(count - free, 30))
}

/**
 * Failed attempts, counted on the disk, so that neither a kill nor a power cut resets a counter.
 *
 * They count against the device's address, since a PIN alone names nobody: from the fifth on the
 * wait doubles (1 s, 2 s, 4 s …), at the tenth the address is locked until it is unlocked. All
 * addresses together are slowed down from the fiftieth on.
 */
export class Attempts {
  readonly #bucket: KV
  readonly #now: () => Millis
  readonly #rules: AttemptRules
  readonly #venueKey: string
  #last: Promise<unknown> = Promise.resolve()

  constructor(bucket: KV, now: () => Millis, rules = PIN_RULES) {
    this.#bucket = bucket
    this.#now = now
    this.#rules = rules
    this.#venueKey = `${rules.name}.venue`
  }

  /**
   * Lets an address try once. Attempts are taken one at a time, so that guesses in parallel are
   * counted exactly.
   * @param prove what the PIN or the code opens, or `null` where it is wrong
   */
  try<Found>(address: string, prove: () => Promise<Found | null>): Promise<Attempt<Found>> {
    const attempt = this.#last.then(() => this.#try(address, prove))
    // The next attempt must not fail because this one did; its own caller hears of it.
    this.#last = attempt.catch(() => {})
    return attempt
  }

  /** Who has failed, the latest first. */
  async list(): Promise<LocksAnswer["locks"]> {
    const all = await Promise.all((await this.#keys()).map((key) => this.#failures(key)))
    return all
      .filter(({ key, count }) => key !== this.#venueKey && count > 0)
      .toSorted((a, b) => b.lastAt - a.lastAt)
      .map(({ count, lastAt, address = "" }) => ({
        address,
        failures: count,
        lastAt,
        isLocked: count >= this.#rules.lockedAt,
      }))
  }

  /** Lets every locked address try again. Returns how many had failed. */
  async forget(): Promise<number> {
    const keys = await this.#keys()
    for (const key of keys) await this.#bucket.purge(key)
    return keys.filter((key) => key !== this.#venueKey).length
  }

  async #try<Found>(address: string, prove: () => Promise<Found | null>): Promise<Attempt<Found>> {
    const hash = createHash("sha256").update(address).digest("hex")
    const device = await this.#failures(`${this.#rules.name}.device-${hash}`)
    const venue = await this.#failures(this.#venueKey)
    if (device.count >= this.#rules.lockedAt) return { outcome: "locked" }
    const waitMs = Math.max(
      waitAfter(device, FREE_FAILURES, this.#rules.longestWaitMs) - this.#now(),
      waitAfter(venue, VENUE_FREE_FAILURES, VENUE_LONGEST_WAIT_MS) - this.#now(),
    )
    if (waitMs > 0) return { outcome: "wait", waitMs }
    // Counted before it is checked: whoever pulls the plug in between gains nothing.
    await this.#count({ ...device, address })
    await this.#count(venue)
    const found = await prove()
    if (found === null)
      return { outcome: device.count + 1 >= this.#rules.lockedAt ? "locked" : "wrong_pin" }
    await this.#bucket.purge(device.key)
    await this.#write(venue)
    return { outcome: "right", found }
  }

  async #failures(key: string): Promise<Counted> {
    const entry = await this.#bucket.get(key)
    const known = entry?.operation === "PUT" ? v.parse(Failures, entry.json()) : null
    return { count: 0, lastAt: millis(0), ...known, key }
  }

  #count({ count, ...failed }: Counted): Promise<void> {
    return this.#write({ ...failed, count: count + 1, lastAt: this.#now() })
  }

  async #write({ key, ...failures }: Counted): Promise<void> {
    await this.#bucket.put(key, JSON.stringify(failures))
  }

  async #keys(): Promise<string[]> {
    const keys: string[] = []
    for await (const key of await this.#bucket.keys(`${this.#rules.name}.>`)) keys.push(key)
    return keys
  }
}
