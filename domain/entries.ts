import type { EntryId } from "../schemas/ids.ts"
import { place, type Place } from "../schemas/units.ts"
import { byText } from "./order.ts"
import type { FloorEntry } from "./tournament.ts"

/**
 * The places of all who are out; the one that is left when all others are out is first. Whoever went
 * out last has the better place; who left a satellite with a seat comes before all others. Two devices apart
 * may give two busts the same order: the earlier time, then the smaller id is out first, so every
 * device tells the same.
 */
export function places(entries: readonly FloorEntry[]): Map<EntryId, Place> {
  const left = entries.filter(({ out }) => out === null)
  const gone = entries.flatMap(({ entryId, out }) => (out ? [{ entryId, ...out }] : []))
  const winners = gone.filter(({ won }) => won !== undefined)
  const outs = gone.filter(({ won }) => won === undefined)
  const ordered = outs.toSorted(
    (a, b) => b.order - a.order || b.at - a.at || byText(b.entryId, a.entryId),
  )
  const above = winners.length + left.length
  const found = new Map([
    ...winners
      .toSorted((a, b) => a.order - b.order || a.at - b.at || byText(a.entryId, b.entryId))
      .map(({ entryId }, index) => [entryId, place(index + 1)] as const),
    ...ordered.map(({ entryId }, index) => [entryId, place(above + index + 1)] as const),
  ])
  const [last] = left
  if (last && left.length === 1 && gone.length > 0) found.set(last.entryId, place(above))
  return found
}

/** The order of the next one to go out. */
export const nextOutOrder = (entries: readonly FloorEntry[]): number =>
  1 + Math.max(0, ...entries.map(({ out }) => out?.order ?? 0))
