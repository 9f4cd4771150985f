import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import {
  type Bag,
  flightPlaces,
  mayEnterFlight,
  mergeFlights,
  qualifiersPerFlight,
} from "../../domain/flights.ts"
import { InvalidInput } from "../../domain/invalid.ts"

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)
const bag = (playerId: string, flight: string, stack: number): Bag => ({
  playerId,
  entryId: `${playerId}-${flight}`,
  flight,
  stack,
})
const refuses = (reckon: () => unknown, field: string, words: RegExp) =>
  assert.throws(
    reckon,
    (error: unknown) =>
      error instanceof InvalidInput && error.field === field && words.test(error.message),
  )

const mode = "bestStackForward" as const
const modes = [mode, "firstStackForward"] as const

for (const each of modes)
  test(`${each}: qualified in 1C with 1,000 and bust in 1D: 1,000 counts`, () => {
    const bags = [bag("P", "1C", 1_000), bag("Q", "1D", 7_000)]
    assert.equal(mergeFlights({ bags, mode: each }), {
      dayTwo: [bag("Q", "1D", 7_000), bag("P", "1C", 1_000)],
      forfeited: [],
      chipsInPlay: 8_000,
      chipsOut: 0,
    })
  })

test("bestStackForward: qualified in 1D with 5,000, too: 5,000 counts, 1,000 leaves", () => {
  const bags = [bag("P", "1C", 1_000), bag("P", "1D", 5_000)]
  const { dayTwo, forfeited, chipsInPlay, chipsOut } = mergeFlights({ bags, mode })
  assert.equal(dayTwo, [bag("P", "1D", 5_000)])
  assert.is(chipsInPlay, 5_000)
  assert.is(chipsOut, 1_000)
  assert.is(forfeited.length, 1)
  assert.equal(forfeited[0]?.bag, bag("P", "1C", 1_000))
  assert.is(forfeited[0]?.rule, "domain.md 4.6")
  assert.match(forfeited[0]?.reason ?? "", /flight 1D is larger, and stacks do not combine/)
})

test("equal stacks: the earlier flight counts, by name or in the order that is given", () => {
  const bags = [bag("P", "Late", 5_000), bag("P", "Early", 5_000), bag("P", "Noon", 4_000)]
  assert.equal(mergeFlights({ bags, mode }).dayTwo, [bag("P", "Early", 5_000)])
  const flights = ["Noon", "Late", "Early"]
  const { dayTwo, forfeited } = mergeFlights({ bags, mode, flights })
  assert.equal(dayTwo, [bag("P", "Late", 5_000)])
  assert.equal(
    forfeited.map((each) => each.bag.flight),
    ["Noon", "Early"],
  )
  assert.match(forfeited[0]?.reason ?? "", /flight Late is larger/)
  assert.match(forfeited[1]?.reason ?? "", /flight Late is as large and was bagged earlier/)
})

test("firstStackForward: a second bag of a player is refused by name", () => {
  const bags = [bag("P", "1C", 1_000), bag("Q", "1C", 1_000), bag("P", "1D", 5_000)]
  refuses(
    () => mergeFlights({ bags, mode: "firstStackForward" }),
    "bags[2].playerId",
    /P has qualified before/,
  )
})

test("no bags, no second day", () => {
  assert.equal(mergeFlights({ bags: [], mode }), {
    dayTwo: [],
    forfeited: [],
    chipsInPlay: 0,
    chipsOut: 0,
  })
})

const anyBags = fc.uniqueArray(
  fc.record({
    playerId: fc.constantFrom("p1", "p2", "p3", "p4", "p5"),
    flight: fc.constantFrom("1A", "1B", "1C", "1D"),
    stack: fc.integer({ min: 1, max: 6 }),
  }),
  { selector: ({ playerId, flight }) => `${playerId} ${flight}`, maxLength: 20 },
)

