import type { Cents } from "../schemas/units.ts"

/**
 * Writes an amount as people of a language do: `1.234,50 €`. The digits never pass through a
 * fraction: the point is set in the text of the whole number.
 */
export function formatCents(amount: Cents, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const text = String(Math.abs(amount)).padStart(digits + 1, "0")
  const whole = text.slice(0, text.length - digits)
  const decimal = digits === 0 ? whole : `${whole}.${text.slice(-digits)}`
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- digits and a point: a number
  return format.format(`${amount < 0 ? "-" : ""}${decimal}` as Intl.StringNumericLiteral)
}

/** Writes a number of chips with the language's grouping. */
export const formatChips = (amount: number, locale: string): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(amount)
