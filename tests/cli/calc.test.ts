import { spawnSync } from "node:child_process"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { calc } from "../../cli/calc.ts"
import { InputError } from "../../cli/input-error.ts"

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
    { player: "p3", table: "a", seat: 9 },
    { player: "p4", table: "b", seat: 7 },
    { player: "p1", table: "a", seat: 3 },
    { player: "p2", table: "b", seat: 6 },
  ]
  assert.equal(calc.draw({ players, tables, seed: "friday" }), { seats })
  assert.equal(
    calc.draw({ players: players.toReversed(), tables: tables.toReversed(), seed: "friday" }),
    { seats },
  )
})

test("SEAT-9: calc draw gives no unavailable seat; what is no seat of the table takes none away", () => {
  const tables = [{ id: "t", seats: 3, unavailable: [2, 2, 12] }]
  const { seats } = v.parse(Drawn, calc.draw({ ...DRAW, tables }))
  assert.equal(new Set(seats.map(({ seat }) => seat)), new Set([1, 3]))
})

for (const [name, input, sentence] of [
  ["payouts", null, "Invalid type: Expected Object but received null."],
  ["payouts", { ...PAYOUTS, pool: 12.5 }, "At pool: expected whole cents, got 12.5."],
  ["payouts", { ...PAYOUTS, pool: "1" }, 'At pool: expected whole cents, got "1".'],
  [
    "payouts",
    { ...PAYOUTS, pool: 2 ** 53 },
    "At pool: expected whole cents, got 9007199254740992.",
  ],
  ["payouts", { ...PAYOUTS, pool: -1 }, "At pool: expected 0 cents or more, got -1."],
  ["payouts", { ...PAYOUTS, unit: 0 }, "At unit: expected more than 0 cents."],
  ["payouts", { ...PAYOUTS, shares: [5_000] }, "The shares must sum to 10,000 basis points."],
  ["payouts", { ...PAYOUTS, shares: [] }, "The shares must sum to 10,000 basis points."],
  ["payouts", { ...PAYOUTS, shares: [10_001, -1] }, "At shares[1]: expected basis points, got -1."],
  [
    "payouts",
    { ...PAYOUTS, shares: [9_999.5, 0.5] },
    "At shares[0]: expected basis points, got 9999.5.",
  ],
  [
    "payouts",
    { ...PAYOUTS, mode: "up" },
    'At mode: Invalid type: Expected ("largestRemainder" | "remainderToFirst") but received "up".',
  ],
  [
    "payouts",
    { ...PAYOUTS, fixed: [{ place: 1, amount: 628_651 }] },
    "The fixed prizes take more than the pool.",
  ],
  [
    "payouts",
    { ...PAYOUTS, fixed: [{ place: 5, amount: 1 }] },
    "A fixed place lies beyond the last paid one.",
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
    "A place is fixed twice.",
  ],
  [
    "payouts",
    { ...PAYOUTS, fixed: [{ place: 0, amount: 1 }] },
    "At fixed[0].place: places count from 1, got 0.",
  ],
  ["payouts", { ...PAYOUTS, rake: 5 }, 'At rake: Invalid key: Expected never but received "rake".'],
  ["draw", { ...DRAW, players: ["a", "a"] }, "A player is listed twice."],
  ["draw", { ...DRAW, players: [1] }, "At players[0]: expected a player's id, got 1."],
  ["draw", { ...DRAW, tables: [TABLE, TABLE] }, "A table is listed twice."],
  [
    "draw",
    { ...DRAW, tables: [{ id: "t", seats: 13 }] },
    "At tables[0].seats: expected seats from 1 to 12, got 13.",
  ],
  [
    "draw",
    { ...DRAW, tables: [{ ...TABLE, unavailable: [0] }] },
    "At tables[0].unavailable[0]: expected seats from 1 to 12, got 0.",
  ],
  [
    "draw",
    { ...DRAW, tables: [{ id: "t", seats: 2, unavailable: [1] }] },
    "There are fewer seats than players.",
  ],
  ["draw", { ...DRAW, seed: 1 }, "At seed: expected a seed, got 1."],
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
  [["calc", "draw"], JSON.stringify({ ...DRAW, seed: 1 }), /^At seed: expected a seed, got 1\.$/],
  [["fold"], "", /unknown command/],
] as const)
  test(`what is wrong is one line on standard error, and status 2: felt ${words.join(" ")}`, () => {
    const { status, stdout, stderr } = felt(words, input)
    assert.equal([status, stdout], [2, ""])
    assert.match(stderr.trim(), line)
    assert.is(stderr.trim().split("\n").length, 1)
  })

test.run()
