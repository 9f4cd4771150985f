import { assert } from "./assert.ts"
import { demand, demandWhole } from "./invalid.ts"

/**
 * What every stack is worth by the Independent Chip Model (Malmuth-Harville): a player is first
 * with the share of all chips, and every next place goes by the shares among those who are left.
 */
export type IcmResult = {
  /** What each player can expect, in the prizes' unit; in the order of the stacks. */
  equities: number[]
  method: IcmMethod
  /** How far any equity can be off, in the prizes' unit: rounding where the method is exact. */
  errorBound: number
}

/** Every order of finishing, or an integral that stands for them all. */
export type IcmMethod = "exact" | "integrated"

/** Up to so many players with chips every order of finishing is reckoned with. */
export const MOST_PLAYERS_EXACT = 22
/** More take longer than a person waits. */
const MOST_PLAYERS = 1_000

/**
 * @param stacks whole chips, 0 or more; who has none is out and gets nothing
 * @param prizes whole, 0 or more, best place first, never rising; those beyond the last player with
 *   chips are not paid
 * @param method exact for up to 22 players with chips, else integrated, where it is not given
 * @throws InvalidInput naming the field
 */
export function icm(input: {
  stacks: readonly number[]
  prizes: readonly number[]
  method?: IcmMethod
}): IcmResult {
  demandStacks(input.stacks)
  demandPrizes(input.prizes)
  const alive = input.stacks.flatMap((stack, index) => (stack > 0 ? [{ stack, index }] : []))
  const stacks = alive.map(({ stack }) => stack)
  const prizes = input.prizes.slice(0, stacks.length)
  const canBeExact = stacks.length <= MOST_PLAYERS_EXACT
  const { method = canBeExact ? "exact" : "integrated" } = input
  demand(
    method === "integrated" || canBeExact,
    "method",
    `exact is for ${MOST_PLAYERS_EXACT} players with chips at most`,
  )
  const found =
    method === "exact"
      ? { equities: overAllSubsets(stacks, prizes), errorBound: ROUNDING * (prizes[0] ?? 0) }
      : overTime(stacks, prizes)
  const even = evenOut(stacks, found.equities)
  const equities = Array<number>(input.stacks.length).fill(0)
  for (const [position, { index }] of alive.entries()) equities[index] = even[position] ?? 0
  return { equities, method, errorBound: found.errorBound }
}

/**
 * Turns equities into whole amounts that sum to the total: rounded down, and the units left over
 * one each to the largest remainders, among equals to the earlier. The one place where a fraction
 * becomes money; a remainder counts to a millionth, so that noise in the last bits decides nothing.
 * @param total the sum of the equities
 */
export function wholeAmounts(equities: readonly number[], total: number): number[] {
  const parts = equities.map((equity) => {
    const millionths = Math.round((equity - Math.floor(equity)) * 1e6)
    const carry = millionths === 1e6
    return { whole: Math.floor(equity) + (carry ? 1 : 0), remainder: carry ? 0 : millionths }
  })
  const amounts = parts.map(({ whole }) => whole)
  const left = total - amounts.reduce((sum, amount) => sum + amount, 0)
  assert(Math.abs(left) <= amounts.length, "equities sum to what is shared out")
  const byRemainder = [...parts.keys()].toSorted(
    (a, b) => (parts[b]?.remainder ?? 0) - (parts[a]?.remainder ?? 0) || a - b,
  )
  const order = left >= 0 ? byRemainder : byRemainder.toReversed()
  for (const index of order.slice(0, Math.abs(left))) amounts[index]! += Math.sign(left)
  return amounts
}

/** The prizes that are paid where so many have chips: one a player at most. */
export const paidPrizes = (stacks: readonly number[], prizes: readonly number[]): number[] =>
  prizes.slice(0, stacks.filter((stack) => stack > 0).length)

/** @throws InvalidInput where a stack is not whole, below nothing, or nobody has chips */
export function demandStacks(stacks: readonly number[]): void {
  demand(stacks.length <= MOST_PLAYERS, "stacks", `there are ${MOST_PLAYERS} players at most`)
  for (const [index, stack] of stacks.entries())
    demandWhole(stack, `stacks[${index}]`, "a stack is whole chips, 0 or more")
  const chips = stacks.reduce((sum, stack) => sum + stack, 0)
  demand(chips > 0, "stacks", "somebody has chips")
  demand(Number.isSafeInteger(chips), "stacks", "the chips together are a number that is exact")
}

/** @throws InvalidInput where a prize is not whole, below nothing, or more than a better one */
export function demandPrizes(prizes: readonly number[]): void {
  demand(prizes.length > 0, "prizes", "there is a prize at least")
  for (const [index, prize] of prizes.entries()) {
    demandWhole(prize, `prizes[${index}]`, "a prize is whole, 0 or more")
    const better = prizes[index - 1]
    demand(
      better === undefined || prize <= better,
      `prizes[${index}]`,
      "a prize is no more than that of the better place",
    )
  }
}

/** What the sums of this many numbers with 53 bits can be off, as a part of the largest prize. */
const ROUNDING = 1e-12

/**
 * Every set of players is one state: those who have taken the best places so far, in whatever
 * order. `chance[set]` is how likely it is; from there each of the others takes the next place with
 * the share among those left. 2^n sets with n steps each, and no more than the paid places deep.
 */
