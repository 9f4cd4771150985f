/** Wrong PINs that were entered on this device without the Leaf, and when the last of them was. */
export type Failures = { count: number; lastAt: number }

export const NO_FAILURES: Failures = { count: 0, lastAt: 0 }

/** Whether another PIN may be tried here. */
export type Standing = { kind: "open" } | { kind: "wait"; untilMs: number } | { kind: "locked" }

const FREE_FAILURES = 5
const LOCKED_AT_FAILURES = 10

/**
 * The Leaf's own rule, kept by the device while the Leaf is away: from the fifth wrong PIN on the
 * wait doubles (1 s, 2 s, 4 s …), after the tenth only the Leaf unlocks. A clock that was put back
 * makes the wait longer, never shorter than the lock at ten allows.
 */
export function standingOf({ count, lastAt }: Failures, nowMs: number): Standing {
  if (count >= LOCKED_AT_FAILURES) return { kind: "locked" }
  if (count < FREE_FAILURES) return { kind: "open" }
  const untilMs = lastAt + 1_000 * 2 ** (count - FREE_FAILURES)
  return untilMs > nowMs ? { kind: "wait", untilMs } : { kind: "open" }
}

/** One more. Counted before the PIN is tried, so that a pulled plug in between gains nothing. */
export const failedAgain = ({ count }: Failures, nowMs: number): Failures => ({
  count: count + 1,
  lastAt: nowMs,
})
