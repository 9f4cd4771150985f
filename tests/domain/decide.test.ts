import { test } from "uvu"
import * as assert from "uvu/assert"
import { accountOf, reconcile } from "../../domain/account.ts"
import { decide } from "../../domain/decide.ts"
import { apply, type LedgerState, newLedger } from "../../domain/ledger.ts"
import type { Outcome } from "../../schemas/entry.ts"
import type { Intent } from "../../schemas/intent.ts"
import { Conflict, Refusal } from "../../schemas/refusal.ts"
import { millis, sequence } from "../../schemas/units.ts"
import * as v from "valibot"
import { TournamentId } from "../../schemas/ids.ts"
import { buyIns, intent, TERMS, TOP_12 } from "../support/intents.ts"

/** Decides each intent and folds it in, as the ledger does; hashes are its business. */
function record(state: LedgerState, ...intents: Intent[]): Outcome[] {
  return intents.map((each) => {
    const outcome = decide(state, each)
    const at = sequence(state.lastSequence + 1)
    const hash = String(at).padStart(64, "0")
    apply(state, {
      version: 1,
      sequence: at,
      previousHash: state.headHash,
      recordedAt: millis(0),
      intent: each,
      outcome,
      hash,
    })
    return outcome
  })
}

/** Line 1 opens, 2 and 3 are the buy-ins of e1 and e2. */
function twoPlayers(): LedgerState {
  const state = newLedger()
  record(state, intent("open-tournament"), ...buyIns(2))
  return state
}

const account = (state: LedgerState) => {
  const found = accountOf(state, v.parse(TournamentId, "t1"))
  if (!found) throw new Error("There is no tournament t1.")
  return found
}

const PAYOUTS = () => intent("set-payouts")
const PRIZES = [5_940, 3_960]
const pay = (place: number, fields: Record<string, unknown> = {}) =>
  intent("payout", {
    entryId: `e${place}`,
    place,
    amountCents: PRIZES[place - 1],
    ...fields,
  })
const noRebuys = { ...TERMS, rebuy: null, addOn: null }

/** What stands in the ledger first, what is asked then, and what is said to it. */
const REJECTED: [refusal: Refusal, before: () => Intent[], asked: () => Intent][] = [
  ["tournament_exists", () => [], () => intent("open-tournament")],
  ["unknown_tournament", () => [], () => intent("buy-in", { tournamentId: "t9" })],
  ["unknown_entry", () => [], () => intent("rebuy", { entryId: "e9" })],
  ["unknown_entry", () => [PAYOUTS()], () => pay(1, { entryId: "e9" })],
  ["entry_exists", () => [], () => intent("buy-in", { playerId: "p9" })],
  ["entry_exists", () => [], () => intent("re-entry", { entryId: "e1" })],
  ["player_has_entry", () => [], () => intent("buy-in", { entryId: "e9" })],
  ["player_has_no_entry", () => [], () => intent("re-entry", { playerId: "p9" })],
  [
    "more_places_than_entries",
    () => [],
    () => intent("set-payouts", { payouts: { shares: [5_000, 3_000, 2_000], unitCents: 1 } }),
  ],
  ["payouts_not_set", () => [], () => pay(1)],
  ["payouts_started", () => [PAYOUTS(), pay(2)], () => PAYOUTS()],
  [
    "payouts_started",
    () => [PAYOUTS(), pay(2)],
    () => intent("buy-in", { playerId: "p9", entryId: "e9" }),
  ],
  ["payouts_started", () => [PAYOUTS(), pay(2)], () => intent("re-entry")],
  ["payouts_started", () => [PAYOUTS(), pay(2)], () => intent("rebuy")],
  ["payouts_started", () => [PAYOUTS(), pay(2)], () => intent("add-on")],
  ["payouts_started", () => [PAYOUTS(), pay(2)], () => intent("void", { sequence: 2 })],
  ["entry_is_void", () => [intent("void", { sequence: 2 })], () => intent("rebuy")],
  ["entry_was_paid", () => [PAYOUTS(), pay(2)], () => intent("rebuy", { entryId: "e2" })],
  ["entry_was_paid", () => [PAYOUTS(), pay(2)], () => pay(1, { entryId: "e2" })],
  ["add_on_taken", () => [intent("add-on")], () => intent("add-on")],
  ["place_not_paid", () => [PAYOUTS()], () => intent("payout", { place: 3 })],
  ["place_already_paid", () => [PAYOUTS(), pay(2)], () => pay(2, { entryId: "e1" })],
  ["nothing_to_void", () => [], () => intent("void", { sequence: 1 })],
  ["nothing_to_void", () => [], () => intent("void", { sequence: 99 })],
  ["already_void", () => [intent("void", { sequence: 2 })], () => intent("void", { sequence: 2 })],
  ["entry_has_more", () => [intent("rebuy")], () => intent("void", { sequence: 2 })],
  [
    "amount_differs",
    () => [],
    () => intent("buy-in", { playerId: "p9", entryId: "e9", amountCents: 1 }),
  ],
  ["amount_differs", () => [], () => intent("rebuy", { amountCents: 5_001 })],
  ["amount_differs", () => [PAYOUTS()], () => pay(1, { amountCents: 5_941 })],
]

for (const [refusal, before, asked] of REJECTED) {
  const example = asked()
  test(`rejected: ${example.kind}: ${refusal}`, () => {
    const state = twoPlayers()
    for (const outcome of record(state, ...before())) assert.is(outcome.kind, "accepted")
    const drawer = account(state).drawerCents
    const [outcome] = record(state, asked())
    assert.is(outcome?.kind, "rejected")
    assert.is(outcome?.kind === "rejected" && outcome.reason, refusal)
    assert.is(account(state).drawerCents, drawer)
  })
}

