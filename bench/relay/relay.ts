import process from "node:process"
import type { Figure } from "../figures.ts"
import { endAll } from "./child.ts"
import { printComparison, promisesOf, type Row } from "./comparison.ts"
import { type ServerName, SERVERS } from "./dialects.ts"
import { measureColdLoad } from "./cold-load.ts"
import { measureFanOut } from "./fanout.ts"
import { measureIdle } from "./idle.ts"
import { measureLost } from "./lost.ts"
import type { Measurement, Sample } from "./measurement.ts"
import { measureMemory } from "./memory.ts"
import { measureOutage } from "./outage.ts"
import { measureStorm } from "./storm.ts"
import { measureThroughput } from "./throughput.ts"

const MEASUREMENTS: Record<string, Measurement> = {
  fanout: measureFanOut,
  throughput: measureThroughput,
  memory: measureMemory,
  storm: measureStorm,
  outage: measureOutage,
  coldload: measureColdLoad,
  lost: measureLost,
  idle: measureIdle,
}
/** What is measured of one that does nothing but hand on. */
const HANDING_ON = "fanout"
const ROUNDS = 3

/**
 * Felt's relay beside the Yjs project's own server and Hocuspocus, in one run: in each round each
 * server is started anew and measured, each time another one first.
 *
 *   npm run bench relay [rounds=3] [felt] [reference] [hocuspocus] [bare]
 *     [fanout] [throughput] [memory] [storm] [outage] [coldload] [lost] [idle]
 *
 * @returns what Felt has promised of it
 * @throws after everything was printed, where something could not be measured
 */
export async function measureRelay(): Promise<Figure[]> {
  const asked = process.argv.slice(2)
  const servers = oneOrAll(SERVERS, asked)
  const rounds = roundsIn(asked)
  const rows = new Map<string, Row>()
  const failures: unknown[] = []
  for (const name of oneOrAll(Object.keys(MEASUREMENTS), asked))
    for (let round = 0; round < rounds; round++)
      for (const server of rotated(servers, round)) {
        if (server === "bare" && name !== HANDING_ON) continue
        process.stderr.write(`${name}, round ${round + 1} of ${rounds}: ${server}\n`)
        try {
          note(rows, server, (await MEASUREMENTS[name]?.(server)) ?? [])
        } catch (error) {
          failures.push(new Error(`${name} of ${server}`, { cause: error }))
          await endAll()
        }
      }
  printComparison([...rows.values()])
  if (failures.length > 0) throw new AggregateError(failures, "Not everything could be measured.")
  return [...rows.values()].flatMap(promisesOf)
}

function note(rows: Map<string, Row>, server: ServerName, samples: readonly Sample[]): void {
  for (const { value, ...figure } of samples) {
    const row: Row = rows.get(figure.name) ?? { ...figure, runs: {} }
    rows.set(figure.name, row)
    ;(row.runs[server] ??= []).push(value)
  }
}

function roundsIn(asked: readonly string[]): number {
  const given = asked.find((each) => each.startsWith("rounds="))
  const rounds = given === undefined ? ROUNDS : Number(given.slice("rounds=".length))
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Error(`There are no ${given}.`)
  return rounds
}

function oneOrAll<Name extends string>(names: readonly Name[], asked: readonly string[]): Name[] {
  const chosen = names.filter((name) => asked.includes(name))
  return chosen.length === 0 ? [...names] : chosen
}

const rotated = (servers: ServerName[], by: number): ServerName[] =>
  servers.map((_, index) => servers[(index + by) % servers.length] ?? "felt")
