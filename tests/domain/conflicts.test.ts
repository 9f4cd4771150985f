import { test } from "uvu"
import * as assert from "uvu/assert"
import { reconcile } from "../../domain/account.ts"
import { type LedgerState, openConflicts } from "../../domain/ledger.ts"
import { intent, TERMS } from "../support/intents.ts"
import { account, ledgerOf, record } from "../support/ledger.ts"

const PAYOUTS = () => intent("set-payouts")
const pay = (place: number, fields: Record<string, unknown> = {}) =>
  intent("payout", {
    entryId: `e${place}`,
    place,
    amountCents: [5_940, 3_960][place - 1],
    ...fields,
  })
const kindsOf = (outcomes: readonly { kind: string }[]) => outcomes.map(({ kind }) => kind)
const close = (conflict: number, resolution: object = { kind: "accept" }) =>
  intent("resolve", { conflict, resolution })

function assertBalanced(state: LedgerState): void {
  const money = account(state)
  const floor = [...money.entries.values()].filter(({ isVoid }) => !isVoid)
  assert.ok(reconcile(money, floor).balanced, "what is held is what is owed and earned")
}

/** Line 5 pays e2 its prize, line 6 is the rebuy of e2 that another tablet took offline meanwhile. */
function paidMeanwhile(): LedgerState {
  const state = ledgerOf(2)
  const offline = intent("rebuy", { entryId: "e2", deviceId: "tablet-2", observedSequence: 3 })
  assert.equal(kindsOf(record(state, PAYOUTS(), pay(2), offline)), [
    "accepted",
    "accepted",
    "conflict",
  ])
  return state
}

test("the classic case: a rebuy taken offline, the player busted and paid meanwhile: one conflict, the pool unchanged", () => {
  const state = paidMeanwhile()
  const { poolCents, drawerCents, conflicts, counts } = account(state)
  assert.equal([poolCents, drawerCents, counts.rebuys], [9_900, 11_000 - 3_960, 0])
  assert.equal(
    conflicts.map(({ sequence, reason, against }) => ({ sequence, reason, against })),
    [{ sequence: 6, reason: "paid_meanwhile", against: [5] }],
  )
  assertBalanced(state)
})

test("the classic case, accepted: the money is in the drawer, owed until a person settles it; no prize changes", () => {
  const state = paidMeanwhile()
  assert.equal(kindsOf(record(state, close(6))), ["accepted"])
  const money = account(state)
  assert.equal(money.prizesCents, [5_940, 3_960])
  assert.equal([money.poolCents, money.unallocatedCents], [9_900, 5_000])
  assert.is(money.drawerCents, 11_000 - 3_960 + 5_000)
  assert.equal(money.conflicts, [])
  assertBalanced(state)
  const back = intent("correct", {
    debit: "unallocated",
    credit: "cash:drawer",
    amountCents: 5_000,
    reason: "paid_back",
  })
  record(state, back, pay(1))
  assert.equal([account(state).unallocatedCents, account(state).remainingCents], [0, 0])
  assert.is(account(state).drawerCents, account(state).feeCents)
  assertBalanced(state)
})

test("the classic case, dropped: nothing moves, and the conflict is closed", () => {
  const state = paidMeanwhile()
  const before = { ...account(state).balances }
  assert.equal(kindsOf(record(state, close(6, { kind: "drop" }))), ["accepted"])
  assert.equal(account(state).balances, before)
  assert.equal(account(state).conflicts, [])
  assertBalanced(state)
})

test("the classic case, as something else: the same money was the rebuy of another player", () => {
  const state = ledgerOf(3)
  const offline = intent("rebuy", { entryId: "e2", deviceId: "tablet-2", observedSequence: 4 })
  record(state, intent("void", { sequence: 3 }), offline)
  assert.is(account(state).conflicts.length, 1)
  const instead = { kind: "instead", replacement: { kind: "rebuy", entryId: "e3" } }
  assert.equal(kindsOf(record(state, close(6, instead))), ["accepted"])
  const money = account(state)
  assert.is(money.entries.get(offline.entryId)?.rebuys, 0)
  assert.is([...money.entries.values()].find(({ entryId }) => entryId === "e3")?.rebuys, 1)
  assert.is(money.poolCents, 2 * 4_950 + 5_000)
  assertBalanced(state)
})

