import { createHash, randomBytes, scrypt } from "node:crypto"
import type { KV } from "@nats-io/kv"
import * as v from "valibot"
import { DeviceId, PlayerId, StaffId, TournamentId } from "../schemas/ids.ts"
import { millis, Millis } from "../schemas/units.ts"
import { Role } from "../schemas/wire.ts"

/** Who is asking. */
export const Session = v.variant("kind", [
  v.object({
    kind: v.literal("staff"),
    staffId: StaffId,
    role: Role,
    /** On which device it was opened, where that said so. */
    deviceId: v.optional(DeviceId),
    expiresAt: Millis,
  }),
  v.object({
    kind: v.literal("phone"),
    tournamentId: TournamentId,
    playerId: PlayerId,
    expiresAt: Millis,
  }),
])
export type Session = v.InferOutput<typeof Session>
export type StaffSession = Extract<Session, { kind: "staff" }>

/** What became of a PIN. */
export type SignIn =
  | { outcome: "welcome"; token: string; session: StaffSession }
  | { outcome: "wrong_pin" }
  | { outcome: "wait"; waitMs: number }
  | { outcome: "locked" }

const STAFF_SESSION_MS = 16 * 60 * 60 * 1_000
const PHONE_SESSION_MS = 24 * 60 * 60 * 1_000
const FREE_FAILURES = 5
const LOCKED_AT_FAILURES = 10
/** Many devices together: slowed down, but never locked, or a guest could lock everybody out. */
const VENUE_KEY = "failures.venue"
const VENUE_FREE_FAILURES = 50
const VENUE_LONGEST_WAIT_MS = 5_000

const Staff = v.object({ staffId: StaffId, role: Role })
const Failures = v.object({ count: v.number(), lastAt: Millis })
type CountedFailures = v.InferOutput<typeof Failures> & { key: string }

/** When the next attempt may be made: the wait doubles with every failure beyond the free ones. */
function waitAfter({ count, lastAt }: CountedFailures, free: number, longestMs: number): number {
  return count < free ? 0 : lastAt + Math.min(longestMs, 1_000 * 2 ** Math.min(count - free, 30))
}

/**
 * PINs, sessions and failed attempts, all in the `ACCESS` bucket, so that neither a kill nor a
 * power cut resets a counter or signs anybody out. Tokens are kept as hashes only.
 *
 * Failures count against the device's address, since a PIN alone names nobody: from the fifth on
 * the wait doubles (1 s, 2 s, 4 s …), at the tenth the address is locked until it is unlocked. All
 * addresses together are slowed down from the fiftieth on.
 */
export class Sessions {
  readonly #bucket: KV
  readonly #pepper: string
  readonly #now: () => Millis
  readonly #known = new Map<string, Session>()
  /** Counts the sessions that were closed. */
  #closed = 0
  #attempts: Promise<unknown> = Promise.resolve()

  constructor(bucket: KV, pepper: string, now: () => Millis) {
    this.#bucket = bucket
    this.#pepper = pepper
    this.#now = now
  }

