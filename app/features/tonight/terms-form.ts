import * as v from "valibot"
import { FeeName, type Limit, Price, Terms } from "../../../schemas/terms.ts"
import { basisPoints, type BasisPoints, type Cents } from "../../../schemas/units.ts"
import { readAmount } from "../money/amount.ts"

/** What a person typed into the form of a new tournament; empty where it is not wanted. */
export type TermsForm = {
  currency: string
  buyIn: string
  feePercent: string
  rebuy: string
  addOn: string
  /** Empty: as the buy-in. */
  early: string
  late: string
  /** Empty: as the buy-in; 0: there are none. */
  reEntry: string
  guarantee: string
  /** Of every entry, at whatever price. */
  bounty: string
  staff: string
  fees: { name: string; amount: string }[]
  /** The index of the level with whose beginning it ends. */
  buyInUntil: string
  reEntryUntil: string
  rebuyUntil: string
  addOnUntil: string
  reEntryMost: string
  rebuyMost: string
  rebuyLeast: string
  addOnMost: string
}

export type TermsField =
  | Exclude<keyof TermsForm, "currency" | "fees">
  | `fee${number}.${"name" | "amount"}`

/** Why a field is not understood, by field. */
export type Wrong = Partial<Record<TermsField, "amount" | "percent" | "count" | "parts" | "name">>

export const MOST_FEES = 5
export const currencies = ["EUR", "DKK", "SEK", "NOK", "GBP", "USD"] as const

export const defaultTerms: TermsForm = {
  currency: "EUR",
  buyIn: "55",
  feePercent: "10",
  rebuy: "50",
  addOn: "50",
  early: "",
  late: "",
  reEntry: "",
  guarantee: "",
  bounty: "",
  staff: "",
  fees: [],
  buyInUntil: "",
  reEntryUntil: "",
  rebuyUntil: "",
  addOnUntil: "",
  reEntryMost: "",
  rebuyMost: "",
  rebuyLeast: "",
  addOnMost: "",
}

/** The fields that are folded away, so that what is wrong among them can be pointed to. */
export const isFolded = (field: string): boolean =>
  !["buyIn", "feePercent", "rebuy", "addOn"].includes(field)

/** Reads a percentage with up to two decimals as basis points. */
export function readPercent(text: string): BasisPoints | null {
  const match = /^\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*%?\s*$/.exec(text)
  if (!match) return null
  const [, whole = "0", fraction = ""] = match
  const points = Number(whole) * 100 + Number(fraction.padEnd(2, "0"))
  return points <= 10_000 ? basisPoints(points) : null
}

/** The terms that the form means, or the fields that are not understood and why. */
export function readTerms(form: TermsForm): { terms: Terms } | { wrong: Wrong } {
  const wrong: Wrong = {}
  const prices = readPrices(form, wrong)
  const guarantee = readOptional("guarantee", form, wrong)
  const limits = readLimits(form, wrong)
  if (Object.keys(wrong).length > 0 || !prices) return { wrong }
  const parsed = v.safeParse(Terms, {
    currency: form.currency,
    ...prices,
    ...(guarantee !== null && { guaranteeCents: guarantee }),
    ...(limits && { limits }),
  })
  return parsed.success ? { terms: parsed.output } : { wrong: { buyIn: "amount" } }
}

/** All prices; entries have the same fees, staff's part and bounty whatever they cost. */
function readPrices(form: TermsForm, wrong: Wrong) {
  const fee = readPercent(form.feePercent)
  if (fee === null) wrong.feePercent = "percent"
  const bounty = readOptional("bounty", form, wrong)
  const staff = readOptional("staff", form, wrong)
  const fees = readFees(form, wrong)
  const entry = (field: "buyIn" | "early" | "late" | "reEntry", priceCents: Cents) => {
    const price = v.safeParse(Price, {
      priceCents,
      feeBasisPoints: fee ?? 0,
      ...(fees.length > 0 && { fees }),
      ...(staff !== null && { staffCents: staff }),
      ...(bounty !== null && { bountyCents: bounty }),
    })
    if (price.success) return price.output
    wrong[field] = "parts"
    return null
  }
  const plain = (field: "rebuy" | "addOn") => {
    const priceCents = readOptional(field, form, wrong)
    return priceCents === null ? null : { priceCents, feeBasisPoints: basisPoints(0) }
  }
  const buyInCents = readAmount(form.buyIn)
  if (!buyInCents) wrong.buyIn = "amount"
  const buyIn = buyInCents ? entry("buyIn", buyInCents) : null
  const other = (field: "early" | "late") => {
    const priceCents = readOptional(field, form, wrong)
    return priceCents === null ? null : entry(field, priceCents)
  }
  const [early, late] = [other("early"), other("late")]
  const [rebuy, addOn] = [plain("rebuy"), plain("addOn")]
  const reEntryCents = form.reEntry.trim() === "" ? undefined : readAmount(form.reEntry)
  if (reEntryCents === null) wrong.reEntry = "amount"
  const reEntry = reEntryCents ? entry("reEntry", reEntryCents) : null
  if (!buyIn) return null
  return {
    buyIn,
    ...(early && { earlyBuyIn: early }),
    ...(late && { lateBuyIn: late }),
    ...(reEntryCents !== undefined && { reEntry }),
    rebuy,
    addOn,
  }
}

function readFees(form: TermsForm, wrong: Wrong): { name: string; amountCents: Cents }[] {
  return form.fees.flatMap(({ name, amount }, index) => {
    // A line that was never filled in is no fee.
    if (name.trim() === "" && amount.trim() === "") return []
    const feeName = v.safeParse(FeeName, name.trim())
    const amountCents = readAmount(amount)
    if (!feeName.success) wrong[`fee${index}.name`] = "name"
    if (!amountCents) wrong[`fee${index}.amount`] = "amount"
    return feeName.success && amountCents ? { name: feeName.output, amountCents } : []
  })
}

function readLimits(form: TermsForm, wrong: Wrong): Terms["limits"] | null {
  const count = (field: TermsField & keyof TermsForm): number | undefined => {
    const text = form[field].trim()
    if (text === "") return undefined
    if (/^\d{1,6}$/.test(text)) return Number(text)
    wrong[field] = "count"
    return undefined
  }
  const limit = (fields: {
    most?: number | undefined
    untilLevel?: number | undefined
    leastPlayersLeft?: number | undefined
  }): Limit | null => {
    const set = Object.entries(fields).filter(([, value]) => value !== undefined)
    return set.length > 0 ? Object.fromEntries(set) : null
  }
  const [buyIn, reEntry, rebuy, addOn] = [
    limit({ untilLevel: count("buyInUntil") }),
    limit({ most: count("reEntryMost"), untilLevel: count("reEntryUntil") }),
    limit({
      most: count("rebuyMost"),
      untilLevel: count("rebuyUntil"),
      leastPlayersLeft: count("rebuyLeast"),
    }),
    limit({ most: count("addOnMost"), untilLevel: count("addOnUntil") }),
  ]
  const limits = {
    ...(buyIn && { buyIn }),
    ...(reEntry && { reEntry }),
    ...(rebuy && { rebuy }),
    ...(addOn && { addOn }),
  }
  return Object.keys(limits).length > 0 ? limits : null
}

/** Empty and nothing both mean "not offered". */
function readOptional(
  field: TermsField & keyof TermsForm,
  form: TermsForm,
  wrong: Wrong,
): Cents | null {
  if (form[field].trim() === "") return null
  const amount = readAmount(form[field])
  if (amount === null) wrong[field] = "amount"
  return amount === 0 ? null : amount
}
