import { type Figure, middle, rounded } from "../figures.ts"
import { type ServerName, SERVERS } from "./dialects.ts"
import type { Sample } from "./measurement.ts"

/** One figure of all servers, a value a round. */
export type Row = Omit<Sample, "value"> & { runs: Partial<Record<ServerName, number[]>> }

/** Prints the medians beside each other, for people as a table and for programs as one line of JSON. */
export function printComparison(rows: readonly Row[]): void {
  console.table(
    rows.map((row) => {
      const times = timesTheBetter(row)
      return {
        figure: row.name,
        unit: row.unit,
        ...Object.fromEntries(
          SERVERS.flatMap((name) =>
            row.runs[name] ? [[name, rounded(middle(row.runs[name]))]] : [],
          ),
        ),
        ...(times === null
          ? {}
          : { times: Number(times.toPrecision(2)), ahead: row.better ? times >= 1 : times <= 1 }),
      }
    }),
  )
  console.log(JSON.stringify({ relay: rows }))
}

/** What Felt has promised of a figure, by its median, in the shape of the other benchmarks. */
export function promisesOf(row: Row): Figure[] {
  const { name, unit, better, runs, limit, timesLimit } = row
  const times = timesTheBetter(row)
  const figures: Figure[] = []
  if (limit !== undefined && runs.felt)
    figures.push({ name, unit, runs: [middle(runs.felt)], limit })
  if (timesLimit !== undefined && times !== null)
    figures.push({
      name: better ? `${name}, the better of the others over felt` : `${name}, over the better`,
      unit: "times",
      runs: [better ? 1 / times : times],
      limit: timesLimit,
    })
  return figures
}

/** Felt's median over that of the better one of the others; `null` where there is nothing to compare. */
function timesTheBetter({ runs, better }: Row): number | null {
  const others = [runs.reference, runs.hocuspocus].flatMap((each) => (each ? [middle(each)] : []))
  if (!runs.felt || others.length === 0) return null
  const [felt, best] = [middle(runs.felt), better ? Math.max(...others) : Math.min(...others)]
  return felt === best ? 1 : felt / best
}
