import { type Millis, millis } from "../schemas/units.ts"

/**
 * The time of day as it was when this process began, and what has passed since. A small box without a
 * battery wakes with a clock that is hours behind and is set when it has internet: no tournament's
 * clock, session or line of the ledger may follow that leap in the middle of a night.
 */
export const steadyNow = (): Millis =>
  millis(Math.round(performance.timeOrigin + performance.now()))

/** How far the system's clock has been set since this process began, in milliseconds: ahead is positive. */
export const clockSetByMs = (): number => Date.now() - steadyNow()
