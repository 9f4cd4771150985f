import type { Price } from "../schemas/terms.ts"
import { type Cents, cents } from "../schemas/units.ts"

/**
 * The house's part of a price, in minor units, rounded down: what a share in basis points leaves
 * over goes to the pool, so a remainder never disappears.
 */
export function feeCents({ priceCents, feeBasisPoints }: Price): Cents {
  return cents(Number((BigInt(priceCents) * BigInt(feeBasisPoints)) / 10_000n))
}
