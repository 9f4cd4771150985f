import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as clocks from "../../domain/clock.ts"
import {
  addOnWindow,
  entryWindow,
  mayOverride,
  rebuyWindow,
  schedule,
  type Trigger,
} from "../../domain/schedule.ts"
import type { Clock } from "../../schemas/documents/tournament.ts"
import type { Level, Structure } from "../../schemas/structure.ts"
import { chips, millis } from "../../schemas/units.ts"

const MINUTE = 60_000
const at = (minutes: number) => millis(minutes * MINUTE)
const round = (minutes: number): Level => ({
  kind: "round",
  durationMs: at(minutes),
  smallBlind: chips(100),
  bigBlind: chips(200),
  ante: chips(0),
})
/** 20, 20, a break of 10 with a colour-up, 20, 1. */
const structure: Pick<Structure, "levels" | "lateRegistrationEndsAt" | "rebuysEndAt" | "addOnAt"> =
  {
    levels: [
      round(20),
      round(20),
      { kind: "break", durationMs: at(10), colourUp: [chips(25)] },
      round(20),
      round(1),
    ],
    lateRegistrationEndsAt: 3,
    rebuysEndAt: 2,
    addOnAt: 2,
  }
const { levels } = structure
const started = clocks.startClock(levels, clocks.newClock(), at(0))

const written = ({ kind, inMs, ...more }: Trigger) =>
  `${inMs / MINUTE} ${kind}${"levelIndex" in more ? ` ${more.levelIndex}` : ""}`

test("everything that is to come, the soonest first, in minutes of play", () => {
  assert.equal(schedule(structure, started, at(0)).map(written), [
    "18 warning 0",
    "18.5 last-hand 0",
    "19.5 warning 0",
    "20 level-begins 1",
    "38 warning 1",
    "38.5 last-hand 1",
    "39.5 warning 1",
    "40 break-begins 2",
    "40 colour-up 2",
    "40 rebuys-end",
    "40 add-on-begins",
    "48 warning 2",
    "49.5 warning 2",
    "50 level-begins 3",
    "50 late-registration-ends",
    "50 add-on-ends",
    "68 warning 3",
    "68.5 last-hand 3",
    "69.5 warning 3",
    "70 level-begins 4",
    "70.5 warning 4",
    "71 levels-end",
  ])
})

test("what is over is no more to come, and after the last level nothing is", () => {
  assert.equal(schedule(structure, started, at(69)).map(written), [
    "0.5 warning 3",
    "1 level-begins 4",
    "1.5 warning 4",
    "2 levels-end",
  ])
  assert.equal(schedule(structure, started, at(71)), [])
})

test("warnings are given at the times that are set", () => {
  const warnings = schedule(structure, started, at(0), { warningsMs: [5 * MINUTE] }).filter(
    ({ kind }) => kind === "warning",
  )
  assert.equal(warnings.map(written), [
    "15 warning 0",
    "35 warning 1",
    "45 warning 2",
    "65 warning 3",
  ])
  assert.throws(() => schedule(structure, started, at(0), { warningsMs: [0] }), /warningsMs\[0\]/)
})

/** When each trigger comes, if the clock runs from `now` on. */
const moments = (clock: Clock, now: number) =>
  schedule(structure, clock, millis(now)).map(({ inMs, ...trigger }) => ({
    ...trigger,
    moment: now + inMs,
  }))

test("a pause of any length at any moment shifts everything later by exactly that time", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 70 * MINUTE }),
      fc.nat({ max: 600 * MINUTE }),
      fc.nat({ max: 70 * MINUTE }),
      (pausedAt, length, later) => {
        const paused = clocks.pauseClock(levels, started, millis(pausedAt))
        const resumedAt = pausedAt + length
        const resumed = clocks.startClock(levels, paused, millis(resumedAt))
        const shifted = (triggers: ReturnType<typeof moments>) =>
          triggers.map((trigger) => ({ ...trigger, moment: trigger.moment + length }))
        assert.equal(moments(resumed, resumedAt), shifted(moments(started, pausedAt)))
        const untouched = moments(started, pausedAt + later)
        assert.equal(moments(resumed, resumedAt + later), shifted(untouched))
        // While it stands, nothing comes nearer.
        assert.equal(
          schedule(structure, paused, millis(resumedAt)),
          schedule(structure, paused, millis(pausedAt)),
        )
      },
    ),
    { numRuns: 1_000 },
  )
})

test("a jump and more or less time move everything later alike", () => {
  fc.assert(
    fc.property(fc.integer({ min: -9, max: 9 }), (minutes) => {
      const adjusted = clocks.adjustClock(levels, started, at(10), minutes * MINUTE)
      const later = (clock: Clock) =>
        moments(clock, at(10)).filter(({ kind }) => !["warning", "last-hand"].includes(kind))
      assert.equal(
        later(adjusted),
        later(started).map((each) => ({ ...each, moment: each.moment + minutes * MINUTE })),
      )
    }),
    { numRuns: 50 },
  )
  const jumped = clocks.jumpToLevel(levels, started, at(10), 3)
  assert.is(schedule(structure, jumped, at(10)).map(written)[0], "18 warning 3")
})

