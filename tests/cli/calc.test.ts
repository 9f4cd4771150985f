import { spawnSync } from "node:child_process"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { calc } from "../../cli/calc.ts"
import { InputError } from "../../cli/input-error.ts"
import { Level } from "../../schemas/structure.ts"

const PAYOUTS = { pool: 628_650, shares: [5_000, 3_000, 2_000], unit: 100 }
const TABLE = { id: "t", seats: 9 }
const Drawn = v.object({ seats: v.array(v.object({ seat: v.number() })) })
const DRAW = { players: ["a", "b"], tables: [TABLE], seed: "friday" }

for (const [id, input, amounts] of [
  ["a pool is shared out to the last cent", PAYOUTS, [314_350, 188_600, 125_700]],
  [
    "PAY-2",
    { ...PAYOUTS, pool: 99_700, unit: 1_000, mode: "largestRemainder" },
    [49_700, 30_000, 20_000],
  ],
  [
    "PAY-2, the rest to first",
    { ...PAYOUTS, pool: 99_700, unit: 1_000, mode: "remainderToFirst" },
    [51_700, 29_000, 19_000],
  ],
  [
    "PAY-8",
    { pool: 140_000, shares: [6_000, 4_000], unit: 100, fixed: [{ place: 3, amount: 40_000 }] },
    [60_000, 40_000, 40_000],
  ],
  ["an empty pool", { ...PAYOUTS, pool: 0 }, [0, 0, 0]],
] as const)
  test(`calc payouts, ${id}: ${amounts.join(", ")}`, () => {
    assert.equal(calc.payouts(input), { amounts })
  })

test("SEAT-6: calc draw gives the same seats for ever, in whatever order the input is listed", () => {
  const tables = [
    { id: "b", seats: 9, unavailable: [3] },
    { id: "a", seats: 9 },
  ]
  const players = ["p3", "p1", "p2", "p4"]
  const seats = [
    { player: "p4", table: "a", seat: 8 },
    { player: "p3", table: "b", seat: 5 },
    { player: "p1", table: "a", seat: 9 },
    { player: "p2", table: "b", seat: 7 },
  ]
  assert.equal(calc.draw({ players, tables, seed: "friday" }), { seats })
  assert.equal(
    calc.draw({ players: players.toReversed(), tables: tables.toReversed(), seed: "friday" }),
    { seats },
  )
})

test("SEAT-9: calc draw gives no unavailable seat", () => {
  const tables = [{ id: "t", seats: 3, unavailable: [2, 2] }]
  const { seats } = v.parse(Drawn, calc.draw({ ...DRAW, tables }))
  assert.equal(new Set(seats.map(({ seat }) => seat)), new Set([1, 3]))
})

test("ids and seeds may be whole numbers, too, and come back as they were given", () => {
  const input = { players: [7, 8], tables: [{ id: 1, seats: 9 }], seed: 42 }
  const drawn = calc.draw(input)
  assert.equal(drawn, calc.draw({ ...input, seed: "42" }))
  const { seats } = v.parse(
    v.object({ seats: v.array(v.object({ player: v.number(), table: v.number() })) }),
    drawn,
  )
  assert.equal(new Set(seats.map(({ player }) => player)), new Set([7, 8]))
})

test("ICM-1: calc icm gives equities, and amounts that sum to the prizes that are paid", () => {
  const { equities, amounts } = v.parse(
    v.object({ equities: v.array(v.number()), amounts: v.array(v.number()) }),
    calc.icm({ stacks: [50, 30, 20], prizes: [7_000, 3_000] }),
  )
  assert.equal(amounts, [4_518, 3_225, 2_257])
  for (const [index, exact] of [126_500 / 28, 3_225, 15_800 / 7].entries())
    assert.ok(Math.abs(equities[index]! - exact) < 1e-9)
  assert.equal(calc.icm({ stacks: [1, 1], prizes: [10, 5, 3] }), {
    equities: [7.5, 7.5],
    amounts: [8, 7],
  })
})

