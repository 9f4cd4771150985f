import { test } from "uvu"
import * as assert from "uvu/assert"
import { reconcile } from "../../domain/account.ts"
import { newLedger } from "../../domain/ledger.ts"
import { buyIns, intent, TERMS, TOP_12 } from "../support/intents.ts"
import { account, ledgerOf, record } from "../support/ledger.ts"

const PAYOUTS = () => intent("set-payouts")
const pay = (place: number) =>
  intent("payout", { entryId: `e${place}`, place, amountCents: [5_940, 3_960][place - 1] })

test("a second rebuy on the same device is a second rebuy", () => {
  const state = ledgerOf(2)
  const outcomes = record(
    state,
    intent("rebuy", { observedSequence: 3 }),
    intent("rebuy", { observedSequence: 3 }),
  )
  assert.equal(
    outcomes.map(({ kind }) => kind),
    ["accepted", "accepted"],
  )
  assert.is(account(state).counts.rebuys, 2)
})

test("a buy-in of EUR 55 puts 49.50 into the pool and 5.50 into the fee", () => {
  const money = account(ledgerOf(2))
  assert.is(money.poolCents, 9_900)
  assert.is(money.feeCents, 1_100)
  assert.is(money.drawerCents, 11_000)
})

test("the part of a fee below one cent stays in the pool", () => {
  const state = newLedger()
  const terms = { ...TERMS, buyIn: { priceCents: 999, feeBasisPoints: 1_000 } }
  record(state, intent("open-tournament", { terms }), ...buyIns(1, { amountCents: 999 }))
  assert.is(account(state).feeCents, 99)
  assert.is(account(state).poolCents, 900)
})

test("127 buy-ins make a pool of 628,650 cents, and twelve prizes take all of it", () => {
  const state = newLedger()
  record(state, intent("open-tournament"), ...buyIns(127))
  record(state, intent("set-payouts", { payouts: { shares: TOP_12, unitCents: 100 } }))
  const { prizesCents, poolCents } = account(state)
  assert.is(poolCents, 628_650)
  assert.is(prizesCents.length, 12)
  assert.is(
    prizesCents.reduce((sum, prize) => sum + prize, 0),
    628_650,
  )
  for (const [index, amountCents] of prizesCents.entries()) {
    const [outcome] = record(
      state,
      intent("payout", { entryId: `e${index + 1}`, place: index + 1, amountCents }),
    )
    assert.is(outcome?.kind, "accepted")
  }
  assert.is(account(state).remainingCents, 0)
  assert.is(account(state).drawerCents, account(state).feeCents)
})

test("a void puts every account back to where it was", () => {
  const state = ledgerOf(2)
  const before = account(state)
  record(state, intent("rebuy"), intent("void", { sequence: 4 }))
  const after = account(state)
  assert.is(after.poolCents, before.poolCents)
  assert.is(after.drawerCents, before.drawerCents)
  assert.is(after.counts.rebuys, 0)
})

test("after its void a payout can be made anew, and the pool is open again", () => {
  const state = ledgerOf(2)
  record(state, PAYOUTS(), pay(2), intent("void", { sequence: 5 }))
  assert.equal(
    record(state, pay(2), intent("void", { sequence: 7 }), intent("rebuy")).map(({ kind }) => kind),
    ["accepted", "accepted", "accepted"],
  )
})

test("reconcile is green only where drawer, prizes and floor agree", () => {
  const state = ledgerOf(2)
  record(state, PAYOUTS())
  const money = account(state)
  const entries = [...money.entries.values()]
  assert.ok(reconcile(money, entries).balanced)
  assert.not(reconcile(money, entries.slice(1)).balanced)
  assert.equal(reconcile(money, entries.slice(1)).missingEntries, ["e1"])
  const less = { ...money.balances, "cash:drawer": money.poolCents }
  assert.not(reconcile({ ...money, balances: less }, entries).balanced)
  assert.not(reconcile({ ...money, prizesCents: money.prizesCents.slice(1) }, entries).balanced)
})

test.run()
