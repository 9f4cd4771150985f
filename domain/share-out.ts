import { demand, demandWhole } from "./invalid.ts"

/** Where the whole units go that rounding down leaves over. */
export type Rounding = "largestRemainder" | "remainderToFirst"

/**
 * Shares a whole amount out by weights, to the last unit; the one place where money, chips or
 * prizes are divided. Each gets its part rounded down to the unit; the whole units left over go one
 * each to the largest remainders, among equals to the earlier, or with `remainderToFirst` all to
 * the first. What is less than a unit goes to the first (domain.md 4.5).
 * @param amount whole, 0 or more
 * @param weights whole, 0 or more each and above 0 together: stacks, basis points, ones
 * @returns as many parts as weights; they sum to the amount
 * @throws InvalidInput where a number is not whole or below its least
 */
export function shareOut(
  amount: number,
  weights: readonly number[],
  { unit = 1, rounding = "largestRemainder" }: { unit?: number; rounding?: Rounding } = {},
): number[] {
  demandWhole(amount, "amount", "what is shared out is whole, 0 or more")
  demandWhole(unit, "unit", "the rounding unit is whole, 1 or more", 1)
  for (const [index, weight] of weights.entries())
    demandWhole(weight, `weights[${index}]`, "a weight is whole, 0 or more")
  const all = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  demand(all > 0n, "weights", "the weights are more than nothing together")
  // The product of amount and weight can be beyond what a number holds exactly.
  const exact = weights.map((weight) => BigInt(amount) * BigInt(weight))
  const step = BigInt(unit) * all
  const parts = exact.map((each) => Number(each / step) * unit)
  const left = amount - sum(parts)
  if (rounding === "largestRemainder") {
    const wholeUnitsLeft = Number(BigInt(left) / BigInt(unit))
    for (const { index } of byRemainder(exact, step).slice(0, wholeUnitsLeft))
      parts[index] = (parts[index] ?? 0) + unit
  }
  parts[0] = (parts[0] ?? 0) + (amount - sum(parts))
  return parts
}

/** The sum of whole numbers. */
export const sum = (values: readonly number[]): number =>
  values.reduce((all, each) => all + each, 0)

const byRemainder = (exact: readonly bigint[], step: bigint) =>
  exact
    .map((each, index) => ({ index, remainder: each % step }))
    .toSorted((a, b) =>
      a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
    )
