import { type BasisPoints, basisPoints, type Cents, cents } from "../schemas/units.ts"
import { assert } from "./assert.ts"

export type FixedPrize = { place: number; amount: number }

/**
 * Shares a pool out, to the last cent.
 *
 * Fixed prizes come off first. Of the rest each place gets its share, rounded down to the unit; the
 * whole units that are left over go to the largest remainders (among equals to the better place)
 * or, with `remainderToFirst`, all to the winner. What is less than a unit goes to first place.
 * @param pool in minor units
 * @param shares in basis points, best place first, 10,000 in all, for the places that are not fixed
 * @param unit the step of prizes, in minor units
 * @throws where the shares are not the whole, an amount is below nothing, a place is fixed twice or
 *   is none of the paid ones, or the fixed prizes take more than the pool
 */
export function payouts(input: {
  pool: number
  shares: readonly number[]
  unit: number
  mode?: "largestRemainder" | "remainderToFirst"
  fixed?: readonly FixedPrize[]
}): Cents[] {
  const { pool, shares, unit, mode = "largestRemainder", fixed = [] } = input
  const taken = fixed.reduce((sum, { amount }) => sum + amount, 0)
  assert(sum(shares) === 10_000, "the shares sum to 10,000 basis points")
  assert(areAmounts(shares), "every share is whole basis points, 0 or more")
  assert(areAmounts(fixed.map(({ amount }) => amount)), "every fixed prize is whole, 0 or more")
  assert(
    new Set(fixed.map(({ place }) => place)).size === fixed.length,
    "every place is fixed at most once",
  )
  assert(Number.isSafeInteger(unit) && unit > 0, "the rounding unit is a whole amount above 0")
  assert(Number.isSafeInteger(pool) && taken <= pool, "the fixed prizes take no more than the pool")
  const prizes = sharePool(pool - taken, shares, unit, mode)
  for (const { place, amount } of fixed.toSorted((a, b) => a.place - b.place)) {
    const isPaid = Number.isSafeInteger(place) && place >= 1 && place <= prizes.length + 1
    assert(isPaid, `place ${place} is one of the paid places`)
    prizes.splice(place - 1, 0, amount)
  }
  assert(sum(prizes) === pool, "the prizes sum to the pool")
  return prizes.map(cents)
}

function sharePool(
  pool: number,
  shares: readonly number[],
  unit: number,
  mode: "largestRemainder" | "remainderToFirst",
): number[] {
  // The product of pool and share can be beyond what a number holds exactly.
  const exact = shares.map((share) => BigInt(pool) * BigInt(share))
  const step = BigInt(unit) * 10_000n
  const prizes = exact.map((each) => Number(each / step) * unit)
  const unitsLeft = Math.floor((pool - sum(prizes)) / unit)
  if (mode === "largestRemainder")
    for (const { index } of byRemainder(exact, step).slice(0, unitsLeft))
      prizes[index] = (prizes[index] ?? 0) + unit
  // The difference first: the prize plus the whole pool may be beyond what a number holds.
  prizes[0] = (prizes[0] ?? 0) + (pool - sum(prizes))
  return prizes
}

const byRemainder = (exact: readonly bigint[], step: bigint) =>
  exact
    .map((each, index) => ({ index, remainder: each % step }))
    .toSorted((a, b) =>
      a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
    )

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0)

const areAmounts = (values: readonly number[]): boolean =>
  values.every((value) => Number.isSafeInteger(value) && value >= 0)

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
