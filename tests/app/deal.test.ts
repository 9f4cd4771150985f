import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import {
  agreedDeal,
  dealMethods,
  dealPlayers,
  dealTerms,
  propose,
  readChips,
  stillToAgree,
  termsAgreed,
  worstPrize,
} from "../../app/features/payouts/deal-form.ts"
import { payoutRows } from "../../app/features/payouts/payout-rows.ts"
import {
  partsOf,
  sharedOnFloor,
  tieChoices,
  withoutOverlaps,
} from "../../app/features/payouts/ties.ts"
import { newClock } from "../../domain/clock.ts"
import type { FloorEntry } from "../../domain/tournament.ts"
import { EntryId, PlayerId } from "../../schemas/ids.ts"
import { chips, millis } from "../../schemas/units.ts"
import { intent } from "../support/intents.ts"
import { account, ledgerOf, record } from "../support/ledger.ts"

const entryId = (number: number) => v.parse(EntryId, `e${number}`)
/** An entry on the floor: with a stack while it plays, out in some order after that. */
const onFloor = (
  number: number,
  { stack, out }: { stack?: number; out?: number } = {},
): FloorEntry => ({
  entryId: entryId(number),
  playerId: v.parse(PlayerId, `p${number}`),
  seat: null,
  out: out === undefined ? null : { order: out, at: millis(out) },
  chips: stack === undefined ? null : { count: chips(stack), at: millis(1) },
})
const floor = (...entries: FloorEntry[]) => ({
  tournament: null,
  clock: newClock(),
  tables: [],
  waiting: [],
  entries,
})
const SHARES = [4_000, 2_500, 1_500, 1_200, 800]

/** Five entries at EUR 49.50 for the pool, and five prizes that sum to it. */
function five() {
  const state = ledgerOf(5)
  record(state, intent("set-payouts", { payouts: { shares: SHARES, unitCents: 100 } }))
  return state
}
const out = [onFloor(4, { out: 2 }), onFloor(5, { out: 1 })]
const left = [
  onFloor(1, { stack: 6_500 }),
  onFloor(2, { stack: 41_000 }),
  onFloor(3, { stack: 12_500 }),
]
const termsOf = (players: FloorEntry[], custom = new Map<EntryId, number | null>()) => {
  const money = account(five())
  return dealTerms(dealPlayers(floor(...players, ...out), money), money, custom)
}

test("the deal is between those who are left and have paid, over as many first prizes", () => {
  const stranger = onFloor(9, { stack: 1 })
  const terms = termsOf([...left, stranger])
  assert.equal(
    terms.players.map((player) => player.entryId),
    ["e1", "e2", "e3"],
  )
  assert.equal(terms.prizesCents, account(five()).prizesCents.slice(0, 3))
  assert.is(worstPrize(terms), terms.prizesCents[2])
  const broke = termsOf([onFloor(1, { stack: 0 }), ...left.slice(1)])
  assert.is(broke.players.length, 2, "who has no chips has no part in it")
  assert.is(broke.prizesCents.length, 2)
})

test("every method shares the prizes to the last cent, best place first by chips", () => {
  const terms = termsOf(left)
  const total = terms.prizesCents.reduce((sum, prize) => sum + prize, 0)
  for (const method of dealMethods.filter((each) => each !== "custom")) {
    const proposed = propose(method, terms)
    assert.ok(proposed.kind === "possible", method)
    assert.equal(
      proposed.shares.map((share) => share.entryId),
      ["e2", "e3", "e1"],
    )
    assert.is(
      proposed.shares.reduce((sum, { amountCents }) => sum + amountCents, 0),
      total,
      method,
    )
  }
  const proportional = propose("proportional", terms)
  assert.ok(proportional.kind === "possible")
  assert.equal(
    proportional.warnings.map(({ kind, entryId: who }) => [kind, who]),
    [
      ["over_first_prize", "e2"],
      ["below_last_prize", "e1"],
    ],
  )
})

test("uncounted stacks: even and own amounts work, all else waits for the count", () => {
  const terms = termsOf([onFloor(1), ...left.slice(1)])
  const kinds = dealMethods.map((method) => {
    const proposed = propose(method, terms)
    return proposed.kind === "possible" ? "possible" : proposed.why
  })
  assert.equal(kinds, [
    "not_counted",
    "not_counted",
    "not_counted",
    "possible",
    "not_counted",
    "unclear",
  ])
})

test("own amounts must be there for everybody and sum to the prizes", () => {
  const [first = 0, second = 0, third = 0] = termsOf(left).prizesCents
  const custom = (...amounts: (number | null)[]) =>
    propose(
      "custom",
      termsOf(left, new Map(amounts.map((amount, index) => [entryId(index + 1), amount]))),
    )
  assert.equal(custom(third, first, null), { kind: "impossible", why: "unclear" })
  assert.equal(custom(third, first, second - 1), {
    kind: "impossible",
    why: "off",
    offCents: -1,
  })
  assert.is(custom(third, first, second).kind, "possible")
})

