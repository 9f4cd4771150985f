import { execFileSync, spawnSync } from "node:child_process"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"

const FELT = fileURLToPath(new URL("../../cli/felt.ts", import.meta.url))

const calc = (name: string, input: unknown) =>
  JSON.parse(
    execFileSync(process.execPath, [FELT, "calc", name], {
      input: JSON.stringify(input),
      encoding: "utf8",
    }),
  )

const PAYOUTS = { pool: 628_650, shares: [5_000, 3_000, 2_000], unit: 100 }

test("calc payouts shares a pool out to the last cent", () => {
  assert.equal(calc("payouts", PAYOUTS), { amounts: [314_350, 188_600, 125_700] })
})

test("PAY-2, PAY-8: calc payouts knows the other mode and fixed prizes", () => {
  assert.equal(
    calc("payouts", {
      pool: 99_700,
      shares: [5_000, 3_000, 2_000],
      unit: 1_000,
      mode: "remainderToFirst",
    }),
    { amounts: [51_700, 29_000, 19_000] },
  )
  assert.equal(
    calc("payouts", {
      pool: 140_000,
      shares: [6_000, 4_000],
      unit: 100,
      fixed: [{ place: 3, amount: 40_000 }],
    }),
    { amounts: [60_000, 40_000, 40_000] },
  )
})

test("calc draw: a seat that the table does not have takes none away", () => {
  const tables = [{ id: "t", seats: 2, unavailable: [12] }]
  assert.is(calc("draw", { players: ["a", "b"], tables, seed: "s" }).seats.length, 2)
})

test("calc draw gives the same seats for the same input, in whatever order it is listed", () => {
  const tables = [
    { id: "b", seats: 9, unavailable: [3] },
    { id: "a", seats: 9 },
  ]
  const players = ["p3", "p1", "p2", "p4"]
  const drawn = calc("draw", { players, tables, seed: "x" })
  const again = calc("draw", {
    players: players.toReversed(),
    tables: tables.toReversed(),
    seed: "x",
  })
  assert.is(drawn.seats.length, 4)
  const bySeat = (a: { player: string }, b: { player: string }) => a.player.localeCompare(b.player)
  assert.equal(drawn.seats.toSorted(bySeat), again.seats.toSorted(bySeat))
})

for (const [name, input, words] of [
  ["payouts", "{", /Standard input is not JSON/],
  ["payouts", { ...PAYOUTS, pool: 12.5 }, /^At pool: expected whole cents, got 12.5/],
  ["payouts", { ...PAYOUTS, pool: -1 }, /^At pool: expected 0 cents or more/],
  ["payouts", { ...PAYOUTS, shares: [5_000] }, /must sum to 10,000/],
  ["payouts", { ...PAYOUTS, unit: 0 }, /^At unit: expected more than 0/],
  ["payouts", { ...PAYOUTS, fixed: [{ place: 1, amount: 628_651 }] }, /more than the pool/],
  ["payouts", { ...PAYOUTS, fixed: [{ place: 9, amount: 1 }] }, /beyond the last paid/],
  ["payouts", { ...PAYOUTS, rake: 5 }, /rake/],
  [
    "draw",
    { players: ["a", "a"], tables: [{ id: "t", seats: 9 }], seed: "" },
    /player is listed twice/,
  ],
  [
    "draw",
    { players: ["a", "b"], tables: [{ id: "t", seats: 2, unavailable: [1] }], seed: "" },
    /fewer seats/,
  ],
] as const)
  test(`calc ${name} says in one line what is wrong: ${String(words)}`, () => {
    const text = typeof input === "string" ? input : JSON.stringify(input)
    const { status, stdout, stderr } = spawnSync(process.execPath, [FELT, "calc", name], {
      input: text,
      encoding: "utf8",
    })
    assert.is(status, 2)
    assert.is(stdout, "")
    assert.match(stderr, words)
    assert.is(stderr.trim().split("\n").length, 1)
  })

test("an unknown command is one line and status 2", () => {
  const { status, stderr } = spawnSync(process.execPath, [FELT, "fold"], { encoding: "utf8" })
  assert.is(status, 2)
  assert.match(stderr, /unknown command/)
})

test.run()
