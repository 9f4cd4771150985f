import { builtInPayouts, suggestShares } from "../../../domain/payouts.ts"
import type { BasisPoints } from "../../../schemas/units.ts"

/** A payout structure that can be chosen. */
export type Offer = { id: string; name: string | null; shares: readonly BasisPoints[] }

/** The one that suits the field first, then the built-in ones that the field is large enough for. */
export function offers(entries: number): Offer[] {
  return [
    { id: "suggested", name: null, shares: suggestShares(entries) },
    ...builtInPayouts
      .filter(({ shares }) => shares.length <= entries)
      .map(({ name, shares }) => ({ id: name, name, shares })),
  ]
}

/** The steps that prizes may be rounded to, in minor units. */
export const units = [1, 100, 500, 1_000] as const
