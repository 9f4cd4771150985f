import { randomInt } from "node:crypto"
import type { KV } from "@nats-io/kv"
import * as v from "valibot"
import { PlayerId, TournamentId } from "../schemas/ids.ts"
import type { RegistrationsState } from "../schemas/phone.ts"
import { Millis } from "../schemas/units.ts"
import { type Attempt, Attempts } from "./attempts.ts"

/** Nothing that is mistaken for something else when it is read aloud or written down. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
const LENGTH = 6
const PREFIX = "claim."

const Claim = v.object({
  tournamentId: TournamentId,
  playerId: PlayerId,
  code: v.string(),
  /** When a phone used it. */
  usedAt: v.nullable(Millis),
  /** When another phone tried it after that. */
  againAt: v.nullable(Millis),
})
export type Claim = v.InferOutput<typeof Claim>
type Subject = Pick<Claim, "tournamentId" | "playerId">

/**
 * The short codes that bind a phone to a player, one for each player in a tournament, in the bucket
 * of the sessions. A code is good for one phone; whoever comes with it after that is told to ask the
 * floor, and the floor is told that somebody did.
 *
 * Of 887 million codes a few hundred are good at a time, and wrong ones make the next try wait: up to
 * a minute for one address, five seconds for all together. No address is ever locked by guests.
 */
export class Claims {
  readonly #bucket: KV
  readonly #now: () => Millis
  readonly #attempts: Attempts
  readonly #byKey: Map<string, Claim>
  readonly #byCode = new Map<string, Claim>()
  readonly #listeners = new Set<() => void>()

  private constructor(bucket: KV, now: () => Millis, claims: Map<string, Claim>) {
    this.#bucket = bucket
    this.#now = now
    this.#byKey = claims
    for (const claim of claims.values()) this.#byCode.set(claim.code, claim)
    this.#attempts = new Attempts(bucket, now, {
      name: "claim-failures",
      lockedAt: Number.POSITIVE_INFINITY,
      longestWaitMs: 60_000,
    })
  }

  static async open(bucket: KV, now: () => Millis): Promise<Claims> {
    const claims = new Map<string, Claim>()
    for await (const entry of await bucket.history({ key: `${PREFIX}>` }))
      if (entry.operation === "PUT") claims.set(entry.key, v.parse(Claim, entry.json()))
    return new Claims(bucket, now, claims)
  }

  /** The player's code; made where there is none yet, or where it shall be replaced. */
  async codeFor(subject: Subject, isRenewed: boolean): Promise<Claim> {
    const known = this.#byKey.get(keyOf(subject))
    if (known && !isRenewed) return known
    const claim = { ...subject, code: this.#freeCode(), usedAt: null, againAt: null }
    await this.#keep(claim)
    return claim
  }

  /**
   * Uses a code up.
   * @returns whose it is; `used` where another phone has used it before
   */
  take(code: string, address: string): Promise<Attempt<{ claim: Claim; isUsed: boolean }>> {
    return this.#attempts.try(address, async () => {
      const claim = this.#byCode.get(code)
      if (!claim) return null
      const isUsed = claim.usedAt !== null
      await this.#keep({
        ...claim,
        ...(isUsed ? { againAt: this.#now() } : { usedAt: this.#now() }),
      })
      return { claim, isUsed }
    })
  }

  /** Whose code a second phone has tried. */
  triedAgain(): RegistrationsState["secondPhones"] {
    return [...this.#byKey.values()].flatMap(({ tournamentId, playerId, againAt }) =>
      againAt === null ? [] : [{ tournamentId, playerId, at: againAt }],
    )
  }

  /** A player's codes are worth nothing from now on. */
  async forget(playerId: PlayerId): Promise<void> {
    for (const [key, claim] of this.#byKey) {
      if (claim.playerId !== playerId) continue
      await this.#bucket.purge(key)
      this.#byKey.delete(key)
      this.#byCode.delete(claim.code)
    }
    this.#tell()
  }

  /** Tells of every code that was used, tried again or replaced. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #keep(claim: Claim): Promise<void> {
    const key = keyOf(claim)
    await this.#bucket.put(key, JSON.stringify(claim))
    const before = this.#byKey.get(key)
    if (before) this.#byCode.delete(before.code)
    this.#byKey.set(key, claim)
    this.#byCode.set(claim.code, claim)
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  #freeCode(): string {
    for (;;) {
      const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(
        "",
      )
      if (!this.#byCode.has(code)) return code
    }
  }
}

const keyOf = ({ tournamentId, playerId }: Subject): string =>
  `${PREFIX}${tournamentId}.${playerId}`
