import { test } from "uvu"
import * as assert from "uvu/assert"
import { clockCue, floorCue } from "../../domain/cues.ts"
import type { Clock } from "../../schemas/documents/tournament.ts"
import type { Level } from "../../schemas/structure.ts"
import { chips, millis } from "../../schemas/units.ts"

const MINUTE_MS = 60_000
const round = (minutes: number): Level => ({
  kind: "round",
  durationMs: millis(minutes * MINUTE_MS),
  smallBlind: chips(100),
  bigBlind: chips(200),
  ante: chips(0),
})
const levels: Level[] = [
  round(20),
  round(20),
  { kind: "break", durationMs: millis(10 * MINUTE_MS) },
  round(1),
  round(20),
]
const running: Clock = { status: "running", levelIndex: 0, elapsedMs: millis(0), since: millis(0) }
const state = { levels, clock: running, isFinalTable: false }
const cue = (minutes: number, clock: Clock = running) => {
  const at = minutes * MINUTE_MS
  return clockCue({ ...state, clock }, millis(at - 100), millis(at))
}

for (const [minutes, expected] of [
  [10, null],
  [19, "lastMinute"],
  [20, "levelEnd"],
  [40, "break"],
  [49, "lastMinute"],
  [50, "breakEnd"],
  // A level of one minute begins with its last one: once is enough.
  [51, "levelEnd"],
] as const)
  test(`after ${minutes} minutes there is to hear: ${expected ?? "nothing"}`, () => {
    assert.is(cue(minutes), expected)
  })

test("a clock that stands says nothing, and neither does one that is touched", () => {
  const paused: Clock = { status: "paused", levelIndex: 0, elapsedMs: millis(20 * MINUTE_MS - 50) }
  assert.is(cue(20, paused), null)
})

test("a page that slept through it is silent, and so is time that runs backwards", () => {
  assert.is(clockCue(state, millis(19 * MINUTE_MS), millis(21 * MINUTE_MS)), null)
  assert.is(clockCue(state, millis(20 * MINUTE_MS), millis(20 * MINUTE_MS - 100)), null)
})

test("the final table is heard once, and not by a screen that is only just switched on", () => {
  const final = { ...state, isFinalTable: true }
  assert.is(floorCue(state, final), "finalTable")
  assert.is(floorCue(final, final), null)
  assert.is(floorCue(null, final), null)
})

test.run()
