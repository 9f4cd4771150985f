const STEPS = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
] as const

/**
 * How long ago something was, as people say it: "12 minutes ago", "for 12 minutter siden".
 * @param ms below 0, where two clocks differ, counts as now
 */
export function agoText(ms: number, locale: string): string {
  let count = Math.max(0, Math.floor(ms / 1_000))
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" })
  for (const [unit, size] of STEPS) {
    if (count < size) return words.format(-count, unit)
    count = Math.floor(count / size)
  }
  return words.format(-count, "day")
}
