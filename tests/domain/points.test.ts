import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { parseFormula } from "../../domain/formula.ts"
import { InvalidInput } from "../../domain/invalid.ts"
import {
  builtInPoints,
  leaguePoints,
  type LeagueResult,
  pointsByPlace,
  type PointRules,
  pointVariables,
  standings,
} from "../../domain/points.ts"
import type { PlayerId } from "../../schemas/ids.ts"

const id = (text: string) => text as PlayerId
const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)
const result = (change: Partial<LeagueResult>): LeagueResult => ({
  playerId: id("p"),
  place: 1,
  entries: 20,
  buyInCents: 10_000,
  expenseCents: 10_000,
  paidPlaces: 3,
  prizeCents: 0,
  poolCents: 200_000,
  knockouts: 0,
  ...change,
})
const builtIn = (name: string): PointRules => {
  const found = builtInPoints.find((each) => each.name === name)
  assert.ok(found, name)
  return found
}
const hundredths = (rules: PointRules, change: Partial<LeagueResult>) =>
  leaguePoints({ ...rules, results: [result(change)] })[0]?.hundredths
const as = (formula: string): PointRules => ({ formula })

/** domain.md 4.9 and the pages named there: the formula, the result, its points in hundredths. */
for (const [name, change, expected] of [
  ["Dr. Neau", {}, 2_236],
  ["Dr. Neau", { place: 2 }, 1_491],
  ["Dr. Neau", { expenseCents: 40_000 }, 1_118],
  ["PokerStars leader board", { entries: 150, place: 3, buyInCents: 2_000 }, 16_309],
  ["PokerStars leader board", { entries: 900, place: 25, buyInCents: 0 }, 2_388],
  ["PokerStars leader board", { entries: 250, place: 10, buyInCents: 1_000 }, 10_054],
  ["Card Player", { place: 8, entries: 200, buyInCents: 50_000, paidPlaces: 20 }, 4_000],
  ["Card Player", { place: 8, entries: 200, buyInCents: 50_000, paidPlaces: 7 }, 0],
  ["Card Player", { place: 1, entries: 72, buyInCents: 100_000, paidPlaces: 9 }, 16_800],
  ["Card Player", { place: 9, entries: 132, buyInCents: 30_000, paidPlaces: 9 }, 1_300],
  ["Card Player", { place: 4, entries: 135, buyInCents: 250_000, paidPlaces: 9 }, 25_200],
  ["Card Player", { place: 5, entries: 382, buyInCents: 99_999, paidPlaces: 9 }, 19_000],
  ["Card Player", { place: 2, entries: 650, buyInCents: 1_000_000, paidPlaces: 9 }, 160_000],
  ["Card Player", { place: 3, entries: 8_565, buyInCents: 2_500_000, paidPlaces: 99 }, 240_000],
  ["Card Player", { place: 1, entries: 57, buyInCents: 2_500_000, paidPlaces: 9 }, 0],
  ["Card Player", { place: 1, entries: 200, buyInCents: 29_999, paidPlaces: 9 }, 0],
  ["Card Player", { place: 10, entries: 200, buyInCents: 30_000, paidPlaces: 20 }, 0],
  ["Ten places", { place: 1 }, 2_500],
  ["Ten places", { place: 10 }, 100],
  ["Ten places", { place: 11 }, 0],
] as const)
  test(`${name}, ${JSON.stringify(change)}: ${expected} hundredths`, () =>
    assert.is(hundredths(builtIn(name), change), expected))

/** The weights of 63 players, 21 of them paid, as a club that uses them published them. */
const WINAMAX_63 = [
  794, 529, 417, 352, 309, 278, 254, 235, 219, 206, 195, 185, 177, 169, 162, 156, 151, 146, 141,
  137, 133,
]
test("Winamax: the weights of 63 players are the published ones, 53.45 in all", () => {
  const { formula } = builtIn("Winamax")
  const weights = WINAMAX_63.map((_, index) =>
    hundredths(as(formula), { entries: 63, place: index + 1 }),
  )
  for (const [index, weight] of weights.entries())
    assert.ok(Math.abs((weight ?? 0) - (WINAMAX_63[index] ?? 0)) <= 1, `place ${index + 1}`)
  assert.ok(Math.abs(sum(weights.map((each) => each ?? 0)) - 5_345) <= 5)
})

