import * as v from "valibot"
import { DeviceId, LibraryItemId, StaffId } from "./ids.ts"
import { Structure } from "./structure.ts"
import { PayoutStructure } from "./terms.ts"
import { Chips, Count, Millis } from "./units.ts"

/**
 * The library of a venue's house: what is set up once and used on many nights. Each item is an
 * Automerge document (see library/); these are the plain values that it stands for, and what a Leaf
 * and its devices tell each other of it. It holds no names of people and no money.
 */
const kinds = ["structure", "payout-table", "chip-set", "house-rules"] as const
export const ItemKind = v.picklist(kinds)
export type ItemKind = v.InferOutput<typeof ItemKind>

const ItemName = v.pipe(
  v.string("expected a name"),
  v.regex(/\S/, "a name has a letter or a digit"),
  v.maxLength(60, "a name has at most 60 characters"),
)

/** What chips look like, by name: a colour that two people call the same. */
export const chipColours = [
  "white",
  "grey",
  "black",
  "red",
  "pink",
  "orange",
  "yellow",
  "green",
  "teal",
  "blue",
  "purple",
  "brown",
] as const

const Chip = v.strictObject({
  value: v.pipe(
    Chips,
    v.check((value) => value >= 1, "a chip is worth 1 or more"),
  ),
  colour: v.picklist(chipColours, "expected one of the colours"),
  /** How many the house has; not given where nobody has counted them. */
  count: v.optional(v.pipe(Count, v.maxValue(1_000_000, "at most 1,000,000 chips of a value"))),
})

const Paragraph = v.strictObject({
  heading: v.pipe(v.string(), v.maxLength(80, "a heading has at most 80 characters")),
  text: v.pipe(
    v.string(),
    v.regex(/\S/, "a rule has words"),
    v.maxLength(2_000, "a rule has at most 2,000 characters"),
  ),
})

/** What an item says. */
export const LibraryValue = v.variant("kind", [
  v.strictObject({ kind: v.literal("structure"), name: ItemName, structure: Structure }),
  v.strictObject({ kind: v.literal("payout-table"), name: ItemName, payouts: PayoutStructure }),
  v.strictObject({
    kind: v.literal("chip-set"),
    name: ItemName,
    chips: v.pipe(
      v.array(Chip),
      v.minLength(1, "a chip set has at least one chip"),
      v.maxLength(20, "a chip set has at most 20 values"),
      v.check(
        (chips) => new Set(chips.map(({ value }) => value)).size === chips.length,
        "a value is there once",
      ),
    ),
  }),
  v.strictObject({
    kind: v.literal("house-rules"),
    name: ItemName,
    paragraphs: v.pipe(
      v.array(Paragraph),
      v.minLength(1, "house rules have at least one rule"),
      v.maxLength(100, "house rules have at most 100 rules"),
    ),
  }),
])
export type LibraryValue = v.InferOutput<typeof LibraryValue>

/** What was done with a change. */
const ChangeAct = v.picklist(["make", "edit", "go-back", "choose", "put-away", "bring-back"])
export type ChangeAct = v.InferOutput<typeof ChangeAct>

/** Goes with every change, in its message: who, on which device. Ids only, never a name. */
export const ChangeNote = v.strictObject({ by: StaffId, on: DeviceId, act: ChangeAct })
export type ChangeNote = v.InferOutput<typeof ChangeNote>

const ChangeHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "expected the hash of a change"))
const Heads = v.pipe(v.array(ChangeHash), v.maxLength(100))

/** An item as it is now, for those who only use it. */
export const ListedItem = v.strictObject({
  itemId: LibraryItemId,
  /** Which state of the document this is. */
  heads: Heads,
  /** The newest that is whole. */
  value: LibraryValue,
  isPutAway: v.boolean(),
  changedAt: Millis,
  changedBy: v.nullable(StaffId),
  /** How many fields were changed in two places, and nobody has chosen. */
  clashCount: Count,
})
export type ListedItem = v.InferOutput<typeof ListedItem>

/** `GET /api/library` */
export const LibraryAnswer = v.strictObject({
  /** Changes with every change of any item. */
  digest: v.string(),
  /** `null` where the asker has this digest already. */
  items: v.nullable(v.array(ListedItem)),
})
export type LibraryAnswer = v.InferOutput<typeof LibraryAnswer>

/** One Automerge change, in base64. */
const EncodedChange = v.pipe(
  v.string(),
  v.base64("expected base64"),
  v.maxLength(90_000, "a change has at most 64 kB"),
)

/** `POST /api/library/<itemId>/changes`: what the Leaf lacks, oldest first, and what the device has. */
export const ChangesBody = v.strictObject({
  changes: v.pipe(v.array(EncodedChange), v.maxLength(500)),
  have: Heads,
})
export type ChangesBody = v.InferOutput<typeof ChangesBody>

/** What the asker lacks, oldest first, and where the Leaf stands now. */
export const ChangesAnswer = v.strictObject({
  heads: Heads,
  changes: v.array(v.pipe(v.string(), v.base64())),
})
export type ChangesAnswer = v.InferOutput<typeof ChangesAnswer>

/** A change on its way between the venues that share a library. */
export const SharedChange = v.strictObject({ itemId: LibraryItemId, change: EncodedChange })
export type SharedChange = v.InferOutput<typeof SharedChange>

/** `POST /api/venue/library` of Core: what a Leaf has that Core may lack, each item's oldest first. */
export const SharedChanges = v.strictObject({
  changes: v.pipe(v.array(SharedChange), v.maxLength(100)),
})

/** `GET /api/venue/library?after=` of Core: what came after a number, in order. */
export const SharedChangesPage = v.strictObject({
  changes: v.array(SharedChange),
  /** To be given as `after` for what comes next. */
  last: Count,
  isEnd: v.boolean(),
})
export type SharedChangesPage = v.InferOutput<typeof SharedChangesPage>
