import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { rankBusts } from "../../domain/busts.ts"
import { InvalidInput } from "../../domain/invalid.ts"
import { payouts } from "../../domain/payouts.ts"
import {
  awardPrizes,
  guaranteedPool,
  overlayCents,
  type PlacePrizes,
  placesPaid,
  planPrizes,
  type Prize,
  splitTies,
} from "../../domain/prizes.ts"

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)
const cash = (amountCents: number): Prize => ({ kind: "cash", amountCents })
const ticket = (name: string, valueCents: number): Prize => ({
  kind: "ticket",
  name,
  fromPool: true,
  valueCents,
})
const goods = (name: string, valueCents: number | null = null): Prize => ({
  kind: "goods",
  name,
  fromPool: false,
  valueCents,
})

const fixedAt = (...prizes: [number, Prize][]) => prizes.map(([place, prize]) => ({ place, prize }))
/** As `5 A B`: A and B tie at 5th. */
const tiesOf = (...ties: string[]) =>
  ties.map((tie) => {
    const [place, ...entryIds] = tie.split(" ")
    return { place: Number(place), entryIds }
  })

const refuses = (reckon: () => unknown, field: string, words: RegExp) =>
  assert.throws(
    reckon,
    (error: unknown) =>
      error instanceof InvalidInput && error.field === field && words.test(error.message),
  )

for (const [pool, guarantee, overlay] of [
  [80_000, 100_000, 20_000],
  [100_000, 100_000, 0],
  [100_001, 100_000, 0],
  [0, 1, 1],
] as const)
  test(`a pool of ${pool} and a guarantee of ${guarantee}: the house adds ${overlay}`, () => {
    assert.is(overlayCents({ pool, guarantee }), overlay)
    assert.is(guaranteedPool({ pool, guarantee }), Math.max(pool, guarantee))
  })

for (const [entries, basisPoints, places] of [
  [1, 1_000, 1],
  [10, 1_000, 1],
  [11, 1_000, 2],
  [100, 1_500, 15],
  [101, 1_500, 16],
  [7, 1_500, 2],
  // As a float 100 * 0.14 is 14.000000000000002, and one place too many would be paid.
  [100, 1_400, 14],
  [Number.MAX_SAFE_INTEGER, 1_500, 1_351_079_888_211_149],
] as const)
  test(`${basisPoints} basis points of ${entries} entries pay ${places} places`, () => {
    assert.is(placesPaid({ entries, basisPoints }), places)
  })

test("places paid: never less than the part, less than one above it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1_000, max: 1_500 }),
      (entries, basisPoints) => {
        const places = placesPaid({ entries, basisPoints })
        assert.ok(places >= 1 && places * 10_000 >= entries * basisPoints)
        assert.ok((places - 1) * 10_000 < entries * basisPoints)
        assert.ok(placesPaid({ entries: entries + 1, basisPoints }) >= places)
      },
    ),
    { seed: 1, numRuns: 500 },
  )
})

for (const [name, prizes, ties, expected] of [
  [
    "SIM-2: 5th 1,000.00 and 6th 800.00 tie: 900.00 each",
    [0, 0, 0, 0, 100_000, 80_000],
    ["5 B A"],
    { A: 90_000, B: 90_000 },
  ],
  [
    "SIM-3: 4th 100.00 and 5th 75.00 tie: 87.50 each",
    [50_000, 30_000, 20_000, 10_000, 7_500],
    ["4 A B", "3 C"],
    { C: 20_000, A: 8_750, B: 8_750 },
  ],
  [
    "SIM-4: 100.01 and nothing: 50.01 and 50.00, the odd one to the earlier id",
    [30_000, 20_000, 10_001],
    ["3 e2 e1"],
    { e1: 5_001, e2: 5_000 },
  ],
  [
    "SIM-6: three share 50th of 300.00",
    [...Array<number>(49).fill(100_000), 30_000],
    ["50 A B C"],
    { A: 10_000, B: 10_000, C: 10_000 },
  ],
  ["two odd cents among three go to the first two ids", [5], ["1 c b a"], { a: 2, b: 2, c: 1 }],
  ["beyond the prizes there is nothing", [100], ["2 A"], { A: 0 }],
] as const)
  test(name, () => {
    assert.equal(Object.fromEntries(splitTies({ prizes, ties: tiesOf(...ties) })), expected)
  })

