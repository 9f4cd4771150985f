import type { OwnedVenue } from "../../../schemas/owner.ts"
import type { Millis } from "../../../schemas/units.ts"

/** A box comes every half minute, and its contact is noted to the minute. */
const QUIET_AFTER_MS = 180_000

/** How the box of a venue is with Core. */
export type Contact = "shut" | "never" | "here" | "quiet"

export function contactOf(venue: OwnedVenue, now: Millis): Contact {
  if (!venue.hasToken) return "shut"
  if (venue.lastContactAt === null) return "never"
  return now - venue.lastContactAt > QUIET_AFTER_MS ? "quiet" : "here"
}

/** Whether a person should look at a venue. */
export const needsSomebody = (venue: OwnedVenue, now: Millis): boolean =>
  venue.ledger.alarm !== null || contactOf(venue, now) === "quiet"

/** The line at which an alarm says that the ledger stops; `null` where it names none. */
export function lineOf(alarm: string): number | null {
  const [, line] = /\bline (\d+)/.exec(alarm) ?? []
  return line === undefined ? null : Number(line)
}
