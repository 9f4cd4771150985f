import { test } from "uvu"
import * as assert from "uvu/assert"
import { openTills, reconcile, tillAccounts } from "../../domain/account.ts"
import { intent, TERMS } from "../support/intents.ts"
import { account, ledgerOf, record } from "../support/ledger.ts"
import { sequence } from "../../schemas/units.ts"

const PAYOUTS = () => intent("set-payouts")
const pay = (place: number, fields: Record<string, unknown> = {}) =>
  intent("payout", {
    entryId: `e${place}`,
    place,
    amountCents: [5_940, 3_960][place - 1],
    ...fields,
  })
const kindsOf = (outcomes: readonly { kind: string }[]) => outcomes.map(({ kind }) => kind)
/** Balances that are not 0. */
const balancesOf = (state: Parameters<typeof account>[0]) =>
  Object.fromEntries(Object.entries(account(state).balances).filter(([, amount]) => amount !== 0))
/** Whether what is held is what is owed and earned. */
const isBalanced = (state: Parameters<typeof account>[0]) => {
  const money = account(state)
  return reconcile(
    money,
    [...money.entries.values()].filter(({ isVoid }) => !isVoid),
  ).balanced
}

test("a price with several fees, staff and a bounty: each part to its account, the rest to the pool", () => {
  const state = ledgerOf(2, {
    ...TERMS,
    buyIn: {
      priceCents: 10_000,
      feeBasisPoints: 333,
      fees: [
        { name: "Dealers", amountCents: 500 },
        { name: "Season", amountCents: 200 },
      ],
      staffCents: 300,
      bountyCents: 2_500,
    },
  })
  assert.equal(
    kindsOf(
      record(state, intent("buy-in", { playerId: "p3", entryId: "e3", amountCents: 10_000 })),
    ),
    ["accepted"],
  )
  assert.equal(balancesOf(state), {
    "cash:drawer": 10_000,
    prizePool: -6_167,
    bountyPool: -2_500,
    "house:fee": -1_033,
    "staff:fee": -300,
  })
  assert.ok(isBalanced(state))
})

for (const [method, held] of [
  ["cash", "cash:drawer"],
  ["card", "card:terminal"],
  ["transfer", "bank:transfer"],
  ["voucher", "vouchers"],
] as const)
  test(`a rebuy by ${method} is held at ${held}, and a void takes it from there`, () => {
    const state = ledgerOf(2)
    const before = balancesOf(state)[held] ?? 0
    record(state, intent("rebuy", { method }))
    assert.is(balancesOf(state)[held], before + 5_000)
    record(state, intent("void", { sequence: 4 }))
    assert.is(balancesOf(state)[held] ?? 0, before)
    assert.ok(isBalanced(state))
  })

test("a prize can be a ticket: it is owed until it comes back as a buy-in", () => {
  const state = ledgerOf(2)
  record(state, PAYOUTS(), pay(2, { method: "ticket" }))
  assert.is(balancesOf(state)["tickets"], -3_960)
  assert.is(account(state).remainingCents, 5_940)
  assert.ok(isBalanced(state))
})

test("an entry that is early or late has its own price", () => {
  const state = ledgerOf(1, {
    ...TERMS,
    earlyBuyIn: { priceCents: 5_000, feeBasisPoints: 0 },
    lateBuyIn: { priceCents: 6_000, feeBasisPoints: 0 },
    reEntry: { priceCents: 4_000, feeBasisPoints: 0 },
  })
  const enter = (player: string, profile: string, amountCents: number) =>
    intent("buy-in", { playerId: player, entryId: player, profile, amountCents })
  const outcomes = record(
    state,
    enter("p7", "early", 5_000),
    enter("p8", "late", 6_000),
    enter("p9", "on_time", 5_500),
    intent("re-entry", { amountCents: 4_000 }),
  )
  assert.equal(kindsOf(outcomes), ["accepted", "accepted", "accepted", "accepted"])
})

test("the guarantee: the house adds what is missing, and not a cent more", () => {
  const state = ledgerOf(2, { ...TERMS, guaranteeCents: 20_000 })
  assert.is(account(state).overlayMissingCents, 10_100)
  record(state, intent("top-up", { amountCents: 10_100 }), PAYOUTS())
  assert.equal([account(state).poolCents, account(state).overlayMissingCents], [20_000, 0])
  assert.equal(account(state).prizesCents, [12_000, 8_000])
  assert.is(balancesOf(state)["house:overlay"], 10_100)
  assert.ok(isBalanced(state))
})

test("bounties are paid from their own pool; the prize pool stays as it was", () => {
  const state = ledgerOf(2, { ...TERMS, buyIn: { ...TERMS.buyIn, bountyCents: 1_000 } })
  const { poolCents } = account(state)
  assert.is(account(state).bountiesLeftCents, 2_000)
  record(state, intent("bounty", { amountCents: 1_000 }))
  record(state, intent("bounty", { entryId: "e1", loserEntryId: "e1", amountCents: 1_000 }))
  assert.equal([account(state).bountiesLeftCents, account(state).poolCents], [0, poolCents])
  assert.is(account(state).counts.bounties, 2)
  record(state, intent("void", { sequence: 4 }))
  assert.is(account(state).bountiesLeftCents, 1_000)
  assert.ok(isBalanced(state))
})