test("any bags: one for each player counts, none is larger, told in any order", () => {
  fc.assert(
    fc.property(anyBags, fc.infiniteStream(fc.nat()), (plain, chance) => {
      const bags = plain.map(({ playerId, flight, stack }) => bag(playerId, flight, stack))
      const merged = mergeFlights({ bags, mode })
      const { dayTwo, forfeited, chipsInPlay, chipsOut } = merged
      const players = new Set(bags.map(({ playerId }) => playerId))
      assert.is(dayTwo.length, players.size)
      assert.is(new Set(dayTwo.map(({ playerId }) => playerId)).size, players.size)
      assert.is(dayTwo.length + forfeited.length, bags.length)
      assert.is(chipsInPlay, sum(dayTwo.map(({ stack }) => stack)))
      assert.is(chipsInPlay + chipsOut, sum(bags.map(({ stack }) => stack)))
      for (const counted of dayTwo)
        for (const other of bags)
          if (other.playerId === counted.playerId && other.flight !== counted.flight)
            assert.ok(
              other.stack < counted.stack ||
                (other.stack === counted.stack && counted.flight < other.flight),
            )
      const keys = new Map(bags.map((each) => [each, chance.next().value]))
      const shuffled = bags.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0))
      assert.equal(mergeFlights({ bags: shuffled, mode }), merged)
      assert.equal(mergeFlights({ bags: dayTwo, mode }).dayTwo, dayTwo, "merged once and for all")
      const first = { bags: dayTwo, mode: "firstStackForward" } as const
      assert.equal(mergeFlights(first).dayTwo, dayTwo)
    }),
    { seed: 1, numRuns: 500 },
  )
})

test("a bag that is taken back is as if it had never been", () => {
  fc.assert(
    fc.property(anyBags, fc.nat(), (plain, at) => {
      const bags = plain.map(({ playerId, flight, stack }) => bag(playerId, flight, stack))
      const added = [...bags, bag("p9", "1A", 9)]
      const { chipsInPlay } = mergeFlights({ bags: added, mode })
      assert.is(chipsInPlay - mergeFlights({ bags, mode }).chipsInPlay, 9)
      const { forfeited, dayTwo } = mergeFlights({ bags, mode })
      const gone = forfeited[at % Math.max(1, forfeited.length)]?.bag
      const without = bags.filter((each) => each !== gone)
      assert.equal(mergeFlights({ bags: without, mode }).dayTwo, dayTwo)
    }),
    { seed: 2, numRuns: 300 },
  )
})

