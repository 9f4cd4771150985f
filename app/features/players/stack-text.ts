import { type Chips, chips } from "../../../schemas/units.ts"

/** From this age on a count is said to be old: a level or more has been played since. */
const OLD_AFTER_MS = 30 * 60_000
/** More than any tournament has on its tables. */
const MOST = 100_000_000_000
const POWERS = { k: 3, m: 6 } as const

/**
 * Reads a stack as people write it: `24500`, `24.500`, `24 500`, `24.5k`, `24,5k`, `1.2m`. Without a
 * letter points and commas part thousands; before a letter the one of them parts decimals.
 * @returns whole chips; `null` where it is none of these
 */
export function readStack(text: string): Chips | null {
  const plain = text.replaceAll(/[\s'\u2019\u00a0\u202f]/g, "").toLowerCase()
  const [, number = "", letter] = /^([\d.,]+)([km])?$/.exec(plain) ?? []
  const digits = letter === "k" || letter === "m" ? shifted(number, POWERS[letter]) : whole(number)
  const value = digits === null ? Number.NaN : Number(digits)
  return value <= MOST ? chips(value) : null
}

/** `24.5` moved by three powers of ten is `24500`, digit by digit. */
function shifted(number: string, power: number): string | null {
  const [, before = "", after = ""] = /^(\d+)(?:[.,](\d+))?$/.exec(number) ?? []
  return before === "" || after.length > power ? null : before + after.padEnd(power, "0")
}

const whole = (number: string): string | null =>
  /^\d+$/.test(number) || /^\d{1,3}([.,]\d{3})+$/.test(number)
    ? number.replaceAll(/[.,]/g, "")
    : null

/** A stack that fits a seat: `950`, `24.5k`, `1.25M`. What does not fit is cut off, never rounded up. */
export function shortStack(count: Chips, locale: string): string {
  if (count < 1_000) return String(count)
  const [unit, letter, digits] = count < 1_000_000 ? [1_000, "k", 1] : [1_000_000, "M", 2]
  const steps = 10 ** digits
  const cut = Math.floor((count * steps) / unit) / steps
  return `${cut.toLocaleString(locale, { maximumFractionDigits: digits })}${letter}`
}

/** How old a count is in a word that fits a seat, `45m` or `3h`; `null` while it is not old. */
export function oldText(ageMs: number): string | null {
  if (ageMs < OLD_AFTER_MS) return null
  const minutes = Math.floor(ageMs / 60_000)
  return minutes < 120 ? `${minutes}m` : `${Math.floor(minutes / 60)}h`
}
