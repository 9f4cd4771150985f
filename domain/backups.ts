import type { Millis } from "../schemas/units.ts"

/** How long backups are kept: the newest of so many days, weeks and months. */
export const KEPT = { days: 7, weeks: 4, months: 12 } as const

const DAY_MS = 24 * 60 * 60_000
/** The first day of 1970 was a Thursday; a week begins on Monday. */
const DAYS_BEFORE = 3
/** From the first of March of the year 0, where a calendar's leap days come last, to 1970. */
const DAYS_BEFORE_1970 = 719_468
const DAYS_OF_400_YEARS = 146_097

/**
 * Which backups are kept: the newest of each of the last 7 days, 4 weeks and 12 months in which there
 * is one. Days, weeks and months are those of UTC. What counts is in which of them a backup was made,
 * not how old it is: a venue that is closed for a month loses none by it.
 * @param times when each backup was made
 * @returns the times to keep, newest first
 */
export function keptBackups(times: readonly Millis[]): Millis[] {
  const newestFirst = [...new Set(times)].toSorted((a, b) => b - a)
  const kept = new Set<Millis>()
  for (const [most, spanOf] of [
    [KEPT.days, dayOf],
    [KEPT.weeks, weekOf],
    [KEPT.months, monthOf],
  ] as const) {
    const seen = new Set<number>()
    for (const time of newestFirst) {
      if (seen.size === most) break
      if (seen.has(spanOf(time))) continue
      seen.add(spanOf(time))
      kept.add(time)
    }
  }
  return newestFirst.filter((time) => kept.has(time))
}

const dayOf = (time: Millis): number => Math.floor(time / DAY_MS)
const weekOf = (time: Millis): number => Math.floor((dayOf(time) + DAYS_BEFORE) / 7)

/** Numbers the months of the Gregorian calendar. */
function monthOf(time: Millis): number {
  const day = dayOf(time) + DAYS_BEFORE_1970
  const era = Math.floor(day / DAYS_OF_400_YEARS)
  const dayOfEra = day - era * DAYS_OF_400_YEARS
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const year = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  // From March on, five months have 153 days, whichever five.
  return (era * 400 + year) * 12 + Math.floor((5 * dayOfYear + 2) / 153)
}
