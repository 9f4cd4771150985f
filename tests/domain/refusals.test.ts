import { test } from "uvu"
import * as assert from "uvu/assert"
import { decide } from "../../domain/decide.ts"
import type { Outcome } from "../../schemas/entry.ts"
import type { Intent } from "../../schemas/intent.ts"
import { Conflict, Refusal } from "../../schemas/refusal.ts"
import { intent, TERMS } from "../support/intents.ts"
import { account, ledgerOf, record } from "../support/ledger.ts"

/** In each: line 1 opens, lines 2 and 3 are the buy-ins of e1 and e2. */
const PAYOUTS = () => intent("set-payouts")
const TILL = () => intent("open-till")
const CLOSED = () => intent("close-registration")
const pay = (place: number, fields: Record<string, unknown> = {}) =>
  intent("payout", {
    entryId: `e${place}`,
    place,
    amountCents: [5_940, 3_960][place - 1],
    ...fields,
  })
const deal = (first = 5_000, second = 4_900) =>
  intent("agree-deal", {
    shares: [
      { entryId: "e1", amountCents: first, agreed: true },
      { entryId: "e2", amountCents: second, agreed: true },
    ],
  })
const payThird = () => intent("payout", { entryId: "e3", place: 2, amountCents: 5_940 })
const BOUNTIES = { ...TERMS, buyIn: { ...TERMS.buyIn, bountyCents: 500 } }
const GUARANTEE = { ...TERMS, guaranteeCents: 10_000 }
const LIMITS = {
  ...TERMS,
  limits: {
    reEntry: { most: 1 },
    rebuy: { most: 1 },
    addOn: { most: 2, untilLevel: 8, leastPlayersLeft: 10 },
  },
}

/** Three conflicts: a rebuy written twice, closed in line 8; a second opening; a void of an entry with more. */
const THREE_CONFLICTS = () => [
  intent("rebuy"),
  intent("rebuy", { deviceId: "tablet-2", observedSequence: 3 }),
  intent("open-tournament", { observedSequence: 0 }),
  intent("void", { sequence: 2, observedSequence: 3 }),
  intent("resolve", { conflict: 5, resolution: { kind: "drop" } }),
]

