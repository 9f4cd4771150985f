import { PUT_AWAY } from "../domain/library-items.ts"
import type { LibraryItemId } from "../schemas/ids.ts"
import type { ListedItem } from "../schemas/library.ts"
import { clashesOf } from "./clashes.ts"
import { fieldsOf, headsOf, type ItemDocument } from "./document.ts"
import { historyOf, newestWhole } from "./history.ts"

/** An item as those see it who only use it; `null` where it never was whole. */
export function listedItem(itemId: LibraryItemId, doc: ItemDocument): ListedItem | null {
  const whole = newestWhole(doc)
  const latest = historyOf(doc).toSorted((a, b) => b.at - a.at)[0]
  if (!whole || !latest) return null
  return {
    itemId,
    heads: [...headsOf(doc)],
    value: whole.value,
    isPutAway: fieldsOf(doc)[PUT_AWAY] === true,
    changedAt: latest.at,
    changedBy: latest.by,
    clashCount: clashesOf(doc).length,
  }
}
