import {
  AT,
  between,
  type Fields,
  removeRow,
  type Row,
  rowFields,
  rowKey,
  type RowList,
  rowsOf,
} from "../../../domain/library-fields.ts"
import { levelFieldsOf } from "../../../domain/library-items.ts"
import type { Level } from "../../../schemas/structure.ts"
import { chips, millis } from "../../../schemas/units.ts"

const MINUTE_MS = 60_000
const BREAK_MS = 10 * MINUTE_MS

/** Puts a row one place up (-1) or down (1); nothing where it is at the end already. */
export function moveRow(fields: Fields, list: RowList, id: string, by: -1 | 1): Fields {
  const rows = rowsOf(fields, list)
  const index = rows.findIndex((row) => row.id === id)
  const target = index + by
  if (index < 0 || target < 0 || target >= rows.length) return {}
  const others = rows.filter((row) => row.id !== id)
  return { [rowKey(list, id, AT)]: between(others[target - 1], others[target]) }
}

/** A new level after a row, or at the end: as the round before it goes on. */
export function addLevel(
  fields: Fields,
  kind: "round" | "break",
  { after, newId }: { after: string | null; newId: string },
): Fields {
  const rows = rowsOf(fields, "level")
  const found = rows.findIndex((row) => row.id === after)
  const index = found < 0 ? rows.length - 1 : found
  const rounds = rows.slice(0, index + 1).filter((row) => row.fields["kind"] === "round")
  const own = kind === "break" ? breakFields(rows) : nextRound(rounds.at(-1), rows[index + 1])
  return rowFields("level", newId, { ...own, [AT]: between(rows[index], rows[index + 1]) })
}

function breakFields(rows: readonly Row[]): Fields {
  const other = rows.findLast((row) => row.fields["kind"] === "break")
  return { kind: "break", durationMs: other?.fields["durationMs"] ?? BREAK_MS, colourUp: null }
}

/** Between the blinds of its neighbours, or half as much again where it is the last. */
function nextRound(before: Row | undefined, after: Row | undefined): Fields {
  const of = (row: Row | undefined, field: string, otherwise: number): number => {
    const value = row?.fields[field]
    return typeof value === "number" ? value : otherwise
  }
  const small = of(before, "smallBlind", 50)
  const big = of(before, "bigBlind", 100)
  const ante = of(before, "ante", 0)
  const isBetween = after?.fields["kind"] === "round"
  const grown = roundUp(isBetween ? (big + of(after, "bigBlind", big)) / 2 : big * 1.5)
  return {
    kind: "round",
    durationMs: of(before, "durationMs", 20 * MINUTE_MS),
    smallBlind: before ? Math.max(small, roundUp(grown / 2)) : small,
    bigBlind: before ? grown : big,
    ante: ante === 0 ? 0 : grown,
  }
}

/** To a number that chips can pay: of two digits that count, the second even or five. */
function roundUp(value: number): number {
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1)
  return Math.ceil(value / scale) * scale
}

/** All levels in the place of those that there are. */
export function replaceLevels(
  fields: Fields,
  levels: readonly Level[],
  newId: () => string,
): Fields {
  const gone = rowsOf(fields, "level").map(({ id }) => removeRow("level", id))
  const rows = levels.map((level, index) =>
    rowFields("level", newId(), { ...levelFieldsOf(level), [AT]: index + 1 }),
  )
  return Object.assign({}, ...gone, ...rows)
}

/** The levels that can be read, with the id of each; what is half typed is left out. */
export function levelsIn(fields: Fields): { id: string; level: Level }[] {
  return rowsOf(fields, "level").flatMap(({ id, fields: own }): { id: string; level: Level }[] => {
    const number = (field: string): number | null => {
      const value = own[field]
      return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null
    }
    const [duration, small, big, ante] = ["durationMs", "smallBlind", "bigBlind", "ante"].map(
      number,
    )
    if (duration === null || duration === undefined) return []
    const durationMs = millis(duration)
    if (own["kind"] === "break") {
      const raced = String(own["colourUp"] ?? "")
        .split(/\s+/)
        .filter((text) => /^\d{1,9}$/.test(text))
        .map((text) => chips(Number(text)))
      return [
        { id, level: { kind: "break", durationMs, ...(raced.length > 0 && { colourUp: raced }) } },
      ]
    }
    if (small == null || big == null || ante == null) return []
    const blinds = { smallBlind: chips(small), bigBlind: chips(big), ante: chips(ante) }
    return [{ id, level: { kind: "round", durationMs, ...blinds } }]
  })
}