for (const [crossTable, expected] of [
  ["tie", { X: 15_000, Y: 15_000 }],
  ["byStack", { Y: 30_000, X: 0 }],
] as const)
  test(`SIM-5: one pay place left of 300.00, hand-for-hand, ${crossTable}`, () => {
    const busts = [
      { entryId: "X", table: "T1", stack: 3_000 },
      { entryId: "Y", table: "T5", stack: 9_000 },
    ]
    const ties = rankBusts({ playersLeft: 6, busts, handForHand: true, crossTable }).groups
    const prizes = [90_000, 70_000, 50_000, 40_000, 30_000]
    assert.equal(Object.fromEntries(splitTies({ prizes, ties })), expected)
  })

const anyPrizes = fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { maxLength: 20 })
/** Ties from first place on, one after the other. */
const anyTies = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 8 }).map((sizes) => {
  let place = 1
  return sizes.map((size) => {
    const tie = { place, entryIds: Array.from({ length: size }, (_, at) => `e${place + at}`) }
    place += size
    return tie
  })
})

test("any ties: what the places are worth is paid, a cent apart at most, told in any order", () => {
  fc.assert(
    fc.property(anyPrizes, anyTies, (prizes, ties) => {
      const amounts = splitTies({ prizes, ties })
      for (const { place, entryIds } of ties) {
        const own = entryIds.map((entryId) => amounts.get(entryId) ?? -1)
        assert.is(sum(own), sum(prizes.slice(place - 1, place - 1 + entryIds.length)))
        assert.ok(Math.max(...own) - Math.min(...own) <= 1)
        const sorted = entryIds.toSorted().map((entryId) => amounts.get(entryId) ?? -1)
        assert.equal(
          sorted,
          sorted.toSorted((a, b) => b - a),
        )
      }
      const turned = ties.toReversed().map(({ place, entryIds }) => ({
        place,
        entryIds: entryIds.toReversed(),
      }))
      assert.equal(splitTies({ prizes, ties: turned }), amounts)
    }),
    { seed: 2, numRuns: 500 },
  )
})

test("a plan: guarantee, season, what a deal left, a ticket, fixed cash, goods on top", () => {
  const plan = planPrizes({
    pool: 500_000,
    guarantee: 450_000,
    seasonBasisPoints: 2_000,
    toPlayForCents: 10_000,
    shares: [6_000, 4_000],
    unit: 1_000,
    fixed: fixedAt(
      [4, cash(40_000)],
      [1, goods("trophy", 5_000)],
      [3, ticket("Main event", 110_000)],
    ),
  })
  assert.equal(plan.checks, {
    poolCents: 500_000,
    overlayCents: 50_000,
    seasonCents: 100_000,
    toPlayForCents: 10_000,
    cashCents: 330_000,
    ticketCents: 110_000,
  })
  assert.equal(plan.table, [
    { place: 1, prizes: [cash(174_000), goods("trophy", 5_000)] },
    { place: 2, prizes: [cash(116_000)] },
    { place: 3, prizes: [ticket("Main event", 110_000)] },
    { place: 4, prizes: [cash(40_000)] },
  ])
  assert.equal(plan.warnings, [])
})

test("without anything special a plan is the payouts", () => {
  const input = { pool: 99_700, shares: [5_000, 3_000, 2_000], unit: 1_000 }
  for (const mode of ["largestRemainder", "remainderToFirst"] as const) {
    const { table } = planPrizes({ ...input, mode })
    assert.equal(
      table,
      payouts({ ...input, mode }).map((each, index) => ({
        place: index + 1,
        prizes: [cash(each)],
      })),
    )
  }
})

