import { test } from "uvu"
import * as assert from "uvu/assert"
import { uuidv7 } from "../../domain/ids.ts"
import { millis } from "../../schemas/units.ts"

test("a UUIDv7 carries its time first, then its version and variant", () => {
  const id = uuidv7(millis(0x0123_4567_89ab), new Uint8Array(10).fill(0xff))
  assert.is(id, "01234567-89ab-7fff-bfff-ffffffffffff")
  assert.ok(
    uuidv7(millis(1_700_000_000_000), new Uint8Array(10)) <
      uuidv7(millis(1_700_000_000_001), new Uint8Array(10)),
  )
  assert.throws(() => uuidv7(millis(0), new Uint8Array(9)), /ten random bytes/)
})

test.run()