/** What stands in the ledger first, what is asked then, and what is said to it. */
const REJECTED: [refusal: Refusal, before: () => Intent[], asked: () => Intent, terms?: object][] =
  [
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
    [
      "already_void",
      () => [intent("void", { sequence: 2 })],
      () => intent("void", { sequence: 2 }),
    ],
    ["entry_has_more", () => [intent("rebuy")], () => intent("void", { sequence: 2 })],
    [
      "amount_differs",
      () => [],
      () => intent("buy-in", { playerId: "p9", entryId: "e9", amountCents: 1 }),
    ],
    ["amount_differs", () => [], () => intent("rebuy", { amountCents: 5_001 })],
    ["amount_differs", () => [PAYOUTS()], () => pay(1, { amountCents: 5_941 })],
    ["tournament_exists", () => [], () => intent("open-tournament", { tournamentId: "house" })],
    ["till_exists", () => [TILL()], () => TILL()],
    ["unknown_till", () => [], () => intent("count-till")],
    ["unknown_till", () => [], () => intent("rebuy", { till: "till-1" })],
    ["till_is_closed", () => [TILL(), intent("close-till")], () => intent("count-till")],
    [
      "till_is_closed",
      () => [TILL(), intent("close-till")],
      () => intent("rebuy", { till: "till-1" }),
    ],
    ["unknown_conflict", () => [], () => intent("resolve", { conflict: 1 })],
    ["unknown_conflict", () => [], () => intent("resolve", { conflict: 99 })],
    ["re_entries_not_offered", () => [], () => intent("re-entry"), { ...TERMS, reEntry: null }],
    ["rebuys_not_offered", () => [], () => intent("rebuy"), { ...TERMS, rebuy: null }],
    ["add_ons_not_offered", () => [], () => intent("add-on"), { ...TERMS, addOn: null }],
    ["registration_is_closed", () => [CLOSED()], () => CLOSED()],
    [
      "registration_is_closed",
      () => [CLOSED()],
      () => intent("buy-in", { playerId: "p9", entryId: "e9" }),
    ],
    ["registration_is_closed", () => [CLOSED()], () => intent("re-entry")],
    ["registration_is_open", () => [], () => intent("reopen-registration")],
    ["payouts_not_set", () => [], () => deal()],
    ["payouts_started", () => [PAYOUTS(), pay(2)], () => intent("top-up")],
    ["deal_is_agreed", () => [PAYOUTS(), deal()], () => intent("rebuy")],
    ["deal_is_agreed", () => [PAYOUTS(), deal()], () => deal()],
    ["unknown_entry", () => [], () => intent("bounty", { loserEntryId: "e9" })],
    ["bounty_was_paid", () => [intent("bounty")], () => intent("bounty"), BOUNTIES],
    // Seed night-50452 of the simulator: the pool would be 500 below nothing.
    ["bounty_was_paid", () => [intent("bounty")], () => intent("void", { sequence: 3 }), BOUNTIES],
    [
      "bounty_was_paid",
      () => [intent("bounty")],
      () => intent("refund", { sequence: 3 }),
      BOUNTIES,
    ],
    [
      "place_already_paid",
      () => [PAYOUTS(), pay(2), intent("re-entry", { entryId: "e3" })].slice(0, 2),
      () => intent("payout", { entryId: "e1", place: 2, amountCents: 3_960 }),
    ],
    ["not_in_the_deal", () => [PAYOUTS(), deal()], () => pay(1, { entryId: "e2" })],
    [
      "deal_was_paid",
      () => [PAYOUTS(), deal(), pay(1, { amountCents: 5_000 })],
      () => intent("void", { sequence: 5 }),
    ],
    ["more_than_guaranteed", () => [], () => intent("top-up", { amountCents: 101 }), GUARANTEE],
    ["more_than_guaranteed", () => [], () => intent("top-up")],
    ["more_than_the_bounties", () => [], () => intent("bounty", { amountCents: 1_001 }), BOUNTIES],
    [
      "more_than_the_bounties",
      () => [intent("bounty", { loserEntryId: "e1", amountCents: 1_000 })],
      () => intent("void", { sequence: 3 }),
      BOUNTIES,
    ],
    ["amount_differs", () => [PAYOUTS()], () => deal(5_000, 4_901)],
    ["amount_differs", () => [], () => intent("correct", { debit: "cash:drawer" })],
    [
      "amount_differs",
      () => [],
      () => intent("buy-in", { playerId: "p9", entryId: "e9", profile: "early" }),
      { ...TERMS, earlyBuyIn: { priceCents: 5_000, feeBasisPoints: 0 } },
    ],
    ["limit_reached", () => [intent("rebuy")], () => intent("rebuy"), LIMITS],
    ["limit_reached", () => [], () => intent("add-on"), LIMITS],
    [
      "limit_reached",
      () => [],
      () => intent("add-on", { floor: { levelIndex: 8, playersLeft: 20 } }),
      LIMITS,
    ],
    [
      "limit_reached",
      () => [],
      () => intent("add-on", { floor: { levelIndex: 7, playersLeft: 9 } }),
      LIMITS,
    ],
    [
      "limit_reached",
      () => [intent("re-entry")],
      () => intent("re-entry", { entryId: "e1c" }),
      LIMITS,
    ],
    [
      "place_already_paid",
      () => [intent("buy-in", { playerId: "p3", entryId: "e3" }), PAYOUTS(), payThird()],
      () => deal(),
    ],
    [
      "amount_differs",
      () => [PAYOUTS(), intent("bounty")],
      () => pay(1, { amountCents: 1, observedSequence: 4 }),
      BOUNTIES,
    ],
    [
      "amount_differs",
      () => [PAYOUTS(), intent("correct")],
      () => pay(1, { amountCents: 1, observedSequence: 4 }),
    ],
    [
      "limit_reached",
      () => [],
      () => intent("rebuy", { floor: { levelIndex: 3, playersLeft: 99 } }),
      { ...TERMS, limits: { rebuy: { untilLevel: 3 } } },
    ],
    [
      "limit_reached",
      () => [],
      () => intent("rebuy", { floor: { levelIndex: 99, playersLeft: 3 } }),
      { ...TERMS, limits: { rebuy: { leastPlayersLeft: 4 } } },
    ],
    ["conflict_is_closed", THREE_CONFLICTS, () => intent("resolve", { conflict: 5 })],
    ["cannot_be_accepted", THREE_CONFLICTS, () => intent("resolve", { conflict: 6 })],
    [
      "cannot_be_replaced",
      THREE_CONFLICTS,
      () =>
        intent("resolve", {
          conflict: 7,
          resolution: { kind: "instead", replacement: { kind: "rebuy", entryId: "e2" } },
        }),
    ],
  ]

for (const [refusal, before, asked, terms] of REJECTED) {
  const example = asked()
  test(`rejected: ${example.kind}: ${refusal}`, () => {
    const state = ledgerOf(2, terms)
    for (const outcome of record(state, ...before())) assert.is.not(outcome.kind, "rejected")
    const { balances } = account(state)
    const kept = { ...balances }
    const [outcome] = record(state, asked())
    assert.is(outcome?.kind, "rejected")
    assert.is(outcome && reasonOf(outcome), refusal)
    assert.equal(account(state).balances, kept)
  })
}

