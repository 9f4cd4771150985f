import type { Clock } from "../schemas/documents/tournament.ts"
import type { Level, Round } from "../schemas/structure.ts"
import { type Millis, millis } from "../schemas/units.ts"
import { assert } from "./assert.ts"
import { demandWhole } from "./invalid.ts"

/** What the clock shows at one moment. */
export type ClockReading = {
  status: "running" | "paused" | "finished"
  levelIndex: number
  level: Level
  elapsedMs: Millis
  remainingMs: Millis
  nextLevel: Level | null
  /** The next level in which hands are played. */
  nextRound: Round | null
  /** Until the next break begins; `null` where none is to come. */
  msToNextBreak: Millis | null
}

/** A clock before the first hand: paused at the start of the first level. */
export const newClock = (): Clock => ({ status: "paused", levelIndex: 0, elapsedMs: millis(0) })

/**
 * Reads the clock at `now`. Nothing ticks: levels that have run out since the clock was touched are
 * passed over here. After the last level it stands still, finished.
 */
export function clockAt(levels: readonly Level[], clock: Clock, now: Millis): ClockReading {
  let levelIndex = Math.min(clock.levelIndex, levels.length - 1)
  let elapsedMs = clock.elapsedMs + playedMs(clock, now)
  while (levelIndex < levels.length - 1 && elapsedMs >= levelOf(levels, levelIndex).durationMs) {
    elapsedMs -= levelOf(levels, levelIndex).durationMs
    levelIndex += 1
  }
  const level = levelOf(levels, levelIndex)
  const isOver = elapsedMs >= level.durationMs
  const remainingMs = millis(Math.max(0, level.durationMs - elapsedMs))
  return {
    status: isOver ? "finished" : clock.status,
    levelIndex,
    level,
    elapsedMs: millis(Math.min(elapsedMs, level.durationMs)),
    remainingMs,
    nextLevel: levels[levelIndex + 1] ?? null,
    nextRound: levels.slice(levelIndex + 1).find((each) => each.kind === "round") ?? null,
    msToNextBreak: msToNextBreak(levels, levelIndex, remainingMs),
  }
}

/** The number that players call a level by: rounds count from 1, a break has the round's before it. */
export const levelNumber = (levels: readonly Level[], index: number): number =>
  levels.slice(0, index + 1).filter(({ kind }) => kind === "round").length

export function startClock(levels: readonly Level[], clock: Clock, now: Millis): Clock {
  const { levelIndex, elapsedMs } = clockAt(levels, clock, now)
  return { status: "running", levelIndex, elapsedMs, since: now }
}

export function pauseClock(levels: readonly Level[], clock: Clock, now: Millis): Clock {
  const { levelIndex, elapsedMs } = clockAt(levels, clock, now)
  return { status: "paused", levelIndex, elapsedMs }
}

/**
 * Gives the level more or less time. It never gets more than it has from its start, nor less than
 * nothing, so a button that is held too long cannot leave the level.
 * @param deltaMs more time to play where positive, less where negative
 */
export function adjustClock(
  levels: readonly Level[],
  clock: Clock,
  now: Millis,
  deltaMs: number,
): Clock {
  const { levelIndex, level, elapsedMs } = clockAt(levels, clock, now)
  const adjusted = Math.min(level.durationMs - 1, Math.max(0, elapsedMs - deltaMs))
  return standAt(clock, levelIndex, adjusted, now)
}

/** Goes to the start of a level, running or paused as it was. */
export function jumpToLevel(
  levels: readonly Level[],
  clock: Clock,
  now: Millis,
  levelIndex: number,
): Clock {
  return standAt(clock, Math.min(levels.length - 1, Math.max(0, levelIndex)), 0, now)
}

/** What one hand of hand-for-hand counts for, however long it takes (TDA-2024 RP-8). */
export const HAND_FOR_HAND_MS = 120_000

/**
 * Takes the hands that were played hand-for-hand off the level, while the clock stands. A level
 * that is used up ends there: the next one has its whole time, from the next hand on.
 * @param hands whole, 0 or more
 * @param perHandMs what one hand counts for
 * @throws InvalidInput where a number is not whole or below nothing
 */
export function deductHands(
  levels: readonly Level[],
  clock: Clock,
  now: Millis,
  hands: number,
  perHandMs: number = HAND_FOR_HAND_MS,
): Clock {
  demandWhole(hands, "hands", "the number of hands is whole, 0 or more")
  demandWhole(perHandMs, "perHandMs", "a hand counts for whole milliseconds, 0 or more")
  const { levelIndex, level, elapsedMs } = clockAt(levels, clock, now)
  const used = Math.min(level.durationMs, elapsedMs + hands * perHandMs)
  return standAt(clock, levelIndex, used, now)
}

/**
 * The clock for levels that were changed while it stands or runs: it stays in its level, as far
 * into it as it was. Without this, a change to a level that is over would move the level of now.
 */
export function clockAfterEdit(
  before: readonly Level[],
  after: readonly Level[],
  clock: Clock,
  now: Millis,
): Clock {
  const { levelIndex, elapsedMs } = clockAt(before, clock, now)
  const index = Math.min(levelIndex, after.length - 1)
  return standAt(clock, index, Math.min(elapsedMs, levelOf(after, index).durationMs), now)
}

/** How long until a level begins, if the clock runs on; `null` once it has. */
export function msToLevel(
  levels: readonly Level[],
  clock: Clock,
  now: Millis,
  levelIndex: number,
): Millis | null {
  const reading = clockAt(levels, clock, now)
  if (reading.levelIndex >= levelIndex) return null
  const between = levels.slice(reading.levelIndex + 1, levelIndex)
  return millis(reading.remainingMs + between.reduce((sum, level) => sum + level.durationMs, 0))
}

function standAt(clock: Clock, levelIndex: number, elapsed: number, now: Millis): Clock {
  const elapsedMs = millis(elapsed)
  return clock.status === "running"
    ? { status: "running", levelIndex, elapsedMs, since: now }
    : { status: "paused", levelIndex, elapsedMs }
}

/** A device whose clock is behind the Leaf's must not make the level younger. */
const playedMs = (clock: Clock, now: Millis): number =>
  clock.status === "running" ? Math.max(0, now - clock.since) : 0

function levelOf(levels: readonly Level[], index: number): Level {
  const level = levels[index]
  assert(level, `level ${index} is one of the structure's ${levels.length}`)
  return level
}

function msToNextBreak(
  levels: readonly Level[],
  levelIndex: number,
  remainingMs: number,
): Millis | null {
  const next = levels.findIndex((level, index) => index > levelIndex && level.kind === "break")
  if (next < 0) return null
  const between = levels.slice(levelIndex + 1, next)
  return millis(remainingMs + between.reduce((sum, level) => sum + level.durationMs, 0))
}