test("Winamax: the paid places share n·b points by these weights, others have none", () => {
  const field = { entries: 63, buyInCents: 26_000, paidPlaces: 21 }
  const points = Array.from(
    { length: 63 },
    (_, index) => hundredths(builtIn("Winamax"), { ...field, place: index + 1 }) ?? 0,
  )
  assert.ok(Math.abs(sum(points) - 63 * 26_000) <= 21, "all but what was rounded")
  assert.equal(points.slice(21), Array(42).fill(0))
  // 7.9372... of 53.45 is the winner's part of 16,380 points.
  assert.ok(Math.abs((points[0] ?? 0) - (794 * 1_638_000) / 5_345) < 1_000)
  assert.is(hundredths(builtIn("Winamax"), { ...field, paidPlaces: 0 }), 0)
})

test("weights may be small, and 0 for a paid place; one entry is a tournament", () => {
  const weights = (formula: string): PointRules => ({ formula, among: "paidPlaces" })
  const field = { entries: 5, buyInCents: 100, paidPlaces: 3 }
  for (const [place, expected] of [
    [1, 500],
    [2, 0],
    [3, 0],
  ] as const)
    assert.is(hundredths(weights("0.1*(f=1)"), { ...field, place }), expected)
  assert.is(hundredths(as("n"), { entries: 1, paidPlaces: 1 }), 100)
})

test("every built-in formula is read as it is written, and has a name of its own", () => {
  const names = pointVariables.map(({ name }) => name)
  for (const { formula } of builtInPoints) assert.is(parseFormula(formula, names).text, formula)
  assert.is(new Set(builtInPoints.map(({ name }) => name)).size, builtInPoints.length)
})

test("every variable is documented with a sentence and stands for its part of the result", () => {
  for (const { meaning } of pointVariables) assert.match(meaning, /^[A-Z].*\.$/)
  const change = {
    place: 7,
    entries: 41,
    buyInCents: 2_050,
    expenseCents: 6_150,
    paidPlaces: 5,
    prizeCents: 12_345,
    poolCents: 84_050,
    knockouts: 3,
  }
  const values: Record<string, number> = {
    n: 4_100,
    b: 2_050,
    e: 6_150,
    f: 700,
    k: 700,
    r: 700,
    paid: 500,
    prize: 12_345,
    pool: 84_050,
    knockouts: 300,
  }
  for (const { name } of pointVariables) assert.is(hundredths(as(name), change), values[name], name)
})

test("points are rounded to the nearest hundredth, halves up, and may be below nothing", () => {
  for (const [formula, expected] of [
    ["1/3", 33],
    ["2/3", 67],
    ["0.125", 13],
    ["-0.125", -12],
    ["-2", -200],
    ["-0.001", 0],
  ] as const)
    assert.ok(Object.is(hundredths(as(formula), {}), expected), formula)
})

test("a table of points by place becomes a formula", () => {
  assert.is(pointsByPlace([10, 5]), "10*(f=1)+5*(f=2)")
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 60 }),
      (points, place) => {
        const rules = as(pointsByPlace(points))
        assert.is(hundredths(rules, { entries: 60, place }), 100 * (points[place - 1] ?? 0))
      },
    ),
    { seed: 41, numRuns: 300 },
  )
})

test("the standard formulas never give more to a worse place", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 500 }),
      fc.integer({ min: 100, max: 3_000_000 }),
      fc.nat(),
      fc.nat(),
      (entries, buyInCents, from, paid) => {
        const place = 1 + (from % (entries - 1))
        const field = { entries, buyInCents, paidPlaces: Math.min(paid % 60, entries) }
        for (const rules of builtInPoints) {
          const better = hundredths(rules, { ...field, place }) ?? 0
          const worse = hundredths(rules, { ...field, place: place + 1 }) ?? 0
          assert.ok(better >= worse, `${rules.name}: ${better} and ${worse}`)
        }
      },
    ),
    { seed: 42, numRuns: 400 },
  )
})

const points = (lines: Record<string, number[]>) =>
  Object.entries(lines).flatMap(([name, all]) =>
    all.map((each) => ({ playerId: id(name), hundredths: each })),
  )

