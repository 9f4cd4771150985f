import { rmSync } from "node:fs"
import { millis } from "../schemas/units.ts"
import { demoDurationMs, playDemo } from "../cli/demo/demo.ts"
import type { Room } from "../cli/leaf-client.ts"
import { PIN, TestLeaf } from "../tests/support/leaf.ts"
import { tournamentRoom } from "../schemas/documents/rooms.ts"
import { elapsedMs, type Figure } from "./figures.ts"

const RUNS = 5
const CLIENTS = 50
const START_LIMIT_MS = 3_000
const SYNC_LIMIT_MS = 5_000
/** What is written after each cut. */
const KEY = "entry/bench/player"

/** How long a Leaf with a night of 127 players takes to be ready, and its clients to be right again. */
export async function measureRestart(): Promise<Figure[]> {
  const leaf = await new TestLeaf().start()
  const client = await leaf.signIn()
  await playDemo(client, { pin: PIN, startedAt: millis(Date.now() - demoDurationMs()) })
  const start = () => elapsedMs(() => leaf.start())
  const afterStop = await repeat(() => leaf.stop(), start)
  const afterCut = await repeat(() => leaf.kill(), start)
  const withoutProjection = await repeat(async () => {
    await leaf.stop()
    rmSync(`${leaf.data}/projection`, { recursive: true })
  }, start)
  const inSync = await measureSync(leaf)
  await leaf.stop()
  return [
    { name: "start to ready, after a stop", unit: "ms", runs: afterStop, limit: START_LIMIT_MS },
    { name: "start to ready, after a cut", unit: "ms", runs: afterCut, limit: START_LIMIT_MS },
    {
      name: "start to ready, projection deleted",
      unit: "ms",
      runs: withoutProjection,
      limit: START_LIMIT_MS,
    },
    {
      name: `cut and restart to ${CLIENTS} clients in sync`,
      unit: "ms",
      runs: inSync,
      limit: SYNC_LIMIT_MS,
    },
  ]
}

/** From the cut until every client has an edit that was made after it. */
async function measureSync(leaf: TestLeaf): Promise<number[]> {
  const staff = await leaf.signIn()
  const [opened] = await staff.ledger(0)
  if (!opened) throw new Error("The demo night has no ledger.")
  const name = tournamentRoom(opened.intent.tournamentId)
  const rooms = await Promise.all(Array.from({ length: CLIENTS }, () => staff.openRoom(name)))
  const [writer, ...readers] = rooms
  if (!writer) throw new Error("There is no client.")
  const runs: number[] = []
  for (let run = 0; run < RUNS; run++)
    runs.push(
      await elapsedMs(async () => {
        await leaf.kill()
        writer.registers.set(KEY, `p${run}`)
        await Promise.all([leaf.start(), ...readers.map((reader) => until(reader, run))])
      }),
    )
  for (const room of rooms) room.close()
  return runs
}

function until({ registers }: Room, run: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = registers.observe(() => {
      if (registers.get(KEY) !== `p${run}`) return
      stop()
      resolve()
    })
  })
}

async function repeat(
  prepare: () => Promise<unknown>,
  measure: () => Promise<number>,
): Promise<number[]> {
  const runs: number[] = []
  for (let run = 0; run < RUNS; run++) {
    await prepare()
    runs.push(await measure())
  }
  return runs
}
