import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as clocks from "../../domain/clock.ts"
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

test("a clock that has run out stands still until it is given time again", () => {
  const reading = (clock: Clock, minutes: number) => clocks.clockAt(levels, clock, at(minutes))
  assert.equal([reading(started, 80).status, reading(started, 80).nextLevel], ["finished", null])
  assert.is(reading(clocks.pauseClock(levels, started, at(80)), 90).status, "finished")
  const longer = clocks.adjustClock(levels, started, at(80), 2 * MINUTE)
  assert.equal([reading(longer, 81).status, reading(longer, 81).remainingMs], ["running", MINUTE])
})

test("what comes next: the level, and past a break the round after it", () => {
  const reading = clocks.clockAt(levels, started, at(25))
  assert.is(reading.nextLevel, levels[2])
  assert.is(reading.nextRound, levels[3])
})

for (const [what, clock, minutes, milliseconds] of [
  ["to one further on it is what is left and all levels between", started, 5, [null, 15, 35, 45]],
  [
    "at the very moment at which it begins there is nothing to wait for",
    started,
    40,
    [null, null, null, 10],
  ],
  ["a level that has begun does not begin again", started, 45, [null, null, null, 5]],
  [
    "a clock that stands still says how long it would be",
    clocks.newClock(),
    999,
    [null, 20, 40, 50],
  ],
  ["once the clock has run out no level is to come", started, 90, [null, null, null, null]],
] as const)
  test(`the time to a level: ${what}`, () => {
    assert.equal(
      levels.map((_, index) => clocks.msToLevel(levels, clock, at(minutes), index)),
      milliseconds.map((each) => (each === null ? null : each * MINUTE)),
    )
  })

test("the time to the next break: within one it is that to the one after", () => {
  const twoBreaks = [round(20), pause(10), round(20), round(20), pause(10), round(20)]
  for (const [minutes, expected] of [
    [0, 20],
    [19, 1],
    [20, 50],
    [25, 45],
    [30, 40],
    [69, 1],
    [70, null],
    [85, null],
  ] as const)
    assert.is(
      clocks.clockAt(twoBreaks, started, at(minutes)).msToNextBreak,
      expected === null ? null : expected * MINUTE,
      `after ${minutes} minutes`,
    )
})

test("a clock that was left alone over several levels is paused and adjusted where it is by now", () => {
  const paused = clocks.pauseClock(levels, started, at(45))
  assert.equal(paused, { status: "paused", levelIndex: 2, elapsedMs: 5 * MINUTE })
  const adjusted = clocks.adjustClock(levels, started, at(45), 2 * MINUTE)
  assert.equal([adjusted.levelIndex, adjusted.elapsedMs], [2, 3 * MINUTE])
  assert.equal(clocks.clockAt(levels, adjusted, at(45)).remainingMs, 7 * MINUTE)
})

test("to press start or pause twice changes nothing", () => {
  const paused = clocks.pauseClock(levels, started, at(25))
  assert.equal(clocks.pauseClock(levels, paused, at(60)), paused)
  const again = clocks.startClock(levels, started, at(25))
  for (const minutes of [25, 39, 40, 69, 70])
    assert.equal(
      clocks.clockAt(levels, again, at(minutes)),
      clocks.clockAt(levels, started, at(minutes)),
    )
})

test("a clock at a level that the structure no longer has stands at the last one", () => {
  const clock: Clock = { status: "paused", levelIndex: 9, elapsedMs: millis(MINUTE) }
  const reading = clocks.clockAt(levels, clock, at(0))
  assert.equal([reading.levelIndex, reading.remainingMs], [3, 19 * MINUTE])
})

test("at any moment the reading fits: what is played and what is left make up the level", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 200 * MINUTE }),
      fc.integer({ min: -30 * MINUTE, max: 30 * MINUTE }),
      fc.nat({ max: levels.length - 1 }),
      (now, delta, jump) => {
        const jumped = clocks.jumpToLevel(levels, started, millis(now), jump)
        for (const clock of [
          started,
          jumped,
          clocks.adjustClock(levels, started, millis(now), delta),
          clocks.pauseClock(levels, started, millis(now)),
        ]) {
          const reading = clocks.clockAt(levels, clock, millis(now))
          assert.is(reading.elapsedMs + reading.remainingMs, reading.level.durationMs)
          assert.is(reading.level, levels[reading.levelIndex])
          assert.is(reading.remainingMs === 0, reading.status === "finished")
        }
      },
    ),
    { seed: 2, numRuns: 500 },
  )
})

test.run()
