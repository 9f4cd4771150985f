import type { Finding, HealthLevel } from "../schemas/health.ts"
import type { DisplayId } from "../schemas/ids.ts"
import type { Millis } from "../schemas/units.ts"
import { severity } from "./health-levels.ts"
import type { OverlayNetwork } from "./overlay-network.ts"

/**
 * What the figures of a box mean, and since when. Better is believed only once it has lasted, so that
 * a figure at its limit does not flicker:
 *
 *          worse, at once                     worse, at once
 *   ok ----------------------> warn or bad <------------------+
 *    ^                             |                          |
 *    |                             | better                   |
 *    +---- after EASES_AFTER_MS -- easing --------------------+
 */

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const MEGABYTE = 1_000_000

/** So long something must be better before it is said. */
export const EASES_AFTER_MS = 5 * SECOND_MS
/** Cut off from Core for so long, somebody may want to look at the venue's internet. */
const CORE_AWAY_MS = 15 * MINUTE_MS
/** A venue that is set up is given so long to make its first backup. */
const FIRST_BACKUP_MS = 2 * DAY_MS

/** Beyond `warn` and `bad` the levels begin; they end only `slack` before that. */
type Limits = { warn: number; bad: number; slack: number }
/** Above 85 °C a board of our class slows itself down. */
const CELSIUS: Limits = { warn: 75, bad: 85, slack: 5 }
/** A nightly backup that was missed once is noticed the day after, not in the middle of its own night. */
const BACKUP_HOURS: Limits = { warn: 36, bad: 7 * 24, slack: 0 }
/** Certificates are renewed with a month to go, so with three weeks left something is wrong. Days, negated. */
const CERTIFICATE_DAYS: Limits = { warn: -21, bad: -4, slack: 0 }
/** Core tells its time in whole seconds. */
const CLOCK_MS: Limits = { warn: 3_000, bad: 60_000, slack: 1_000 }
const CORE_LINES: Limits = { warn: 500, bad: Number.POSITIVE_INFINITY, slack: 400 }
/** A warning comes with so many times what must be free at the least. */
const LOW_DISK_TIMES = 4

/** What was measured; a check whose facts are left out is not made. */
export type HealthFacts = {
  /** Whether the log answers; a Leaf does not start on one that does not sync every write. */
  log: { isWell: boolean }
  /** Where each ends, in lines; `null` where the log cannot be asked, with why. */
  ledger: { heads: Heads | null; problem: string | null; doubt: string | null }
  projection: { heads: Heads | null }
  disk: { freeBytes: number; minimumBytes: number }
  /** What was repaired at the start, and is for a person to look into. */
  repair: { sentences: readonly string[] }
  backup: { lastGoodAt: Millis | null; lastProblem: string | null; venueSince: Millis }
  /** `null` where there is no Core. */
  core: CoreFacts | null
  /** When the certificate ends; `null` where there is none. */
  certificate: { endsAt: Millis | null }
  /** Whether something sets the clock, and how far it is ahead of Core's; each `null` where nobody says. */
  clock: { isSet: boolean | null; offsetMs: number | null }
  /** Of the hottest part; `null` on a machine that does not measure it. */
  temperature: { celsius: number | null }
  /** `silent`: it is installed, and says nothing that can be read. */
  overlay: OverlayNetwork | { state: "silent" }
  /** Of the screens that the staff have added: there, gone, not once there since the Leaf's start. */
  screens: { alive: number; dark: readonly DisplayId[]; unseen: number }
}
export type HealthCheck = keyof HealthFacts
export type Heads = { log: number; state: number; witness: number; projection: number }
export type CoreFacts = {
  isConnected: boolean
  /** Since when there is contact or none. */
  since: Millis
  lines: number
  documents: number
  players: number
  /** What went wrong last. */
  problem: string | null
  /** Why this ledger and Core's are not one. */
  alarm: string | null
}

/** What was found, and since when what is better waits to be believed. */
export type Health = {
  findings: readonly Finding[]
  easing: Readonly<Partial<Record<HealthCheck, Millis>>>
}
export const UNKNOWN_HEALTH: Health = { findings: [], easing: {} }

