import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { burnInShift, listShape, pageOf } from "../../app/features/display/display-face.ts"
import { readCode } from "../../app/features/screens/code.ts"
import { CODE_LETTERS } from "../../schemas/display.ts"
import { millis } from "../../schemas/units.ts"

test("twelve prizes stand in one column of the broadcast; a hundred in as many as have room", () => {
  assert.equal(listShape(12, { w: 7, h: 10 }, 4), { rows: 12, columns: 1, shown: 12 })
  assert.equal(listShape(60, { w: 19, h: 15 }, 4), { rows: 19, columns: 3, shown: 57 })
})

test("a list never shows more than it has or has room for, and a short one is no single line", () => {
  const sizes = fc.record({
    w: fc.integer({ min: 5, max: 32 }),
    h: fc.integer({ min: 3, max: 18 }),
  })
  fc.assert(
    fc.property(fc.nat(500), sizes, fc.integer({ min: 1, max: 4 }), (items, size, columns) => {
      const shape = listShape(items, size, columns)
      assert.ok(shape.shown <= items && shape.shown <= shape.rows * shape.columns)
      assert.ok(shape.columns <= columns && shape.rows >= 1)
      assert.ok(size.h < 6 || shape.rows >= 3)
    }),
  )
})

test("what has no room takes turns, and all of it has one", () => {
  const items = Array.from({ length: 23 }, (_, index) => index)
  const turns = [0, 1, 2].map((turn) => pageOf(items, 8, millis(turn * 12_000), 12_000))
  assert.equal(
    turns.flatMap((each) => each.items),
    items,
  )
  assert.equal(
    turns.map(({ page, pages }) => [page, pages]),
    [
      [0, 3],
      [1, 3],
      [2, 3],
    ],
  )
  assert.is(pageOf([], 8, millis(0), 12_000).pages, 1)
})

test("the picture stands elsewhere every minute, and never by more than can be cut off", () => {
  const shifts = Array.from({ length: 9 }, (_, minute) => burnInShift(millis(minute * 60_000)))
  assert.is(new Set(shifts.slice(0, 8).map(({ x, y }) => `${x} ${y}`)).size, 8)
  assert.equal(burnInShift(millis(59_999)), burnInShift(millis(0)))
  for (const { x, y } of shifts) assert.ok(Math.abs(x) <= 0.003 && Math.abs(y) <= 0.003)
})

test("a code is read in spite of spaces, small letters and dashes", () => {
  assert.is(readCode(" k7m-4qx "), "K7M4QX")
  assert.not.match(CODE_LETTERS, /[01OILAEUY]/, "nothing that looks alike, and no words")
})

test.run()