test("SIM-4: a tie shares its prizes, the odd cent to the first of the entry ids", () => {
  const state = ledgerOf(3)
  record(state, intent("set-payouts", { payouts: { shares: [5_000, 3_001, 1_999], unitCents: 1 } }))
  const [, second = 0, third = 0] = account(state).prizesCents
  assert.is((second + third) % 2, 1)
  const half = (second + third - 1) / 2
  const tied = (position: number, amountCents: number) =>
    intent("payout", {
      entryId: `e${position + 1}`,
      place: 2,
      tie: { entries: 2, position },
      amountCents,
    })
  const outcomes = record(state, tied(2, half + 1), tied(1, half + 1), tied(2, half), tied(2, half))
  assert.equal(kindsOf(outcomes), ["rejected", "accepted", "accepted", "rejected"])
  assert.is(account(state).remainingCents, account(state).prizesCents[0])
  assert.equal([...account(state).paidPlaces.keys()], [2, 3])
})

test("a tie shares the prizes of its own places and of no other", () => {
  const state = ledgerOf(3)
  record(state, intent("set-payouts", { payouts: { shares: [5_000, 3_000, 2_000], unitCents: 1 } }))
  const [first = 0, second = 0] = account(state).prizesCents
  const half = (first + second) / 2
  const tie = { entries: 2, position: 1 }
  const outcomes = record(state, intent("payout", { place: 1, tie, amountCents: half }))
  assert.equal(kindsOf(outcomes), ["accepted"])
})

test("a prize that was paid whole is no part of a tie, nor is a part of a tie paid whole", () => {
  const prize = (place: number, entryId: string, amountCents: number, tie?: object) =>
    intent("payout", { place, entryId, amountCents, ...(tie && { tie }) })
  const paid = () => {
    const state = ledgerOf(4)
    const payouts = { shares: [5_000, 3_000, 2_000], unitCents: 1 }
    record(state, intent("set-payouts", { payouts }))
    const [first = 0, second = 0, third = 0] = account(state).prizesCents
    return { state, first, second, third, half: (second + third) / 2 }
  }
  const whole = paid()
  assert.equal(
    kindsOf(
      record(
        whole.state,
        prize(2, "e2", whole.second),
        prize(2, "e3", whole.half, { entries: 2, position: 2 }),
        prize(3, "e3", whole.third),
      ),
    ),
    ["accepted", "rejected", "accepted"],
  )
  const shared = paid()
  const [, third, unseen] = record(
    shared.state,
    prize(2, "e2", shared.half, { entries: 2, position: 1 }),
    prize(3, "e3", shared.third),
    { ...prize(3, "e3", shared.third), observedSequence: sequence(0) },
  )
  assert.is(third?.kind === "rejected" && third.reason, "place_already_paid")
  assert.is(unseen?.kind === "conflict" && unseen.reason, "paid_meanwhile")
  record(shared.state, prize(2, "e3", shared.half, { entries: 2, position: 2 }))
  assert.is(account(shared.state).remainingCents, shared.first)
})

test("a deal stands in for the prizes of its places, and sums to them", () => {
  const state = ledgerOf(3)
  record(state, intent("set-payouts", { payouts: { shares: [5_000, 3_000, 2_000], unitCents: 1 } }))
  record(
    state,
    intent("agree-deal", {
      shares: [
        { entryId: "e2", amountCents: 6_000, agreed: true },
        { entryId: "e1", amountCents: 5_880, agreed: true },
      ],
    }),
  )
  assert.equal(account(state).prizesCents, [6_000, 5_880, 2_970])
  const outcomes = record(
    state,
    pay(1, { entryId: "e2", amountCents: 6_000 }),
    intent("payout", { entryId: "e3", place: 3, amountCents: 2_970 }),
    intent("payout", { entryId: "e1", place: 2, amountCents: 5_880 }),
  )
  assert.equal(kindsOf(outcomes), ["accepted", "accepted", "accepted"])
  assert.is(account(state).remainingCents, 0)
  assert.ok(isBalanced(state))
})

test("a deal that is taken back gives the prizes back", () => {
  const state = ledgerOf(2)
  const shares = [
    { entryId: "e1", amountCents: 5_000, agreed: true },
    { entryId: "e2", amountCents: 4_900, agreed: true },
  ]
  record(state, PAYOUTS(), intent("agree-deal", { shares }), intent("void", { sequence: 5 }))
  assert.equal(account(state).prizesCents, [5_940, 3_960])
  assert.equal(kindsOf(record(state, intent("rebuy"))), ["accepted"])
})