  /** Whether anybody can sign in at all. */
  async hasStaff(): Promise<boolean> {
    for await (const _ of await this.#bucket.keys("pin.>")) return true
    return false
  }

  async addStaff(pin: string, role: Role): Promise<void> {
    const staffId = v.parse(StaffId, randomBytes(9).toString("base64url"))
    await this.#write(`pin.${await this.#hashPin(pin)}`, { staffId, role })
  }

  /** Attempts are taken one at a time, so that guesses in parallel are counted exactly. */
  signIn(pin: string, address: string, deviceId?: DeviceId): Promise<SignIn> {
    const attempt = this.#attempts.then(() => this.#signIn(pin, address, deviceId))
    // The next attempt must not fail because this one did; its own caller hears of it.
    this.#attempts = attempt.catch(() => {})
    return attempt
  }

  /** A phone's ticket: its own registration and one tournament to look at. */
  async issueTicket(subject: { tournamentId: TournamentId; playerId: PlayerId }) {
    const expiresAt = millis(this.#now() + PHONE_SESSION_MS)
    return { token: await this.#open({ kind: "phone", ...subject, expiresAt }), expiresAt }
  }

  /** Whose token it is; `null` where it is nobody's, or its time is over. */
  async find(token: string | null): Promise<Session | null> {
    if (!token) return null
    const key = sessionKey(token)
    const closed = this.#closed
    const session = this.#known.get(key) ?? (await this.#read(key, Session))
    if (!session) return null
    if (session.expiresAt <= this.#now()) {
      await this.#close(key)
      return null
    }
    // What was read may have been signed out meanwhile: then it must not be remembered.
    if (closed === this.#closed) this.#known.set(key, session)
    return session
  }

  signOut(token: string): Promise<void> {
    return this.#close(sessionKey(token))
  }

  /** Lets every locked address try again. Returns how many had failed. */
  async unlock(): Promise<number> {
    const keys: string[] = []
    for await (const key of await this.#bucket.keys("failures.>")) keys.push(key)
    for (const key of keys) await this.#bucket.purge(key)
    return keys.filter((key) => key !== VENUE_KEY).length
  }

  async #signIn(pin: string, address: string, deviceId?: DeviceId): Promise<SignIn> {
    const device = await this.#failures(
      `failures.device-${createHash("sha256").update(address).digest("hex")}`,
    )
    const venue = await this.#failures(VENUE_KEY)
    if (device.count >= LOCKED_AT_FAILURES) return { outcome: "locked" }
    const waitMs = Math.max(
      waitAfter(device, FREE_FAILURES, Number.POSITIVE_INFINITY) - this.#now(),
      waitAfter(venue, VENUE_FREE_FAILURES, VENUE_LONGEST_WAIT_MS) - this.#now(),
    )
    if (waitMs > 0) return { outcome: "wait", waitMs }
    // Counted before it is checked: whoever pulls the plug in between gains nothing.
    await this.#countFailure(device)
    await this.#countFailure(venue)
    const staff = await this.#read(`pin.${await this.#hashPin(pin)}`, Staff)
    if (!staff) return { outcome: device.count + 1 >= LOCKED_AT_FAILURES ? "locked" : "wrong_pin" }
    await this.#bucket.purge(device.key)
    await this.#write(venue.key, { count: venue.count, lastAt: venue.lastAt })
    const expiresAt = millis(this.#now() + STAFF_SESSION_MS)
    const session: StaffSession = {
      kind: "staff",
      ...staff,
      ...(deviceId === undefined ? {} : { deviceId }),
      expiresAt,
    }
    return { outcome: "welcome", token: await this.#open(session), session }
  }

  async #failures(key: string): Promise<CountedFailures> {
    const known = await this.#read(key, Failures)
    return { key, count: known?.count ?? 0, lastAt: known?.lastAt ?? millis(0) }
  }

  #countFailure({ key, count }: CountedFailures): Promise<void> {
    return this.#write(key, { count: count + 1, lastAt: this.#now() })
  }

  async #open(session: Session): Promise<string> {
    const token = randomBytes(32).toString("base64url")
    await this.#write(sessionKey(token), session)
    this.#known.set(sessionKey(token), session)
    return token
  }

  async #close(key: string): Promise<void> {
    await this.#bucket.purge(key)
    this.#closed += 1
    this.#known.delete(key)
  }

  /** Slow on purpose, and peppered: four digits cannot be guessed from the bucket alone. */
  #hashPin(pin: string): Promise<string> {
    return new Promise((resolve, reject) => {
      scrypt(pin, this.#pepper, 32, { N: 2 ** 14, r: 8, p: 5 }, (error, hash) => {
        if (error) reject(error)
        else resolve(hash.toString("hex"))
      })
    })
  }

  async #read<Schema extends v.GenericSchema>(
    key: string,
    schema: Schema,
  ): Promise<v.InferOutput<Schema> | null> {
    const entry = await this.#bucket.get(key)
    return entry?.operation === "PUT" ? v.parse(schema, entry.json()) : null
  }

  async #write(key: string, value: object): Promise<void> {
    await this.#bucket.put(key, JSON.stringify(value))
  }
}

const sessionKey = (token: string): string =>
  `session.${createHash("sha256").update(token).digest("hex")}`