type WithoutSince<Each> = Each extends Finding ? Omit<Each, "since"> : never
/** A finding before it is known since when it holds. */
type Seen = WithoutSince<Finding>

/** What follows from what was measured now and what was found before. Every check once, in their order. */
export function assess(facts: Partial<HealthFacts>, before: Health, now: Millis): Health {
  const findings: Finding[] = []
  const easing: Partial<Record<HealthCheck, Millis>> = {}
  for (const check of CHECKS) {
    const last = before.findings.find((each) => each.check === check)
    const seen = look(check, facts, last?.level ?? "none", now)
    if (!seen) continue
    if (last && severity(seen.level) < severity(last.level)) {
      const since = before.easing[check] ?? now
      if (now - since < EASES_AFTER_MS) {
        easing[check] = since
        findings.push(last)
        continue
      }
    }
    const isSame = last?.code === seen.code && last.level === seen.level
    findings.push({ ...seen, since: isSame ? last.since : now })
  }
  return { findings, easing }
}

type Rule<Check extends HealthCheck> = (
  facts: HealthFacts[Check],
  before: HealthLevel,
  now: Millis,
) => Seen | null

const rules: { [Check in HealthCheck]: Rule<Check> } = {
  log: ({ isWell }) =>
    isWell
      ? { check: "log", code: "log-durable", level: "ok" }
      : { check: "log", code: "log-silent", level: "bad" },

  ledger({ heads, doubt }) {
    const check = "ledger"
    if (doubt !== null) return { check, code: "ledger-doubt", level: "bad", sentence: doubt }
    if (!heads) return { check, code: "ledger-unread", level: "bad" }
    const [line, log, witness] = [heads.state, heads.log, heads.witness]
    return log === line && witness === line
      ? { check, code: "ledger-whole", level: "ok", line }
      : { check, code: "ledger-apart", level: "bad", line, log, witness }
  },

  projection({ heads }) {
    const check = "projection"
    if (!heads) return { check, code: "projection-unread", level: "bad" }
    const [line, projected] = [heads.state, heads.projection]
    return projected === line
      ? { check, code: "projection-equal", level: "ok", line }
      : { check, code: "projection-behind", level: "bad", line, projected }
  },

  disk({ freeBytes, minimumBytes }, before) {
    const check = "disk"
    const level = stage(
      -freeBytes,
      { warn: -LOW_DISK_TIMES * minimumBytes, bad: -minimumBytes, slack: minimumBytes / 10 },
      before,
    )
    const [freeMb, minimumMb] = [megabytes(freeBytes), megabytes(minimumBytes)]
    if (level === "ok") return { check, code: "disk-room", level, freeMb }
    return { check, code: level === "bad" ? "disk-full" : "disk-low", level, freeMb, minimumMb }
  },

  repair: ({ sentences }) =>
    sentences.length === 0
      ? null
      : { check: "repair", code: "repair-made", level: "warn", sentences: [...sentences] },

  backup({ lastGoodAt, lastProblem, venueSince }, before, now) {
    const check = "backup"
    const hours = lastGoodAt === null ? null : whole(now - lastGoodAt, HOUR_MS)
    const level = hours === null ? "ok" : stage(hours, BACKUP_HOURS, before)
    if (lastProblem !== null) {
      const worse = level === "bad" ? level : "warn"
      return { check, code: "backup-failed", level: worse, hours, sentence: lastProblem }
    }
    if (hours !== null)
      return { check, code: level === "ok" ? "backup-good" : "backup-old", level, hours }
    return now - venueSince < FIRST_BACKUP_MS
      ? { check, code: "backup-none", level: "none" }
      : { check, code: "backup-missing", level: "warn", days: whole(now - venueSince, DAY_MS) }
  },

  core(facts, before, now) {
    const check = "core"
    if (!facts) return { check, code: "core-none", level: "none" }
    if (facts.alarm !== null)
      return { check, code: "core-alarm", level: "bad", sentence: facts.alarm }
    const waiting = {
      lines: facts.lines,
      documents: facts.documents,
      players: facts.players,
    }
    if (!facts.isConnected) {
      const level = now - facts.since < CORE_AWAY_MS ? "ok" : "warn"
      const minutes = whole(now - facts.since, MINUTE_MS)
      const sentence = facts.problem
      return { check, code: "core-away", level, ...waiting, minutes, sentence }
    }
    if (facts.lines + facts.documents + facts.players === 0)
      return { check, code: "core-safe", level: "ok" }
    const level = stage(facts.lines, CORE_LINES, before)
    return { check, code: "core-behind", level, ...waiting }
  },

  certificate({ endsAt }, before, now) {
    const check = "certificate"
    if (endsAt === null) return { check, code: "certificate-none", level: "none" }
    if (endsAt <= now) {
      const days = whole(now - endsAt, DAY_MS)
      return { check, code: "certificate-ended", level: "bad", days }
    }
    const days = whole(endsAt - now, DAY_MS)
    const level = stage(-days, CERTIFICATE_DAYS, before)
    return { check, code: level === "ok" ? "certificate-valid" : "certificate-ending", level, days }
  },

  clock({ isSet, offsetMs }, before) {
    const check = "clock"
    if (offsetMs !== null) {
      const level = stage(Math.abs(offsetMs), CLOCK_MS, before)
      return { check, code: level === "ok" ? "clock-right" : "clock-off", level, offsetMs }
    }
    if (isSet === null) return { check, code: "clock-unmeasured", level: "none" }
    return isSet
      ? { check, code: "clock-right", level: "ok", offsetMs }
      : { check, code: "clock-unset", level: "warn" }
  },

  temperature({ celsius }, before) {
    const check = "temperature"
    if (celsius === null) return { check, code: "temperature-unmeasured", level: "none" }
    const level = stage(celsius, CELSIUS, before)
    return { check, code: level === "ok" ? "temperature-fine" : "temperature-high", level, celsius }
  },

  overlay(facts) {
    const check = "overlay"
    switch (facts.state) {
      case "absent":
        return { check, code: "overlay-absent", level: "none" }
      case "connected":
        return { check, code: "overlay-connected", level: "ok", peers: facts.peers }
      case "management-away": {
        const peers = facts.peers
        return { check, code: "overlay-management-away", level: "warn", peers }
      }
      case "no-peers":
        return { check, code: "overlay-no-peers", level: "warn" }
      case "silent":
        return { check, code: "overlay-silent", level: "warn" }
    }
  },

  screens({ alive, dark, unseen }) {
    const check = "screens"
    if (dark.length > 0)
      return { check, code: "screens-dark", level: "warn", dark: [...dark], alive: alive }
    if (alive + unseen === 0) return { check, code: "screens-none", level: "none" }
    return {
      check,
      code: "screens-alive",
      level: "ok",
      alive: alive,
      unseen: unseen,
    }
  },
}

/** In the order in which they are told. */
// What has an entry for each check has no others.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const CHECKS = Object.keys(rules) as HealthCheck[]

function look<Check extends HealthCheck>(
  check: Check,
  facts: Pick<Partial<HealthFacts>, Check>,
  before: HealthLevel,
  now: Millis,
): Seen | null {
  const measured: HealthFacts[Check] | undefined = facts[check]
  return measured === undefined ? null : rules[check](measured, before, now)
}

/** The level of a figure that is worse the higher it is. */
function stage(
  figure: number,
  { warn, bad, slack }: Limits,
  before: HealthLevel,
): "ok" | "warn" | "bad" {
  const isBeyond = (limit: number, level: "warn" | "bad") =>
    figure > (severity(before) >= severity(level) ? limit - slack : limit)
  return isBeyond(bad, "bad") ? "bad" : isBeyond(warn, "warn") ? "warn" : "ok"
}

/** Whole units of a span, rounded down; none of one that has not begun. */
const whole = (spanMs: number, unitMs: number): number => Math.max(0, Math.floor(spanMs / unitMs))

const megabytes = (bytes: number): number => Math.floor(bytes / MEGABYTE)
