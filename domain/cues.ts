import type { Clock } from "../schemas/documents/tournament.ts"
import type { Level } from "../schemas/structure.ts"
import type { Millis } from "../schemas/units.ts"
import { clockAt } from "./clock.ts"

/** What a screen says with a sound. */
export type Cue = "lastMinute" | "levelEnd" | "break" | "breakEnd" | "finalTable"

type Heard = { levels: readonly Level[]; clock: Clock; isFinalTable: boolean }

const LAST_MINUTE_MS = 60_000
/** A page that slept for longer does not make up for what it missed: nobody wants to hear it now. */
const LATEST_MS = 5_000

/**
 * What there is to hear of the time between two moments in which nothing was touched: the clock has
 * gone into its last minute, into the next level, or into a break or out of one.
 */
export function clockCue(state: Heard, from: Millis, to: Millis): Cue | null {
  if (to <= from || to - from > LATEST_MS || state.clock.status !== "running") return null
  const before = clockAt(state.levels, state.clock, from)
  const after = clockAt(state.levels, state.clock, to)
  if (after.levelIndex > before.levelIndex) {
    if (after.level.kind === "break") return "break"
    return before.level.kind === "break" ? "breakEnd" : "levelEnd"
  }
  const isLastMinute =
    before.remainingMs > LAST_MINUTE_MS &&
    after.remainingMs <= LAST_MINUTE_MS &&
    after.level.durationMs > LAST_MINUTE_MS
  return isLastMinute ? "lastMinute" : null
}

/** What there is to hear of what somebody has done: all who are left sit at one table. */
export const floorCue = (before: Heard | null, after: Heard): Cue | null =>
  before && !before.isFinalTable && after.isFinalTable ? "finalTable" : null
