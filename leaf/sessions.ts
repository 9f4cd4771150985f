import { createHash, randomBytes } from "node:crypto"
import type { KV } from "@nats-io/kv"
import * as v from "valibot"
import { DeviceId, DisplayId, PlayerId, StaffId, TournamentId } from "../schemas/ids.ts"
import { millis, Millis } from "../schemas/units.ts"
import { Role } from "../schemas/wire.ts"
import { type Attempt, Attempts } from "./attempts.ts"
import { Staff } from "./staff.ts"

/** Who is asking. A member's role is the one that the staff's list gives them now. */
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
  /** A screen on the wall: until somebody takes it away. */
  v.object({ kind: v.literal("display"), displayId: DisplayId }),
])
export type Session = v.InferOutput<typeof Session>
export type StaffSession = Extract<Session, { kind: "staff" }>

/** What became of a PIN. */
export type SignIn =
  | { outcome: "welcome"; token: string; session: StaffSession }
  | Exclude<Attempt<never>, { outcome: "right" }>

const STAFF_SESSION_MS = 16 * 60 * 60 * 1_000
const PHONE_SESSION_MS = 24 * 60 * 60 * 1_000

/**
 * Who is signed in, in the `ACCESS` bucket beside the staff and the failed attempts, so that neither
 * a kill nor a power cut signs anybody out. Tokens are kept as hashes only.
 */
export class Sessions {
  readonly staff: Staff
  readonly attempts: Attempts
  readonly #bucket: KV
  readonly #now: () => Millis
  readonly #known = new Map<string, Session>()
  /** Counts the sessions that were closed. */
  #closed = 0

  constructor(bucket: KV, pepper: string, now: () => Millis) {
    this.#bucket = bucket
    this.#now = now
    this.staff = new Staff(bucket, pepper)
    this.attempts = new Attempts(bucket, now)
  }

  /** Whether anybody can sign in at all. */
  async hasStaff(): Promise<boolean> {
    return (await this.staff.all()).length > 0
  }

  /** Adds somebody without a name of their own yet. */
  async addStaff(pin: string, role: Role): Promise<void> {
    await this.staff.add({ pin, role })
  }

  /**
   * @param staffId whose PIN it must be, where that is known
   * @param deviceId on which device, where that said so
   */
  async signIn(
    pin: string,
    address: string,
    { staffId, deviceId }: { staffId?: StaffId | undefined; deviceId?: DeviceId | undefined } = {},
  ): Promise<SignIn> {
    const attempt = await this.attempts.try(address, async () => {
      const member = await this.staff.findByPin(pin)
      return staffId === undefined || member?.staffId === staffId ? member : null
    })
    if (attempt.outcome !== "right") return attempt
    const { staffId: found, role } = attempt.found
    const session: StaffSession = {
      kind: "staff",
      staffId: found,
      role,
      ...(deviceId === undefined ? {} : { deviceId }),
      expiresAt: millis(this.#now() + STAFF_SESSION_MS),
    }
    return { outcome: "welcome", token: await this.#open(session), session }
  }

  /** A phone's ticket: its own registration and one tournament to look at. */
  async issueTicket(subject: { tournamentId: TournamentId; playerId: PlayerId }) {
    const expiresAt = millis(this.#now() + PHONE_SESSION_MS)
    return { token: await this.#open({ kind: "phone", ...subject, expiresAt }), expiresAt }
  }

  /** A screen's token: to look at what one display shows, and nothing else. */
  issueDisplay(displayId: DisplayId): Promise<string> {
    return this.#open({ kind: "display", displayId })
  }

  /** Closes the tokens of the displays that are gone. Returns which displays those were. */
  async closeDisplays(isGone: (displayId: DisplayId) => boolean): Promise<Set<DisplayId>> {
    const closed = new Set<DisplayId>()
    for (const key of await this.#keys()) {
      const session = await this.#read(key)
      if (session?.kind !== "display" || !isGone(session.displayId)) continue
      await this.#close(key)
      closed.add(session.displayId)
    }
    return closed
  }

  /** Whose token it is; `null` where it is nobody's, or its time is over. */
  async find(token: string | null): Promise<Session | null> {
    if (!token) return null
    const key = sessionKey(token)
    const closed = this.#closed
    const session = this.#known.get(key) ?? (await this.#read(key))
    if (!session) return null
    if (session.kind !== "display" && session.expiresAt <= this.#now()) {
      await this.#close(key)
      return null
    }
    // What was read may have been signed out meanwhile: then it must not be remembered.
    if (closed === this.#closed) this.#known.set(key, session)
    if (session.kind !== "staff") return session
    const member = await this.staff.find(session.staffId)
    return member?.isActive ? { ...session, role: member.role } : null
  }

  signOut(token: string): Promise<void> {
    return this.#close(sessionKey(token))
  }

  /** Closes every session of one member, but the one with the token `except`. */
  async closeAll(staffId: StaffId, except: string | null): Promise<void> {
    await this.#closeWhere(
      (session, key) =>
        session.kind === "staff" &&
        session.staffId === staffId &&
        (except === null || key !== sessionKey(except)),
    )
  }

  /** Closes the sessions of a player's phones in one tournament, or in all where none is given. */
  async closePhones(playerId: PlayerId, tournamentId?: TournamentId): Promise<void> {
    await this.#closeWhere(
      (session) =>
        session.kind === "phone" &&
        session.playerId === playerId &&
        (tournamentId === undefined || session.tournamentId === tournamentId),
    )
  }

  /** Lets every locked address try again. Returns how many had failed. */
  unlock(): Promise<number> {
    return this.attempts.forget()
  }

  async #open(session: Session): Promise<string> {
    const token = randomBytes(32).toString("base64url")
    await this.#bucket.put(sessionKey(token), JSON.stringify(session))
    this.#known.set(sessionKey(token), session)
    return token
  }

  async #closeWhere(isMeant: (session: Session, key: string) => boolean): Promise<void> {
    const keys: string[] = []
    for await (const key of await this.#bucket.keys("session.>")) keys.push(key)
    for (const key of keys) {
      const session = await this.#read(key)
      if (session && isMeant(session, key)) await this.#close(key)
    }
  }

  async #close(key: string): Promise<void> {
    await this.#bucket.purge(key)
    this.#closed += 1
    this.#known.delete(key)
  }

  async #keys(): Promise<string[]> {
    const keys: string[] = []
    for await (const key of await this.#bucket.keys("session.>")) keys.push(key)
    return keys
  }

  async #read(key: string): Promise<Session | null> {
    const entry = await this.#bucket.get(key)
    return entry?.operation === "PUT" ? v.parse(Session, entry.json()) : null
  }
}

const sessionKey = (token: string): string =>
  `session.${createHash("sha256").update(token).digest("hex")}`
