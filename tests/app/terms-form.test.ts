import { test } from "uvu"
import * as assert from "uvu/assert"
import {
  defaultTerms,
  isFolded,
  readTerms,
  type TermsForm,
} from "../../app/features/tonight/terms-form.ts"
import type { Terms } from "../../schemas/terms.ts"

const terms = (change: Partial<TermsForm>): Terms => {
  const reading = readTerms({ ...defaultTerms, ...change })
  if (!("terms" in reading)) throw new Error(`not understood: ${JSON.stringify(reading.wrong)}`)
  return reading.terms
}
const wrong = (change: Partial<TermsForm>) => {
  const reading = readTerms({ ...defaultTerms, ...change })
  return "wrong" in reading ? reading.wrong : {}
}

test("a plain tournament needs nothing of the folded part, and has no limits", () => {
  const plain = terms({})
  assert.equal(Object.keys(plain).toSorted(), ["addOn", "buyIn", "currency", "rebuy"])
  assert.ok(Object.keys(defaultTerms).filter(isFolded).length > 10)
})

test("every price of an entry has the same fees, staff's part and bounty", () => {
  const fees = [
    { name: "Dealer", amount: "2" },
    { name: "", amount: "" },
  ]
  const all = terms({ early: "45", late: "60", reEntry: "40", bounty: "5", staff: "1,50", fees })
  const parts = {
    feeBasisPoints: 1_000,
    fees: [{ name: "Dealer", amountCents: 200 }],
    staffCents: 150,
    bountyCents: 500,
  }
  assert.equal(all.earlyBuyIn, { priceCents: 4_500, ...parts })
  assert.equal(all.lateBuyIn, { priceCents: 6_000, ...parts })
  assert.equal(all.reEntry, { priceCents: 4_000, ...parts })
  assert.equal(all.rebuy, { priceCents: 5_000, feeBasisPoints: 0 })
})

test("re-entries: as the buy-in where the field is empty, none where it is 0", () => {
  assert.is("reEntry" in terms({}), false)
  assert.is(terms({ reEntry: "0" }).reEntry, null)
})

test("limits and the guarantee are only in the terms where somebody set them", () => {
  const limited = terms({ guarantee: "1000", rebuyMost: "2", rebuyUntil: "6", addOnUntil: "7" })
  assert.is(limited.guaranteeCents, 100_000)
  assert.equal(limited.limits, { rebuy: { most: 2, untilLevel: 6 }, addOn: { untilLevel: 7 } })
  assert.equal(terms({ rebuyLeast: "10" }).limits, { rebuy: { leastPlayersLeft: 10 } })
})

test("what is not understood is said at its own field, and why", () => {
  assert.equal(wrong({ feePercent: "150" }), { feePercent: "percent" })
  assert.equal(wrong({ early: "x", rebuyMost: "1.5" }), { early: "amount", rebuyMost: "count" })
  assert.equal(wrong({ fees: [{ name: "No/Name", amount: "0" }] }), {
    "fee0.name": "name",
    "fee0.amount": "amount",
  })
  assert.equal(wrong({ early: "10", bounty: "9.50" }), { early: "parts" }, "the buy-in pays for it")
})

test.run()
