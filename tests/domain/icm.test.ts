import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { icm, MOST_PLAYERS_EXACT, wholeAmounts } from "../../domain/icm.ts"
import { InvalidInput } from "../../domain/invalid.ts"

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)

function near(found: readonly number[], expected: readonly number[], by: number): void {
  assert.is(found.length, expected.length)
  for (const [index, value] of expected.entries())
    assert.ok(Math.abs((found[index] ?? Number.NaN) - value) <= by, `${found[index]} for ${value}`)
}

/** domain.md 4.1: stacks, prizes, exact equities as fractions. */
const ORACLES = [
  ["ICM-1", [50, 30, 20], [70, 30], [1265 / 28, 129 / 4, 158 / 7]],
  ["ICM-2", [5_000, 3_000, 2_000], [50, 30, 20], [1075 / 28, 131 / 4, 202 / 7]],
  [
    "ICM-3",
    [2_000, 2_500, 3_000, 1_500],
    [10, 10, 10],
    [1994 / 273, 7445 / 924, 8562 / 1001, 2215 / 364],
  ],
  [
    "ICM-4",
    [400, 300, 200, 100],
    [1_600, 1_000, 600, 400],
    [69_980 / 63, 20_945 / 21, 53_440 / 63, 4_505 / 7],
  ],
  ["ICM-5", [1, 1, 1], [500, 300, 200], [1_000 / 3, 1_000 / 3, 1_000 / 3]],
  ["ICM-6", [7_500, 2_500], [1_000, 600], [900, 700]],
  ["ICM-7", [6_000, 3_000, 1_000], [5_000, 3_000, 2_000], [86_600 / 21, 10_150 / 3, 17_450 / 7]],
  [
    "ICM-8",
    [100_000, 80_000, 60_000, 40_000, 20_000],
    [3_000, 2_000, 1_500, 1_000, 500],
    [255_875 / 126, 118_100 / 63, 23_475 / 14, 29_600 / 21, 3_025 / 3],
  ],
  ["ICM-9", [9_800, 100, 100], [100, 60, 40], [49_102 / 495, 24_949 / 495, 24_949 / 495]],
  ["ICM-10", [1, 20, 300, 4_000], [25, 25, 25, 25], [25, 25, 25, 25]],
] as const

for (const [id, stacks, prizes, expected] of ORACLES)
  for (const method of ["exact", "integrated"] as const)
    test(`${id}: ${stacks.join(", ")} for ${prizes.join(", ")}, ${method}, to 1e-9`, () => {
      const { equities } = icm({ stacks, prizes, method })
      near(equities, expected, 1e-9)
      assert.ok(Math.abs(sum(equities) - sum(prizes.slice(0, stacks.length))) < 1e-9)
    })

for (const [id, stacks, prizes, amounts] of [
  ["ICM-1", [50, 30, 20], [7_000, 3_000], [4_518, 3_225, 2_257]],
  ["ICM-2", [5_000, 3_000, 2_000], [5_000, 3_000, 2_000], [3_839, 3_275, 2_886]],
  [
    "ICM-4",
    [400, 300, 200, 100],
    [160_000, 100_000, 60_000, 40_000],
    [111_079, 99_738, 84_826, 64_357],
  ],
  ["ICM-7", [6_000, 3_000, 1_000], [500_000, 300_000, 200_000], [412_381, 338_333, 249_286]],
] as const)
  test(`${id} in minor units: ${amounts.join(", ")}`, () => {
    assert.equal(wholeAmounts(icm({ stacks, prizes }).equities, sum(prizes)), amounts)
  })

/** The model word by word: every order of finishing, one after the other. */
function enumerate(stacks: readonly number[], prizes: readonly number[]): number[] {
  const equities = stacks.map(() => 0)
  const finish = (left: readonly number[], place: number, likely: number): void => {
    const prize = prizes[place]
    if (prize === undefined) return
    const chips = sum(left.map((player) => stacks[player] ?? 0))
    for (const player of left) {
      const chance = (likely * (stacks[player] ?? 0)) / chips
      equities[player]! += chance * prize
      finish(
        left.filter((other) => other !== player),
        place + 1,
        chance,
      )
    }
  }
  finish([...stacks.keys()], 0, 1)
  return equities
}

const anyField = (most: number) =>
  fc.record({
    stacks: fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: most }),
    prizes: fc
      .array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: most })
      .map((prizes) => prizes.toSorted((a, b) => b - a)),
  })

for (const method of ["exact", "integrated"] as const)
  test(`${method} agrees with every order of finishing, reckoned one by one, up to 8 players`, () => {
    fc.assert(
      fc.property(anyField(8), ({ stacks, prizes }) => {
        near(icm({ stacks, prizes, method }).equities, enumerate(stacks, prizes), 1e-9)
      }),
      { numRuns: 60 },
    )
  })

test("the two methods agree within the error bound that they state, up to 16 players", () => {
  fc.assert(
    fc.property(anyField(16), ({ stacks, prizes }) => {
      const [exact, integrated] = [
        icm({ stacks, prizes, method: "exact" }),
        icm({ stacks, prizes, method: "integrated" }),
      ]
      near(integrated.equities, exact.equities, integrated.errorBound + exact.errorBound)
    }),
    { numRuns: 100 },
  )
})

