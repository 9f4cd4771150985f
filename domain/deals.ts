import { type Cents, cents } from "../schemas/units.ts"
import { assert } from "./assert.ts"
import { demandPrizes, demandStacks, icm, type IcmMethod, paidPrizes, wholeAmounts } from "./icm.ts"
import { demand, demandDistinct, demandWhole } from "./invalid.ts"
import { shareOut, sum } from "./share-out.ts"

/**
 * What the players who are left may agree on (domain.md 4.2). Stacks are whole chips, 0 for who is
 * out; prizes in minor units, best place first. Every deal pays out what it shares to the last unit.
 */
export type DealInput = {
  stacks: readonly number[]
  prizes: readonly number[]
  /** Minor units of the first prize that stay to be played for; 0 where it is not given. */
  leftToPlay?: number
}
export type Deal = { amounts: Cents[]; warnings: DealWarning[] }

/** What everybody must be told before they agree; none of it forbids the deal. */
export type DealWarning = {
  kind: "over_first_prize" | "below_last_prize" | "less_for_more_chips"
  /** Whom it is about, by the index of the stack. */
  player: number
  sentence: string
}

/**
 * A deal by the Independent Chip Model.
 * @param method as `icm` chooses where it is not given
 */
export function icmDeal(
  input: DealInput & { method?: IcmMethod },
): Deal & { equities: number[]; errorBound: number } {
  const { stacks, prizes, shared } = read(input)
  const { method } = input
  const { equities, errorBound } = icm({ stacks, prizes, ...(method && { method }) })
  return { ...dealOf(input, wholeAmounts(equities, shared)), equities, errorBound }
}

/**
 * A chip-count deal with floor: everybody gets the lowest prize, and the rest goes by chips.
 */
export function chipChop(input: DealInput): Deal {
  const { stacks, prizes, shared } = read(input)
  const alive = stacks.filter((stack) => stack > 0).length
  const lowest = prizes.length < alive ? 0 : (prizes.at(-1) ?? 0)
  const rest = shareOut(shared - alive * lowest, stacks)
  return dealOf(
    input,
    rest.map((part, index) => part + ((stacks[index] ?? 0) > 0 ? lowest : 0)),
  )
}

/** Everything by chips, without a floor: a short stack can get less than the lowest prize. */
export function proportionalChop(input: DealInput): Deal {
  const { stacks, shared } = read(input)
  return dealOf(input, shareOut(shared, stacks))
}

/** The same for everybody who has chips. */
export function evenChop(input: DealInput): Deal {
  const { stacks, shared } = read(input)
  return dealOf(
    input,
    shareOut(
      shared,
      stacks.map((stack) => (stack > 0 ? 1 : 0)),
    ),
  )
}

/**
 * The payout structure's own percentages of the places left, made whole again: whoever has more
 * chips gets the better place's. Among equal stacks the earlier is better.
 * @param shares basis points of the places, best first, one for every player with chips
 */
export function percentageDeal(input: DealInput & { shares: readonly number[] }): Deal {
  const { stacks, shared } = read(input)
  const ranked = rankByChips(stacks)
  const paid = input.shares.slice(0, ranked.length)
  demand(paid.length === ranked.length, "shares", "there is a share for every player with chips")
  const parts = shareOut(shared, paid)
  const amounts = stacks.map((_, index) => parts[ranked.indexOf(index)] ?? 0)
  return dealOf(input, amounts)
}

/**
 * Amounts that the players found themselves.
 * @throws InvalidInput where they do not sum to what there is, or pay somebody without chips
 */
export function customDeal(input: DealInput & { amounts: readonly number[] }): Deal {
  const { stacks, shared } = read(input)
  demand(input.amounts.length === stacks.length, "amounts", "there is an amount for every stack")
  for (const [index, amount] of input.amounts.entries()) {
    demandWhole(amount, `amounts[${index}]`, "an amount is whole, 0 or more")
    demand(
      amount === 0 || (stacks[index] ?? 0) > 0,
      `amounts[${index}]`,
      "only who has chips has a part in the deal",
    )
  }
  const all = sum(input.amounts)
  demand(all === shared, "amounts", `the amounts sum to ${shared}, not ${all}`)
  return dealOf(input, input.amounts)
}

