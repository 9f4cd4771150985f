import * as v from "valibot"
import { describeIssues } from "../schemas/issues.ts"
import { type ItemKind, LibraryValue } from "../schemas/library.ts"
import {
  allRows,
  AT,
  type Fields,
  HERE,
  isHere,
  type Row,
  rowFields,
  type RowList,
  rowsOf,
  type Scalar,
} from "./library-fields.ts"

/** Set where an item is put away: it is offered nowhere, and can be brought back. */
export const PUT_AWAY = "putAway"
/** Fields that name a level: where entries and rebuys end, when add-ons are taken. */
export const levelFields = ["lateRegistrationEndsAt", "rebuysEndAt", "addOnAt"] as const

/** What an item's fields say, or in one sentence why they say nothing. */
export type Reading = { value: LibraryValue } | { problem: string }

/** Reads the fields of an item as the value that they stand for. */
export function readItem(fields: Fields): Reading {
  const parsed = v.safeParse(LibraryValue, rawValue(fields))
  return parsed.success ? { value: parsed.output } : { problem: describeIssues(parsed.issues) }
}

export const kindOf = (fields: Fields): ItemKind | null => {
  const kind = fields["kind"]
  const value = KINDS.find((each) => each === kind)
  return value ?? null
}
const KINDS: readonly ItemKind[] = ["structure", "payout-table", "chip-set", "house-rules"]

/** The list that a kind of item has rows of. */
export const listOf = (kind: ItemKind): RowList => LISTS[kind]
const LISTS: Record<ItemKind, RowList> = {
  structure: "level",
  "payout-table": "place",
  "chip-set": "chip",
  "house-rules": "paragraph",
}

function rawValue(fields: Fields): unknown {
  const { kind, name } = fields
  switch (kindOf(fields)) {
    case "structure":
      return { kind, name, structure: rawStructure(fields) }
    case "payout-table": {
      const shares = rowsOf(fields, "place").map((row) => row.fields["share"])
      return { kind, name, payouts: { shares, unitCents: fields["unitCents"] } }
    }
    case "chip-set":
      return { kind, name, chips: rowsOf(fields, "chip").map((row) => own(row)) }
    case "house-rules":
      return { kind, name, paragraphs: rowsOf(fields, "paragraph").map((row) => own(row)) }
    case null:
      return { kind }
  }
}

/** A row's own fields; what is empty is not there. */
const own = ({ fields }: Row): Record<string, Scalar> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([field, value]) => field !== HERE && field !== AT && value !== null,
    ),
  )

function rawStructure(fields: Fields): unknown {
  const [late, rebuys, addOn] = levelFields.map((field) => levelIndex(fields, fields[field]))
  const { name, startingStack, rebuyStack, addOnStack, seatsPerTable } = fields
  const levels = rowsOf(fields, "level")
  return {
    name,
    startingStack,
    rebuyStack,
    addOnStack,
    seatsPerTable,
    // Where none is named, entries are taken to the end.
    lateRegistrationEndsAt: late ?? levels.length,
    ...(rebuys !== null && { rebuysEndAt: rebuys }),
    ...(addOn !== null && { addOnAt: addOn }),
    levels: levels.map(rawLevel),
  }
}

function rawLevel({ fields }: Row): unknown {
  const { kind, durationMs, smallBlind, bigBlind, ante, colourUp } = fields
  if (kind !== "break") return { kind, durationMs, smallBlind, bigBlind, ante }
  const raced = colourUpOf(colourUp)
  return { kind, durationMs, ...(raced.length > 0 && { colourUp: raced }) }
}

/** The chips that a break races off, kept as one text: "25 100". */
export const colourUpOf = (text: Scalar | undefined): number[] =>
  typeof text === "string" && text.trim() !== "" ? text.trim().split(/\s+/).map(Number) : []

/** Where the named level stands; where it stood, if somebody has removed it. */
function levelIndex(fields: Fields, id: Scalar | undefined): number | null {
  if (typeof id !== "string") return null
  const rows = allRows(fields, "level")
  const index = rows.findIndex((row) => row.id === id)
  if (index < 0) return null
  return rows.slice(0, index).filter((row) => isHere(row.fields[HERE])).length
}

/** The fields that stand for a value. @param newId for each row; of a place it is its number */
export function fieldsOf(value: LibraryValue, newId: () => string): Fields {
  const { kind, name } = value
  switch (kind) {
    case "structure":
      return { kind, name, ...structureFields(value.structure, newId) }
    case "payout-table": {
      const { shares, unitCents } = value.payouts
      const rows = shares.map((share, index) => rowFields("place", String(index + 1), { share }))
      return Object.assign({ kind, name, unitCents }, ...rows)
    }
    case "chip-set": {
      const rows = value.chips.map(({ value: worth, colour, count = null }) =>
        rowFields("chip", newId(), { value: worth, colour, count }),
      )
      return Object.assign({ kind, name }, ...rows)
    }
    case "house-rules": {
      const rows = value.paragraphs.map((paragraph, index) =>
        rowFields("paragraph", newId(), { ...paragraph, at: index + 1 }),
      )
      return Object.assign({ kind, name }, ...rows)
    }
  }
}

type Structure = Extract<LibraryValue, { kind: "structure" }>["structure"]

function structureFields(structure: Structure, newId: () => string): Fields {
  const { startingStack, rebuyStack, addOnStack, seatsPerTable, levels } = structure
  const rows = levels.map((level, index) => ({
    id: newId(),
    fields: { ...levelFieldsOf(level), at: index + 1 },
  }))
  const idAt = (index: number | undefined): string | null =>
    index === undefined ? null : (rows[index]?.id ?? null)
  return Object.assign(
    { startingStack, rebuyStack, addOnStack, seatsPerTable },
    {
      lateRegistrationEndsAt: idAt(structure.lateRegistrationEndsAt),
      rebuysEndAt: idAt(structure.rebuysEndAt),
      addOnAt: idAt(structure.addOnAt),
    },
    ...rows.map(({ id, fields }) => rowFields("level", id, fields)),
  )
}

/** The fields of a level, but for where it stands. */
export function levelFieldsOf(level: Structure["levels"][number]): Fields {
  const { kind, durationMs } = level
  if (kind === "round") {
    const { smallBlind, bigBlind, ante } = level
    return { kind, durationMs, smallBlind, bigBlind, ante }
  }
  const colourUp = level.colourUp?.join(" ") ?? null
  return { kind, durationMs, colourUp }
}
