import type { Duplex } from "node:stream"
import { Allowance } from "./allowance.ts"

/** So many rooms may be open with one token: a tablet opens three, a phone two. */
const SOCKETS_MAX = 64
/**
 * What one token may ask each second over all its sockets, and how much of it at once. A frame costs
 * 1 and 1 for each KiB, opening a room 20. A dealer's hand makes some frames a second.
 */
const PER_SECOND = 1_000
const BURST_SECONDS = 4
const OPENING_COST = 20
const KIB = 1_024

/** The tokens with which peers are here, and what each has asked of the relay. */
export class Bearers {
  readonly #perSecond: number
  readonly #known = new Map<string, { sockets: number; allowance: Allowance }>()

  constructor(perSecond = PER_SECOND) {
    this.#perSecond = perSecond
  }

  /**
   * Counts a socket to its token until it is closed.
   * @returns why it may not come in, or `null` where it may
   */
  enter(token: string, socket: Duplex): string | null {
    const bearer = this.#bearer(token)
    if (bearer.sockets >= SOCKETS_MAX) return `The token has ${SOCKETS_MAX} rooms open already.`
    if (bearer.allowance.spend(OPENING_COST, performance.now()) > 0)
      return "Too many rooms were opened with this token. Wait a moment."
    bearer.sockets += 1
    socket.once("close", () => {
      bearer.sockets -= 1
    })
    return null
  }

  /** Counts a frame; returns the milliseconds for which nothing more should be read. */
  spend(token: string, bytes: number): number {
    return this.#bearer(token).allowance.spend(1 + bytes / KIB, performance.now())
  }

  /** Forgets those who have nothing open and have long asked for nothing. */
  forgetIdle(): void {
    for (const [token, { sockets, allowance }] of this.#known)
      if (sockets === 0 && allowance.isFull(performance.now())) this.#known.delete(token)
  }

  #bearer(token: string) {
    const known = this.#known.get(token)
    if (known) return known
    const limits = { perSecond: this.#perSecond, burst: this.#perSecond * BURST_SECONDS }
    const bearer = { sockets: 0, allowance: new Allowance(limits, performance.now()) }
    this.#known.set(token, bearer)
    return bearer
  }
}
