import * as v from "valibot"
import { BasisPoints, PositiveCents } from "./units.ts"

/** What one payment costs, and how much of it the house keeps as its fee. */
export const Price = v.strictObject({
  priceCents: PositiveCents,
  feeBasisPoints: BasisPoints,
})
export type Price = v.InferOutput<typeof Price>

/** ISO 4217. One tournament has one currency. */
export const Currency = v.pipe(
  v.string(),
  v.regex(/^[A-Z]{3}$/, "expected a currency such as EUR or DKK"),
)

/**
 * The money side of a tournament's rules, recorded in the ledger when the tournament is opened:
 * an intent's amount is checked against these, so no device can invent a price.
 */
export const Terms = v.strictObject({
  currency: Currency,
  buyIn: Price,
  rebuy: v.nullable(Price),
  addOn: v.nullable(Price),
})
export type Terms = v.InferOutput<typeof Terms>

/** How the pool is shared: best place first, 10,000 basis points in all, in steps of `unitCents`. */
export const PayoutStructure = v.pipe(
  v.strictObject({
    shares: v.pipe(
      v.array(BasisPoints),
      v.minLength(1, "at least one place is paid"),
      v.maxLength(2_000),
    ),
    unitCents: PositiveCents,
  }),
  v.check(
    ({ shares }) => shares.reduce((sum, share) => sum + share, 0) === 10_000,
    "the shares must sum to 10,000 basis points",
  ),
  v.check(
    ({ shares }) =>
      shares.every((share, index) => index === 0 || share <= (shares[index - 1] ?? 0)),
    "a better place cannot have a smaller share",
  ),
)
export type PayoutStructure = v.InferOutput<typeof PayoutStructure>
