import { builtInPayouts, suggestShares } from "../../../domain/payouts.ts"
import type { BasisPoints } from "../../../schemas/units.ts"
import { offered, type Shelved } from "../../data/library-kept.ts"

/** A payout structure that can be chosen, and the step of its prizes where it names one. */
export type Offer = {
  id: string
  name: string | null
  shares: readonly BasisPoints[]
  unitCents: number | null
}

/**
 * The one that suits the field first, then the library's and those that come with Felt, as far as
 * the field is large enough for them.
 */
export function offers(entries: number, items: readonly Shelved[]): Offer[] {
  return [
    { id: "suggested", name: null, shares: suggestShares(entries), unitCents: null },
    ...offered(items, "payout-table")
      .filter(({ value }) => value.payouts.shares.length <= entries)
      .map(({ itemId, value: { name, payouts } }) => ({ id: itemId, name, ...payouts })),
    ...builtInPayouts
      .filter(({ shares }) => shares.length <= entries)
      .map(({ name, shares }) => ({ id: `felt/${name}`, name, shares, unitCents: null })),
  ]
}

/** The steps that prizes may be rounded to, in minor units. */
export const units = [1, 100, 500, 1_000] as const
