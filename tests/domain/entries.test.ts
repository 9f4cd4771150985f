import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { nextOutOrder, places } from "../../domain/entries.ts"
import type { FloorEntry } from "../../domain/tournament.ts"
import { EntryId, PlayerId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"

type Bust = readonly [order: number, at: number]

/** An entry that went out as told, or one that is still in. */
const entry = (id: string, bust: Bust | null = null): FloorEntry => ({
  entryId: v.parse(EntryId, id),
  playerId: v.parse(PlayerId, `player-of-${id}`),
  seat: null,
  out: bust && { order: bust[0], at: millis(bust[1]) },
  chips: null,
})

const tellPlaces = (entries: readonly FloorEntry[]) => Object.fromEntries(places(entries))

for (const [rule, busts, expected] of [
  ["nobody has entered", {}, {}],
  ["one alone has won nothing yet", { a: null }, {}],
  ["nobody is out", { a: null, b: null }, {}],
  ["the first to go out of three is third", { a: null, b: [1, 10], c: null }, { b: 3 }],
  ["the last one left is first", { a: null, b: [1, 10], c: [2, 20] }, { a: 1, c: 2, b: 3 }],
  [
    "it is the order that counts, not a tablet's time",
    { a: null, b: [2, 10], c: [1, 20], d: null },
    { b: 3, c: 4 },
  ],
  [
    "orders may have gaps where busts were taken back",
    { a: null, b: [3, 30], c: [7, 70], d: null },
    { c: 3, b: 4 },
  ],
  [
    "of two with one order the earlier goes first",
    { a: null, b: [1, 20], c: [1, 10], d: null },
    { b: 3, c: 4 },
  ],
  [
    "of two with one order and one time the smaller id goes first",
    { a: null, c: [1, 10], b: [1, 10], d: null },
    { c: 3, b: 4 },
  ],
  [
    "where two tablets busted the last two, one of them is first",
    { a: [1, 20], b: [1, 10] },
    { a: 1, b: 2 },
  ],
] as const)
  test(`places: ${rule}`, () => {
    const entries = Object.entries<Bust | null>(busts).map(([id, bust]) => entry(id, bust))
    assert.equal(tellPlaces(entries), expected)
  })

/** Few orders and few times, so that many of them are equal. */
const anyEntries = fc
  .array(fc.option(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 2 }))), {
    maxLength: 14,
  })
  .map((busts) => busts.map((bust, index) => entry(`e${index}`, bust)))

test("any busts: no place twice, none left out from the last up to the first who is out", () => {
  fc.assert(
    fc.property(anyEntries, (entries) => {
      const left = entries.filter(({ out }) => !out).length
      const isOver = left === 1 && entries.length > 1
      const best = isOver ? 1 : left + 1
      assert.equal(
        [...places(entries).values()].toSorted((a, b) => a - b),
        Array.from({ length: entries.length - best + 1 }, (_, index) => best + index),
      )
    }),
    { seed: 5, numRuns: 500 },
  )
})

test("any busts: every device tells the same places, in whatever order it lists the entries", () => {
  const listedTwice = anyEntries.chain((entries) =>
    fc.tuple(
      fc.constant(entries),
      fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
    ),
  )
  fc.assert(
    fc.property(listedTwice, ([entries, otherwise]) => {
      assert.equal(tellPlaces(otherwise), tellPlaces(entries))
    }),
    { seed: 6, numRuns: 500 },
  )
})

test("whoever goes out next has a higher order than all who are out", () => {
  assert.is(nextOutOrder([]), 1)
  assert.is(nextOutOrder([entry("a"), entry("b")]), 1)
  assert.is(nextOutOrder([entry("a", [7, 0]), entry("b"), entry("c", [2, 0])]), 8)
})

test.run()