test("a deal is complete when all have agreed, to exactly this; the ledger then takes it", () => {
  const state = five()
  const money = account(state)
  const terms = dealTerms(dealPlayers(floor(...left, ...out), money), money, new Map())
  const icm = propose("icm", terms)
  const all = new Set(terms.players.map((player) => player.entryId))
  const some = new Set([...all].slice(0, 2))
  assert.equal(stillToAgree(icm, { to: termsAgreed(icm), agreed: some }), ["e3"])
  assert.is(agreedDeal(icm, { to: termsAgreed(icm), agreed: some }), null)
  const other = propose("even", terms)
  assert.is(agreedDeal(icm, { to: termsAgreed(other), agreed: all }), null, "a yes to another deal")
  const recounted = propose("icm", termsOf([onFloor(1, { stack: 6_600 }), ...left.slice(1)]))
  assert.is(agreedDeal(recounted, { to: termsAgreed(icm), agreed: all }), null, "a new count")
  const deal = agreedDeal(icm, { to: termsAgreed(icm), agreed: all })
  assert.ok(deal)
  const [outcome] = record(state, intent("agree-deal", deal))
  assert.is(outcome?.kind, "accepted")

  const rows = payoutRows(account(state), floor(...left, ...out), [])
  assert.equal(
    rows.map(({ entry, isAgreed, state: { kind } }) => [entry?.entryId, isAgreed, kind]),
    [
      ["e2", true, "ready"],
      ["e3", true, "ready"],
      ["e1", true, "ready"],
      ["e4", false, "ready"],
      ["e5", false, "ready"],
    ],
  )
})

test("ICM for fifty players, beyond what every order of finishing can be reckoned for", () => {
  const players = Array.from({ length: 50 }, (_, index) => ({
    entryId: entryId(index + 1),
    playerId: v.parse(PlayerId, `p${index + 1}`),
    tableNumber: 1,
    seat: index + 1,
    counted: { count: chips(10_000 + 777 * index), at: millis(1) },
  }))
  const prizesCents = players.map((_, index) => 1_000_000 - 10_000 * index)
  const proposed = propose("icm", { players, prizesCents, shares: [], custom: new Map() })
  assert.ok(proposed.kind === "possible")
  assert.is(proposed.shares.length, 50)
})

test("stacks are read as they are typed", () => {
  const rows: [string, number | null][] = [
    ["41000", 41_000],
    ["41.000", 41_000],
    [" 41 000 ", 41_000],
    ["0", 0],
    ["", null],
    ["4k", null],
    ["-1", null],
  ]
  for (const [text, count] of rows) assert.is(readChips(text), count, text)
})

test("places that are shared pay their prizes together, also beyond the last paid one", () => {
  const money = account(five())
  const all = floor(onFloor(1), onFloor(2, { out: 4 }), onFloor(3, { out: 3 }), ...out)
  const shared = payoutRows(money, all, [], [{ place: 4, entries: 2 }])
  assert.equal(
    shared.map(({ taken, place, tie, entry }) => [taken, place, tie?.position, entry?.entryId]),
    [
      [1, 1, undefined, "e1"],
      [2, 2, undefined, "e2"],
      [3, 3, undefined, "e3"],
      [4, 4, 1, "e4"],
      [5, 4, 2, "e5"],
    ],
  )
  const [, , , fourth, fifth] = shared
  const [, , , prize4 = 0, prize5 = 0] = money.prizesCents
  assert.is((fourth?.prizeCents ?? 0) + (fifth?.prizeCents ?? 0), prize4 + prize5)
  // RP-8: the last paid place, shared by one more than are paid.
  assert.equal(partsOf([100, 50], { place: 2, entries: 3 }), [17, 17, 16])
  const choices = tieChoices(money, all, 4)
  assert.equal(
    choices.map(({ entries, parts }) => [entries.map((entry) => entry.entryId), parts]),
    [
      [
        ["e4", "e5"],
        [fourth?.prizeCents, fifth?.prizeCents],
      ],
    ],
  )
})

test("what a payout says of shared places stands before what somebody says", () => {
  assert.equal(
    withoutOverlaps([
      { place: 4, entries: 2 },
      { place: 3, entries: 2 },
      { place: 6, entries: 2 },
    ]),
    [
      { place: 4, entries: 2 },
      { place: 6, entries: 2 },
    ],
  )
  assert.equal(sharedOnFloor(floor(...left, ...out)), [])
})

test.run()