test("the table: best results summed, ties share a place, the next is further down", () => {
  const results = points({ d: [100], b: [500, 300, 10], a: [400, 400], c: [800, -5], e: [] })
  const rows = (countBest?: number) =>
    standings(countBest === undefined ? { results } : { results, countBest }).map(
      ({ place, playerId, hundredths: total }) => [place, playerId, total],
    )
  assert.equal(rows(2), [
    [1, "a", 800],
    [1, "b", 800],
    [3, "c", 795],
    [4, "d", 100],
  ])
  assert.equal(rows(1), [
    [1, "c", 800],
    [2, "b", 500],
    [3, "a", 400],
    [4, "d", 100],
  ])
  assert.equal(rows(), [
    [1, "b", 810],
    [2, "a", 800],
    [3, "c", 795],
    [4, "d", 100],
  ])
  const [first] = standings({ results, countBest: 2 }).slice(1)
  assert.equal(first, {
    place: 1,
    playerId: "b",
    hundredths: 800,
    counted: [500, 300],
    played: 3,
  })
  assert.equal(standings({ results: [] }), [])
})

test("any table: as the slow model tells, whatever the order of results", () => {
  const anyResults = fc.array(
    fc.record({
      playerId: fc.constantFrom("a", "b", "c", "d", "e").map(id),
      hundredths: fc.integer({ min: -50, max: 200 }),
    }),
    { maxLength: 25 },
  )
  fc.assert(
    fc.property(anyResults, fc.integer({ min: 1, max: 6 }), (results, countBest) => {
      const table = standings({ results, countBest })
      assert.equal(standings({ results: results.toReversed(), countBest }), table)
      assert.is(sum(table.map(({ played }) => played)), results.length)
      for (const { place, playerId, hundredths: total, counted } of table) {
        const own = results
          .filter((each) => each.playerId === playerId)
          .map((each) => each.hundredths)
        // The best choice of so many is found by leaving out the worst one at a time.
        while (own.length > countBest) own.splice(own.indexOf(Math.min(...own)), 1)
        assert.is(total, sum(own))
        assert.is(counted.length, own.length)
        assert.is(place, 1 + table.filter((other) => other.hundredths > total).length)
      }
    }),
    { seed: 43, numRuns: 500 },
  )
})

const refuses = (run: () => unknown, field: string, words: RegExp) =>
  assert.throws(
    run,
    (error: unknown) =>
      error instanceof InvalidInput && error.field === field && words.test(error.rule),
  )

for (const [change, field, words] of [
  [{ place: 0 }, "results[0].place", /one of the entries/],
  [{ place: 21 }, "results[0].place", /one of the entries/],
  [{ place: 1.5 }, "results[0].place", /one of the entries/],
  [{ entries: 0 }, "results[0].entries", /one entry/],
  [{ entries: NaN }, "results[0].entries", /one entry/],
  [{ paidPlaces: -1 }, "results[0].paidPlaces", /0 or more/],
  [{ paidPlaces: 21 }, "results[0].paidPlaces", /no more paid/],
  [{ buyInCents: 0.5 }, "results[0].buyInCents", /whole cents/],
  [{ expenseCents: -1 }, "results[0].expenseCents", /whole cents/],
  [{ prizeCents: Infinity }, "results[0].prizeCents", /whole cents/],
  [{ poolCents: NaN }, "results[0].poolCents", /whole cents/],
  [{ knockouts: 0.5 }, "results[0].knockouts", /whole/],
  [{ expenseCents: 0 }, "results[0]", /no value, at column 11: division by zero/],
] as const)
  test(`refused: ${JSON.stringify(change)}`, () =>
    refuses(() => hundredths(builtIn("Dr. Neau"), change), field, words))

test("refused: formulas and tables that are none", () => {
  refuses(() => hundredths(as("sqrt(x)"), {}), "formula", /unknown name 'x'/)
  refuses(() => leaguePoints({ formula: "1+", results: [] }), "formula", /column 3/)
  refuses(() => hundredths(as("10^15"), {}), "results[0]", /exact/)
  const weights = (formula: string): PointRules => ({ formula, among: "paidPlaces" })
  refuses(() => hundredths(weights("0"), {}), "results[0]", /not all 0/)
  refuses(() => hundredths(weights("2-f"), {}), "results[0]", /0 or more/)
  refuses(() => pointsByPlace([]), "points", /one place/)
  refuses(() => pointsByPlace([1, 0.5]), "points[1]", /whole/)
  refuses(() => standings({ results: [], countBest: 0 }), "countBest", /one result/)
  refuses(() => standings({ results: [], countBest: 1.5 }), "countBest", /one result/)
  refuses(() => standings({ results: points({ a: [1, 0.5] }) }), "results[1].hundredths", /whole/)
  refuses(() => standings({ results: points({ a: [2 ** 52, 2 ** 52] }) }), "results", /exact/)
})

test.run()
