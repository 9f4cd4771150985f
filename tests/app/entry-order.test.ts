import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { inOrder, isShown, type NamedEntry } from "../../app/features/players/entry-order.ts"
import { recentBusts } from "../../app/features/players/knockout.ts"
import { entryViews } from "../../app/features/players/entry-view.ts"
import { payoutRows } from "../../app/features/payouts/payout-rows.ts"
import { bust } from "../../domain/floor.ts"
import { planSameHand } from "../../domain/same-hand.ts"
import { countStack } from "../../domain/stack-counts.ts"
import { EntryId } from "../../schemas/ids.ts"
import { chips, millis } from "../../schemas/units.ts"
import { intent } from "../support/intents.ts"
import { account, ledgerOf, record } from "../support/ledger.ts"
import { id, type Tablet, tournamentOf } from "../support/tablet.ts"

const NAMES = ["Åse", "Bo", "aksel", "Dan", "Eva"]
const named = (tablet: Tablet): NamedEntry[] =>
  entryViews(tablet.read(), null, []).map((view, index) => ({ view, name: NAMES[index] ?? "?" }))
const names = (entries: readonly NamedEntry[]) => entries.map(({ name }) => name)
const out = (tablet: Tablet, number: number, at = 1) =>
  tablet.press((state) => bust(state, id(number), millis(at)))
/** Two out in one hand with equal stacks. */
const tie = (tablet: Tablet, one: number, two: number) => {
  out(tablet, one)
  const stacks = new Map([one, two].map((number) => [id(number), 1_000] as const))
  tablet.press((state) => {
    const plan = planSameHand(state, id(one), id(two), stacks)
    return plan?.kind === "ranked" ? plan.writes : []
  })
}

test("by name as people read it, those who are out below, the better place first", () => {
  const tablet = tournamentOf(5)
  out(tablet, 2, 1)
  out(tablet, 4, 2)
  assert.equal(names(inOrder(named(tablet), "name")), ["aksel", "Åse", "Eva", "Bo", "Dan"])
  assert.equal(names(inOrder(named(tablet), "stack")).slice(3), ["Dan", "Bo"])
})

test("by stack the largest is first and who was not counted last", () => {
  const tablet = tournamentOf(5)
  for (const [number, count] of [
    [3, 9_000],
    [5, 12_000],
  ] as const)
    tablet.press((state) => countStack(state, id(number), chips(count), millis(1)))
  assert.equal(names(inOrder(named(tablet), "stack")), ["Eva", "aksel", "Åse", "Bo", "Dan"])
})

test("the filters part the entries", () => {
  const tablet = tournamentOf(5)
  out(tablet, 2)
  const views = named(tablet).map(({ view }) => view)
  const count = (filter: Parameters<typeof isShown>[1]) =>
    views.filter((view) => isShown(view, filter)).length
  assert.equal(
    [count("all"), count("in"), count("out"), count("unpaid"), count("waiting")],
    [5, 4, 1, 5, 0],
  )
})

test("only busts of the last minutes may have been in the same hand, and a hand is offered once", () => {
  const tablet = tournamentOf(9)
  tie(tablet, 1, 2)
  const ask = (now: number) =>
    recentBusts(tablet.read(), id(3), millis(now)).map(({ entryId }) => entryId)
  assert.is(ask(1_000).length, 1)
  assert.equal(ask(3_600_000), [])
})

test("who ties shares the prizes of the places that they take up, each with a row of its own", () => {
  const tablet = tournamentOf(4)
  const state = ledgerOf(0)
  const entries = [1, 2, 3, 4].map((number) =>
    intent("buy-in", { playerId: `p${number}`, entryId: id(number) }),
  )
  record(
    state,
    ...entries,
    intent("set-payouts", { payouts: { shares: [6_000, 4_000], unitCents: 1 } }),
  )
  out(tablet, 4)
  tie(tablet, 2, 3)
  const rows = payoutRows(account(state), tablet.read(), [])
  assert.equal(
    rows.map(({ taken, entry, prizeCents, tie: shared }) => [
      taken,
      entry?.entryId,
      prizeCents,
      shared?.position ?? null,
    ]),
    [
      [1, "e001", 11_880, null],
      [2, "e002", 3_960, 1],
      [3, "e003", 3_960, 2],
    ],
  )
  for (const row of rows) {
    const { entry, prizeCents, tie: shared } = row
    const [outcome] = record(
      state,
      intent("payout", {
        entryId: v.parse(EntryId, entry?.entryId),
        place: row.place,
        amountCents: prizeCents,
        ...(shared && { tie: { entries: shared.entries, position: shared.position } }),
      }),
    )
    assert.is(outcome?.kind, "accepted", `place ${row.place}`)
  }
  assert.is(account(state).remainingCents, 0)
})

test.run()
