import * as v from "valibot"
import { PriceCents } from "../../../schemas/units.ts"

/**
 * Reads an amount as people write it: `55`, `55.5`, `55,50`. Works on the digits, so no fraction of
 * a cent can appear.
 * @returns `null` where it is unclear, or more than an amount can be
 */
export function readAmount(text: string): PriceCents | null {
  const match = /^\s*(\d{1,9})(?:[.,](\d{1,2}))?\s*$/.exec(text)
  if (!match) return null
  const [, whole = "0", fraction = ""] = match
  const parsed = v.safeParse(PriceCents, Number(whole) * 100 + Number(fraction.padEnd(2, "0")))
  return parsed.success ? parsed.output : null
}

/** An amount as it is typed: whole units where there are no cents. */
export const plainAmount = (amountCents: number): string => {
  const text = String(amountCents).padStart(3, "0")
  const [whole, fraction] = [text.slice(0, -2), text.slice(-2)]
  return fraction === "00" ? whole : `${whole}.${fraction}`
}
