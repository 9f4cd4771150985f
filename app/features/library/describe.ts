import type { Difference, RowName } from "../../../domain/library-diff.ts"
import { nameRow } from "../../../domain/library-diff.ts"
import {
  AT,
  type Fields,
  HERE,
  isHere,
  parseRowKey,
  rowsOf,
  type Scalar,
} from "../../../domain/library-fields.ts"
import { levelFields } from "../../../domain/library-items.ts"
import type { LibraryValue } from "../../../schemas/library.ts"
import { t } from "../../words/library.ts"
import { hoursText, minutesText, numberText, percentText } from "./amounts.ts"

/** An item in one line, as a list shows it. */
export function outline(value: LibraryValue): string {
  switch (value.kind) {
    case "structure": {
      const { levels, startingStack } = value.structure
      const ms = levels.reduce((sum, { durationMs }) => sum + durationMs, 0)
      const first = levels.find(({ kind }) => kind === "round")
      return [
        numberText(startingStack),
        ...(first ? [t("diff.minutes", minutesText(first.durationMs))] : []),
        t("structure.length", hoursText(ms)),
      ].join(" · ")
    }
    case "payout-table": {
      const [best = 0] = value.payouts.shares
      const places = t("payout.places", value.payouts.shares.length)
      return `${places} · ${t("payout.first", `${percentText(best)} %`)}`
    }
    case "chip-set":
      return value.chips.map(({ value: worth }) => numberText(worth)).join(" · ")
    case "house-rules":
      return t("rules.count", value.paragraphs.length)
  }
}

/** The number that players call a level by; a break has that of the round before it. */
export function levelName(fields: Fields, id: string): string {
  let rounds = 0
  for (const row of rowsOf({ ...fields, [`level/${id}/${HERE}`]: 1 }, "level")) {
    const isBreak = row.fields["kind"] === "break"
    if (!isBreak) rounds += 1
    if (row.id === id) return t(isBreak ? "structure.breakAfter" : "structure.level", rounds)
  }
  return t("structure.level", rounds)
}

/** What a row is called in a state where it is, or was. */
export function rowName(fields: Fields, { list, id, number }: RowName): string {
  switch (list) {
    case "level":
      return levelName(fields, id)
    case "place":
      return t("payout.place", Number(id))
    case "chip": {
      const worth = fields[`chip/${id}/value`]
      return typeof worth === "number" ? t("chips.chip", numberText(worth)) : t("chips.newChip")
    }
    case "paragraph": {
      const heading = fields[`paragraph/${id}/heading`]
      return typeof heading === "string" && heading.trim() !== ""
        ? `“${heading}”`
        : t("rules.rule", number)
    }
  }
}

/** What a field is called, with the row that it is of. */
export function keyName(fields: Fields, key: string): string {
  const row = parseRowKey(key)
  if (row === null) return fieldName(key)
  const name = rowName(fields, nameRow(fields, row.list, row.id))
  return row.field === HERE || row.field === AT ? name : `${name}, ${fieldName(row.field)}`
}

const fieldNames = {
  name: () => t("library.name"),
  kind: () => t("diff.kind"),
  putAway: () => t("diff.putAway"),
  startingStack: () => t("structure.stack"),
  rebuyStack: () => t("structure.rebuyStack"),
  addOnStack: () => t("structure.addOnStack"),
  seatsPerTable: () => t("structure.seats"),
  lateRegistrationEndsAt: () => t("structure.late"),
  rebuysEndAt: () => t("structure.rebuys"),
  addOnAt: () => t("structure.addOn"),
  durationMs: () => t("structure.minutes"),
  smallBlind: () => t("structure.smallBlind"),
  bigBlind: () => t("structure.bigBlind"),
  ante: () => t("structure.ante"),
  colourUp: () => t("structure.colourUp"),
  unitCents: () => t("payout.unit"),
  share: () => t("payout.share"),
  value: () => t("chips.value"),
  colour: () => t("chips.colour"),
  count: () => t("chips.count"),
  heading: () => t("rules.heading"),
  text: () => t("rules.text"),
} as const

const isNamed = (field: string): field is keyof typeof fieldNames => field in fieldNames
const fieldName = (field: string): string => (isNamed(field) ? fieldNames[field]() : field)

/** A value as its field means it. @param fields the state that it is part of */
export function valueText(fields: Fields, key: string, value: Scalar): string {
  const field = parseRowKey(key)?.field ?? key
  if (field === HERE) return t(isHere(value) ? "diff.there" : "diff.gone")
  if (levelFields.some((each) => each === field))
    return typeof value === "string" ? levelName(fields, value) : nameOfNoLevel(field)
  if (value === null || value === "") return t("diff.nothing")
  if (typeof value === "boolean") return t(value ? "diff.yes" : "diff.no")
  if (typeof value === "string") return colourText(field, value)
  if (field === "durationMs") return t("diff.minutes", minutesText(value))
  if (field === "share") return `${percentText(value)} %`
  return numberText(field === "unitCents" ? value / 100 : value)
}

export function nameOfNoLevel(field: string): string {
  if (field === "lateRegistrationEndsAt") return t("structure.toTheEnd")
  return t(field === "rebuysEndAt" ? "structure.withEntries" : "structure.noAddOn")
}

const colours = {
  white: () => t("colour.white"),
  grey: () => t("colour.grey"),
  black: () => t("colour.black"),
  red: () => t("colour.red"),
  pink: () => t("colour.pink"),
  orange: () => t("colour.orange"),
  yellow: () => t("colour.yellow"),
  green: () => t("colour.green"),
  teal: () => t("colour.teal"),
  blue: () => t("colour.blue"),
  purple: () => t("colour.purple"),
  brown: () => t("colour.brown"),
} as const

const isColour = (value: string): value is keyof typeof colours => value in colours

function colourText(field: string, value: string): string {
  if (field === "colour" && isColour(value)) return colours[value]()
  if (field !== "kind") return value
  return t(value === "break" ? "structure.break" : "structure.round")
}

/** A whole row in short. */
function rowText(row: RowName, own: Fields): string {
  const text = (field: string): string =>
    valueText({}, `${row.list}/${row.id}/${field}`, own[field] ?? null)
  switch (row.list) {
    case "level": {
      if (own["kind"] === "break") return text("durationMs")
      const ante = own["ante"] === 0 ? [] : [text("ante")]
      const blinds = [text("smallBlind"), text("bigBlind"), ...ante].join("/")
      return `${blinds}, ${text("durationMs")}`
    }
    case "place":
      return text("share")
    case "chip":
      return text("colour")
    case "paragraph":
      return text("text")
  }
}

/**
 * A difference in words.
 * @param from and `to` the states that differ: a row is named as it is called where it is
 */
export function differenceText(from: Fields, to: Fields, difference: Difference): string {
  switch (difference.kind) {
    case "added":
      return t(
        "diff.added",
        rowName(to, difference.row),
        rowText(difference.row, difference.fields),
      )
    case "removed":
      return t(
        "diff.removed",
        rowName(from, difference.row),
        rowText(difference.row, difference.fields),
      )
    case "moved":
      return t("diff.moved", rowName(from, difference.row), difference.before, difference.after)
    case "field": {
      const { row, field, before, after } = difference
      const key = row ? `${row.list}/${row.id}/${field}` : field
      // By its name before: that is where who reads it looks.
      const name = row && nameRow(from, row.list, row.id)
      const what = name ? `${rowName(from, name)}, ${fieldName(field)}` : fieldName(field)
      return t("diff.field", what, valueText(from, key, before), valueText(to, key, after))
    }
  }
}
