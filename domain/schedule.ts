import type { Clock } from "../schemas/documents/tournament.ts"
import type { Level, Structure } from "../schemas/structure.ts"
import { type Chips, type Millis, millis } from "../schemas/units.ts"
import { clockAt } from "./clock.ts"
import { demandWhole } from "./invalid.ts"

/**
 * Something that happens by the clock, and after how much more play. Nothing is planned ahead: each
 * is reckoned from the clock as it stands, so a pause, a jump or an edit moves them all alike.
 */
export type Trigger = { inMs: Millis } & (
  | { kind: "level-begins" | "break-begins"; levelIndex: number }
  | { kind: "colour-up"; levelIndex: number; chips: Chips[] }
  /** Before the level ends, by so much. */
  | { kind: "warning"; levelIndex: number; beforeMs: Millis }
  /** Dealers push in no more: the hand that is on is the level's last (TDA-2024 RP-7). */
  | { kind: "last-hand"; levelIndex: number }
  | { kind: "late-registration-ends" | "rebuys-end" | "add-on-begins" | "add-on-ends" }
  | { kind: "levels-end" }
)

export type ScheduleSettings = {
  /** Before the end of every level. */
  warningsMs?: readonly number[]
  /** Before every break and new level; 90 seconds where it is not given (TDA-2024 RP-7). */
  lastHandMs?: number
}

const WARNINGS_MS = [120_000, 30_000]
const LAST_HAND_MS = 90_000

/**
 * Everything that is still to come by the clock, the soonest first.
 * @throws InvalidInput where a warning is not whole milliseconds above 0
 */
export function schedule(
  structure: Pick<Structure, "levels" | "lateRegistrationEndsAt" | "rebuysEndAt" | "addOnAt">,
  clock: Clock,
  now: Millis,
  { warningsMs = WARNINGS_MS, lastHandMs = LAST_HAND_MS }: ScheduleSettings = {},
): Trigger[] {
  const { levels, lateRegistrationEndsAt, rebuysEndAt, addOnAt } = structure
  for (const [index, beforeMs] of [...warningsMs, lastHandMs].entries())
    demandWhole(beforeMs, `warningsMs[${index}]`, "a warning comes whole milliseconds before", 1)
  const reading = clockAt(levels, clock, now)
  if (reading.status === "finished") return []
  const triggers: Trigger[] = []
  /** After how much play a level begins. */
  const begins = new Map<number, Millis>()
  let endsIn: number = reading.remainingMs
  for (let levelIndex = reading.levelIndex; levelIndex < levels.length; levelIndex++) {
    const level = levels[levelIndex]
    if (!level) continue
    if (levelIndex > reading.levelIndex) {
      begins.set(levelIndex, millis(endsIn))
      triggers.push(...beginnings(level, levelIndex, millis(endsIn)))
      endsIn += level.durationMs
    }
    triggers.push(...beforeTheEnd(level, levelIndex, endsIn, { warningsMs, lastHandMs }))
  }
  triggers.push({ kind: "levels-end", inMs: millis(endsIn) })
  const at = (levelIndex: number | undefined, kind: WindowTrigger): void => {
    const inMs = levelIndex === undefined ? undefined : begins.get(levelIndex)
    if (inMs !== undefined) triggers.push({ kind, inMs })
  }
  at(lateRegistrationEndsAt, "late-registration-ends")
  at(rebuysEndAt ?? lateRegistrationEndsAt, "rebuys-end")
  at(addOnAt, "add-on-begins")
  at(addOnAt === undefined ? undefined : addOnAt + 1, "add-on-ends")
  return triggers.toSorted((a, b) => a.inMs - b.inMs)
}

type WindowTrigger = "late-registration-ends" | "rebuys-end" | "add-on-begins" | "add-on-ends"

function beginnings(level: Level, levelIndex: number, inMs: Millis): Trigger[] {
  if (level.kind === "round") return [{ kind: "level-begins", levelIndex, inMs }]
  const { colourUp = [] } = level
  return [
    { kind: "break-begins", levelIndex, inMs },
    ...(colourUp.length > 0
      ? [{ kind: "colour-up" as const, levelIndex, inMs, chips: colourUp }]
      : []),
  ]
}

/** Warnings that are still to come; a level shorter than a warning has none. */
function beforeTheEnd(
  level: Level,
  levelIndex: number,
  endsIn: number,
  { warningsMs, lastHandMs }: { warningsMs: readonly number[]; lastHandMs: number },
): Trigger[] {
  const isToCome = (beforeMs: number) => beforeMs <= endsIn && beforeMs < level.durationMs
  const warnings = warningsMs.filter(isToCome).map((beforeMs): Trigger => ({
    kind: "warning",
    levelIndex,
    beforeMs: millis(beforeMs),
    inMs: millis(endsIn - beforeMs),
  }))
  return level.kind === "round" && isToCome(lastHandMs)
    ? [...warnings, { kind: "last-hand", levelIndex, inMs: millis(endsIn - lastHandMs) }]
    : warnings
}

/** Whether something is taken now, and for how much more play. */
export type Window =
  | { isOpen: true; closesInMs: Millis | null }
  | { isOpen: false; rule: string; reason: string }

type Windows = Pick<Structure, "levels" | "lateRegistrationEndsAt" | "rebuysEndAt" | "addOnAt">

/** Entries and re-entries: until late registration ends with the signal of its level (TDA-2024 R8, R23). */
export const entryWindow = (structure: Windows, clock: Clock, now: Millis): Window =>
  until(structure, clock, now, structure.lateRegistrationEndsAt, "Registration")

/** Rebuys: until their level begins, or as long as entries are taken (TDA-2024 R27). */
export const rebuyWindow = (structure: Windows, clock: Clock, now: Millis): Window =>
  until(structure, clock, now, structure.rebuysEndAt ?? structure.lateRegistrationEndsAt, "Rebuys")

/** Add-ons: during their level, once it has begun. */
export function addOnWindow(structure: Windows, clock: Clock, now: Millis): Window {
  const { levelIndex } = clockAt(structure.levels, clock, now)
  const { addOnAt } = structure
  if (addOnAt === undefined) return { isOpen: false, rule: "house", reason: "There is no add-on." }
  if (levelIndex < addOnAt)
    return {
      isOpen: false,
      rule: "house",
      reason: `The add-on is taken from level ${addOnAt + 1} of the structure on.`,
    }
  return until(structure, clock, now, addOnAt + 1, "The add-on")
}

/** Whether a person may let somebody in all the same: a director, who says why. */
export const mayOverride = (override: { role: string; reason: string }): boolean =>
  ["director", "administrator"].includes(override.role) && override.reason.trim() !== ""

function until(
  { levels }: Windows,
  clock: Clock,
  now: Millis,
  endsAt: number,
  what: string,
): Window {
  const reading = clockAt(levels, clock, now)
  if (reading.levelIndex >= endsAt)
    return {
      isOpen: false,
      rule: "TDA-2024 R8",
      reason: `${what} ended with the signal for level ${endsAt + 1} of the structure.`,
    }
  const between = levels.slice(reading.levelIndex + 1, endsAt)
  const neverEnds = endsAt >= levels.length
  const closesIn = between.reduce(
    (sum, level) => sum + level.durationMs,
    reading.remainingMs as number,
  )
  return { isOpen: true, closesInMs: neverEnds ? null : millis(closesIn) }
}