/** The players by chips, most first: their places in the results unless they agree otherwise. */
export const rankByChips = (stacks: readonly number[]): number[] =>
  stacks
    .map((stack, index) => ({ stack, index }))
    .filter(({ stack }) => stack > 0)
    .toSorted((a, b) => b.stack - a.stack || a.index - b.index)
    .map(({ index }) => index)

/** A deal on its way to be paid: nothing is, before everybody has agreed and a director approved. */
export type DealConsent = { entryId: string; agrees: boolean }

/**
 * Who still has to say yes.
 * @param entries all who have chips
 * @throws InvalidInput where somebody answers twice or has no part in the deal
 */
export function missingConsents(
  entries: readonly string[],
  consents: readonly DealConsent[],
): string[] {
  const answered = consents.map(({ entryId }) => entryId)
  demandDistinct(answered, "consents", "everybody answers once")
  for (const [index, entryId] of answered.entries())
    demand(entries.includes(entryId), `consents[${index}]`, `${entryId} has a part in the deal`)
  const agreed = new Set(consents.flatMap(({ entryId, agrees }) => (agrees ? entryId : [])))
  return entries.filter((entryId) => !agreed.has(entryId))
}

/** What is shared: the prizes that are still paid, less what is left to play for. */
function read({ stacks, prizes, leftToPlay = 0 }: DealInput): {
  stacks: readonly number[]
  prizes: number[]
  shared: number
} {
  demandStacks(stacks)
  demandPrizes(prizes)
  demandWhole(leftToPlay, "leftToPlay", "what is left to play for is whole, 0 or more")
  const [first = 0, second = 0, ...others] = paidPrizes(stacks, prizes)
  const paid = paidPrizes(stacks, prizes)
  demand(
    first - leftToPlay >= second,
    "leftToPlay",
    "the first prize stays no smaller than the second",
  )
  const reduced = paid.length < 2 ? [first - leftToPlay] : [first - leftToPlay, second, ...others]
  const shared = sum(reduced)
  demand(Number.isSafeInteger(shared), "prizes", "the prizes together are a number that is exact")
  return { stacks, prizes: reduced, shared }
}

function dealOf(input: DealInput, amounts: readonly number[]): Deal {
  const { shared } = read(input)
  assert(sum(amounts) === shared, "a deal pays out what it shares")
  return { amounts: amounts.map(cents), warnings: warningsFor(input, amounts) }
}

function warningsFor({ stacks, prizes }: DealInput, amounts: readonly number[]): DealWarning[] {
  const paid = paidPrizes(stacks, prizes)
  const first = paid[0] ?? 0
  const ranked = rankByChips(stacks)
  const last = paid.length < ranked.length ? 0 : (paid.at(-1) ?? 0)
  return ranked.flatMap((player, rank): DealWarning[] => {
    const amount = amounts[player] ?? 0
    const name = `Player ${player + 1}`
    const shorter = ranked[rank + 1]
    const next = shorter === undefined ? 0 : (amounts[shorter] ?? 0)
    const hasMore = shorter !== undefined && (stacks[player] ?? 0) > (stacks[shorter] ?? 0)
    return [
      ...warn(
        amount > first,
        "over_first_prize",
        player,
        `${name} would get ${amount}, more than the first prize of ${first}: no place pays so much.`,
      ),
      ...warn(
        amount < last,
        "below_last_prize",
        player,
        `${name} would get ${amount}, less than the ${last} that is certain without a deal.`,
      ),
      ...warn(
        hasMore && amount < next,
        "less_for_more_chips",
        player,
        `${name} would get ${amount}, less than the ${next} of somebody with fewer chips.`,
      ),
    ]
  })
}

const warn = (
  isSo: boolean,
  kind: DealWarning["kind"],
  player: number,
  sentence: string,
): DealWarning[] => (isSo ? [{ kind, player, sentence }] : [])
