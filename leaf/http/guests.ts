import { Allowance } from "../../sync-server/allowance.ts"
import { HttpProblem } from "../../program/http/problem.ts"
import { bearerToken } from "../../program/http/route.ts"
import { type Route } from "./route.ts"

/** What one phone may ask: it asks some times a minute. */
const PHONE = { perSecond: 20, burst: 200 }
/** What one address may ask without a token: behind it may be all phones of a room. */
const ADDRESS = { perSecond: 200, burst: 2_000 }
/** Those who have asked for nothing for a while are forgotten when there are so many. */
const KNOWN_MOST = 5_000

/** How much those who are no staff have asked of the Leaf. */
export class Guests {
  readonly #known = new Map<string, Allowance>()

  /** Counts one request; returns the milliseconds after which the next may come, 0 for at once. */
  spend(guest: string, limits: { perSecond: number; burst: number }): number {
    const now = performance.now()
    if (this.#known.size > KNOWN_MOST)
      for (const [each, allowance] of this.#known)
        if (allowance.isFull(now)) this.#known.delete(each)
    const allowance = this.#known.get(guest) ?? new Allowance(limits, now)
    this.#known.set(guest, allowance)
    return allowance.spend(1, now)
  }
}

/**
 * Lets nobody who is no staff ask more than the venue can stand; staff have signed in and are few.
 * @throws HttpProblem 429
 */
export function demandPatience(
  guests: Guests,
  { access }: Pick<Route, "access">,
  request: Request,
  address: string,
): void {
  if (access !== "public" && access !== "phone") return
  // A made-up token must not be a fresh start each time.
  const ofAddress = guests.spend(address, ADDRESS)
  const token = access === "phone" ? bearerToken(request) : null
  const waitMs = Math.max(ofAddress, token === null ? 0 : guests.spend(token, PHONE))
  if (waitMs === 0) return
  const seconds = Math.ceil(waitMs / 1_000)
  throw new HttpProblem(429, `Too many requests. Try again in ${seconds} s.`, {
    headers: { "Retry-After": String(seconds) },
  })
}
