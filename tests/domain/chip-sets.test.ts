import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { type ChipCount, chipCapacity, stackChips } from "../../domain/chip-sets.ts"

const SET = [
  { value: 25, count: 300 },
  { value: 100, count: 300 },
  { value: 500, count: 200 },
  { value: 1_000, count: 200 },
]
const valueOf = (chips: readonly ChipCount[]) =>
  chips.reduce((sum, { value, count }) => sum + value * count, 0)

test("20 stacks of 10,000: as much small change as there is for all", () => {
  assert.equal(stackChips({ set: SET, stack: 10_000, players: 20 }), [
    { value: 25, count: 12 },
    { value: 100, count: 12 },
    { value: 500, count: 9 },
    { value: 1_000, count: 4 },
  ])
})

test("small change never keeps the larger chips from making the stack", () => {
  const set = [
    { value: 25, count: 7 },
    { value: 100, count: 10 },
  ]
  assert.equal(stackChips({ set, stack: 500, players: 1 }), [
    { value: 25, count: 4 },
    { value: 100, count: 4 },
  ])
})

test("values that do not divide each other are put together all the same", () => {
  const set = [
    { value: 4, count: 5 },
    { value: 6, count: 5 },
    { value: 9, count: 5 },
  ]
  const chips = stackChips({ set, stack: 31, players: 1 })
  assert.is(valueOf(chips ?? []), 31)
  assert.is(stackChips({ set, stack: 1, players: 1 }), null)
})

test("chips that are too few, or of no fitting value, make no stack", () => {
  assert.is(stackChips({ set: SET, stack: 10_010, players: 1 }), null)
  assert.is(stackChips({ set: SET, stack: 10_000, players: 400 }), null)
})

test("the capacity is the most players who can be given the stack", () => {
  const players = chipCapacity({ set: SET, stack: 10_000 })
  assert.ok(players >= 20)
  assert.ok(stackChips({ set: SET, stack: 10_000, players }))
  assert.is(stackChips({ set: SET, stack: 10_000, players: players + 1 }), null)
  assert.is(chipCapacity({ set: [{ value: 100, count: 5 }], stack: 50 }), 0)
})

/** Every choice of chips, one after the other. */
function canMake(stack: number, available: readonly ChipCount[]): boolean {
  const [first, ...others] = available
  if (!first) return stack === 0
  for (let count = 0; count <= first.count && count * first.value <= stack; count++)
    if (canMake(stack - count * first.value, others)) return true
  return false
}

test("what can be made is what a search through all choices finds, and sums to the stack", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat({ max: 12 }), { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 3 }),
      (values, counts, stack, players) => {
        const set = values.map((value, index) => ({ value, count: counts[index] ?? 0 }))
        const each = set.map(({ value, count }) => ({ value, count: Math.floor(count / players) }))
        const chips = stackChips({ set, stack, players })
        assert.is(chips !== null, canMake(stack, each))
        if (!chips) return
        assert.is(valueOf(chips), stack)
        for (const { value, count } of chips)
          assert.ok(count <= (each.find((chip) => chip.value === value)?.count ?? 0))
        assert.ok(chipCapacity({ set, stack }) >= players)
      },
    ),
    { numRuns: 1_000 },
  )
})

for (const [what, make, words] of [
  ["no chips", () => chipCapacity({ set: [], stack: 1 }), /set: there is a chip/],
  [
    "a value twice",
    () => chipCapacity({ set: [...SET, ...SET], stack: 1 }),
    /set: a value is listed once/,
  ],
  [
    "a value of nothing",
    () => chipCapacity({ set: [{ value: 0, count: 1 }], stack: 1 }),
    /set\[0\]/,
  ],
  [
    "half a chip",
    () => chipCapacity({ set: [{ value: 1, count: 0.5 }], stack: 1 }),
    /set\[0\]\.count/,
  ],
  ["no stack", () => stackChips({ set: SET, stack: 0, players: 1 }), /stack/],
  ["nobody", () => stackChips({ set: SET, stack: 1, players: 0 }), /players/],
  [
    "an endless stack of ones",
    () => stackChips({ set: [{ value: 1, count: 1 }], stack: 1e9, players: 1 }),
    /too large/,
  ],
] as const)
  test(`refused, by name: ${what}`, () => {
    assert.throws(
      make,
      (error: Error) => error.name === "InvalidInput" && words.test(error.message),
    )
  })

test.run()