test("a place may have a ticket and cash, and fixed prizes may be the whole pool", () => {
  const fixed = fixedAt([2, cash(35_000)], [1, ticket("Seat", 60_000)], [1, cash(5_000)])
  const { table, checks } = planPrizes({ pool: 100_000, shares: [], unit: 1, fixed })
  assert.equal(table, [
    { place: 1, prizes: [cash(5_000), ticket("Seat", 60_000)] },
    { place: 2, prizes: [cash(35_000)] },
  ])
  assert.is(checks.cashCents + checks.ticketCents, 100_000)
  assert.equal(planPrizes({ pool: 0, shares: [], unit: 1 }).table, [])
})

test("a sponsored prize below the paid places costs the pool nothing", () => {
  const fixed = fixedAt([3, goods("cap")])
  const { table, checks } = planPrizes({ pool: 1_000, shares: [10_000], unit: 1, fixed })
  assert.equal(table, [
    { place: 1, prizes: [cash(1_000)] },
    { place: 2, prizes: [] },
    { place: 3, prizes: [goods("cap")] },
  ])
  assert.is(checks.cashCents + checks.ticketCents, 1_000)
})

test("prizes that rise are warned of, not refused", () => {
  const plan = (...fixed: [number, Prize][]) =>
    planPrizes({ pool: 100_000, shares: [6_000, 4_000], unit: 100, fixed: fixedAt(...fixed) })
      .warnings
  const warned = plan([3, cash(50_000)])
  assert.is(warned.length, 1)
  assert.is(warned[0]?.place, 2)
  assert.match(warned[0]?.reason ?? "", /Prizes rise: place 2 gets less than place 3/)
  assert.equal(plan([3, cash(25_000)]), [])
  assert.is(plan([3, goods("car", 900_000)])[0]?.place, 2)
  assert.is(plan([5, goods("cap", 900)])[0]?.place, 4)
  // What nobody knows the worth of is passed over.
  assert.equal(plan([3, goods("car")]), [])
  const over = plan([2, goods("car")], [3, goods("bike", 70_000)])
  assert.is(over[0]?.place, 1)
  assert.match(over[0]?.reason ?? "", /place 1 gets less than place 3/)
})

test("the season's part is rounded to the cent, an exact half for the prizes", () => {
  const season = (pool: number, seasonBasisPoints: number) =>
    planPrizes({ pool, shares: [10_000], unit: 1, seasonBasisPoints }).checks.seasonCents
  assert.is(season(10_001, 2_000), 2_000)
  assert.is(season(10_003, 2_000), 2_001)
  assert.is(season(1, 5_000), 0)
})

const anyPlan = fc.record({
  pool: fc.integer({ min: 0, max: 2 ** 40 }),
  guarantee: fc.integer({ min: 0, max: 2 ** 40 }),
  seasonBasisPoints: fc.integer({ min: 0, max: 10_000 }),
  shares: fc.constantFrom([10_000], [6_000, 4_000], [5_000, 3_000, 2_000], [3_334, 3_333, 3_333]),
  unit: fc.constantFrom(1, 100, 5_000),
  mode: fc.constantFrom("largestRemainder" as const, "remainderToFirst" as const),
  fixed: fc.array(
    fc.record({
      place: fc.integer({ min: 1, max: 6 }),
      prize: fc.oneof(
        fc.integer({ min: 0, max: 2 ** 41 }).map(cash),
        fc.integer({ min: 0, max: 2 ** 41 }).map((value) => ticket("Seat", value)),
        fc.option(fc.integer({ min: 0, max: 100_000 })).map((value) => goods("thing", value)),
      ),
    }),
    { maxLength: 4 },
  ),
  toPlayForCents: fc.integer({ min: 0, max: 2 ** 30 }),
})

