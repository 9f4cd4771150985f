import type { EntryView } from "./entry-view.ts"
import { fold } from "./search.ts"

/** A row of the list: an entry with its player's name. */
export type NamedEntry = { view: EntryView; name: string }

export const filters = ["all", "in", "out", "unpaid", "waiting"] as const
export type Filter = (typeof filters)[number]
export const orders = ["name", "seat", "stack"] as const
export type Order = (typeof orders)[number]

/** Whether an entry is shown by a filter; who waits has no entry and is in a list of its own. */
export function isShown({ isOut, money }: EntryView, filter: Filter): boolean {
  switch (filter) {
    case "all":
      return true
    case "in":
      return !isOut
    case "out":
      return isOut
    case "unpaid":
      return money === "unpaid"
    case "waiting":
      return false
  }
}

/** Ten thousand names are folded once and then compared as plain text. */
const folded = new Map<string, string>()
const sortKey = (name: string): string => {
  const known = folded.get(name) ?? fold(name)
  folded.set(name, known)
  return known
}

/**
 * The entries in an order: those in play first, and within it by name; the seat by table and seat,
 * the largest stack first, those without one last.
 */
export function inOrder(entries: readonly NamedEntry[], order: Order): NamedEntry[] {
  const rows = entries.map((entry) => ({
    entry,
    isOut: Number(entry.view.isOut),
    weight: weightOf(entry.view, order),
    name: sortKey(entry.name),
  }))
  rows.sort(
    (a, b) =>
      a.isOut - b.isOut || a.weight - b.weight || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  )
  return rows.map(({ entry }) => entry)
}

function weightOf({ seat, chips, place }: EntryView, order: Order): number {
  if (order === "name") return 0
  // Who is out has neither: the better place first.
  if (place !== null) return place
  if (order === "seat") return seat ? seat.tableNumber * 100 + seat.seat : Number.MAX_SAFE_INTEGER
  return chips ? 0 - chips.count : 0
}
