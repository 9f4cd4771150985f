import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { finalTableSize, planFinalTable, redrawDue } from "../../domain/final-table.ts"
import type { MoveTable } from "../../domain/moves.ts"

const tables = (seats: number, ...sizes: number[]): MoveTable[] =>
  sizes.map((size, index) => ({
    id: `t${index + 1}`,
    seats,
    occupied: Array.from({ length: size }, (_, seat) => seat + 1),
    last: { button: 1, smallBlind: 2, bigBlind: 3 },
  }))

for (const [id, seats, sizes, players] of [
  ["FT-1", 9, [5, 4], 9],
  ["FT-1: still ten", 9, [5, 5], null],
  ["FT-2", 8, [5, 4], 9],
  ["FT-2: still ten", 8, [5, 5], null],
  ["FT-3", 6, [4, 3], 7],
  ["FT-4", 6, [4, 4], null],
  ["one table has them all already", 9, [9], null],
  ["ten-handed", 10, [5, 5], 10],
] as const)
  test(`${id}: ${sizes.join(" + ")} at tables of ${seats} ${players ? `combine to ${players}` : "do not combine"}`, () => {
    const size = finalTableSize(seats)
    const final = planFinalTable({ tables: tables(seats, ...sizes), size, seed: id })
    if (players === null) return assert.is(final, null)
    assert.is(final?.table, "t1")
    assert.ok((final?.seats ?? 0) >= players)
    assert.is(final?.moves.length, players)
    assert.is(new Set(final?.moves.map(({ to }) => to.seat)).size, players)
    assert.ok(
      final?.moves.some(({ to }) => to.seat === final.button),
      "a player has the button",
    )
    assert.ok(final?.moves.every(({ to, rule }) => to.table === "t1" && rule === "TDA-2024 RP-9"))
  })

test("FT-5: every seat is as likely for everybody, whatever the old one, and so is the button", () => {
  const seats = new Map<string, number>()
  const buttons = new Map<number, number>()
  for (let draw = 0; draw < 4_500; draw++) {
    const final = planFinalTable({ tables: tables(9, 5, 4), size: 9, seed: `s${draw}` })
    assert.ok(final)
    for (const { from, to } of final?.moves ?? []) {
      const key = `${from.table}/${from.seat}>${to.seat}`
      seats.set(key, (seats.get(key) ?? 0) + 1)
    }
    buttons.set(final?.button ?? 0, (buttons.get(final?.button ?? 0) ?? 0) + 1)
  }
  assert.is(seats.size, 81)
  assert.is(buttons.size, 9)
  const sigma = Math.sqrt(500 * (8 / 9))
  for (const count of [...seats.values(), ...buttons.values()])
    assert.ok(Math.abs(count - 500) < 4.5 * sigma, String(count))
})

test("FT-5: the same seed gives the same final table, however tables and seats are listed", () => {
  fc.assert(
    fc.property(fc.nat({ max: 5 }), fc.integer({ min: 1, max: 4 }), fc.string(), (a, b, seed) => {
      const listed = tables(9, a + 1, b)
      const turned = listed
        .toReversed()
        .map((table) => ({ ...table, occupied: table.occupied.toReversed() }))
      const input = { size: 9, seed }
      assert.equal(
        planFinalTable({ ...input, tables: turned }),
        planFinalTable({ ...input, tables: listed }),
      )
    }),
    { numRuns: 200 },
  )
})

test("an unavailable seat is none of the final table's", () => {
  const [one, two] = tables(9, 4, 4)
  for (let draw = 0; draw < 50; draw++) {
    const final = planFinalTable({
      tables: [{ ...one!, unavailable: [5] }, two!],
      size: 9,
      seed: `s${draw}`,
    })
    assert.not(final?.moves.some(({ to }) => to.seat === 5))
  }
})

for (const [id, before, after, due] of [
  ["FT-6: three bust in one hand", 26, 23, 24],
  ["FT-6: and then no more", 23, 22, null],
  ["the count itself", 25, 24, 24],
  ["two counts in one hand redraw once, for the lower", 25, 16, 16],
  ["nobody bust", 24, 24, null],
] as const)
  test(`${id}: ${before} to ${after} players: ${due ?? "no redraw"}`, () => {
    assert.is(redrawDue({ counts: [24, 16, 9], before, after }), due)
  })

test("refused, by name: players who become more, counts that are none", () => {
  assert.throws(() => redrawDue({ counts: [9], before: 8, after: 9 }), /before/)
  assert.throws(() => redrawDue({ counts: [9.5], before: 9, after: 8 }), /counts\[0\]/)
  assert.throws(() => finalTableSize(1), /seatsPerTable/)
  assert.throws(() => planFinalTable({ tables: tables(9, 1, 1), size: 1, seed: "" }), /size/)
})

test.run()