test("any plan: what goes out is the pool and the overlay, or it is refused", () => {
  let planned = 0
  fc.assert(
    fc.property(anyPlan, (input) => {
      let plan: ReturnType<typeof planPrizes>
      try {
        plan = planPrizes(input)
      } catch (error) {
        assert.instance(error, InvalidInput)
        return
      }
      planned += 1
      const all = plan.table.flatMap(({ prizes }) => prizes)
      const paid = all.map((prize) => {
        if (prize.kind === "cash") return prize.amountCents
        return prize.fromPool ? prize.valueCents : 0
      })
      const { checks } = plan
      assert.is(
        sum(paid) + checks.seasonCents + input.toPlayForCents,
        input.pool + checks.overlayCents,
      )
      assert.is(checks.cashCents + checks.ticketCents, sum(paid))
      assert.ok(input.pool - checks.seasonCents + checks.overlayCents >= input.guarantee)
      for (const { place, prize } of input.fixed) {
        const own = plan.table[place - 1]
        assert.ok(own?.place === place && own.prizes.includes(prize), "what is fixed is there")
      }
      assert.equal(planPrizes({ ...input, fixed: input.fixed.toReversed() }), plan)
    }),
    { seed: 3, numRuns: 1_000 },
  )
  assert.ok(planned > 300, `${planned} of the plans hold`)
})

const seat = ticket("Seat", 50_000)
const table: PlacePrizes[] = [
  { place: 1, prizes: [cash(50_000), goods("trophy")] },
  { place: 2, prizes: [cash(30_001)] },
  { place: 3, prizes: [seat] },
  { place: 4, prizes: [seat] },
  { place: 5, prizes: [goods("cap")] },
]

test("a tie over cash alone is split, things of one place go to who has it", () => {
  assert.equal(awardPrizes({ table, ties: tiesOf("3 C", "1 A", "2 B", "6 F") }), {
    entries: [
      { entryId: "A", place: 1, isTie: false, prizes: [cash(50_000), goods("trophy")] },
      { entryId: "B", place: 2, isTie: false, prizes: [cash(30_001)] },
      { entryId: "C", place: 3, isTie: false, prizes: [seat] },
      { entryId: "F", place: 6, isTie: false, prizes: [] },
    ],
    decide: [],
  })
})

test("a tie over different things: the cash is split, a person decides the rest", () => {
  const { entries, decide } = awardPrizes({ table: table.toReversed(), ties: tiesOf("1 B A") })
  assert.equal(entries, [
    { entryId: "A", place: 1, isTie: true, prizes: [cash(40_001)] },
    { entryId: "B", place: 1, isTie: true, prizes: [cash(40_000)] },
  ])
  assert.is(decide.length, 1)
  assert.equal(decide[0]?.entryIds, ["A", "B"])
  assert.equal(decide[0]?.prizes, [goods("trophy")])
  assert.match(decide[0]?.reason ?? "", /trophy cannot be split among 2 who tie: a person decides/)
})

test("a tie over the same things: each has one", () => {
  const { entries, decide } = awardPrizes({ table, ties: tiesOf("3 A B") })
  assert.equal(
    entries.map(({ prizes }) => prizes),
    [[seat], [seat]],
  )
  assert.equal(decide, [])
  const three = awardPrizes({ table, ties: tiesOf("3 A B C") })
  assert.equal(three.decide[0]?.prizes, [seat, seat, goods("cap")])
  const named = [
    { place: 1, prizes: [goods("cap"), goods("mug")] },
    { place: 2, prizes: [goods("mug"), goods("cap")] },
  ]
  assert.equal(awardPrizes({ table: named, ties: tiesOf("1 A B") }).decide, [])
})

test("any award: all cash and every thing of the places that are taken is there once", () => {
  const anyTable = fc
    .array(
      fc.array(
        fc.oneof(
          fc.integer({ min: 0, max: 100 }).map(cash),
          fc.constantFrom(seat, goods("cap"), goods("trophy", 5)),
        ),
        { maxLength: 3 },
      ),
      { maxLength: 12 },
    )
    .map((all) => all.map((prizes, index) => ({ place: index + 1, prizes })))
  fc.assert(
    fc.property(anyTable, anyTies, (places, ties) => {
      const { entries, decide } = awardPrizes({ table: places, ties })
      const taken = sum(ties.map(({ entryIds }) => entryIds.length))
      const key = (prize: Prize) => (prize.kind === "cash" ? [] : [JSON.stringify(prize)])
      const money = (prize: Prize) => (prize.kind === "cash" ? prize.amountCents : 0)
      const there = places.slice(0, taken).flatMap(({ prizes }) => prizes)
      const given = entries.flatMap(({ prizes }) => prizes)
      const open = decide.flatMap(({ prizes }) => prizes)
      assert.is(entries.length, taken)
      assert.is(sum(given.map(money)), sum(there.map(money)))
      assert.equal([...given, ...open].flatMap(key).toSorted(), there.flatMap(key).toSorted())
      const turned = { table: places.toReversed(), ties: ties.toReversed() }
      assert.equal(awardPrizes(turned), { entries, decide })
    }),
    { seed: 4, numRuns: 500 },
  )
})

