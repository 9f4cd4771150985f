import { test } from "uvu"
import * as assert from "uvu/assert"
import { seededRandom, shuffle, uniform } from "../../domain/random.ts"

test("a seed gives the same numbers for ever: a published draw can be drawn again", () => {
  const random = seededRandom("friday")
  const first = [random.nextUint32(), random.nextUint32(), random.nextUint32()]
  const again = seededRandom("friday")
  assert.equal([again.nextUint32(), again.nextUint32(), again.nextUint32()], first)
  assert.equal(first, PINNED)
})
/** What the seed "friday" has always given. */
const PINNED = [3_967_823_422, 4_159_092_116, 2_760_364_786]

test("uniform is fair also where the range is no power of two", () => {
  const random = seededRandom("fair")
  const counts = [0, 0, 0, 0, 0, 0, 0]
  for (let draw = 0; draw < 70_000; draw++) counts[uniform(random, 7)]! += 1
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 400, String(count))
})

test("shuffle keeps every item once and leaves the list alone", () => {
  const items = Object.freeze([1, 2, 3, 4, 5])
  assert.equal(shuffle(items, seededRandom("x")).toSorted(), items)
})

test.run()
