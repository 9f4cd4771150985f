import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { healthEnglish, sayFinding, sayTodo } from "../../domain/health-english.ts"
import { alertsOf, stopsMoney, worstOf } from "../../domain/health-levels.ts"
import {
  assess,
  EASES_AFTER_MS,
  type Health,
  type HealthCheck,
  type HealthFacts,
  UNKNOWN_HEALTH,
} from "../../domain/health.ts"
import type { Finding } from "../../schemas/health.ts"
import { DisplayId } from "../../schemas/ids.ts"
import { type Millis, millis } from "../../schemas/units.ts"

const NOW = millis(1_800_000_000_000)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const GIGABYTE = 1_000_000_000
const ago = (span: number): Millis => millis(NOW - span)

/** Looks once at one check of which nothing was known before. */
function find(facts: Partial<HealthFacts>): Finding {
  const [finding, ...more] = assess(facts, UNKNOWN_HEALTH, NOW).findings
  assert.equal(more, [])
  if (!finding) throw new Error("Nothing was found.")
  return finding
}

const heads = { log: 7, state: 7, witness: 7, projection: 7 }
const ledger = { heads, problem: null, doubt: null }
const disk = (freeBytes: number) => ({ disk: { freeBytes, minimumBytes: GIGABYTE / 2 } })
const core = {
  isConnected: true,
  since: ago(DAY),
  lines: 0,
  documents: 0,
  players: 0,
  problem: null,
  alarm: null,
}
const backup = { lastGoodAt: null, lastProblem: null, venueSince: ago(DAY) }
const certificate = (days: number) => ({ certificate: { endsAt: millis(NOW + days * DAY) } })

for (const [facts, code, level] of [
  [{ log: { isWell: true } }, "log-durable", "ok"],
  [{ log: { isWell: false } }, "log-silent", "bad"],

  [{ ledger }, "ledger-whole", "ok"],
  [{ ledger: { ...ledger, heads: { ...heads, log: 6 } } }, "ledger-apart", "bad"],
  [{ ledger: { ...ledger, heads: { ...heads, witness: 8 } } }, "ledger-apart", "bad"],
  [{ ledger: { ...ledger, doubt: "They differ at line 3." } }, "ledger-doubt", "bad"],
  [{ ledger: { ...ledger, heads: null } }, "ledger-unread", "bad"],

  [{ projection: { heads } }, "projection-equal", "ok"],
  [{ projection: { heads: { ...heads, projection: 6 } } }, "projection-behind", "bad"],
  [{ projection: { heads: null } }, "projection-unread", "bad"],

  [disk(2 * GIGABYTE), "disk-room", "ok"],
  [disk(2 * GIGABYTE - 1), "disk-low", "warn"],
  [disk(GIGABYTE / 2), "disk-low", "warn"],
  [disk(GIGABYTE / 2 - 1), "disk-full", "bad"],

  [{ repair: { sentences: ["Line 3 came from the witness."] } }, "repair-made", "warn"],

  [{ backup: { ...backup, lastGoodAt: ago(36 * HOUR) } }, "backup-good", "ok"],
  [{ backup: { ...backup, lastGoodAt: ago(37 * HOUR) } }, "backup-old", "warn"],
  [{ backup: { ...backup, lastGoodAt: ago(7 * DAY) } }, "backup-old", "warn"],
  [{ backup: { ...backup, lastGoodAt: ago(7 * DAY + HOUR) } }, "backup-old", "bad"],
  [{ backup: { ...backup, lastGoodAt: ago(HOUR), lastProblem: "Full." } }, "backup-failed", "warn"],
  [
    { backup: { ...backup, lastGoodAt: ago(9 * DAY), lastProblem: "Full." } },
    "backup-failed",
    "bad",
  ],
  [{ backup: { ...backup, lastProblem: "Full." } }, "backup-failed", "warn"],
  [{ backup }, "backup-none", "none"],
  [{ backup: { ...backup, venueSince: ago(2 * DAY) } }, "backup-missing", "warn"],

  [{ core: null }, "core-none", "none"],
  [{ core }, "core-safe", "ok"],
  [{ core: { ...core, lines: 500 } }, "core-behind", "ok"],
  [{ core: { ...core, lines: 501 } }, "core-behind", "warn"],
  [{ core: { ...core, isConnected: false, since: ago(14 * MINUTE) } }, "core-away", "ok"],
  [{ core: { ...core, isConnected: false, since: ago(15 * MINUTE) } }, "core-away", "warn"],
  [{ core: { ...core, alarm: "An older copy." } }, "core-alarm", "bad"],

  [certificate(90), "certificate-valid", "ok"],
  [certificate(21), "certificate-valid", "ok"],
  [certificate(20.9), "certificate-ending", "warn"],
  [certificate(4), "certificate-ending", "warn"],
  [certificate(3.9), "certificate-ending", "bad"],
  [certificate(0), "certificate-ended", "bad"],
  [{ certificate: { endsAt: null } }, "certificate-none", "none"],

  [{ clock: { isSet: false, offsetMs: 3_000 } }, "clock-right", "ok"],
  [{ clock: { isSet: true, offsetMs: -3_001 } }, "clock-off", "warn"],
  [{ clock: { isSet: true, offsetMs: 60_001 } }, "clock-off", "bad"],
  [{ clock: { isSet: true, offsetMs: null } }, "clock-right", "ok"],
  [{ clock: { isSet: false, offsetMs: null } }, "clock-unset", "warn"],
  [{ clock: { isSet: null, offsetMs: null } }, "clock-unmeasured", "none"],

  [{ temperature: { celsius: 75 } }, "temperature-fine", "ok"],
  [{ temperature: { celsius: 76 } }, "temperature-high", "warn"],
  [{ temperature: { celsius: 86 } }, "temperature-high", "bad"],
  [{ temperature: { celsius: null } }, "temperature-unmeasured", "none"],

  [{ overlay: { state: "absent", peers: 0 } }, "overlay-absent", "none"],
  [{ overlay: { state: "connected", peers: 2 } }, "overlay-connected", "ok"],
  [{ overlay: { state: "management-away", peers: 2 } }, "overlay-management-away", "warn"],
  [{ overlay: { state: "no-peers", peers: 0 } }, "overlay-no-peers", "warn"],
  [{ overlay: { state: "silent" } }, "overlay-silent", "warn"],

  [{ screens: { alive: 0, dark: [], unseen: 0 } }, "screens-none", "none"],
  [{ screens: { alive: 2, dark: [], unseen: 1 } }, "screens-alive", "ok"],
  [{ screens: { alive: 2, dark: [v.parse(DisplayId, "bar")], unseen: 0 } }, "screens-dark", "warn"],
] as const satisfies readonly (readonly [
  Partial<HealthFacts>,
  Finding["code"],
  Finding["level"],
])[])
  test(`${JSON.stringify(facts)} is ${code}, ${level}`, () => {
    const finding = find(facts)
    assert.equal([finding.code, finding.level, finding.since], [code, level, NOW])
    assert.is.not(sayFinding(healthEnglish, finding), "")
    const isAlert = level === "warn" || level === "bad"
    assert.is(
      sayTodo(healthEnglish, finding) !== "",
      isAlert,
      "what to do is said where it is needed",
    )
  })

