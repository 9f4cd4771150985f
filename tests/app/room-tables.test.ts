import { test } from "uvu"
import * as assert from "uvu/assert"
import { usualSeats, withCount } from "../../app/features/venue/room-tables.ts"

test("the usual seats are those of most tables; of as many, the larger", () => {
  assert.is(usualSeats([]), null)
  assert.is(
    usualSeats([
      { number: 1, seats: 8 },
      { number: 2, seats: 9 },
      { number: 3, seats: 8 },
    ]),
    8,
  )
  assert.is(
    usualSeats([
      { number: 1, seats: 8 },
      { number: 2, seats: 9 },
    ]),
    9,
  )
})

test("a new table gets the next number, and the last one goes first", () => {
  const room = [
    { number: 1, seats: 8 },
    { number: 7, seats: 8 },
  ]
  assert.equal(withCount(room, 4), [...room, { number: 8, seats: 8 }, { number: 9, seats: 8 }])
  assert.equal(withCount(room, 1), room.slice(0, 1))
  assert.equal(withCount(room, -1), [])
})

test.run()
