import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { feeCents } from "../../domain/fees.ts"
import { builtInPayouts, payouts, suggestShares } from "../../domain/payouts.ts"
import { basisPoints, cents } from "../../schemas/units.ts"

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)

const anyShares = fc
  .array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 60 })
  .map((weights) => {
    const all = sum(weights)
    const floors = weights
      .map((weight) => Math.floor((weight * 10_000) / all))
      .toSorted((a, b) => b - a)
    return [(floors[0] ?? 0) + 10_000 - sum(floors), ...floors.slice(1)]
  })

/** domain.md 4.5: pool, shares, unit, then largest remainder and remainder to first. */
for (const [id, pool, shares, unit, largest, first] of [
  [
    "PAY-1",
    100_000,
    [5_000, 3_000, 2_000],
    100,
    [50_000, 30_000, 20_000],
    [50_000, 30_000, 20_000],
  ],
  [
    "PAY-2",
    99_700,
    [5_000, 3_000, 2_000],
    1_000,
    [49_700, 30_000, 20_000],
    [51_700, 29_000, 19_000],
  ],
  [
    "PAY-3",
    1_234_500,
    [3_000, 2_000, 1_200, 1_000, 800, 650, 550, 450, 350],
    5_000,
    [374_500, 245_000, 145_000, 125_000, 100_000, 80_000, 65_000, 55_000, 45_000],
    [389_500, 245_000, 145_000, 120_000, 95_000, 80_000, 65_000, 55_000, 40_000],
  ],
  [
    "PAY-4",
    2_000_000,
    [4_000, 2_400, 1_600, 1_200, 800],
    10_000,
    [800_000, 480_000, 320_000, 240_000, 160_000],
    [800_000, 480_000, 320_000, 240_000, 160_000],
  ],
  [
    "PAY-5",
    1_733_000,
    [5_000, 3_000, 2_000],
    5_000,
    [868_000, 520_000, 345_000],
    [873_000, 515_000, 345_000],
  ],
  [
    "PAY-6",
    187_500,
    [4_000, 2_400, 1_600, 1_200, 800],
    1_000,
    [75_500, 45_000, 30_000, 22_000, 15_000],
    [75_500, 45_000, 30_000, 22_000, 15_000],
  ],
  ["PAY-7", 7, [5_000, 3_000, 2_000], 5, [7, 0, 0], [7, 0, 0]],
] as const)
  test(`${id}: ${pool} in steps of ${unit}`, () => {
    assert.equal(payouts({ pool, shares, unit }), largest)
    assert.equal(payouts({ pool, shares, unit, mode: "remainderToFirst" }), first)
  })

test("PAY-8: a fixed prize comes off first, the rest is shared", () => {
  const fixed = [{ place: 3, amount: 40_000 }]
  assert.equal(
    payouts({ pool: 140_000, shares: [6_000, 4_000], unit: 100, fixed }),
    [60_000, 40_000, 40_000],
  )
})

test("fixed prizes: any of them come off first, what is left is shared to the last cent", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 50 }),
      anyShares,
      fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 5 }),
      (rest, shares, amounts) => {
        // Every second place, from the first on, as far as there are fixed amounts.
        const fixed = amounts
          .slice(0, shares.length)
          .map((amount, index) => ({ place: 2 * index + 1, amount }))
        const pool = rest + sum(fixed.map(({ amount }) => amount))
        const prizes = payouts({ pool, shares, unit: 100, fixed: fixed.toReversed() })
        assert.is(sum(prizes), pool)
        assert.is(prizes.length, shares.length + fixed.length)
        for (const { place, amount } of fixed) assert.is(prizes[place - 1], amount)
        const others = prizes.filter((_, index) => !fixed.some(({ place }) => place === index + 1))
        assert.equal(others, payouts({ pool: rest, shares, unit: 100 }))
      },
    ),
    { seed: 4, numRuns: 500 },
  )
})

for (const [pool, shares, prizes] of [
  [
    Number.MAX_SAFE_INTEGER,
    [3_333, 3_333, 3_334],
    [3_002_099_511_605_172, 3_002_099_511_605_172, 3_003_000_231_530_647],
  ],
  // In floating point the odd cent would go to the second place.
  [
    Number.MAX_SAFE_INTEGER,
    [5_001, 3_003, 1_996],
    [4_504_500_347_295_970, 2_704_861_936_198_719, 1_797_836_971_246_302],
  ],
] as const)
  test(`${shares.join(", ")} of a pool whose products a number cannot hold: the prizes are exact`, () => {
    assert.equal(payouts({ pool, shares, unit: 1 }), prizes)
  })

