import { test } from "uvu"
import * as assert from "uvu/assert"
import { bust, undoBust } from "../../domain/floor.ts"
import { handOf, planSameHand } from "../../domain/same-hand.ts"
import type { EntryId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import { id, placesOf, type Tablet, tournamentOf } from "../support/tablet.ts"

/** Entries of one table, in the order of their ids. */
const at = (tablet: Tablet, number: number): EntryId[] => {
  const state = tablet.read()
  const table = state.tables.find((each) => each.number === number)
  return state.entries
    .filter(({ seat }) => seat?.table === table?.tableId)
    .map(({ entryId }) => entryId)
}
const out = (tablet: Tablet, entryId: EntryId, now = 1) =>
  tablet.press((state) => bust(state, entryId, millis(now)))
const together = (
  tablet: Tablet,
  first: EntryId,
  entryId: EntryId,
  stacks: Record<string, number> = {},
) => {
  const plan = planSameHand(
    tablet.read(),
    first,
    entryId,
    new Map(Object.entries(stacks) as [EntryId, number][]),
  )
  if (plan?.kind === "ranked") tablet.press(() => plan.writes)
  return plan
}
const told = (tablet: Tablet, ...ids: EntryId[]) => ids.map((each) => placesOf(tablet)[each])

test("SIM-1: of two at one table the larger stack at the start of the hand finishes higher", () => {
  const tablet = tournamentOf(9)
  out(tablet, id(1))
  together(tablet, id(1), id(2), { e001: 4_000, e002: 3_000 })
  assert.equal(told(tablet, id(1), id(2)), [8, 9], "though it was told first")
  out(tablet, id(3), 2)
  assert.is(placesOf(tablet)[id(3)], 7, "whoever goes out later finishes before them")
})

test("equal stacks share the better of their places", () => {
  const tablet = tournamentOf(9)
  out(tablet, id(1))
  out(tablet, id(2), 2)
  together(tablet, id(2), id(3), { e002: 3_000, e003: 3_000 })
  out(tablet, id(4), 3)
  assert.equal(told(tablet, id(1), id(2), id(3), id(4)), [9, 7, 7, 6])
})

test("a third one in the hand is ranked among the others, whose stacks are known", () => {
  const tablet = tournamentOf(9)
  out(tablet, id(1))
  together(tablet, id(1), id(2), { e001: 4_000, e002: 3_000 })
  together(tablet, id(2), id(3), { e003: 3_500 })
  assert.equal(told(tablet, id(1), id(2), id(3)), [7, 9, 8])
  assert.equal(
    handOf(tablet.read(), id(3)).map(({ entryId }) => entryId),
    [id(1), id(2), id(3)],
  )
})

test("at one table nothing is ranked before both stacks are said; at two tables they tie", () => {
  const tablet = tournamentOf(18)
  const [one = id(0), two = id(0)] = at(tablet, 1)
  const [other = id(0)] = at(tablet, 2)
  out(tablet, one)
  const plan = planSameHand(tablet.read(), one, two, new Map())
  assert.equal(plan, { kind: "missing", entryIds: [one, two] })
  together(tablet, one, other)
  assert.equal(told(tablet, one, other), [17, 17])
})

test("SIM-7: two of one table and one of another: what is proposed is for the director to confirm", () => {
  const tablet = tournamentOf(18)
  const [large = id(0), small = id(0)] = at(tablet, 1)
  const [other = id(0)] = at(tablet, 2)
  out(tablet, large)
  together(tablet, large, small, { [large]: 10_000, [small]: 5_000 })
  const plan = together(tablet, large, other)
  assert.ok(plan?.kind === "ranked" && plan.ranking.confirm !== null)
  assert.equal(told(tablet, large, small, other), [16, 18, 16])
})

test("a bust of another table in between stays where it was", () => {
  const tablet = tournamentOf(18)
  const [one = id(0), two = id(0)] = at(tablet, 1)
  const [other = id(0)] = at(tablet, 2)
  out(tablet, one, 1)
  out(tablet, other, 2)
  together(tablet, one, two, { [one]: 1_000, [two]: 2_000 })
  assert.equal(told(tablet, one, two, other), [18, 17, 16])
})

test("taking one of a hand back leaves the others as they were ranked", () => {
  const tablet = tournamentOf(9)
  out(tablet, id(1))
  together(tablet, id(1), id(2), { e001: 1_000, e002: 1_000 })
  tablet.press((state) => undoBust(state, id(1)))
  assert.equal(told(tablet, id(2)), [9])
})

test("nothing is planned for who is out, with who is in, or where nobody would have won", () => {
  const tablet = tournamentOf(3)
  assert.is(planSameHand(tablet.read(), id(1), id(2), new Map()), null)
  out(tablet, id(1))
  assert.is(planSameHand(tablet.read(), id(1), id(1), new Map()), null)
  out(tablet, id(2))
  assert.is(planSameHand(tablet.read(), id(2), id(3), new Map()), null)
})

test.run()