const plan = { pool: 1_000, shares: [10_000], unit: 1 }
const at = (place: number, prize: Prize) => ({ ...plan, fixed: fixedAt([place, prize]) })
for (const [input, field, words] of [
  [{ ...plan, pool: -1 }, "pool", /whole/],
  [{ ...plan, pool: Number.NaN }, "pool", /whole/],
  [{ ...plan, unit: 0 }, "unit", /above 0/],
  [{ ...plan, shares: [9_999] }, "shares", /10,000/],
  [{ ...plan, shares: [] }, "shares", /the whole/],
  [{ ...plan, guarantee: 0.5 }, "guarantee", /whole/],
  [{ ...plan, seasonBasisPoints: 10_001 }, "seasonBasisPoints", /at most/],
  [{ ...plan, seasonBasisPoints: -1 }, "seasonBasisPoints", /whole/],
  [{ ...plan, toPlayForCents: 1_001 }, "toPlayForCents", /no more than the pool/],
  [at(1, cash(1_001)), "fixed", /no more than the pool/],
  [at(1, cash(0.5)), "fixed[0].prize.amountCents", /whole/],
  [at(1, ticket(" ", 1)), "fixed[0].prize.name", /name/],
  [at(1, goods("cap", -1)), "fixed[0].prize.valueCents", /whole/],
  [at(0, goods("cap")), "fixed[0].place", /1 or more/],
  [at(2 ** 40, goods("cap")), "fixed[0].place", /at most/],
  [at(3, cash(1)), "fixed[0].place", /paid places/],
  [{ ...at(2, cash(1_000)), shares: [] }, "fixed[0].place", /paid places/],
  [{ ...plan, fixed: fixedAt([1, cash(1)], [1, cash(2)]) }, "fixed", /one amount of cash/],
] as const)
  test(`planPrizes refuses at ${field}: ${words.source}`, () => {
    refuses(() => planPrizes(input), field, words)
  })

test("what else cannot be is refused", () => {
  refuses(() => overlayCents({ pool: 0.5, guarantee: 1 }), "pool", /whole/)
  refuses(() => guaranteedPool({ pool: 1, guarantee: -1 }), "guarantee", /whole/)
  refuses(() => placesPaid({ entries: 0, basisPoints: 1_000 }), "entries", /1 or more/)
  for (const basisPoints of [999, 1_501, 1_000.5, Number.NaN])
    refuses(() => placesPaid({ entries: 10, basisPoints }), "basisPoints", /1,000 to 1,500/)
  refuses(() => splitTies({ prizes: [0.5], ties: [] }), "prizes[0]", /whole/)
  const most = Number.MAX_SAFE_INTEGER
  refuses(() => splitTies({ prizes: [most, most], ties: [] }), "prizes", /exact/)
  const split = (...ties: string[]) => splitTies({ prizes: [1], ties: tiesOf(...ties) })
  refuses(() => split("0 A"), "ties[0].place", /1 or more/)
  refuses(() => split("1"), "ties[0].entryIds", /somebody/)
  refuses(() => split("1 A A"), "ties", /every entry has one place/)
  refuses(() => split("1 A B", "2 C"), "ties", /every place is used once/)
  const twice = [...table, { place: 1, prizes: [] }]
  refuses(() => awardPrizes({ table: twice, ties: [] }), "table", /every place is there once/)
  const half = [{ place: 1, prizes: [cash(0.5)] }]
  refuses(() => awardPrizes({ table: half, ties: [] }), "table[0].prizes[0].amountCents", /whole/)
})

test.run()