const p = bag("P", "1A", 5)
for (const [name, bags, field, words] of [
  ["no chips", [bag("P", "1A", 0)], "bags[0].stack", /1 or more/],
  ["half a chip", [bag("P", "1A", 0.5)], "bags[0].stack", /whole/],
  ["no player", [bag("", "1A", 5)], "bags[0].playerId", /player's/],
  ["no entry", [{ ...p, entryId: "" }], "bags[0].entryId", /entry's/],
  ["no flight", [bag("P", "", 5)], "bags[0].flight", /of a flight/],
  ["two bags in one flight", [p, { ...p, entryId: "e" }], "bags[1]", /P has one bag of flight 1A/],
  ["one entry twice", [p, { ...p, flight: "1B" }], "bags", /every entry has one bag/],
  [
    "more chips than a number holds",
    [bag("P", "1A", Number.MAX_SAFE_INTEGER), bag("Q", "1A", 1)],
    "bags",
    /exact/,
  ],
] as const)
  test(`mergeFlights refuses ${name}`, () => {
    refuses(() => mergeFlights({ bags, mode }), field, words)
    refuses(() => mayEnterFlight({ playerId: "P", flight: "1B", bags, mode }), field, words)
  })

test("flights that are not named, or named twice, are refused", () => {
  refuses(() => mergeFlights({ bags: [p], mode, flights: ["1B"] }), "bags[0].flight", /1A is one/)
  refuses(() => mergeFlights({ bags: [], mode, flights: ["1B", "1B"] }), "flights", /once/)
})

for (const [each, playerId, flight, words] of [
  ["firstStackForward", "P", "1D", /qualified in flight 1B, and the first stack counts/],
  ["firstStackForward", "Q", "1D", null],
  ["bestStackForward", "P", "1D", null],
  ["bestStackForward", "P", "1C", /has a bag of flight 1C already/],
  ["bestStackForward", "Q", "1C", null],
] as const)
  test(`${each}: ${playerId} ${words ? "may not" : "may"} enter ${flight}`, () => {
    const own = [bag("P", "1C", 5_000), bag("P", "1B", 1_000)]
    const may = mayEnterFlight({ playerId, flight, bags: own, mode: each })
    assert.is(may.allowed, words === null)
    if (may.allowed) return
    assert.is(may.rule, "domain.md 4.6")
    assert.match(may.reason, words ?? /never/)
  })

test("who is nobody, or a flight without a name, is refused", () => {
  refuses(() => mayEnterFlight({ playerId: "", flight: "1A", bags: [], mode }), "playerId", /id/)
  refuses(() => mayEnterFlight({ playerId: "P", flight: "", bags: [], mode }), "flight", /name/)
})

test("what may be entered and bagged can be merged", () => {
  fc.assert(
    fc.property(anyBags, fc.constantFrom(...modes), (plain, each) => {
      const bags: Bag[] = []
      for (const { playerId, flight, stack } of plain)
        if (mayEnterFlight({ playerId, flight, bags, mode: each }).allowed)
          bags.push(bag(playerId, flight, stack))
      assert.is(
        mergeFlights({ bags, mode: each }).forfeited.length > 0,
        bags.length > players(bags),
      )
      assert.ok(each === mode ? bags.length === plain.length : bags.length === players(plain))
    }),
    { seed: 3, numRuns: 300 },
  )
})

const players = (bags: readonly { playerId: string }[]) =>
  new Set(bags.map(({ playerId }) => playerId)).size

for (const [entries, basisPoints, qualifiers] of [
  [1, 1, 1],
  [100, 1_500, 15],
  [101, 1_500, 16],
  // As a float 100 * 0.14 is 14.000000000000002, and one player too many would go on.
  [100, 1_400, 14],
  [7, 10_000, 7],
] as const)
  test(`${basisPoints} basis points of ${entries} entries: ${qualifiers} go on`, () => {
    assert.is(qualifiersPerFlight({ entries, basisPoints }), qualifiers)
  })

const flights = [
  { flight: "1B", entries: 101 },
  { flight: "1A", entries: 51 },
]

test("places paid in each flight by itself, or in all together", () => {
  assert.equal(flightPlaces({ flights, basisPoints: 1_000, money: "perFlight" }), {
    flights: [
      { flight: "1A", entries: 51, paid: 6 },
      { flight: "1B", entries: 101, paid: 11 },
    ],
    placesPaid: 17,
  })
  assert.equal(flightPlaces({ flights, basisPoints: 1_000, money: "together" }), {
    flights: [
      { flight: "1A", entries: 51, paid: null },
      { flight: "1B", entries: 101, paid: null },
    ],
    placesPaid: 16,
  })
})

test("any flights: by themselves they pay as many as together, or up to one more for each", () => {
  const anyFlights = fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(anyFlights, fc.integer({ min: 1, max: 10_000 }), (sizes, basisPoints) => {
      const some = sizes.map((entries, index) => ({ flight: `1${index}`, entries }))
      const perFlight = flightPlaces({ flights: some, basisPoints, money: "perFlight" })
      const together = flightPlaces({ flights: some, basisPoints, money: "together" })
      assert.is(sum(perFlight.flights.map(({ paid }) => paid ?? 0)), perFlight.placesPaid)
      assert.ok(perFlight.placesPaid >= together.placesPaid)
      assert.ok(perFlight.placesPaid < together.placesPaid + sizes.length)
      const turned = { flights: some.toReversed(), basisPoints, money: "perFlight" } as const
      assert.equal(flightPlaces(turned), perFlight)
    }),
    { seed: 4, numRuns: 500 },
  )
})

for (const [input, field, words] of [
  [{ basisPoints: 0 }, "basisPoints", /1 or more/],
  [{ basisPoints: 10_001 }, "basisPoints", /at most/],
  [{ basisPoints: Number.NaN }, "basisPoints", /whole/],
  [{ flights: [] }, "flights", /at least one/],
  [{ flights: [{ flight: "", entries: 1 }] }, "flights[0].flight", /name/],
  [{ flights: [{ flight: "1A", entries: 0 }] }, "flights[0].entries", /1 or more/],
  [{ flights: [...flights, ...flights] }, "flights", /once/],
  [
    { flights: [...flights, { flight: "1C", entries: Number.MAX_SAFE_INTEGER }] },
    "flights",
    /exact/,
  ],
] as const)
  test(`flightPlaces refuses at ${field}: ${words.source}`, () => {
    for (const money of ["perFlight", "together"] as const)
      refuses(() => flightPlaces({ flights, basisPoints: 1_000, money, ...input }), field, words)
  })

test("a flight of nobody qualifies nobody: refused", () => {
  refuses(() => qualifiersPerFlight({ entries: 0, basisPoints: 1_000 }), "entries", /1 or more/)
  refuses(() => qualifiersPerFlight({ entries: 5, basisPoints: 0.5 }), "basisPoints", /whole/)
})

test.run()
