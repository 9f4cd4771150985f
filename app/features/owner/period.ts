/** From a day to a day, both included, as a field for dates writes them; empty is without an end. */
export type Period = { from: string; to: string }

export const PERIODS = ["month", "lastMonth", "year", "all"] as const
export type PeriodName = (typeof PERIODS)[number]

/** @param today this device's day, written YYYY-MM-DD */
export function periodOf(name: PeriodName, today: string): Period {
  const [year = 0, month = 1] = today.split("-").map(Number)
  switch (name) {
    case "month":
      return monthOf(year, month)
    case "lastMonth":
      return month === 1 ? monthOf(year - 1, 12) : monthOf(year, month - 1)
    case "year":
      return { from: `${year}-01-01`, to: `${year}-12-31` }
    case "all":
      return { from: "", to: "" }
  }
}

function monthOf(year: number, month: number): Period {
  // The day before the next month's first is this one's last, whatever the year.
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const start = `${year}-${String(month).padStart(2, "0")}`
  return { from: `${start}-01`, to: `${start}-${String(last).padStart(2, "0")}` }
}

/** The same as Core is asked: the first and the last millisecond, on this device's clock. */
export function rangeOf({ from, to }: Period): Record<string, string> {
  const first = new Date(`${from}T00:00:00`).getTime()
  const last = new Date(`${to}T23:59:59.999`).getTime()
  return {
    ...(Number.isNaN(first) ? {} : { from: String(Math.max(0, first)) }),
    ...(Number.isNaN(last) ? {} : { to: String(Math.max(0, last)) }),
  }
}

/** This device's day. */
export function dayOf(at: number): string {
  const day = new Date(at)
  const two = (value: number) => String(value).padStart(2, "0")
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