test("nothing that was repaired is no finding, and what is not measured is left out", () => {
  assert.equal(assess({ repair: { sentences: [] } }, UNKNOWN_HEALTH, NOW).findings, [])
  assert.equal(assess({}, UNKNOWN_HEALTH, NOW).findings, [])
})

/** Looks at one figure after the other; tells the levels that were told. */
function levelsOf(facts: readonly Partial<HealthFacts>[], everyMs: number): string {
  let health: Health = UNKNOWN_HEALTH
  return facts
    .map((each, index) => {
      health = assess(each, health, millis(NOW + index * everyMs))
      return health.findings[0]?.level
    })
    .join(" ")
}

test("a figure that goes back and forth at its limit is one warning, not many", () => {
  const celsius = [75, 76, 75, 75, 71, 71, 76, 70, 70, 75, 76, 86, 81, 81, 80, 80]
  assert.is(
    levelsOf(
      celsius.map((each) => ({ temperature: { celsius: each } })),
      MINUTE,
    ),
    "ok warn warn warn warn warn warn warn ok ok warn bad bad bad bad warn",
  )
  const free = [2, 1.99, 2.01, 2.04, 2.06, 2.06].map((gigabytes) => disk(gigabytes * GIGABYTE))
  assert.is(levelsOf(free, MINUTE), "ok warn warn warn warn ok")
})

test("what gets worse is told at once, what gets better when it has lasted", () => {
  const away = { log: { isWell: false } }
  const well = { log: { isWell: true } }
  assert.is(EASES_AFTER_MS, 5_000)
  // Better for two seconds and worse again begins the wait anew.
  assert.is(
    levelsOf([well, away, well, well, away, well, well, well, well, well, well], 1_000),
    "ok bad bad bad bad bad bad bad bad bad ok",
  )
})

test("since when it is so: as long as code and level stay, whatever the figures do", () => {
  const at = (minutes: number) => millis(NOW + minutes * MINUTE)
  const hot = (celsius: number) => ({ temperature: { celsius } })
  const first = assess(hot(78), UNKNOWN_HEALTH, at(0))
  const same = assess(hot(80), first, at(1))
  assert.equal(same.findings, [
    { check: "temperature", code: "temperature-high", level: "warn", celsius: 80, since: at(0) },
  ])
  const worse = assess(hot(90), same, at(2))
  assert.is(worse.findings[0]?.since, at(2))
  const easing = assess(hot(60), worse, at(3))
  assert.is(easing.findings[0]?.since, at(2))
  assert.is(assess(hot(60), easing, at(4)).findings[0]?.since, at(4))
})

test("alerts are the worst first; only what must hold for money stops it", () => {
  const { findings } = assess(
    {
      ...disk(1),
      ...certificate(1),
      backup: { ...backup, venueSince: ago(5 * DAY) },
      overlay: { state: "absent", peers: 0 },
    },
    UNKNOWN_HEALTH,
    NOW,
  )
  assert.equal(
    alertsOf(findings).map(({ check }) => check),
    ["disk", "certificate", "backup"],
  )
  assert.equal(
    findings.filter(stopsMoney).map(({ check }) => check),
    ["disk"] satisfies HealthCheck[],
  )
  assert.is(worstOf(findings.map(({ level }) => level)), "bad")
  assert.is(worstOf(["ok", "none", "warn"]), "warn")
  assert.is(worstOf(["none"]), "ok")
})

test.run()