function overAllSubsets(stacks: readonly number[], prizes: readonly number[]): number[] {
  const players = stacks.length
  const chips = Float64Array.from(stacks)
  const chance = new Float64Array(2 ** players)
  const equities = new Float64Array(players)
  const total = stacks.reduce((sum, stack) => sum + stack, 0)
  const [chipsOfLow, chipsOfHigh] = [sumsOfSets(stacks.slice(0, 11)), sumsOfSets(stacks.slice(11))]
  const [lowSets, everybody] = [2 ** 11 - 1, 2 ** players - 1]
  chance[0] = 1
  for (let set = 0; set < everybody; set++) {
    const likely = chance[set] ?? 0
    const prize = prizes[countBits(set)]
    if (likely === 0 || prize === undefined) continue
    const left = total - (chipsOfLow[set & lowSets] ?? 0) - (chipsOfHigh[set >>> 11] ?? 0)
    const perChip = likely / left
    for (let others = everybody & ~set; others !== 0; others &= others - 1) {
      const player = 31 - Math.clz32(others & -others)
      const takes = perChip * (chips[player] ?? 0)
      chance[set | (1 << player)]! += takes
      equities[player]! += takes * prize
    }
  }
  return [...equities]
}

/** The chips of every set of a few players. */
function sumsOfSets(stacks: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** stacks.length)
  for (let set = 1; set < sums.length; set++) {
    const first = 31 - Math.clz32(set & -set)
    sums[set] = (sums[set & (set - 1)] ?? 0) + (stacks[first] ?? 0)
  }
  return sums
}

function countBits(set: number): number {
  let bits = set - ((set >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

const FIRST_STEP = 0.5
const MOST_HALVINGS = 9
/** Where the integrand is below what 53 bits can tell from nothing. */
const [EARLIEST, LATEST] = [-46, 6]
const GOOD_ENOUGH = 1e-11

/**
 * The same model, as a race: let every player arrive after an exponential time whose rate is the
 * stack; the order of arrival is then Malmuth-Harville's order of finishing. So an equity is one
 * integral over the moment at which the player arrives, of the prize that the number of those who
 * came before brings. With time on a logarithmic scale the trapezoidal rule converges faster than
 * any power of its step: the step is halved until two results agree, and their difference bounds
 * the error of the finer one, whose own error is about the square of it.
 */
function overTime(
  stacks: readonly number[],
  prizes: readonly number[],
): { equities: number[]; errorBound: number } {
  const largest = Math.max(...stacks)
  // Of the smallest stack's arrival nothing is cut off; of the largest one's neither.
  const rates = Float64Array.from(stacks, (stack) => stack / largest)
  const latest = LATEST + Math.log(largest / Math.min(...stacks))
  const first = prizes[0] ?? 0
  let step = FIRST_STEP
  const sums = new Float64Array(stacks.length)
  for (let at = EARLIEST; at <= latest; at += step) addMoment(sums, rates, prizes, at)
  let equities = scaled(sums, step)
  for (let halving = 0; halving < MOST_HALVINGS; halving++) {
    for (let at = EARLIEST + step / 2; at <= latest; at += step) addMoment(sums, rates, prizes, at)
    step /= 2
    const finer = scaled(sums, step)
    const apart = finer.reduce(
      (most, equity, index) => Math.max(most, Math.abs(equity - (equities[index] ?? 0))),
      0,
    )
    equities = finer
    if (apart <= GOOD_ENOUGH * first)
      return { equities, errorBound: Math.max(apart, ROUNDING * stacks.length * first) }
  }
  assert(false, "the integral of the model converges")
}

const scaled = (sums: Float64Array, step: number): number[] =>
  Array.from(sums, (each) => each * step)

/** Adds what arriving at the moment e^at is worth to every player. */
function addMoment(
  sums: Float64Array,
  rates: Float64Array,
  prizes: readonly number[],
  at: number,
): void {
  const time = Math.exp(at)
  const [players, places] = [rates.length, prizes.length]
  // before[i * places + m]: m of the players ahead of i in the list have arrived.
  const before = new Float64Array((players + 1) * places)
  before[0] = 1
  for (let player = 0; player < players; player++) {
    const here = -Math.expm1(-(rates[player] ?? 0) * time)
    const [row, next] = [player * places, (player + 1) * places]
    let earlier = 0
    for (let place = 0; place < places; place++) {
      const same = before[row + place] ?? 0
      before[next + place] = same * (1 - here) + earlier * here
      earlier = same
    }
  }
  // after[m]: what the next place is worth where m have arrived, over the players behind i.
  const after = Float64Array.from(prizes)
  for (let player = players - 1; player >= 0; player--) {
    const rate = rates[player] ?? 0
    const here = -Math.expm1(-rate * time)
    const row = player * places
    let worth = 0
    for (let place = 0; place < places; place++)
      worth += (before[row + place] ?? 0) * (after[place] ?? 0)
    sums[player]! += worth * rate * time * (1 - here)
    for (let place = 0; place < places; place++)
      after[place] = (after[place] ?? 0) * (1 - here) + (after[place + 1] ?? 0) * here
  }
}

/** Equal stacks are worth the same, also in the last bit: a tie must be one. */
function evenOut(stacks: readonly number[], equities: readonly number[]): number[] {
  const groups = new Map<number, { sum: number; count: number }>()
  for (const [index, stack] of stacks.entries()) {
    const { sum, count } = groups.get(stack) ?? { sum: 0, count: 0 }
    groups.set(stack, { sum: sum + (equities[index] ?? 0), count: count + 1 })
  }
  return stacks.map((stack) => {
    const { sum, count } = groups.get(stack) ?? { sum: 0, count: 1 }
    return sum / count
  })
}