test("what is left over goes to the largest remainders, at most a unit each, best place first", () => {
  const atLeastOneBelow = anyShares.filter((shares) => shares.length > 1)
  fc.assert(
    fc.property(
      fc.maxSafeNat(),
      atLeastOneBelow,
      fc.constantFrom(1, 100, 500),
      (pool, shares, unit) => {
        const step = BigInt(unit) * 10_000n
        const [, ...below] = payouts({ pool, shares, unit }).map((prize, index) => {
          const exact = BigInt(pool) * BigInt(shares[index] ?? 0)
          const isUp = BigInt(prize) * 10_000n > exact - (exact % step)
          assert.ok(index === 0 || BigInt(prize) * 10_000n - exact < step, "no more than a unit")
          assert.ok(index === 0 || exact - BigInt(prize) * 10_000n < step, "no less than its units")
          return { isUp, remainder: exact % step }
        })
        for (const [index, up] of below.entries())
          for (const [other, down] of below.entries())
            if (up.isUp && !down.isUp)
              assert.ok(
                up.remainder > down.remainder || (up.remainder === down.remainder && index < other),
              )
      },
    ),
    { seed: 5, numRuns: 500 },
  )
})

test("127 entries of EUR 55 less 10 %: twelve prizes take all of 628,650 cents", () => {
  const price = { priceCents: cents(5_500), feeBasisPoints: basisPoints(1_000) }
  const pool = 127 * (price.priceCents - feeCents(price))
  assert.is(pool, 628_650)
  const shares = builtInPayouts.find(({ name }) => name === "Top 12")?.shares ?? []
  for (const [unit, prizes] of [
    [
      1,
      [
        169_736, 110_014, 75_438, 56_578, 45_577, 37_719, 31_432, 26_718, 22_003, 18_859, 17_288,
        17_288,
      ],
    ],
    [
      500,
      [
        169_650, 110_000, 75_500, 56_500, 45_500, 37_500, 31_500, 26_500, 22_000, 19_000, 17_500,
        17_500,
      ],
    ],
  ] as const) {
    assert.is(sum(prizes), 628_650)
    assert.equal(payouts({ pool, shares, unit }), prizes)
  }
})

for (const mode of ["largestRemainder", "remainderToFirst"] as const)
  test(`${mode}: any pool is shared to the last cent, no prize below the next or below nothing`, () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        anyShares,
        fc.integer({ min: 1, max: 100_000 }),
        (pool, shares, unit) => {
          const prizes = payouts({ pool, shares, unit, mode })
          assert.is(sum(prizes), pool)
          for (const [index, prize] of prizes.entries()) {
            assert.ok(prize >= 0)
            assert.ok(index === 0 || prize <= (prizes[index - 1] ?? 0))
            assert.ok(index === 0 || prize % unit === 0)
          }
        },
      ),
      { seed: 2, numRuns: 1_000 },
    )
  })

for (const [entries, places] of [
  [1, 1],
  [8, 1],
  [9, 3],
  [27, 3],
  [28, 5],
  [45, 5],
  [46, 9],
  [100, 9],
  [101, 18],
  [150, 18],
  [151, 27],
  [200, 27],
  [201, 45],
  [300, 45],
  [301, 63],
  [2_000, 63],
] as const)
  test(`a field of ${entries} pays ${places} places, 10,000 basis points in all`, () => {
    const shares = suggestShares(entries)
    assert.is(shares.length, places)
    assert.is(sum(shares), 10_000)
    assert.ok(shares.every((share, index) => index === 0 || share <= (shares[index - 1] ?? 0)))
  })

test("what cannot be shared is refused with a sentence", () => {
  assert.throws(() => payouts({ pool: 100, shares: [9_999], unit: 1 }), /10,000 basis points/)
  assert.throws(() => payouts({ pool: 0.5, shares: [10_000], unit: 1 }), /pool/)
  assert.throws(() => payouts({ pool: 100, shares: [10_000], unit: 0 }), /unit/)
  assert.throws(
    () => payouts({ pool: 100, shares: [10_000], unit: 1, fixed: [{ place: 1, amount: 101 }] }),
    /no more than the pool/,
  )
  assert.throws(
    () => payouts({ pool: 100, shares: [11_000, -1_000], unit: 1 }),
    /every share is whole/,
  )
  for (const [fixed, words] of [
    [[{ place: 2, amount: -50 }], /every fixed prize is whole/],
    [[{ place: 2, amount: 0.5 }], /every fixed prize is whole/],
    [[{ place: 3, amount: 1 }], /place 3 is one of the paid places/],
    [[{ place: 1.5, amount: 1 }], /place 1\.5 is one of the paid places/],
    [[{ place: 0, amount: 1 }], /place 0 is one of the paid places/],
    [
      [
        { place: 1, amount: 1 },
        { place: 1, amount: 2 },
      ],
      /fixed at most once/,
    ],
  ] as const)
    assert.throws(() => payouts({ pool: 100, shares: [10_000], unit: 1, fixed }), words)
})

test.run()
