import type { Out } from "../schemas/documents/tournament.ts"
import type { EntryId } from "../schemas/ids.ts"
import { place, type Place } from "../schemas/units.ts"
import { byText } from "./order.ts"
import type { FloorEntry } from "./tournament.ts"

/**
 * The places of all who are out; the one that is left when all others are out is first. Whoever went
 * out last has the better place; those of one hand have the places of that hand by their rank, and
 * equal ranks share the first of theirs; who left a satellite with a seat comes before all others. Two
 * devices apart may give two busts the same order: the earlier time, then the smaller id is out first,
 * so every device tells the same.
 */
export function places(entries: readonly FloorEntry[]): Map<EntryId, Place> {
  const left = entries.filter(({ out }) => out === null)
  const gone = entries.flatMap(({ entryId, out }) => (out ? [{ entryId, ...out }] : []))
  const winners = gone.filter(({ won }) => won !== undefined)
  const outs = gone.filter(({ won }) => won === undefined)
  const ordered = outs.toSorted(
    (a, b) =>
      b.order - a.order ||
      b.at - a.at ||
      byText(b.hand?.of ?? b.entryId, a.hand?.of ?? a.entryId) ||
      (a.hand?.rank ?? 0) - (b.hand?.rank ?? 0) ||
      byText(b.entryId, a.entryId),
  )
  const above = winners.length + left.length
  const found = new Map<EntryId, Place>(
    winners
      .toSorted((a, b) => a.order - b.order || a.at - b.at || byText(a.entryId, b.entryId))
      .map(({ entryId }, index) => [entryId, place(index + 1)]),
  )
  for (const [index, out] of ordered.entries()) {
    const better = ordered[index - 1]
    const shared = better && isTie(better, out) ? found.get(better.entryId) : undefined
    found.set(out.entryId, shared ?? place(above + index + 1))
  }
  const [last] = left
  if (last && left.length === 1 && gone.length > 0) found.set(last.entryId, place(above))
  return found
}

const isTie = (a: Out, b: Out): boolean =>
  a.hand !== undefined &&
  a.order === b.order &&
  a.at === b.at &&
  a.hand.of === b.hand?.of &&
  a.hand.rank === b.hand.rank

/** The order of the next one to go out. */
export const nextOutOrder = (entries: readonly FloorEntry[]): number =>
  1 + Math.max(0, ...entries.map(({ out }) => out?.order ?? 0))
