/** One figure of a benchmark: several runs of the same thing. */
export type Figure = {
  name: string
  unit: "ms" | "µs" | "per second" | "MB" | "kB" | "bytes" | "%" | "edits" | "clients" | "times"
  runs: number[]
  /** The figure of the same run that this one is compared with, by its median. */
  ratioTo?: string
  /** What it must not exceed, where the project has promised something. */
  limit?: number
}

/** The median. */
export const middle = (runs: readonly number[]): number => {
  const sorted = runs.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** As many digits as a figure deserves. */
export const rounded = (value: number): number => Number(value.toPrecision(value < 10 ? 2 : 4))

/** Measures how long something takes, in milliseconds. */
export async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** Prints a table for people and one line of JSON for programs. */
export function print(figures: readonly Figure[]): void {
  const medianOf = new Map(figures.map(({ name, runs }) => [name, middle(runs)]))
  const rows = figures.map(({ name, unit, runs, limit, ratioTo }) => ({
    figure: name,
    unit,
    runs: runs.length,
    least: rounded(Math.min(...runs)),
    median: rounded(middle(runs)),
    most: rounded(Math.max(...runs)),
    ...(ratioTo === undefined
      ? {}
      : { times: Number((middle(runs) / (medianOf.get(ratioTo) ?? 1)).toPrecision(2)) }),
    ...(limit === undefined ? {} : { limit, holds: Math.max(...runs) <= limit }),
  }))
  console.table(rows)
  console.log(JSON.stringify({ figures: rows }))
}
