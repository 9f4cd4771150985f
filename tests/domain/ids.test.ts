import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { uuidv7 } from "../../domain/ids.ts"
import { IntentId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"

const bytes = (fill: number) => new Uint8Array(10).fill(fill)

test("a UUIDv7 is laid out as RFC 9562 has it: time, version, variant and chance around them", () => {
  // The example of RFC 9562, appendix A.6.
  const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
  assert.is(uuidv7(millis(0x017f_22e2_79b0), random), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
})

test("all random bits are used but the six of version and variant", () => {
  assert.is(uuidv7(millis(0x0123_4567_89ab), bytes(0xff)), "01234567-89ab-7fff-bfff-ffffffffffff")
  assert.is(uuidv7(millis(0), bytes(0)), "00000000-0000-7000-8000-000000000000")
})

test("any two of them sort by their times, and each is an intent's id", () => {
  const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 })
  const random = fc.uint8Array({ minLength: 10, maxLength: 10 })
  fc.assert(
    fc.property(moment, moment, random, random, (one, other, oneRandom, otherRandom) => {
      const id = uuidv7(millis(one), oneRandom)
      const otherId = uuidv7(millis(other), otherRandom)
      assert.is(v.parse(IntentId, id), id)
      if (one !== other) assert.is(id < otherId, one < other)
    }),
    { seed: 8, numRuns: 500 },
  )
})

test("the random bytes stay the caller's: they are left as they were, and ten are needed", () => {
  const random = bytes(0xff)
  uuidv7(millis(1), random)
  assert.equal(random, bytes(0xff))
  for (const length of [0, 9, 11])
    assert.throws(() => uuidv7(millis(0), new Uint8Array(length)), /ten random bytes/)
})

test.run()