test("ICM-9: calc chop warns in words where somebody would get more than first prize", () => {
  assert.equal(calc.chop({ stacks: [9_800, 100, 100], prizes: [10_000, 6_000, 4_000] }), {
    amounts: [11_840, 4_080, 4_080],
    warnings: [
      "Player 1 would get 11840, more than the first prize of 10000: no place pays so much.",
    ],
  })
  assert.equal(calc.chop({ stacks: [3, 2], prizes: [600, 400] }), {
    amounts: [520, 480],
    warnings: [],
  })
})

const LAST = { button: 1, smallBlind: 2, bigBlind: 3 }
test("DB-3: calc button prints the next hands, null for a dead small blind", () => {
  const occupied = [1, 2, 4, 5, 6, 7, 8, 9]
  assert.equal(calc.button({ seats: 9, occupied, last: LAST, hands: 3 }), {
    hands: [
      { button: 2, smallBlind: null, bigBlind: 4 },
      { button: 3, smallBlind: 4, bigBlind: 5 },
      { button: 4, smallBlind: 5, bigBlind: 6 },
    ],
  })
})

test("DB-3: a hand that was printed is read again, also one with a dead small blind", () => {
  const occupied = [1, 2, 4, 5, 6, 7, 8, 9]
  const last = { button: 2, smallBlind: null, bigBlind: 4 }
  assert.equal(calc.button({ seats: 9, occupied, last }), {
    hands: [{ button: 3, smallBlind: 4, bigBlind: 5 }],
  })
  const single = { button: 2, smallBlind: null, bigBlind: 3 }
  assert.equal(calc.button({ seats: 9, occupied: [...occupied, 3], last: single }), {
    hands: [{ button: 2, smallBlind: 3, bigBlind: 4 }],
  })
})

test("BAL-3: calc balance says who moves where, by which rule, and why", () => {
  const tables = [
    {
      id: "A",
      seats: 9,
      occupied: [1, 2, 3, 4, 5, 6, 7, 8, 9],
      last: { button: 3, smallBlind: 4, bigBlind: 5 },
    },
    { id: "B", seats: 9, occupied: [1, 2, 4, 5, 6, 7, 8], last: LAST },
  ]
  assert.equal(calc.balance({ tables }), {
    breaks: [],
    moves: [
      {
        from: { table: "A", seat: 6 },
        to: { table: "B", seat: 3 },
        rule: "TDA-2024 R11-A",
        reason:
          "Table A is the longest and B the shortest. Seat 6 has the next big blind and moves; seat 3 posts the big blind once more, without a small blind.",
      },
    ],
  })
  assert.equal(calc.balance({ tables, maxDifference: 2 }), { breaks: [], moves: [] })
})

test("BRK-2: calc balance breaks the table that the break order names", () => {
  const tables = [1, 2, 3].map((id) => ({ id, seats: 9, occupied: [1, 2, 3, 4, 5, 6] }))
  const { breaks, moves } = v.parse(
    v.object({ breaks: v.array(v.number()), moves: v.array(v.object({})) }),
    calc.balance({ tables, breakOrder: [2], seed: "x" }),
  )
  assert.equal([breaks, moves.length], [[2], 6])
})

test("BAL-22: where no seat is allowed, calc balance leaves it to a person", () => {
  const seats = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  const answer = calc.balance({
    tables: [
      { id: "A", seats: 10, occupied: seats, last: LAST },
      { id: "B", seats: 9, occupied: [1, 2, 4, 5, 6, 7, 8, 9], last: LAST },
    ],
    allowSingleBigBlind: false,
  })
  const { undecided } = v.parse(
    v.object({ undecided: v.array(v.object({ to: v.string() })) }),
    answer,
  )
  assert.equal(undecided, [{ to: "B" }])
})

