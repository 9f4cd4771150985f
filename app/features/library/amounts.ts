import { locale } from "../../words/language.ts"

const MINUTE_MS = 60_000

/** Reads a whole number as people type it; `null` where it is none. */
export function readWhole(text: string): number | null {
  const digits = text.replaceAll(/[\s.,'’]/g, "")
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null
}

/** Minutes, with up to one digit after the point: a level may last seven and a half. */
export function readMinutes(text: string): number | null {
  const match = /^\s*(\d{1,3})(?:[.,](\d))?\s*$/.exec(text)
  if (!match) return null
  const ms = (Number(match[1]) * 10 + Number(match[2] ?? 0)) * (MINUTE_MS / 10)
  return ms > 0 ? ms : null
}

export const minutesText = (ms: number): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(ms / MINUTE_MS)

/** Basis points as a percentage. */
export const percentText = (basisPoints: number): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(basisPoints / 100)

export const numberText = (value: number): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(value)

/** A length in hours and minutes: "3:45". */
export function hoursText(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`
}

/** A moment as one looks for it: the time of today, else the day as well. */
export function momentText(at: number, now: number): string {
  const [moment, today] = [new Date(at), new Date(now)]
  const isToday = moment.toDateString() === today.toDateString()
  return moment.toLocaleString(locale(), {
    ...(isToday ? {} : { day: "numeric", month: "short" }),
    ...(moment.getFullYear() === today.getFullYear() ? {} : { year: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
  })
}
