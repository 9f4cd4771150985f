import { byText } from "./order.ts"

/**
 * An item of the library as flat fields, each replaced whole: what two people change apart clashes
 * field by field. What there are several of (levels, places, chips, rules) is a row with an id of
 * its own, `level/<id>/bigBlind`, so that changes of two rows never meet.
 */
export type Scalar = string | number | boolean | null
export type Fields = Readonly<Record<string, Scalar>>

/** Of what an item has rows. */
export const rowLists = ["level", "place", "chip", "paragraph"] as const
export type RowList = (typeof rowLists)[number]

export type RowKey = { list: RowList; id: string; field: string }

/** Where a row stands among its neighbours; any number in between is a place in between. */
export const AT = "at"
/**
 * Whether a row is there: above 0 it is, and every change of the row counts it up; 0 says that it is
 * taken away. So removing a row clashes with a change of it that was made apart, instead of
 * swallowing it. (Saying the same again would be no change.)
 */
export const HERE = "here"

export const rowKey = (list: RowList, id: string, field: string): string => `${list}/${id}/${field}`

/** Takes a row's key apart; `null` where it is a field of the whole item. */
export function parseRowKey(key: string): RowKey | null {
  const [name, id, field, ...rest] = key.split("/")
  const list = rowLists.find((each) => each === name)
  return list && id && field && rest.length === 0 ? { list, id, field } : null
}

/** A row with its fields, by their own names. */
export type Row = { id: string; fields: Fields }

/** The rows that are there, in their order. */
export const rowsOf = (fields: Fields, list: RowList): Row[] =>
  allRows(fields, list).filter((row) => isHere(row.fields[HERE]))

export const isHere = (here: Scalar | undefined): boolean => typeof here === "number" && here > 0

/** Whether two values of a field mean the same: of a row only whether it is there matters. */
export const meansSame = (key: string, a: Scalar | undefined, b: Scalar | undefined): boolean =>
  parseRowKey(key)?.field === HERE ? isHere(a) === isHere(b) : (a ?? null) === (b ?? null)

/** The rows that are there, and those that were. */
export function allRows(fields: Fields, list: RowList): Row[] {
  const rows = new Map<string, Record<string, Scalar>>()
  for (const [key, value] of Object.entries(fields)) {
    const parsed = parseRowKey(key)
    if (parsed?.list !== list) continue
    const row = rows.get(parsed.id) ?? {}
    row[parsed.field] = value
    rows.set(parsed.id, row)
  }
  return [...rows]
    .map(([id, row]) => ({ id, fields: row }))
    .toSorted((a, b) => positionOf(a, list) - positionOf(b, list) || byText(a.id, b.id))
}

/** What a row is put in order by: a place by its number, a chip by its value, others as they were put. */
function positionOf(row: Row, list: RowList): number {
  const by =
    list === "place" ? Number(row.id) : list === "chip" ? row.fields["value"] : row.fields[AT]
  return typeof by === "number" && Number.isFinite(by) ? by : Number.MAX_SAFE_INTEGER
}

/** The fields of a new row, or of one that comes back. */
export const rowFields = (list: RowList, id: string, fields: Fields): Fields =>
  Object.fromEntries([
    [rowKey(list, id, HERE), 1],
    ...Object.entries(fields).map(([field, value]) => [rowKey(list, id, field), value] as const),
  ])

/** Takes a row away; its fields stay, for whoever changed them apart. */
export const removeRow = (list: RowList, id: string): Fields => ({
  [rowKey(list, id, HERE)]: 0,
})

/** A place between two rows; before the first or after the last where there is none. */
export function between(before: Row | undefined, after: Row | undefined): number {
  const [low, high] = [before, after].map((row) => {
    const at = row?.fields[AT]
    return typeof at === "number" ? at : undefined
  })
  if (low === undefined) return (high ?? 1) - 1
  return high === undefined ? low + 1 : (low + high) / 2
}

/**
 * What has to be written to make one state of an item into another: the fields that differ, and for
 * each row of them that it is there. A field that is gone is a row that was not there yet.
 */
export function writesBetween(from: Fields, to: Fields): Fields {
  const writes: Record<string, Scalar> = {}
  for (const [key, value] of Object.entries(to))
    if (!meansSame(key, from[key], value)) writes[key] = value
  for (const key of Object.keys(from)) {
    if (key in to) continue
    const row = parseRowKey(key)
    if (row === null) writes[key] = null
    else if (isHere(from[rowKey(row.list, row.id, HERE)]))
      writes[rowKey(row.list, row.id, HERE)] = 0
  }
  for (const key of Object.keys(writes)) {
    const row = parseRowKey(key)
    if (row === null || row.field === HERE) continue
    const here = rowKey(row.list, row.id, HERE)
    const before = from[here]
    if (isHere(to[here])) writes[here] = typeof before === "number" ? before + 1 : 1
  }
  return writes
}
