import { formatCents } from "../domain/money.ts"
import type { Cents, Millis } from "../schemas/units.ts"

/** So many characters a row fit on a printed page. */
const WIDTH = 100
/** What a row that goes on below begins with. */
const INDENT = "      "

/** What a page writes amounts and times with. */
export type Pens = { amount: (value: Cents) => string; time: (at: Millis) => string }

/** @param timeZone where the venue is, an IANA name */
export function pensOf({ currency, timeZone }: { currency: string; timeZone: string }): Pens {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  })
  return {
    amount: (value) => formatCents(value, currency, "en"),
    time: (at) => format.format(at),
  }
}

/** A title and its rows; where there are none, that is said. */
export const section = (title: string, rows: readonly string[]): string =>
  [title, "-".repeat(title.length), ...(rows.length === 0 ? ["none"] : rows)].join("\n")

/** Left and right of a row; the right goes below where both do not fit. */
export const spread = (left: string, right: string): string =>
  left.length + right.length + 2 <= WIDTH
    ? `${left}${right.padStart(WIDTH - left.length)}`
    : `${wrapped(left)}\n${wrapped(right, (row) => row.padStart(WIDTH))}`

/** A text over as many rows as it takes, broken between words. */
export function wrapped(text: string, place: (row: string) => string = (row) => row): string {
  const rows: string[] = []
  let rest = text
  while (rest.length > WIDTH) {
    const space = rest.lastIndexOf(" ", WIDTH)
    const end = space > INDENT.length ? space : WIDTH
    rows.push(place(rest.slice(0, end).trimEnd()))
    rest = `${INDENT}${rest.slice(end).trimStart()}`
  }
  return [...rows, place(rest)].join("\n")
}

/** On the digits, so that no fraction appears that was not there. */
export function percent(basisPoints: number): string {
  const digits = String(basisPoints).padStart(3, "0")
  return `${digits.slice(0, -2)}.${digits.slice(-2)} %`
}

/** A word of the ledger's closed lists, for people. */
export const words = (name: string): string => name.replaceAll("_", " ")
