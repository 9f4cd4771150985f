import { locale } from "../words/language.ts"

const DAY_MS = 86_400_000

/** The time of the day; with the day where that was, or will be, another one. */
export function momentText(at: number): string {
  const isNear = Math.abs(Date.now() - at) < DAY_MS / 2
  return new Date(at).toLocaleString(locale(), {
    ...(isNear ? {} : { day: "numeric", month: "short" }),
    hour: "2-digit",
    minute: "2-digit",
  })
}