for (const [refusal, asked] of [
  ["rebuys_not_offered", () => intent("rebuy")],
  ["add_ons_not_offered", () => intent("add-on")],
] as const)
  test(`rejected: ${refusal}`, () => {
    const state = newLedger()
    record(state, intent("open-tournament", { terms: noRebuys }), ...buyIns(1))
    assert.is(reasonOf(decide(state, asked())), refusal)
  })

/** The same as above, where the device had not seen what stands in the way. */
const CONFLICTS: [
  conflict: Conflict,
  before: () => Intent[],
  asked: () => Intent,
  against: number[],
][] = [
  [
    "tournament_opened_meanwhile",
    () => [],
    () => intent("open-tournament", { observedSequence: 0 }),
    [1],
  ],
  [
    "player_entered_meanwhile",
    () => [],
    () => intent("buy-in", { entryId: "e9", observedSequence: 1 }),
    [2],
  ],
  [
    "recorded_on_two_devices",
    () => [intent("rebuy")],
    () => intent("rebuy", { deviceId: "tablet-2", observedSequence: 3 }),
    [4],
  ],
  [
    "recorded_on_two_devices",
    () => [intent("add-on")],
    () => intent("add-on", { deviceId: "tablet-2", observedSequence: 3 }),
    [4],
  ],
  [
    "recorded_on_two_devices",
    () => [intent("re-entry")],
    () => intent("re-entry", { entryId: "e1c", deviceId: "tablet-2", observedSequence: 3 }),
    [4],
  ],
  [
    "payouts_started_meanwhile",
    () => [PAYOUTS(), pay(2)],
    () => intent("rebuy", { observedSequence: 4 }),
    [5],
  ],
  [
    "payouts_started_meanwhile",
    () => [PAYOUTS(), pay(2)],
    () => intent("void", { sequence: 2, observedSequence: 4 }),
    [5],
  ],
  [
    "voided_meanwhile",
    () => [intent("void", { sequence: 2 })],
    () => intent("rebuy", { observedSequence: 3 }),
    [4],
  ],
  [
    "paid_meanwhile",
    () => [PAYOUTS(), pay(2)],
    () => intent("rebuy", { entryId: "e2", observedSequence: 4 }),
    [5],
  ],
  [
    "paid_meanwhile",
    () => [PAYOUTS(), pay(2)],
    () => pay(2, { entryId: "e1", observedSequence: 4 }),
    [5],
  ],
  [
    "payouts_changed_meanwhile",
    () => [PAYOUTS(), intent("rebuy")],
    () => pay(1, { observedSequence: 4 }),
    [5],
  ],
  [
    "bought_meanwhile",
    () => [intent("rebuy")],
    () => intent("void", { sequence: 2, observedSequence: 3 }),
    [4],
  ],
]

for (const [reason, before, asked, against] of CONFLICTS) {
  const example = asked()
  test(`conflict: ${example.kind}: ${reason}`, () => {
    const state = twoPlayers()
    for (const outcome of record(state, ...before())) assert.is(outcome.kind, "accepted")
    const money = account(state)
    const [outcome] = record(state, asked())
    assert.equal(outcome, { kind: "conflict", reason, against })
    assert.is(account(state).drawerCents, money.drawerCents)
    assert.is(account(state).poolCents, money.poolCents)
  })
}

test("every reason of the closed lists is reached by a case", () => {
  const rejected = new Set(REJECTED.map(([refusal]) => refusal))
  const missing = Refusal.options.filter((each) => !rejected.has(each))
  assert.equal(missing, ["rebuys_not_offered", "add_ons_not_offered"])
  assert.equal(
    Conflict.options.filter((each) => !CONFLICTS.some(([conflict]) => conflict === each)),
    [],
  )
})

test("a second rebuy on the same device is a second rebuy", () => {
  const state = twoPlayers()
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
  const money = account(twoPlayers())
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
  const state = twoPlayers()
  const before = account(state)
  record(state, intent("rebuy"), intent("void", { sequence: 4 }))
  const after = account(state)
  assert.is(after.poolCents, before.poolCents)
  assert.is(after.drawerCents, before.drawerCents)
  assert.is(after.counts.rebuys, 0)
})

test("after its void a payout can be made anew, and the pool is open again", () => {
  const state = twoPlayers()
  record(state, PAYOUTS(), pay(2), intent("void", { sequence: 5 }))
  assert.equal(
    record(state, pay(2), intent("void", { sequence: 7 }), intent("rebuy")).map(({ kind }) => kind),
    ["accepted", "accepted", "accepted"],
  )
})

test("reconcile is green only where drawer, prizes and floor agree", () => {
  const state = twoPlayers()
  record(state, PAYOUTS())
  const money = account(state)
  const entries = [...money.entries.values()]
  assert.ok(reconcile(money, entries).balanced)
  assert.not(reconcile(money, entries.slice(1)).balanced)
  assert.equal(reconcile(money, entries.slice(1)).missingEntries, ["e1"])
  assert.not(reconcile({ ...money, drawerCents: money.poolCents }, entries).balanced)
  assert.not(reconcile({ ...money, prizesCents: money.prizesCents.slice(1) }, entries).balanced)
})

const reasonOf = (outcome: Outcome) => (outcome.kind === "accepted" ? "accepted" : outcome.reason)

test.run()
