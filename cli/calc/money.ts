import * as v from "valibot"
import { chipChop, icmDeal } from "../../domain/deals.ts"
import { payouts } from "../../domain/payouts.ts"
import { Whole, Wholes } from "./input.ts"

/** `{stacks, prizes}`: whole chips, and minor units, best place first. */
export const DealInput = v.strictObject({ stacks: Wholes, prizes: Wholes })

export function icm(input: v.InferOutput<typeof DealInput>) {
  const { equities, amounts } = icmDeal(input)
  return { equities, amounts }
}

export function chop(input: v.InferOutput<typeof DealInput>) {
  const { amounts, warnings } = chipChop(input)
  return { amounts, warnings: warnings.map(({ sentence }) => sentence) }
}

export const PayoutsInput = v.strictObject({
  pool: Whole,
  shares: v.pipe(Wholes, v.maxLength(2_000)),
  unit: Whole,
  mode: v.optional(v.picklist(["largestRemainder", "remainderToFirst"])),
  fixed: v.optional(v.array(v.strictObject({ place: Whole, amount: Whole }))),
})

export const prizes = ({ mode, fixed, ...input }: v.InferOutput<typeof PayoutsInput>) => ({
  amounts: payouts({ ...input, ...(mode && { mode }), ...(fixed && { fixed }) }),
})
