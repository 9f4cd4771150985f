import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import {
  chipChop,
  customDeal,
  evenChop,
  icmDeal,
  missingConsents,
  percentageDeal,
  proportionalChop,
  rankByChips,
} from "../../domain/deals.ts"
import { InvalidInput } from "../../domain/invalid.ts"

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)
const FOUR = { stacks: [400, 300, 200, 100], prizes: [160_000, 100_000, 60_000, 40_000] }

test("the published chip chop of 570.00 paid out 570.03; this one pays 570.00", () => {
  const deal = chipChop({
    stacks: [15_000, 12_000, 10_000, 6_000, 500],
    prizes: [28_500, 11_400, 5_700, 5_700, 5_700],
  })
  assert.equal(deal.amounts, [15_528, 13_562, 12_252, 9_631, 6_027])
  assert.is(sum(deal.amounts), 57_000)
})

for (const [name, deal, amounts] of [
  ["chip chop with floor", chipChop(FOUR), [120_000, 100_000, 80_000, 60_000]],
  ["proportional", proportionalChop(FOUR), [144_000, 108_000, 72_000, 36_000]],
  ["even", evenChop(FOUR), [90_000, 90_000, 90_000, 90_000]],
  ["ICM", icmDeal(FOUR), [111_079, 99_738, 84_826, 64_357]],
] as const)
  test(`ICM-4 as a deal, ${name}: ${amounts.join(", ")}`, () => {
    assert.equal(deal.amounts, amounts)
  })

test("ICM-9: a chip chop can pay more than first prize, and says so", () => {
  const deal = chipChop({ stacks: [9_800, 100, 100], prizes: [10_000, 6_000, 4_000] })
  assert.equal(deal.amounts, [11_840, 4_080, 4_080])
  assert.equal(
    deal.warnings.map(({ kind, player }) => [kind, player]),
    [["over_first_prize", 0]],
  )
  assert.match(deal.warnings[0]?.sentence ?? "", /11840, more than the first prize of 10000/)
  const byModel = icmDeal({ stacks: [9_800, 100, 100], prizes: [10_000, 6_000, 4_000] })
  assert.equal(byModel.warnings, [])
})

test("a deal by percentages makes the shares of the places left whole again: 15/91 is 16.48 %", () => {
  const deal = percentageDeal({
    stacks: [100, 400, 200, 300],
    prizes: [40_000, 25_000, 15_000, 11_000],
    shares: [4_000, 2_500, 1_500, 1_100],
  })
  assert.equal(deal.amounts, [11_000, 40_000, 15_000, 25_000])
  const hundred = percentageDeal({
    stacks: [4, 3, 2, 1],
    prizes: [10_000],
    shares: [4_000, 2_500, 1_500, 1_100],
  })
  assert.is(hundred.amounts[2], 1_648)
})

test("where fewer places are paid than players are left, the floor is nothing", () => {
  const deal = chipChop({ stacks: [50, 30, 20], prizes: [7_000, 3_000] })
  assert.equal(deal.amounts, [5_000, 3_000, 2_000])
})

test("what is left to play for comes off the first prize, and is not shared", () => {
  const deal = chipChop({ ...FOUR, leftToPlay: 20_000 })
  assert.is(sum(deal.amounts), 340_000)
  assert.equal(
    icmDeal({ stacks: [7, 3], prizes: [1_000, 600], leftToPlay: 400 }).amounts,
    [600, 600],
  )
})

test("a deal of their own must come out even; what is odd about it is said", () => {
  const input = { stacks: [500, 300], prizes: [1_000, 400] }
  assert.equal(customDeal({ ...input, amounts: [800, 600] }).warnings, [])
  assert.equal(
    customDeal({ ...input, amounts: [350, 1_050] }).warnings.map(
      ({ kind, player }) => `${kind} ${player}`,
    ),
    ["below_last_prize 0", "less_for_more_chips 0", "over_first_prize 1"],
  )
})

test("the places of a deal go by chips, among equal stacks to the earlier", () => {
  assert.equal(rankByChips([100, 400, 0, 400]), [1, 3, 0])
})

