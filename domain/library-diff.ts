import {
  AT,
  type Fields,
  HERE,
  parseRowKey,
  rowKey,
  type Row,
  rowLists,
  type RowList,
  rowsOf,
  type Scalar,
} from "./library-fields.ts"

/** A row as people name it: the third level, the fifth place. */
export type RowName = { list: RowList; id: string; number: number }

/** One thing that differs between two states of an item. */
export type Difference =
  | { kind: "field"; row: RowName | null; field: string; before: Scalar; after: Scalar }
  | { kind: "added" | "removed"; row: RowName; fields: Fields }
  | { kind: "moved"; row: RowName; before: number; after: number }

/** What differs from one state to another: the whole item's fields first, then row by row. */
export function differences(from: Fields, to: Fields): Difference[] {
  return [
    ...ownDifferences(from, to),
    ...rowLists.flatMap((list) => rowDifferences(from, to, list)),
  ]
}

const NOTHING: Scalar = null

function ownDifferences(from: Fields, to: Fields): Difference[] {
  const keys = new Set([...Object.keys(from), ...Object.keys(to)])
  return [...keys]
    .filter((key) => parseRowKey(key) === null)
    .flatMap((field) => difference(null, field, from[field], to[field]))
}

function rowDifferences(from: Fields, to: Fields, list: RowList): Difference[] {
  const [before, after] = [rowsOf(from, list), rowsOf(to, list)]
  const stayed = (rows: readonly Row[], others: readonly Row[]): Row[] =>
    rows.filter(({ id }) => others.some((other) => other.id === id))
  const [orderBefore, orderAfter] = [stayed(before, after), stayed(after, before)]
  const removed = before.flatMap((row, index): Difference[] =>
    after.some(({ id }) => id === row.id)
      ? []
      : [{ kind: "removed", row: { list, id: row.id, number: index + 1 }, fields: row.fields }],
  )
  const others = after.flatMap((row, index): Difference[] => {
    const name: RowName = { list, id: row.id, number: index + 1 }
    const old = before.find(({ id }) => id === row.id)
    if (!old) return [{ kind: "added", row: name, fields: row.fields }]
    const isMoved =
      old.fields[AT] !== row.fields[AT] &&
      orderBefore.findIndex(({ id }) => id === row.id) !==
        orderAfter.findIndex(({ id }) => id === row.id)
    const moved: Difference[] = isMoved
      ? [{ kind: "moved", row: name, before: before.indexOf(old) + 1, after: index + 1 }]
      : []
    const fields = new Set([...Object.keys(old.fields), ...Object.keys(row.fields)])
    return [
      ...moved,
      ...[...fields]
        .filter((field) => field !== HERE && field !== AT)
        .flatMap((field) => difference(name, field, old.fields[field], row.fields[field])),
    ]
  })
  return [...removed, ...others]
}

function difference(
  row: RowName | null,
  field: string,
  before: Scalar = NOTHING,
  after: Scalar = NOTHING,
): Difference[] {
  return before === after ? [] : [{ kind: "field", row, field, before, after }]
}

/** A row's name by its id, also where it has been removed: then by where it would stand. */
export function nameRow(fields: Fields, list: RowList, id: string): RowName {
  const withIt = { ...fields, [rowKey(list, id, HERE)]: 1 }
  const index = rowsOf(withIt, list).findIndex((row) => row.id === id)
  return { list, id, number: index + 1 }
}
