import type { EntryId } from "../schemas/ids.ts"
import { place, type Place } from "../schemas/units.ts"
import { byText } from "./order.ts"
import type { FloorEntry } from "./tournament.ts"

/**
 * The places of all who are out; the one that is left when all others are out is first. Whoever went out last has the
 * better place. Two devices apart may give two busts the same order: the earlier time, then the
 * smaller id is out first, so every device tells the same.
 */
export function places(entries: readonly FloorEntry[]): Map<EntryId, Place> {
  const outs = entries.flatMap(({ entryId, out }) => (out ? [{ entryId, ...out }] : []))
  const ordered = outs.toSorted(
    (a, b) => b.order - a.order || b.at - a.at || byText(b.entryId, a.entryId),
  )
  const left = entries.filter(({ out }) => out === null)
  const found = new Map(
    ordered.map(({ entryId }, index) => [entryId, place(left.length + index + 1)]),
  )
  const [winner] = left
  if (winner && left.length === 1 && outs.length > 0) found.set(winner.entryId, place(1))
  return found
}

/** The order of the next one to go out. */
export const nextOutOrder = (entries: readonly FloorEntry[]): number =>
  1 + Math.max(0, ...entries.map(({ out }) => out?.order ?? 0))
