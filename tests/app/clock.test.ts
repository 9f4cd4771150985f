import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { clockAt, startClock, newClock } from "../../domain/clock.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { formatSpan, toneOf } from "../../app/features/clock/clock-face.ts"
import { screenFigures } from "../../app/features/display/display-face.ts"
import { nextSteps } from "../../app/features/tonight/next-steps.ts"
import { secondsToWait, signInProblem } from "../../app/features/venue/pin.ts"
import { sectionOf } from "../../app/features/venue/sections.ts"
import { syncTone } from "../../app/features/venue/sync-tone.ts"
import { Refused, Unreachable } from "../../app/data/errors.ts"
import { screenSettings } from "../../domain/screens.ts"
import { DisplayId } from "../../schemas/ids.ts"
import { cents, chips, millis } from "../../schemas/units.ts"

const levels = builtInStructures[0]?.levels ?? []

test("time left is rounded up, so that 0:00 is the end itself", () => {
  const rows: [number, string][] = [
    [0, "0:00"],
    [1, "0:01"],
    [59_001, "1:00"],
    [1_200_000, "20:00"],
    [3_599_001, "1:00:00"],
    [3_661_000, "1:01:01"],
    [-5, "0:00"],
  ]
  for (const [ms, text] of rows) assert.is(formatSpan(ms), text)
})

test("the clock's colour says paused, running, last minute or break", () => {
  const running = startClock(levels, newClock(), millis(0))
  const at = (ms: number) => toneOf(clockAt(levels, running, millis(ms)))
  const minute = 60_000
  const breakAt = levels.slice(0, 4).reduce((sum, { durationMs }) => sum + durationMs, 0)
  assert.is(toneOf(clockAt(levels, newClock(), millis(0))), "paused")
  assert.is(at(0), "running")
  assert.is(at(19 * minute), "last-minute")
  assert.is(at(breakAt), "break")
})

test("a screen's average stack is whole, and in big blinds of the level in play", () => {
  const state = {
    kind: "tournament" as const,
    now: millis(0),
    name: "Night",
    levels,
    clock: newClock(),
    currency: "EUR",
    poolCents: cents(0),
    prizesCents: [],
    playersLeft: 3,
    entries: 5,
    chipsInPlay: chips(100_000),
    lateRegistrationEndsAt: 2,
    bountiesLeftCents: cents(0),
    isHandForHand: false,
    isFinalTable: false,
    screen: screenSettings(new Map(), v.parse(DisplayId, "bar"), millis(0)),
    people: {},
  }
  const figures = screenFigures(state, millis(0))
  assert.is(figures.averageStack, 33_333)
  const [first] = levels
  assert.ok(first?.kind === "round")
  assert.is(figures.averageBigBlinds, Math.round((33_333 * 10) / first.bigBlind) / 10)
  assert.is(figures.msToRegistrationEnd, 40 * 60_000)
  assert.is(screenFigures({ ...state, playersLeft: 0 }, millis(0)).averageStack, null)
})

test("an empty night begins with registering; nothing else is 'now' at the same time", () => {
  const steps = nextSteps(
    { tournament: null, clock: newClock(), tables: [], entries: [], waiting: [] },
    null,
  )
  assert.equal(
    steps.map(({ step, state }) => [step, state]),
    [
      ["register", "now"],
      ["draw", "later"],
      ["start", "later"],
      ["payouts", "later"],
      ["play", "later"],
      ["pay", "later"],
    ],
  )
})

test("what stands in the way of signing in is told apart: wrong, wait, locked, no contact", () => {
  assert.equal(signInProblem(new Refused(401, ""), 0), { kind: "wrong" })
  assert.equal(signInProblem(new Refused(423, ""), 0), { kind: "locked" })
  assert.equal(signInProblem(new Unreachable(""), 0), { kind: "unreachable" })
  const wait = signInProblem(new Refused(429, "", 8), 1_000)
  assert.is(secondsToWait(wait, 1_000), 8)
  assert.is(secondsToWait(wait, 8_500), 1)
  assert.is(secondsToWait(wait, 9_000), 0)
})

test("an address without a section, or with an unknown one, opens Tonight", () => {
  assert.is(sectionOf(undefined), "tonight")
  assert.is(sectionOf("money/12"), "money")
  assert.is(sectionOf("nonsense"), "tonight")
})

test("without contact the state is away, whatever else is true", () => {
  assert.is(syncTone({ isConnected: false, isUpToDate: true, waiting: 0 }), "away")
  assert.is(syncTone({ isConnected: true, isUpToDate: true, waiting: 2 }), "busy")
  assert.is(syncTone({ isConnected: true, isUpToDate: true, waiting: 0 }), "good")
})

test.run()
