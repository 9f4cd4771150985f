import { type BasisPoints, basisPoints, type Cents, cents } from "../schemas/units.ts"
import { assert } from "./assert.ts"
import { demand, demandDistinct, demandWhole } from "./invalid.ts"
import { type Rounding, shareOut, sum } from "./share-out.ts"

/** A prize that is settled beforehand: it comes off the pool before the shares do. */
export type FixedPrize = { place: number; amount: number }

/**
 * Shares a pool out, to the last cent (domain.md 4.5). Fixed prizes come off first; the rest goes
 * to the other places by their shares, in steps of the unit.
 * @param pool in minor units
 * @param shares in basis points, best place first, 10,000 in all, for the places that are not fixed
 * @param unit the step of prizes, in minor units
 * @throws InvalidInput where the shares are not the whole, an amount is below nothing, a place is
 *   fixed twice or is none of the paid ones, or the fixed prizes take more than the pool
 */
export function payouts(input: {
  pool: number
  shares: readonly number[]
  unit: number
  mode?: Rounding
  fixed?: readonly FixedPrize[]
}): Cents[] {
  const { pool, shares, unit, mode = "largestRemainder", fixed = [] } = input
  demandWhole(pool, "pool", "the pool is whole, 0 or more")
  demandWhole(unit, "unit", "the rounding unit is a whole amount above 0", 1)
  for (const [index, share] of shares.entries())
    demandWhole(share, `shares[${index}]`, "every share is whole basis points, 0 or more")
  demand(sum(shares) === 10_000, "shares", "the shares sum to 10,000 basis points")
  demandFixed(fixed, shares.length, pool)
  const taken = sum(fixed.map(({ amount }) => amount))
  const prizes = shareOut(pool - taken, shares, { unit, rounding: mode })
  for (const { place, amount } of fixed.toSorted((a, b) => a.place - b.place))
    prizes.splice(place - 1, 0, amount)
  assert(sum(prizes) === pool, "the prizes sum to the pool")
  return prizes.map(cents)
}

function demandFixed(fixed: readonly FixedPrize[], shares: number, pool: number): void {
  const places = fixed.map(({ place }) => place)
  demandDistinct(places, "fixed", "every place is fixed at most once")
  for (const [index, { place, amount }] of fixed.entries()) {
    demandWhole(amount, `fixed[${index}].amount`, "every fixed prize is whole, 0 or more")
    const isPaid = Number.isSafeInteger(place) && place >= 1 && place <= shares + fixed.length
    demand(isPaid, `fixed[${index}].place`, `place ${place} is one of the paid places`)
  }
  const taken = sum(fixed.map(({ amount }) => amount))
  demand(taken <= pool, "fixed", "the fixed prizes take no more than the pool")
}

const repeat = (count: number, share: number): number[] => Array<number>(count).fill(share)
const shares = (...values: number[]): BasisPoints[] => {
  assert(sum(values) === 10_000, "a built-in payout structure is whole")
  return values.map(basisPoints)
}

/** Payout structures by the number of entries up to which each is used (domain.md 4.3). */
const BY_ENTRIES: readonly { upTo: number; shares: BasisPoints[] }[] = [
  { upTo: 8, shares: shares(10_000) },
  { upTo: 27, shares: shares(5_000, 3_000, 2_000) },
  { upTo: 45, shares: shares(4_000, 2_400, 1_600, 1_200, 800) },
  { upTo: 100, shares: shares(3_000, 2_000, 1_200, 1_000, 800, 650, 550, 450, 350) },
  {
    upTo: 150,
    shares: shares(
      3_000,
      2_000,
      1_190,
      800,
      650,
      500,
      350,
      260,
      170,
      ...repeat(4, 140),
      ...repeat(5, 104),
    ),
  },
  {
    upTo: 200,
    shares: shares(
      2_750,
      1_750,
      1_160,
      800,
      600,
      450,
      350,
      260,
      170,
      ...repeat(4, 140),
      ...repeat(5, 104),
      ...repeat(9, 70),
    ),
  },
  {
    upTo: 300,
    shares: shares(
      2_500,
      1_540,
      1_050,
      700,
      550,
      450,
      350,
      255,
      170,
      ...repeat(4, 130),
      ...repeat(5, 95),
      ...repeat(9, 70),
      ...repeat(18, 45),
    ),
  },
  {
    upTo: Number.POSITIVE_INFINITY,
    shares: shares(
      2_300,
      1_400,
      950,
      650,
      540,
      440,
      340,
      245,
      160,
      ...repeat(4, 130),
      ...repeat(5, 95),
      ...repeat(9, 60),
      ...repeat(18, 45),
      ...repeat(18, 35),
    ),
  },
]

/** The usual shares for a field of this size. */
export function suggestShares(entries: number): BasisPoints[] {
  return BY_ENTRIES.find(({ upTo }) => entries <= upTo)?.shares ?? shares(10_000)
}

/** The structures that a venue starts with, by name. */
export const builtInPayouts: readonly { name: string; shares: BasisPoints[] }[] = [
  { name: "Winner", shares: shares(10_000) },
  { name: "Top 3", shares: shares(5_000, 3_000, 2_000) },
  { name: "Top 5", shares: shares(4_000, 2_400, 1_600, 1_200, 800) },
  { name: "Top 9", shares: shares(3_000, 2_000, 1_200, 1_000, 800, 650, 550, 450, 350) },
  {
    name: "Top 12",
    shares: shares(2_700, 1_750, 1_200, 900, 725, 600, 500, 425, 350, 300, 275, 275),
  },
]