test("RACE-1: calc race says what is exchanged, won, and how many chips there are more or less", () => {
  const chips = [3, 7, 0, 4, 2, 1].map((count, index) => ({ seat: index + 1, count }))
  const race = v.parse(
    v.object({
      exchanged: v.array(v.object({ seat: v.number(), count: v.number() })),
      awarded: v.array(v.object({ seat: v.number(), count: v.literal(1), reason: v.string() })),
      delta: v.number(),
    }),
    calc.race({ from: 25, to: 100, chips, seed: "friday" }),
  )
  assert.equal(
    race.exchanged.map(({ count }) => count),
    [0, 1, 0, 1, 0, 0],
  )
  assert.equal([race.awarded.length, race.delta], [2, -25])
  const last = [{ seat: 1, count: 1, otherChips: false }]
  assert.equal(calc.race({ from: 25, to: 100, chips: last, seed: 1 }), {
    exchanged: [{ seat: 1, count: 0 }],
    awarded: [{ seat: 1, count: 1, reason: "Seat 1 would be raced out and keeps one chip." }],
    delta: 75,
  })
})

test("calc structure makes levels as a structure has them", () => {
  const wish = { startingStack: 10_000, players: 30, minutes: 60, levelMinutes: 15 }
  const { levels } = v.parse(
    v.object({ levels: v.array(Level) }),
    calc.structure({ ...wish, chips: [25, 100, 500, 1_000], ante: true }),
  )
  assert.ok(levels.length >= 5)
  assert.equal(levels[0], {
    kind: "round",
    durationMs: 900_000,
    smallBlind: 75,
    bigBlind: 150,
    ante: 0,
  })
})

