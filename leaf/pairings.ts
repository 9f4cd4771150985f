import { createHash, randomBytes, randomInt } from "node:crypto"
import { CODE_LENGTH, CODE_LETTERS, type Pairing } from "../schemas/display.ts"
import type { DisplayId, StaffId } from "../schemas/ids.ts"
import { type Millis, millis } from "../schemas/units.ts"

/** As long as it takes to fetch a tablet; the page then shows a new code by itself. */
const CODE_LASTS_MS = 10 * 60_000
/** A network's oldest code makes way: a screen that starts again and again fills no memory. */
const MOST_OF_ONE_NETWORK = 16
const MOST = 400
const FREE_GUESSES = 5
const LONGEST_WAIT_MS = 60_000

type Given = { token: string; displayId: DisplayId }
type Open = {
  code: string
  claimHash: string
  network: string
  expiresAt: Millis
  given: Given | null
}

/** What became of a code that a member of staff typed. */
export type Guess =
  | { outcome: "right" }
  | { outcome: "unknown" }
  | { outcome: "wait"; waitMs: number }

/**
 * Screens that wait to become one of the venue's. Each shows a short code for people and keeps a long
 * claim to itself: who reads the code from across the room learns nothing by it. Only in memory, and
 * so are the guesses: a Leaf that starts anew knows no code that could be guessed.
 */
export class Pairings {
  readonly #now: () => Millis
  #open: Open[] = []
  readonly #guesses = new Map<StaffId, { wrong: number; lastAt: Millis }>()

  constructor(now: () => Millis) {
    this.#now = now
  }

  /**
   * A code for a new screen.
   * @param network where it asks from
   * @returns `null` where too many screens wait
   */
  begin(network: string): Pairing | null {
    this.#forget()
    const own = this.#open.filter((each) => each.network === network)
    const oldest = own.length >= MOST_OF_ONE_NETWORK ? own[0] : undefined
    this.#open = this.#open.filter((each) => each !== oldest)
    if (this.#open.length >= MOST) return null
    const claim = randomBytes(32).toString("base64url")
    const expiresAt = millis(this.#now() + CODE_LASTS_MS)
    const code = this.#freeCode()
    this.#open.push({ code, claimHash: hashOf(claim), network, expiresAt, given: null })
    return { code, claim, expiresAt }
  }

  /** What became of a claim; `null` where there is none such, or its time is over. */
  claimed(claim: string): Given | "waiting" | null {
    this.#forget()
    const claimHash = hashOf(claim)
    const found = this.#open.find((each) => each.claimHash === claimHash)
    // Kept until its time is over: the answer may be lost on its way, and is then asked for again.
    return found ? (found.given ?? "waiting") : null
  }

  /**
   * Gives the screen with this code what `issue` makes, once. After five wrong codes of one member of
   * staff the wait doubles with each.
   */
  async give(code: string, staffId: StaffId, issue: () => Promise<Given>): Promise<Guess> {
    this.#forget()
    const { wrong, lastAt } = this.#guesses.get(staffId) ?? { wrong: 0, lastAt: this.#now() }
    const waitMs = wrong < FREE_GUESSES ? 0 : waitAfter(wrong) - (this.#now() - lastAt)
    if (waitMs > 0) return { outcome: "wait", waitMs }
    const found = this.#open.find((each) => each.code === code && each.given === null)
    if (!found) {
      this.#guesses.set(staffId, { wrong: wrong + 1, lastAt: this.#now() })
      return { outcome: "unknown" }
    }
    this.#guesses.delete(staffId)
    // Taken out of reach first: two who type one code at once must not both be told yes.
    found.code = ""
    try {
      found.given = await issue()
    } catch (error) {
      found.code = code
      throw error
    }
    return { outcome: "right" }
  }

  #freeCode(): string {
    for (;;) {
      const letters = Array.from({ length: CODE_LENGTH }, () =>
        CODE_LETTERS.charAt(randomInt(CODE_LETTERS.length)),
      )
      const code = letters.join("")
      if (!this.#open.some((each) => each.code === code)) return code
    }
  }

  #forget(): void {
    this.#open = this.#open.filter(({ expiresAt }) => expiresAt > this.#now())
  }
}

const waitAfter = (wrong: number): number =>
  Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** (wrong - FREE_GUESSES))

const hashOf = (claim: string): string => createHash("sha256").update(claim).digest("hex")