test("a field of 200: in order, within first and last prize, and summing to the prizes", () => {
  const stacks = Array.from({ length: 200 }, (_, index) => 1_000 + index * index * 13)
  const prizes = Array.from({ length: 30 }, (_, index) => 100_000 - index * 3_000)
  const { equities, errorBound, method } = icm({ stacks, prizes })
  assert.is(method, "integrated")
  assert.ok(errorBound < 1e-3)
  assert.ok(Math.abs(sum(equities) - sum(prizes)) < 200 * errorBound)
  assert.equal(
    equities.toSorted((a, b) => a - b),
    equities,
  )
  assert.ok(equities.every((equity) => equity > 0 && equity < 100_000))
})

test("the methods meet where one takes over from the other", () => {
  const stacks = Array.from({ length: MOST_PLAYERS_EXACT }, (_, index) => 100 + index * 37)
  const prizes = [5_000, 3_000, 2_000, 1_000]
  const exact = icm({ stacks, prizes })
  assert.is(exact.method, "exact")
  near(icm({ stacks, prizes, method: "integrated" }).equities, exact.equities, 1e-6)
  assert.is(icm({ stacks: [...stacks, 1], prizes }).method, "integrated")
})

test("a dust stack beside a mountain is reckoned by both alike", () => {
  const input = { stacks: [1, 1_000_000_000, 3], prizes: [1_000_000, 400_000, 100_000] }
  near(
    icm({ ...input, method: "integrated" }).equities,
    icm({ ...input, method: "exact" }).equities,
    1e-4,
  )
})

test("more chips are worth no less, equal chips the same, and no order of the players matters", () => {
  fc.assert(
    fc.property(anyField(12), fc.nat(), ({ stacks, prizes }, turn) => {
      const { equities } = icm({ stacks, prizes })
      const shift = turn % stacks.length
      const turned = (values: readonly number[]) => [
        ...values.slice(shift),
        ...values.slice(0, shift),
      ]
      near(icm({ stacks: turned(stacks), prizes }).equities, turned(equities), 1e-9)
      for (const [a, stack] of stacks.entries())
        for (const [b, other] of stacks.entries()) {
          if (stack > other) assert.ok(equities[a]! >= equities[b]! - 1e-9)
          if (stack === other) assert.is(equities[a], equities[b])
        }
      const paid = prizes.slice(0, stacks.length)
      assert.ok(Math.abs(sum(equities) - sum(paid)) < 1e-8)
      const last = paid.length < stacks.length ? 0 : (paid.at(-1) ?? 0)
      assert.ok(equities.every((each) => each <= paid[0]! + 1e-9 && each >= last - 1e-9))
    }),
    { numRuns: 300 },
  )
})

test("all stacks times the same number are worth the same", () => {
  fc.assert(
    fc.property(anyField(10), fc.integer({ min: 2, max: 1_000 }), ({ stacks, prizes }, times) => {
      const larger = stacks.map((stack) => stack * times)
      near(icm({ stacks: larger, prizes }).equities, icm({ stacks, prizes }).equities, 1e-9)
    }),
    { numRuns: 200 },
  )
})

test("who is out gets nothing and takes no prize; prizes beyond the last player are not paid", () => {
  assert.equal(
    icm({ stacks: [0, 7_500, 0, 2_500], prizes: [1_000, 600, 400] }).equities,
    [0, 900, 0, 700],
  )
})

test("whole amounts sum to the total, each within one of its equity, ties to the earlier", () => {
  assert.equal(wholeAmounts([10.5, 20.5], 31), [11, 20])
  assert.equal(wholeAmounts([0.1 + 0.2, 0.3, 0.4], 1), [0, 0, 1])
  assert.equal(wholeAmounts([2.999_999_999_9, 1.000_000_000_1], 4), [3, 1])
  fc.assert(
    fc.property(anyField(12), ({ stacks, prizes }) => {
      const { equities } = icm({ stacks, prizes })
      const total = sum(prizes.slice(0, stacks.length))
      const amounts = wholeAmounts(equities, total)
      assert.is(sum(amounts), total)
      for (const [index, amount] of amounts.entries())
        assert.ok(Number.isSafeInteger(amount) && Math.abs(amount - equities[index]!) < 1 + 1e-6)
    }),
    { numRuns: 500 },
  )
})

const GOOD = { stacks: [50, 30], prizes: [70, 30] }
for (const [what, input, field] of [
  ["a negative stack", { ...GOOD, stacks: [50, -1] }, "stacks[1]"],
  ["half a chip", { ...GOOD, stacks: [0.5, 1] }, "stacks[0]"],
  ["no number", { ...GOOD, stacks: [Number.NaN] }, "stacks[0]"],
  ["endless chips", { ...GOOD, stacks: [Number.POSITIVE_INFINITY] }, "stacks[0]"],
  ["nobody with chips", { ...GOOD, stacks: [0, 0] }, "stacks"],
  ["nobody at all", { ...GOOD, stacks: [] }, "stacks"],
  ["too many", { ...GOOD, stacks: Array.from({ length: 1_001 }, () => 1) }, "stacks"],
  ["more chips than can be counted", { ...GOOD, stacks: [2 ** 52, 2 ** 52] }, "stacks"],
  ["a negative prize", { ...GOOD, prizes: [70, -30] }, "prizes[1]"],
  ["a prize that rises", { ...GOOD, prizes: [30, 70] }, "prizes[1]"],
  ["no prizes", { ...GOOD, prizes: [] }, "prizes"],
  [
    "exact for more than it can",
    { ...GOOD, stacks: Array.from({ length: 23 }, () => 1), method: "exact" },
    "method",
  ],
] as const)
  test(`refused, by name: ${what}`, () => {
    try {
      icm(input)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return assert.is(error.field, field)
    }
    assert.unreachable("it was not refused")
  })

test.run()
