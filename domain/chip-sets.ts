import { demand, demandDistinct, demandWhole } from "./invalid.ts"

/** Chips of one value: how many there are. */
export type ChipCount = { value: number; count: number }

/**
 * The chips of one starting stack, the same for everybody: they sum to the stack, and the venue has
 * enough of each for all. As much small change as can be is handed out, since blinds are paid with
 * it and the large chips come back in when the small ones are coloured up.
 * @param set the venue's chips, every value once
 * @param stack whole chips, 1 or more
 * @returns the lowest value first, or `null` where the chips at hand cannot make the stacks
 * @throws InvalidInput naming the field
 */
export function stackChips(input: {
  set: readonly ChipCount[]
  stack: number
  players: number
}): ChipCount[] | null {
  const { set, stack, players } = input
  demandSet(set)
  demandWhole(stack, "stack", "a stack is whole chips, 1 or more", 1)
  demandWhole(players, "players", "there is a player at least", 1)
  return fill(stack, availableTo(set, players))
}

/**
 * How many players can be given the stack with these chips at most; 0 where not even one.
 * Fewer players each have more to choose from, so the most is found by halving.
 */
export function chipCapacity({ set, stack }: { set: readonly ChipCount[]; stack: number }): number {
  demandSet(set)
  demandWhole(stack, "stack", "a stack is whole chips, 1 or more", 1)
  const value = set.reduce((sum, chip) => sum + chip.value * chip.count, 0)
  let [can, cannot] = [0, Math.floor(value / stack) + 1]
  while (cannot - can > 1) {
    const players = Math.floor((can + cannot) / 2)
    if (fill(stack, availableTo(set, players))) can = players
    else cannot = players
  }
  return can
}

/** @throws InvalidInput where a value is there twice, or one is not whole and above 0 */
export function demandChips(values: readonly number[], field: string): void {
  demand(values.length > 0, field, "there is a chip at least")
  for (const [index, value] of values.entries())
    demandWhole(value, `${field}[${index}]`, "a chip's value is whole, 1 or more", 1)
  demandDistinct(values, field, "a value is listed once")
}

function demandSet(set: readonly ChipCount[]): void {
  demandChips(
    set.map(({ value }) => value),
    "set",
  )
  for (const [index, { count }] of set.entries())
    demandWhole(count, `set[${index}].count`, "chips are counted whole, 0 or more")
  const value = set.reduce((sum, chip) => sum + chip.value * chip.count, 0)
  demand(Number.isSafeInteger(value), "set", "the chips together are a number that is exact")
}

const availableTo = (set: readonly ChipCount[], players: number): ChipCount[] =>
  set
    .map(({ value, count }) => ({ value, count: Math.floor(count / players) }))
    .toSorted((a, b) => a.value - b.value)

/**
 * Makes the stack out of what there is, the lowest values first: of each as many as leave a rest
 * that the higher ones can make. What they can make is worked out once for each value, from the
 * highest down, in steps of what all the values have in common.
 */
function fill(stack: number, available: readonly ChipCount[]): ChipCount[] | null {
  const step = available.reduce((common, { value }) => commonDivisor(common, value), 0)
  if (stack % step !== 0) return null
  const target = stack / step
  demand(target <= MOST_STEPS, "stack", "the stack is not too large for chips so small")
  const reachable = reachableFrom(target, step, available)
  if (!reachable[0]?.[target]) return null
  const chosen: ChipCount[] = []
  let rest = target
  for (const [index, { value, count }] of available.entries()) {
    const [size, above] = [value / step, reachable[index + 1]]
    let taken = Math.min(count, Math.floor(rest / size))
    while (taken > 0 && !above?.[rest - taken * size]) taken -= 1
    if (taken > 0) chosen.push({ value, count: taken })
    rest -= taken * size
  }
  return chosen
}

const MOST_STEPS = 10_000_000

/** For each value: the sums that it and the higher ones can make; after the last only nothing. */
function reachableFrom(
  target: number,
  step: number,
  available: readonly ChipCount[],
): Uint8Array[] {
  const nothing: Uint8Array = new Uint8Array(target + 1)
  nothing[0] = 1
  const found = [nothing]
  for (const { value, count } of available.toReversed())
    found.unshift(withChips(found[0] ?? nothing, value / step, count))
  return found
}

/** The sums that can be made with up to `count` chips of a size more. */
function withChips(sums: Uint8Array, size: number, count: number): Uint8Array {
  const more = Uint8Array.from(sums)
  // How many of these chips the sum needs at least.
  const used = new Float64Array(sums.length)
  for (let at = size; at < sums.length; at++) {
    if (more[at] || !more[at - size]) continue
    const needs = (used[at - size] ?? 0) + 1
    if (needs > count) continue
    more[at] = 1
    used[at] = needs
  }
  return more
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b))
