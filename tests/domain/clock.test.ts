import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as clocks from "../../domain/clock.ts"
import { builtInStructures, levelNumber } from "../../domain/structure.ts"
import type { Clock } from "../../schemas/documents/tournament.ts"
import type { Level } from "../../schemas/structure.ts"
import { chips, millis } from "../../schemas/units.ts"

const MINUTE = 60_000
const round = (minutes: number): Level => ({
  kind: "round",
  durationMs: millis(minutes * MINUTE),
  smallBlind: chips(100),
  bigBlind: chips(200),
  ante: chips(0),
})
const pause = (minutes: number): Level => ({ kind: "break", durationMs: millis(minutes * MINUTE) })

/** 20, 20, break of 10, 20. */
const levels = [round(20), round(20), pause(10), round(20)]
const at = (minutes: number) => millis(minutes * MINUTE)
const started = clocks.startClock(levels, clocks.newClock(), at(0))

/** Minutes since the start, then what the clock shows. */
for (const [minutes, status, levelIndex, remaining, toBreak] of [
  [0, "running", 0, 20, 40],
  [19, "running", 0, 1, 21],
  [20, "running", 1, 20, 20],
  [39.5, "running", 1, 0.5, 0.5],
  [40, "running", 2, 10, null],
  [50, "running", 3, 20, null],
  [70, "finished", 3, 0, null],
  [500, "finished", 3, 0, null],
] as const)
  test(`${minutes} minutes after the start: level ${levelIndex}, ${remaining} minutes left`, () => {
    const reading = clocks.clockAt(levels, started, at(minutes))
    assert.is(reading.status, status)
    assert.is(reading.levelIndex, levelIndex)
    assert.is(reading.remainingMs, remaining * MINUTE)
    assert.is(reading.msToNextBreak, toBreak === null ? null : toBreak * MINUTE)
  })

test("a new clock stands still at the first level", () => {
  const reading = clocks.clockAt(levels, clocks.newClock(), at(999))
  assert.equal([reading.status, reading.levelIndex, reading.elapsedMs], ["paused", 0, 0])
})

test("a paused clock stands still, and goes on from where it stood", () => {
  const paused = clocks.pauseClock(levels, started, at(25))
  assert.is(clocks.clockAt(levels, paused, at(500)).remainingMs, 15 * MINUTE)
  const resumed = clocks.startClock(levels, paused, at(500))
  assert.is(clocks.clockAt(levels, resumed, at(505)).remainingMs, 10 * MINUTE)
})

test("more and less time stay within the level", () => {
  const remaining = (clock: Clock, now = at(5)) => clocks.clockAt(levels, clock, now).remainingMs
  assert.is(remaining(clocks.adjustClock(levels, started, at(5), MINUTE)), 16 * MINUTE)
  assert.is(remaining(clocks.adjustClock(levels, started, at(5), -MINUTE)), 14 * MINUTE)
  assert.is(remaining(clocks.adjustClock(levels, started, at(5), 99 * MINUTE)), 20 * MINUTE)
  const shortest = clocks.adjustClock(levels, started, at(5), -99 * MINUTE)
  assert.is(clocks.clockAt(levels, shortest, at(5)).levelIndex, 0)
  assert.is(remaining(shortest), 1)
})

test("a jump goes to the start of a level, running or paused as it was, and never beyond", () => {
  for (const [to, found] of [
    [2, 2],
    [-1, 0],
    [9, 3],
  ] as const) {
    const running = clocks.jumpToLevel(levels, started, at(5), to)
    assert.equal([running.status, running.levelIndex, running.elapsedMs], ["running", found, 0])
    assert.is(clocks.jumpToLevel(levels, clocks.newClock(), at(5), to).status, "paused")
  }
})

test("a device whose clock is behind the Leaf's does not turn the level back", () => {
  const resumed = clocks.startClock(levels, clocks.pauseClock(levels, started, at(10)), at(100))
  assert.is(clocks.clockAt(levels, resumed, at(90)).elapsedMs, 10 * MINUTE)
})

test("a pause of any length at any moment shifts every later level by exactly that length", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 70 * MINUTE }),
      fc.integer({ min: 0, max: 600 * MINUTE }),
      fc.integer({ min: 0, max: 70 * MINUTE }),
      (pausedAt, lengthMs, laterMs) => {
        const paused = clocks.pauseClock(levels, started, millis(pausedAt))
        const resumed = clocks.startClock(levels, paused, millis(pausedAt + lengthMs))
        const later = pausedAt + laterMs
        for (let level = 1; level < levels.length; level++)
          assert.is(
            clocks.msToLevel(levels, resumed, millis(later + lengthMs), level),
            clocks.msToLevel(levels, started, millis(later), level),
          )
        assert.is(
          clocks.clockAt(levels, resumed, millis(later + lengthMs)).remainingMs,
          clocks.clockAt(levels, started, millis(later)).remainingMs,
        )
      },
    ),
    { seed: 1, numRuns: 500 },
  )
})

test("levels are counted as players count them: breaks have no number", () => {
  assert.equal(
    levels.map((_, index) => levelNumber(levels, index)),
    [1, 2, 2, 3],
  )
})

test("every built-in structure can be played: blinds never fall, late registration ends in it", () => {
  for (const { name, levels: all, lateRegistrationEndsAt } of builtInStructures) {
    const rounds = all.flatMap((level) => (level.kind === "round" ? [level] : []))
    for (const [index, { smallBlind, bigBlind }] of rounds.entries()) {
      assert.ok(smallBlind <= bigBlind, name)
      assert.ok(bigBlind >= (rounds[index - 1]?.bigBlind ?? 0), name)
    }
    assert.is(all[lateRegistrationEndsAt - 1]?.kind, "break", `${name}: it ends with a break`)
    assert.is(all[lateRegistrationEndsAt]?.kind, "round", name)
  }
})

test.run()
