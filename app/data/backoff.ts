/** A Leaf that was away for long is met again within five seconds of its return. */
const LONGEST_MS = 2_000
const SPREAD_MS = { from: 50, to: 500 }

/**
 * How long to wait before the n-th try (from 1) in a row, in milliseconds. `chance` (0 to 1)
 * spreads the devices of a venue over 50–500 ms, or up to `spreadMs` where the Leaf has asked for
 * more, so that they do not all return at once.
 */
export function backoffMs(attempt: number, chance: number, spreadMs = 0): number {
  const spread = SPREAD_MS.from + chance * (Math.max(SPREAD_MS.to, spreadMs) - SPREAD_MS.from)
  const patience = attempt <= 1 ? 0 : Math.min(2 ** (attempt - 2) * 250, LONGEST_MS)
  return Math.round(patience + spread)
}
