import * as v from "valibot"
import { BasisPoints, Currency, PositiveCents, PriceCents, Count } from "./units.ts"

/** What a fee is called on the receipt. A word of the house's, never a person's name. */
export const FeeName = v.pipe(
  v.string("expected a fee's name"),
  v.regex(/^[\p{L}\p{N} .-]{1,30}$/u, "a fee's name is 1 to 30 letters, digits or spaces"),
)

/** What one payment costs, and where it goes; what is left over goes to the pool. */
export const Price = v.pipe(
  v.strictObject({
    priceCents: PositiveCents,
    /** The house's fee, as a share of the price. */
    feeBasisPoints: BasisPoints,
    /** Further fees of the house, each with its name. */
    fees: v.optional(
      v.pipe(
        v.array(v.strictObject({ name: FeeName, amountCents: PositiveCents })),
        v.maxLength(5, "a price has at most five named fees"),
      ),
    ),
    /** Withheld for the staff. */
    staffCents: v.optional(PriceCents),
    /** Goes to the bounty pool: the bounty on the entry's own head. */
    bountyCents: v.optional(PriceCents),
  }),
  v.check(
    ({ priceCents, feeBasisPoints, fees = [], staffCents = 0, bountyCents = 0 }) =>
      (BigInt(priceCents) * BigInt(feeBasisPoints)) / 10_000n +
        BigInt(staffCents) +
        BigInt(bountyCents) +
        fees.reduce((sum, { amountCents }) => sum + BigInt(amountCents), 0n) <=
      BigInt(priceCents),
    "fees, staff and bounty take no more than the price",
  ),
)
export type Price = v.InferOutput<typeof Price>

/** Until when something is sold, and how often; a director may let one more in, with a reason. */
export const Limit = v.strictObject({
  /** How often: a re-entry by player, everything else by entry. */
  most: v.optional(Count),
  /** Index of the level with which it ends. */
  untilLevel: v.optional(Count),
  /** Not once fewer players are left. */
  leastPlayersLeft: v.optional(Count),
})
export type Limit = v.InferOutput<typeof Limit>

/**
 * What becomes of a bounty: the whole of it in cash, or a share of it while the rest grows the bounty
 * of who has won it (domain/bounties.ts).
 */
export const BountyTerms = v.variant("kind", [
  /** `restricted`: only who has paid for a bounty collects one. */
  v.strictObject({ kind: v.literal("flat"), restricted: v.boolean() }),
  v.strictObject({
    kind: v.literal("progressive"),
    /** The cash share. */
    cashBasisPoints: v.pipe(
      BasisPoints,
      v.check((share) => share >= 1, "a part of every bounty is cash"),
    ),
  }),
])

/**
 * The money side of a tournament's rules, recorded in the ledger when the tournament is opened:
 * an intent's amount is checked against these, so no device can invent a price.
 */
export const Terms = v.strictObject({
  currency: Currency,
  /** An entry on time. */
  buyIn: Price,
  /** An entry before the start, or after it; as on time where it is not given. */
  earlyBuyIn: v.optional(Price),
  lateBuyIn: v.optional(Price),
  /** As a buy-in where it is not given; `null` where there are none. */
  reEntry: v.optional(v.nullable(Price)),
  rebuy: v.nullable(Price),
  addOn: v.nullable(Price),
  /** Flat, for everybody, where prices have a bounty and this is not given. */
  bounties: v.optional(BountyTerms),
  /** What the pool is at least: the house adds what is missing. */
  guaranteeCents: v.optional(PriceCents),
  limits: v.optional(
    v.strictObject({
      buyIn: v.optional(Limit),
      reEntry: v.optional(Limit),
      rebuy: v.optional(Limit),
      addOn: v.optional(Limit),
    }),
  ),
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
    /**
     * Of a satellite: every place gets a seat of this price as long as the pool pays for one, and the
     * next place the rest; the shares then count for nothing.
     */
    seatCents: v.optional(PositiveCents),
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
