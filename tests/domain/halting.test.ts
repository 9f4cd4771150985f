import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { type HaltTable, tablesToHalt } from "../../domain/halting.ts"

const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const table = (
  occupied: readonly number[],
  last: readonly [number, number, number],
  more: Partial<HaltTable> = {},
): HaltTable => ({
  id: "A",
  seats: 9,
  occupied,
  last: { button: last[0], smallBlind: last[1], bigBlind: last[2] },
  lostPlayers: true,
  ...more,
})
const fullest = (size: number, seats = 9) =>
  table(range(size), [1, 2, 3], { id: "B", seats, lostPlayers: false })

for (const [id, short, other, decision, words] of [
  ["HALT-1", table([1, 2, 4, 6, 8], [1, 2, 4]), fullest(8), "halt", /empty seat 5/],
  [
    "HALT-2",
    table([1, 2, 4, 5, 8], [1, 2, 4]),
    fullest(8),
    "play",
    /seat 5 has the next big blind/,
  ],
  ["HALT-2, a hand later", table([1, 2, 4, 5, 8], [2, 4, 5]), fullest(8), "halt", /empty seat 6/],
  ["HALT-3", table([1, 2, 3, 4, 6, 8], [1, 2, 4]), fullest(8), "play", /2 fewer/],
  [
    "HALT-4",
    table([1, 2, 4, 6, 8], [1, 2, 4], { lostPlayers: false }),
    fullest(9),
    "play",
    /lost nobody/,
  ],
  [
    "HALT-5",
    table([1, 2, 4, 6, 8], [1, 2, 4], { waiver: "last hand before the break" }),
    fullest(8),
    "play",
    /lets it play on: last hand before the break/,
  ],
  [
    "HALT-6",
    table([1, 4], [4, 4, 1], { seats: 6 }),
    fullest(5, 6),
    "advise",
    /the director decides/,
  ],
  ["HALT-7", table([1, 2, 4, 6, 8, 9], [1, 2, 4]), fullest(8), "play", /2 fewer/],
  ["HALT-8", table([1, 2, 4, 6, 8], [1, 2, 4]), fullest(7), "play", /2 fewer/],
  [
    "the last seat is followed by the first",
    table([2, 4, 6, 8, 9], [6, 8, 9]),
    fullest(8),
    "halt",
    /empty seat 1/,
  ],
] as const)
  test(`${id}: ${short.occupied.length} players against ${other.occupied.length}: ${decision}`, () => {
    const [halting, second] = tablesToHalt({ tables: [short, other] })
    assert.is(halting?.decision, decision)
    assert.match(halting?.reason ?? "", words)
    assert.is(halting?.rule, "TDA-2024 R11-D")
    assert.is(second?.decision, "play")
  })

test("HALT-6: in a turbo it is the director's call at any table", () => {
  const tables = [table([1, 2, 4, 6, 8], [1, 2, 4]), fullest(8)]
  assert.is(tablesToHalt({ tables, isTurbo: true })[0]?.decision, "advise")
})

test("the fullest table never halts, and no table that is two short or less", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
      (sizes) => {
        const tables = sizes.map((size, index) =>
          table(range(size), [7, 8, 9], { id: `t${index}` }),
        )
        const most = Math.max(...sizes)
        for (const [index, { decision }] of tablesToHalt({ tables }).entries())
          if (most - sizes[index]! < 3) assert.is(decision, "play")
      },
    ),
  )
})

test("refused, by name: a button outside the table, nobody there, a waiver without a reason", () => {
  const refused = (one: HaltTable) => () => tablesToHalt({ tables: [one] })
  assert.throws(refused(table([1], [10, 1, 2])), /tables\[0\]\.last\.button/)
  assert.throws(refused(table([], [1, 2, 3])), /tables\[0\]\.occupied/)
  assert.throws(refused(table([1], [1, 2, 3], { waiver: "" })), /tables\[0\]\.waiver/)
  assert.throws(() => tablesToHalt({ tables: [fullest(8), fullest(8)] }), /listed once/)
})

test.run()