/** The same as above, where the device had not seen what stands in the way. */
const CONFLICTS: [
  conflict: Conflict,
  before: () => Intent[],
  asked: () => Intent,
  against: number[],
  terms?: object,
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
  [
    "till_opened_meanwhile",
    () => [TILL()],
    () => intent("open-till", { observedSequence: 3 }),
    [4],
  ],
  [
    "till_closed_meanwhile",
    () => [TILL(), intent("close-till")],
    () => intent("rebuy", { till: "till-1", observedSequence: 4 }),
    [5],
  ],
  [
    "registration_changed_meanwhile",
    () => [CLOSED()],
    () => intent("buy-in", { playerId: "p9", entryId: "e9", observedSequence: 3 }),
    [4],
  ],
  [
    "registration_changed_meanwhile",
    () => [CLOSED()],
    () => intent("close-registration", { observedSequence: 3 }),
    [4],
  ],
  [
    "deal_agreed_meanwhile",
    () => [PAYOUTS(), deal()],
    () => intent("rebuy", { observedSequence: 4 }),
    [5],
  ],
  [
    "deal_agreed_meanwhile",
    () => [PAYOUTS(), deal()],
    () => pay(1, { entryId: "e2", observedSequence: 4 }),
    [5],
  ],
  [
    "bought_meanwhile",
    () => [intent("rebuy")],
    () => intent("rebuy", { observedSequence: 3 }),
    [4],
    LIMITS,
  ],
  [
    "recorded_on_two_devices",
    () => [intent("bounty")],
    () => intent("bounty", { observedSequence: 3 }),
    [4],
    BOUNTIES,
  ],
  [
    "payouts_changed_meanwhile",
    () => [intent("top-up", { amountCents: 100 })],
    () => intent("top-up", { amountCents: 100, observedSequence: 3 }),
    [4],
    GUARANTEE,
  ],
  [
    "voided_meanwhile",
    () => [intent("void", { sequence: 2 })],
    () => intent("refund", { sequence: 2, observedSequence: 3 }),
    [4],
  ],
]

for (const [reason, before, asked, against, terms] of CONFLICTS) {
  const example = asked()
  test(`conflict: ${example.kind}: ${reason}`, () => {
    const state = ledgerOf(2, terms)
    for (const outcome of record(state, ...before())) assert.is(outcome.kind, "accepted")
    const kept = { ...account(state).balances }
    const [outcome] = record(state, asked())
    assert.equal(outcome, { kind: "conflict", reason, against })
    assert.equal(account(state).balances, kept)
    assert.is(state.conflicts.size, 1)
  })
}

test("conflict: resolve: resolved_meanwhile", () => {
  const state = ledgerOf(2)
  record(state, ...THREE_CONFLICTS())
  const outcome = decide(state, intent("resolve", { conflict: 5, observedSequence: 7 }))
  assert.equal(outcome, { kind: "conflict", reason: "resolved_meanwhile", against: [8] })
})

test("every reason of the closed lists is reached by a case", () => {
  const rejected = new Set(REJECTED.map(([refusal]) => refusal))
  assert.equal(
    Refusal.options.filter((each) => !rejected.has(each)),
    [],
  )
  assert.equal(
    Conflict.options.filter((each) => !CONFLICTS.some(([conflict]) => conflict === each)),
    ["resolved_meanwhile"],
  )
})

test("a limit is each player's own, and holds from its level or number on, not before", () => {
  const limits = {
    reEntry: { most: 1 },
    rebuy: { untilLevel: 3, leastPlayersLeft: 4 },
  }
  const state = ledgerOf(2, { ...TERMS, limits })
  const outcomes = record(
    state,
    intent("re-entry"),
    intent("re-entry", { playerId: "p2", entryId: "e2b" }),
    intent("rebuy", { floor: { levelIndex: 2, playersLeft: 4 } }),
  )
  assert.equal(new Set(outcomes.map(({ kind }) => kind)), new Set(["accepted"]))
})

test("with a reason a director lets somebody in whom a limit keeps out", () => {
  const state = ledgerOf(2, LIMITS)
  const override = "directors_decision"
  const outcomes = record(
    state,
    CLOSED(),
    intent("buy-in", { playerId: "p9", entryId: "e9", override }),
    intent("rebuy"),
    intent("rebuy", { override }),
    intent("add-on", { override }),
    intent("reopen-registration"),
    intent("buy-in", { playerId: "p8", entryId: "e8" }),
  )
  assert.equal(new Set(outcomes.map(({ kind }) => kind)), new Set(["accepted"]))
})

const reasonOf = (outcome: Outcome) => (outcome.kind === "accepted" ? "accepted" : outcome.reason)

test.run()