for (const [what, accept, pool, rebuys] of [
  ["accepted, both count", true, 9_900 + 10_000, 2],
  ["dropped, one counts", false, 9_900 + 5_000, 1],
] as const)
  test(`the same rebuy on two devices: ${what}`, () => {
    const state = ledgerOf(2)
    record(state, intent("rebuy"), intent("rebuy", { deviceId: "tablet-2", observedSequence: 3 }))
    assert.is(account(state).poolCents, 9_900 + 5_000)
    record(state, close(5, { kind: accept ? "accept" : "drop" }))
    assert.equal([account(state).poolCents, account(state).counts.rebuys], [pool, rebuys])
    assertBalanced(state)
  })

test("one place paid twice, accepted: what was handed out twice is to be got back", () => {
  const state = ledgerOf(2)
  record(state, PAYOUTS(), pay(2), pay(2, { entryId: "e1", observedSequence: 4 }), close(6))
  const money = account(state)
  assert.equal([money.remainingCents, money.unallocatedCents], [5_940, -3_960])
  assert.is(money.drawerCents, 11_000 - 2 * 3_960)
  assertBalanced(state)
})

test("a buy-in after registration had closed, accepted: it is an entry like any other", () => {
  const state = ledgerOf(2)
  const late = intent("buy-in", { playerId: "p9", entryId: "e9", observedSequence: 3 })
  record(state, intent("close-registration"), late, close(5))
  assert.equal([account(state).poolCents, account(state).counts.entries], [3 * 4_950, 3])
  assertBalanced(state)
})

test("a player entered on two devices: the second can be a re-entry instead", () => {
  const state = ledgerOf(2)
  record(state, intent("buy-in", { entryId: "e1b", deviceId: "b", observedSequence: 1 }))
  const replacement = { kind: "re-entry", playerId: "p1", entryId: "e1b" }
  assert.equal(kindsOf(record(state, close(4, { kind: "instead", replacement }))), ["accepted"])
  const kinds = [...account(state).entries.values()].map(({ kind }) => kind)
  assert.equal(kinds, ["buy-in", "buy-in", "re-entry"])
  assertBalanced(state)
})

test("a void of an entry already paid out against counts only once what stands on it is gone", () => {
  const state = ledgerOf(2)
  record(state, PAYOUTS(), pay(2), intent("void", { sequence: 3, observedSequence: 4 }))
  assert.equal(kindsOf(record(state, close(6))), ["rejected"])
  assert.is(account(state).conflicts.length, 1, "a refused resolution leaves it open")
  record(state, intent("void", { sequence: 5 }), close(6))
  assert.equal([account(state).conflicts.length, account(state).counts.entries], [0, 1])
  assertBalanced(state)
})

test("a payout whose prize changed meanwhile, accepted: the prize from the pool, the rest to be settled", () => {
  const state = ledgerOf(2)
  record(
    state,
    PAYOUTS(),
    intent("void", { sequence: 2 }),
    pay(1, { entryId: "e2", observedSequence: 4 }),
  )
  assert.is(account(state).conflicts.length, 1)
  record(state, close(6))
  const money = account(state)
  assert.equal(money.prizesCents, [2_970, 1_980])
  assert.equal([money.paidCents, money.unallocatedCents], [2_970, 2_970 - 5_940])
  assertBalanced(state)
})

test("a buy-in after prizes were paid, accepted: the entry is there, its money is to be settled", () => {
  const state = ledgerOf(2)
  const late = intent("buy-in", { playerId: "p9", entryId: "e9", observedSequence: 4 })
  record(state, PAYOUTS(), pay(2), late, close(6))
  const money = account(state)
  assert.equal([money.poolCents, money.unallocatedCents, money.counts.entries], [9_900, 5_500, 3])
  assertBalanced(state)
})