for (const [name, input, sentence] of [
  ["payouts", null, "Invalid type: Expected Object but received null."],
  ["payouts", { ...PAYOUTS, pool: 12.5 }, "At pool: expected a whole number, got 12.5."],
  ["payouts", { ...PAYOUTS, pool: "1" }, 'At pool: expected a whole number, got "1".'],
  [
    "payouts",
    { ...PAYOUTS, pool: 2 ** 53 },
    "At pool: expected a whole number, got 9007199254740992.",
  ],
  ["payouts", { ...PAYOUTS, pool: -1 }, "At pool: the pool is whole, 0 or more, got -1."],
  [
    "payouts",
    { ...PAYOUTS, unit: 0 },
    "At unit: the rounding unit is a whole amount above 0, got 0.",
  ],
  ["payouts", { ...PAYOUTS, shares: [5_000] }, "At shares: the shares sum to 10,000 basis points."],
  ["payouts", { ...PAYOUTS, shares: [] }, "At shares: the shares sum to 10,000 basis points."],
  [
    "payouts",
    { ...PAYOUTS, shares: [10_001, -1] },
    "At shares[1]: every share is whole basis points, 0 or more, got -1.",
  ],
  [
    "payouts",
    { ...PAYOUTS, shares: [9_999.5, 0.5] },
    "At shares[0]: expected a whole number, got 9999.5.",
  ],
  [
    "payouts",
    { ...PAYOUTS, mode: "up" },
    'At mode: Invalid type: Expected ("largestRemainder" | "remainderToFirst") but received "up".',
  ],
  [
    "payouts",
    { ...PAYOUTS, fixed: [{ place: 1, amount: 628_651 }] },
    "At fixed: the fixed prizes take no more than the pool.",
  ],
  [
    "payouts",
    { ...PAYOUTS, fixed: [{ place: 5, amount: 1 }] },
    "At fixed[0].place: place 5 is one of the paid places.",
  ],
  [
    "payouts",
    {
      ...PAYOUTS,
      fixed: [
        { place: 1, amount: 1 },
        { place: 1, amount: 2 },
      ],
    },
    "At fixed: every place is fixed at most once.",
  ],
  [
    "payouts",
    { ...PAYOUTS, fixed: [{ place: 0, amount: 1 }] },
    "At fixed[0].place: place 0 is one of the paid places.",
  ],
  ["payouts", { ...PAYOUTS, rake: 5 }, 'At rake: Invalid key: Expected never but received "rake".'],
  ["draw", { ...DRAW, players: ["a", "a"] }, "At players: a player is listed once."],
  [
    "draw",
    { ...DRAW, players: [1.5] },
    "At players[0]: expected an id: text or a whole number, got 1.5.",
  ],
  ["draw", { ...DRAW, tables: [TABLE, TABLE] }, "At tables: a table is listed once."],
  [
    "draw",
    { ...DRAW, tables: [{ id: "t", seats: 13 }] },
    "At tables[0].seats: a table has 1 to 12 seats.",
  ],
  [
    "draw",
    { ...DRAW, tables: [{ ...TABLE, unavailable: [0] }] },
    "At tables[0].unavailable: the table's seats are 1 to 9.",
  ],
  [
    "draw",
    { ...DRAW, tables: [{ id: "t", seats: 2, unavailable: [1] }] },
    "At players: there are 1 free seats for the players.",
  ],
  ["draw", { ...DRAW, seed: 1.5 }, "At seed: expected a seed: text or a whole number, got 1.5."],
  [
    "icm",
    { stacks: [50, -1], prizes: [70] },
    "At stacks[1]: a stack is whole chips, 0 or more, got -1.",
  ],
  [
    "icm",
    { stacks: [50], prizes: [30, 70] },
    "At prizes[1]: a prize is no more than that of the better place.",
  ],
  ["chop", { stacks: [0], prizes: [30] }, "At stacks: somebody has chips."],
  [
    "chop",
    { stacks: "50", prizes: [30] },
    'At stacks: Invalid type: Expected Array but received "50".',
  ],
  [
    "button",
    { seats: 9, occupied: [1, 2], last: { ...LAST, button: 10 } },
    "At last.button: the table's seats are 1 to 9.",
  ],
  ["button", { seats: 9, occupied: [1, 1], last: LAST }, "At occupied: a seat holds one player."],
  [
    "button",
    { seats: 9, occupied: [1, 2], last: LAST, hands: 0 },
    "At hands: the number of hands is whole, 1 or more, got 0.",
  ],
  [
    "balance",
    { tables: [{ ...TABLE, occupied: [10] }] },
    "At tables[0].occupied[0]: the table's seats are 1 to 9.",
  ],
  [
    "balance",
    { tables: [{ ...TABLE, occupied: [1], last: { ...LAST, bigBlind: 0 } }] },
    "At tables[0].last.bigBlind: the table's seats are 1 to 9, got 0.",
  ],
  [
    "balance",
    { tables: [], maxDifference: 0 },
    "At maxDifference: tables differ by a whole number, 1 or more, got 0.",
  ],
] as const)
  test(`calc ${name} refuses what it cannot reckon with: ${sentence}`, () => {
    try {
      calc[name](input)
    } catch (error) {
      assert.instance(error, InputError)
      return assert.is(error instanceof Error && error.message, sentence)
    }
    assert.unreachable("it was not refused")
  })

const FELT = fileURLToPath(new URL("../../cli/felt.ts", import.meta.url))
const felt = (words: readonly string[], input = "") =>
  spawnSync(process.execPath, [FELT, ...words], { input, encoding: "utf8" })

test("the command line reads JSON from standard input and writes JSON to standard output", () => {
  const { status, stdout } = felt(["calc", "payouts"], JSON.stringify(PAYOUTS))
  assert.equal([status, JSON.parse(stdout)], [0, { amounts: [314_350, 188_600, 125_700] }])
})

for (const [words, input, line] of [
  [["calc", "payouts"], "{", /^Standard input is not JSON/],
  [["calc", "draw"], JSON.stringify({ ...DRAW, seed: null }), /^At seed: expected a seed: text/],
  [["fold"], "", /unknown command/],
] as const)
  test(`what is wrong is one line on standard error, and status 2: felt ${words.join(" ")}`, () => {
    const { status, stdout, stderr } = felt(words, input)
    assert.equal([status, stdout], [2, ""])
    assert.match(stderr.trim(), line)
    assert.is(stderr.trim().split("\n").length, 1)
  })

test.run()
