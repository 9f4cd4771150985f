import * as v from "valibot"
import { Terms } from "../../../schemas/terms.ts"
import { basisPoints, type BasisPoints, type Cents } from "../../../schemas/units.ts"
import { readAmount } from "../money/amount.ts"

/** What a person typed into the form of a new tournament. */
export type TermsForm = {
  currency: string
  buyIn: string
  feePercent: string
  /** Empty where there are none. */
  rebuy: string
  addOn: string
}

export type TermsField = Exclude<keyof TermsForm, "currency">

export const currencies = ["EUR", "DKK", "SEK", "NOK", "GBP", "USD"] as const

export const defaultTerms: TermsForm = {
  currency: "EUR",
  buyIn: "55",
  feePercent: "10",
  rebuy: "50",
  addOn: "50",
}

/** Reads a percentage with up to two decimals as basis points. */
export function readPercent(text: string): BasisPoints | null {
  const match = /^\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*%?\s*$/.exec(text)
  if (!match) return null
  const [, whole = "0", fraction = ""] = match
  const points = Number(whole) * 100 + Number(fraction.padEnd(2, "0"))
  return points <= 10_000 ? basisPoints(points) : null
}

/** The terms that the form means, or the fields that are not understood. */
export function readTerms(form: TermsForm): { terms: Terms } | { wrong: TermsField[] } {
  const buyIn = readAmount(form.buyIn)
  const fee = readPercent(form.feePercent)
  const rebuy = readOptional(form.rebuy)
  const addOn = readOptional(form.addOn)
  const wrong: TermsField[] = []
  if (!buyIn) wrong.push("buyIn")
  if (fee === null) wrong.push("feePercent")
  if (rebuy === "unclear") wrong.push("rebuy")
  if (addOn === "unclear") wrong.push("addOn")
  if (!buyIn || fee === null || rebuy === "unclear" || addOn === "unclear") return { wrong }
  return {
    terms: v.parse(Terms, {
      currency: form.currency,
      buyIn: { priceCents: buyIn, feeBasisPoints: fee },
      rebuy: rebuy && { priceCents: rebuy, feeBasisPoints: 0 },
      addOn: addOn && { priceCents: addOn, feeBasisPoints: 0 },
    }),
  }
}

/** Empty and nothing both mean "not offered". */
function readOptional(text: string): Cents | null | "unclear" {
  if (text.trim() === "") return null
  const amount = readAmount(text)
  if (amount === null) return "unclear"
  return amount === 0 ? null : amount
}