test("H4H-1: three hands of two minutes each leave 3:30 of 9:30", () => {
  const clock: Clock = { status: "paused", levelIndex: 0, elapsedMs: millis(10.5 * MINUTE) }
  const deducted = clocks.deductHands(levels, clock, at(0), 3)
  assert.is(clocks.clockAt(levels, deducted, at(0)).remainingMs, 3.5 * MINUTE)
  const before = schedule(structure, clock, at(0)).find(({ kind }) => kind === "break-begins")
  const after = schedule(structure, deducted, at(0)).find(({ kind }) => kind === "break-begins")
  assert.is((before?.inMs ?? 0) - (after?.inMs ?? 0), 6 * MINUTE)
})

test("H4H-2: the deduction stops at the level's end; the next level has its whole time", () => {
  const clock: Clock = { status: "paused", levelIndex: 0, elapsedMs: millis(20 * MINUTE - 40_000) }
  const reading = clocks.clockAt(levels, clocks.deductHands(levels, clock, at(0), 1), at(0))
  assert.equal(
    [reading.levelIndex, reading.remainingMs, reading.status],
    [1, 20 * MINUTE, "paused"],
  )
})

test("hands are deducted at the rate that is set, never less than none", () => {
  const deducted = clocks.deductHands(levels, clocks.newClock(), at(0), 2, 3 * MINUTE)
  assert.is(deducted.elapsedMs, 6 * MINUTE)
  assert.throws(() => clocks.deductHands(levels, clocks.newClock(), at(0), -1), /hands/)
  assert.throws(() => clocks.deductHands(levels, clocks.newClock(), at(0), 1, 0.5), /perHandMs/)
})

test("levels that are changed while the clock runs leave it in its level, as far as it was", () => {
  const [first, ...others] = levels
  assert.ok(first)
  const longer = [round(60), ...others]
  const edited = clocks.clockAfterEdit(levels, longer, started, at(25))
  const reading = clocks.clockAt(longer, edited, at(25))
  assert.equal([reading.levelIndex, reading.remainingMs], [1, 15 * MINUTE])
  const shorter = [levels[0]!, round(3), ...levels.slice(2)]
  const cut = clocks.clockAfterEdit(levels, shorter, started, at(25))
  assert.is(clocks.clockAt(shorter, cut, at(25)).levelIndex, 2, "its new length is over")
  assert.is(clocks.clockAt(shorter, cut, at(25)).remainingMs, 10 * MINUTE)
  const gone = clocks.clockAfterEdit(levels, levels.slice(0, 1), started, at(25))
  assert.is(gone.levelIndex, 0)
})

test("LATE-9: a second after the signal of the level registration is closed, and says since when", () => {
  assert.equal(entryWindow(structure, started, millis(50 * MINUTE - 1)), {
    isOpen: true,
    closesInMs: 1,
  })
  const late = entryWindow(structure, started, millis(50 * MINUTE + 1_000))
  assert.is(late.isOpen, false)
  assert.match(late.isOpen ? "" : late.reason, /Registration ended with the signal for level 4/)
})

for (const [role, reason, may] of [
  ["director", "came with the broken train", true],
  ["administrator", "agreed before", true],
  ["director", " ", false],
  ["floor", "a friend", false],
  ["cashier", "has paid", false],
] as const)
  test(`LATE-9: a ${role} ${may ? "may" : "may not"} let somebody in (${reason})`, () => {
    assert.is(mayOverride({ role, reason }), may)
  })

for (const [minutes, entries, rebuys, addOns] of [
  [0, true, true, false],
  [39, true, true, false],
  [40, true, false, true],
  [49, true, false, true],
  [50, false, false, false],
] as const)
  test(`after ${minutes} minutes: entries ${entries}, rebuys ${rebuys}, add-ons ${addOns}`, () => {
    const open = [entryWindow, rebuyWindow, addOnWindow].map(
      (window) => window(structure, started, at(minutes)).isOpen,
    )
    assert.equal(open, [entries, rebuys, addOns])
  })

test("rebuys end with the entries where nothing else is said; without add-on there is none", () => {
  const plain = { levels, lateRegistrationEndsAt: 1 }
  assert.is(rebuyWindow(plain, started, at(19)).isOpen, true)
  assert.is(rebuyWindow(plain, started, at(20)).isOpen, false)
  assert.is(addOnWindow(plain, started, at(0)).isOpen, false)
  const open = { levels, lateRegistrationEndsAt: 9 }
  assert.equal(entryWindow(open, started, at(70)), { isOpen: true, closesInMs: null })
})

test.run()
