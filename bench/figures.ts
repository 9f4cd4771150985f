/** One figure of a benchmark: several runs of the same thing. */
export type Figure = {
  name: string
  unit: "ms" | "per second"
  runs: number[]
  /** What it must not exceed, where the project has promised something. */
  limit?: number
}

const middle = (runs: readonly number[]): number => {
  const sorted = runs.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** Measures how long something takes, in milliseconds. */
export async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** Prints a table for people and one line of JSON for programs. */
export function print(figures: readonly Figure[]): void {
  const rows = figures.map(({ name, unit, runs, limit }) => ({
    figure: name,
    unit,
    runs: runs.length,
    least: Math.round(Math.min(...runs)),
    median: Math.round(middle(runs)),
    most: Math.round(Math.max(...runs)),
    ...(limit === undefined ? {} : { limit, holds: Math.max(...runs) <= limit }),
  }))
  console.table(rows)
  console.log(JSON.stringify({ figures: rows }))
}