test("what is recorded instead keeps how it was paid, and what was known of the floor", () => {
  const limits = { rebuy: { untilLevel: 9 } }
  const state = ledgerOf(3, { ...TERMS, limits })
  const floor = { levelIndex: 2, playersLeft: 3 }
  record(state, intent("open-till"))
  const method = { method: "card", floor, deviceId: "b", observedSequence: 4 }
  const cash = { till: "till-1", floor, deviceId: "b", observedSequence: 4 }
  record(state, intent("void", { sequence: 2 }), intent("rebuy", method), intent("rebuy", cash))
  const instead = { kind: "instead", replacement: { kind: "rebuy", entryId: "e2" } }
  assert.equal(kindsOf(record(state, close(7, instead), close(8, instead))), [
    "accepted",
    "accepted",
  ])
  assert.is(account(state).balances["card:terminal"], 5_000)
  assert.is([...state.tills.values()][0]?.expectedCents, 25_000)
  assert.is(account(state).counts.rebuys, 2)
  assertBalanced(state)
})

test("conflicts are told by tournament, and all together", () => {
  const state = paidMeanwhile()
  const other = { tournamentId: "t2" }
  record(
    state,
    intent("open-tournament", other),
    intent("open-tournament", { ...other, observedSequence: 6 }),
  )
  assert.is(account(state).conflicts.length, 1)
  assert.is(openConflicts(state).length, 2)
})

test("a bounty written twice, accepted: what the bounty pool has not got is to be settled", () => {
  const terms = { ...TERMS, buyIn: { ...TERMS.buyIn, bountyCents: 500 } }
  const state = ledgerOf(2, terms)
  const twice = () => intent("bounty", { amountCents: 1_000, observedSequence: 3 })
  record(state, twice(), twice(), close(5))
  assert.equal([account(state).bountiesLeftCents, account(state).unallocatedCents], [0, -1_000])
  assertBalanced(state)
})

test("a till that was closed meanwhile: the cash counts without a till", () => {
  const state = ledgerOf(2)
  const rebuy = intent("rebuy", { till: "till-1", observedSequence: 4 })
  record(state, intent("open-till"), intent("close-till"), rebuy)
  assert.is(account(state).conflicts.length, 1)
  assert.equal(kindsOf(record(state, close(6))), ["accepted"])
  assert.is(account(state).counts.rebuys, 1)
  assertBalanced(state)
})

test("what was accepted can be taken back by its own line, like any other", () => {
  const state = ledgerOf(2)
  record(state, intent("rebuy"), intent("rebuy", { deviceId: "b", observedSequence: 3 }), close(5))
  assert.equal(kindsOf(record(state, intent("void", { sequence: 6 }))), ["accepted"])
  assert.equal([account(state).counts.rebuys, account(state).poolCents], [1, 14_900])
  assertBalanced(state)
})

test("two people close one conflict: the second is told, and nothing counts twice", () => {
  const state = ledgerOf(2)
  record(state, intent("rebuy"), intent("rebuy", { deviceId: "b", observedSequence: 3 }))
  const apart = { conflict: 5, observedSequence: 5 }
  const outcomes = record(
    state,
    intent("resolve", { ...apart, deviceId: "a" }),
    intent("resolve", { ...apart, deviceId: "b", resolution: { kind: "drop" } }),
  )
  assert.equal(kindsOf(outcomes), ["accepted", "conflict"])
  assert.is(account(state).counts.rebuys, 2)
  assert.is(account(state).conflicts[0]?.reason, "resolved_meanwhile")
  record(state, close(7, { kind: "drop" }))
  assert.equal(account(state).conflicts, [])
  assert.is(account(state).counts.rebuys, 2)
})

test.run()