test("a refund gives the money back by the method of now, and the entry is gone", () => {
  const state = ledgerOf(2)
  record(state, intent("refund", { sequence: 3, method: "transfer" }))
  assert.equal(balancesOf(state), {
    "cash:drawer": 11_000,
    "bank:transfer": -5_500,
    prizePool: -4_950,
    "house:fee": -550,
  })
  assert.is(account(state).counts.entries, 1)
  assert.ok(isBalanced(state))
  assert.equal(kindsOf(record(state, intent("buy-in", { playerId: "p2", entryId: "e2b" }))), [
    "accepted",
  ])
})

test("a correction moves an amount between accounts, and can be taken back", () => {
  const state = ledgerOf(2)
  const before = balancesOf(state)
  record(state, intent("correct", { amountCents: 5_500 }))
  assert.equal(
    [balancesOf(state)["card:terminal"], balancesOf(state)["cash:drawer"]],
    [5_500, 5_500],
  )
  assert.ok(isBalanced(state))
  record(state, intent("void", { sequence: 4 }))
  assert.equal(balancesOf(state), before)
})

test("a till: float, cash through it, a count, and the difference at the end", () => {
  const state = ledgerOf(2)
  const till = "till-1"
  record(
    state,
    intent("open-till", { floatCents: 20_000 }),
    intent("rebuy", { till }),
    intent("add-on", { till, method: "card" }),
    intent("rebuy", { till }),
    intent("void", { sequence: 7 }),
    intent("count-till", { countedCents: 25_000 }),
  )
  assert.equal(openTills(state), ["till-1"])
  const [open] = tillAccounts(state)
  assert.equal([open?.expectedCents, open?.differenceCents], [25_000, 0])
  record(state, intent("close-till", { countedCents: 24_950 }))
  const [closed] = tillAccounts(state)
  assert.equal([closed?.closed?.countedCents, closed?.differenceCents], [24_950, -50])
  assert.equal(openTills(state), [])
})

test("a correction of a till's cash goes through that till", () => {
  const state = ledgerOf(2)
  const till = "till-1"
  record(state, intent("open-till"), intent("correct", { till, amountCents: 700 }))
  record(state, intent("correct", { debit: "bank:transfer", credit: "card:terminal", till }))
  assert.is(tillAccounts(state)[0]?.expectedCents, 20_000 - 700)
  assert.equal(
    [balancesOf(state)["cash:drawer"], balancesOf(state)["card:terminal"]],
    [11_000 - 700, 700 - 1],
  )
})

test("an entry's rebuys and add-ons are counted apart, and a till that nobody counted has no difference", () => {
  const state = ledgerOf(1)
  record(state, intent("rebuy"), intent("rebuy"), intent("add-on"), intent("open-till"))
  const [entry] = account(state).entries.values()
  assert.equal([entry?.rebuys, entry?.addOns], [2, 1])
  assert.is(tillAccounts(state)[0]?.differenceCents, null)
  record(state, intent("count-till", { countedCents: 19_000 }))
  assert.is(tillAccounts(state)[0]?.differenceCents, -1_000)
})

test("tills of several cashiers are told apart", () => {
  const state = ledgerOf(2)
  const open = (till: string) => intent("open-till", { till, floatCents: 0 })
  record(
    state,
    open("a"),
    open("b"),
    intent("rebuy", { till: "a" }),
    intent("add-on", { till: "b" }),
  )
  assert.equal(
    tillAccounts(state).map(({ till, expectedCents }) => [till, expectedCents]),
    [
      ["b", 5_000],
      ["a", 5_000],
    ],
  )
})

test("cash of a till that is closed by now goes back without it: its shift is counted", () => {
  const state = ledgerOf(1)
  const sold = { playerId: "p9", entryId: "e9", till: "till-1" }
  record(state, intent("open-till"), intent("buy-in", sold))
  record(state, intent("close-till", { countedCents: 25_500 }))
  const [outcome] = record(state, intent("void", { sequence: 4 }))
  assert.is(outcome?.kind, "accepted")
  assert.is(account(state).drawerCents, 5_500)
  assert.is(tillAccounts(state)[0]?.closed?.differenceCents, 0)
  assert.ok(isBalanced(state))
})

test("an entry whose head was paid, on a device that had not seen it: a conflict, and no bounty is missing", () => {
  const state = ledgerOf(2, { ...TERMS, buyIn: { ...TERMS.buyIn, bountyCents: 500 } })
  record(state, intent("bounty"))
  const [unseen] = record(state, intent("void", { sequence: 3, observedSequence: 3 }))
  assert.equal(unseen, { kind: "conflict", reason: "paid_meanwhile", against: [4] })
  const outcomes = record(state, intent("void", { sequence: 4 }), intent("void", { sequence: 3 }))
  assert.equal(kindsOf(outcomes), ["accepted", "accepted"])
  assert.is(account(state).bountiesLeftCents, 500)
})

test.run()