test("nobody is left out: a deal waits for everybody's yes", () => {
  const entries = ["a", "b", "c"]
  assert.equal(missingConsents(entries, []), entries)
  const consents = [
    { entryId: "a", agrees: true },
    { entryId: "c", agrees: false },
  ]
  assert.equal(missingConsents(entries, consents), ["b", "c"])
  assert.equal(missingConsents(["a"], [{ entryId: "a", agrees: true }]), [])
})

const anyDeal = fc
  .record({
    stacks: fc.array(fc.nat({ max: 1_000_000 }), { minLength: 2, maxLength: 10 }),
    prizes: fc
      .array(fc.nat({ max: 10_000_000 }), { minLength: 1, maxLength: 12 })
      .map((prizes) => prizes.toSorted((a, b) => b - a)),
  })
  .filter(({ stacks }) => sum(stacks) > 0)

for (const [name, make] of Object.entries({ icmDeal, chipChop, proportionalChop, evenChop }))
  test(`${name}: pays out the paid prizes to the last unit, nothing to who is out`, () => {
    fc.assert(
      fc.property(anyDeal, (input) => {
        const { amounts } = make(input)
        const alive = input.stacks.filter((stack) => stack > 0).length
        assert.is(sum(amounts), sum(input.prizes.slice(0, alive)))
        for (const [index, amount] of amounts.entries()) {
          assert.ok(Number.isSafeInteger(amount) && amount >= 0)
          if (input.stacks[index] === 0) assert.is(amount, 0)
        }
      }),
      { numRuns: 500 },
    )
  })

test("chipChop: nobody gets less than the lowest prize, nor less than a shorter stack", () => {
  fc.assert(
    fc.property(anyDeal, ({ stacks, prizes }) => {
      const { amounts } = chipChop({ stacks, prizes })
      const alive = stacks.filter((stack) => stack > 0).length
      const floor = prizes.length < alive ? 0 : prizes.slice(0, alive).at(-1)!
      for (const [a, stack] of stacks.entries()) {
        if (stack > 0) assert.ok(amounts[a]! >= floor)
        for (const [b, other] of stacks.entries())
          if (stack > other) assert.ok(amounts[a]! >= amounts[b]!)
      }
    }),
    { numRuns: 500 },
  )
})

for (const [what, make, field] of [
  ["a negative stack", () => chipChop({ stacks: [-1, 2], prizes: [1] }), "stacks[0]"],
  ["half a cent", () => chipChop({ stacks: [1, 2], prizes: [1.5] }), "prizes[0]"],
  [
    "more left to play for than first is ahead",
    () => chipChop({ ...FOUR, leftToPlay: 60_001 }),
    "leftToPlay",
  ],
  [
    "amounts that are too much",
    () => customDeal({ stacks: [1, 1], prizes: [10], amounts: [6, 5] }),
    "amounts",
  ],
  [
    "an amount that is missing",
    () => customDeal({ stacks: [1, 1], prizes: [10], amounts: [10] }),
    "amounts",
  ],
  [
    "an amount for who is out",
    () => customDeal({ stacks: [1, 0], prizes: [10], amounts: [9, 1] }),
    "amounts[1]",
  ],
  [
    "a negative amount",
    () => customDeal({ stacks: [1, 1], prizes: [10], amounts: [11, -1] }),
    "amounts[1]",
  ],
  ["a share that is missing", () => percentageDeal({ ...FOUR, shares: [10_000] }), "shares"],
  [
    "a yes of somebody else",
    () => missingConsents(["a"], [{ entryId: "b", agrees: true }]),
    "consents[0]",
  ],
  [
    "two answers",
    () =>
      missingConsents(
        ["a"],
        [
          { entryId: "a", agrees: true },
          { entryId: "a", agrees: false },
        ],
      ),
    "consents",
  ],
] as const)
  test(`refused, by name: ${what}`, () => {
    try {
      make()
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return assert.is(error.field, field)
    }
    assert.unreachable("it was not refused")
  })

test.run()
