import * as v from "valibot"
import { LibraryItemId, StaffId } from "../../schemas/ids.ts"
import { type ItemKind, type LibraryValue, ListedItem } from "../../schemas/library.ts"

/** What this device keeps of an item that somebody has opened here, with what the Leaf lacks of it. */
export const KeptItem = v.object({
  itemId: LibraryItemId,
  staffId: StaffId,
  /** The whole Automerge document. */
  bytes: v.instance(Uint8Array),
  /** Where the Leaf stood at the last contact. */
  leafHeads: v.array(v.string()),
  /** How many changes wait here. */
  waiting: v.number(),
  listed: v.nullable(ListedItem),
  /** Why the Leaf did not take them, in its words. */
  refusal: v.nullable(v.string()),
})
export type KeptItem = v.InferOutput<typeof KeptItem>

/** An item on the shelf: as the Leaf has it, or as it is here where the Leaf lacks something. */
export type Shelved = ListedItem & { waiting: number; refusal: string | null }

/** Where documents are kept on this device, and what there is of them. */
export type ShelfStore = {
  /** Every item, what was changed last first. */
  items: () => readonly Shelved[]
  kept: (itemId: LibraryItemId) => KeptItem | null
  /** Keeps an item on the device, with what the Leaf lacks of it. */
  keep: (kept: KeptItem) => Promise<void>
  /** Asks the Leaf what there is. Rejects with Unreachable or Refused. */
  refresh: () => Promise<void>
}

/** An item that can be chosen. */
export type Offered<Kind extends ItemKind> = {
  itemId: LibraryItemId
  value: Extract<LibraryValue, { kind: Kind }>
}

/** The items of a kind that are offered, by name. */
export function offered<Kind extends ItemKind>(
  items: readonly Shelved[],
  kind: Kind,
): Offered<Kind>[] {
  const isOfKind = (value: LibraryValue): value is Extract<LibraryValue, { kind: Kind }> =>
    value.kind === kind
  return items
    .flatMap(({ itemId, value, isPutAway }) =>
      !isPutAway && isOfKind(value) ? [{ itemId, value }] : [],
    )
    .toSorted((a, b) => a.value.name.localeCompare(b.value.name))
}
