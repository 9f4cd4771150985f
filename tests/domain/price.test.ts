import { test } from "uvu"
import * as assert from "uvu/assert"
import { newClock, startClock } from "../../domain/clock.ts"
import { priceOf, profileAt } from "../../domain/price.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { Terms } from "../../schemas/terms.ts"
import { millis } from "../../schemas/units.ts"
import { TERMS } from "../support/intents.ts"
import * as v from "valibot"

const levels = builtInStructures[0]?.levels ?? []
const firstMs = levels[0]?.durationMs ?? 0

test("an entry is early before the clock is started, on time in the first level, then late", () => {
  const running = startClock(levels, newClock(), millis(1_000))
  assert.is(profileAt(levels, newClock(), millis(9_999_999)), "early")
  assert.is(profileAt(levels, running, millis(1_000)), "on_time")
  assert.is(profileAt(levels, running, millis(999 + firstMs)), "on_time")
  assert.is(profileAt(levels, running, millis(1_000 + firstMs)), "late")
  const paused = { status: "paused" as const, levelIndex: 0, elapsedMs: millis(1) }
  assert.is(profileAt(levels, paused, millis(0)), "on_time", "a pause is no new start")
})

test("an early or late price that is not given is the one on time", () => {
  const early = { priceCents: 4_000, feeBasisPoints: 0 }
  const terms = v.parse(Terms, { ...TERMS, earlyBuyIn: early })
  const price = (profile?: "early" | "on_time" | "late") =>
    priceOf(terms, { kind: "buy-in", profile })?.priceCents
  assert.equal(
    [price("early"), price("on_time"), price("late"), price()],
    [4_000, 5_500, 5_500, 5_500],
  )
})

test.run()
