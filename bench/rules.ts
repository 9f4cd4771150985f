import * as Y from "yjs"
import { planBalance } from "../domain/balancing.ts"
import { icm } from "../domain/icm.ts"
import { apply, newLedger } from "../domain/ledger.ts"
import type { MoveTable } from "../domain/moves.ts"
import { drawSeats } from "../domain/seating.ts"
import { Registers } from "../schemas/documents/registers.ts"
import { buyIns, intent } from "../tests/support/intents.ts"
import { linesOf } from "../tests/support/ledger-lines.ts"
import { elapsedMs, type Figure } from "./figures.ts"

const RUNS = 7
const ICM_LIMIT_MS = 1_000
const BALANCE_LIMIT_MS = 50
const PLAYERS = 10_000
const LINES = 5_000
/** What a floor of a thousand players holds: where each sits, their chips, who is out. */
const REGISTERS = 5_000
const EDITS = 500
/** On a slow tablet four times as long, and then still within a frame. */
const EDIT_LIMIT_MS = 4

/** How long the rules take where a person waits for them. */
export async function measureRules(): Promise<Figure[]> {
  return [
    ...(await measureIcm()),
    ...(await measureSeats()),
    await measureReduction(),
    await measureEdits(),
  ]
}

async function measureIcm(): Promise<Figure[]> {
  const base = "ICM exact, 9 players"
  const figures: Figure[] = []
  for (const players of [9, 15, 20, 22]) {
    const field = icmField(players)
    figures.push({
      name: `ICM exact, ${players} players`,
      unit: "ms",
      runs: await repeat(() => icm({ ...field, method: "exact" })),
      limit: ICM_LIMIT_MS,
      ratioTo: base,
    })
  }
  for (const players of [22, 100])
    figures.push({
      name: `ICM integrated, ${players} players`,
      unit: "ms",
      runs: await repeat(() => icm({ ...icmField(players), method: "integrated" })),
      limit: ICM_LIMIT_MS,
      ratioTo: base,
    })
  return figures
}

/** Different stacks, and a prize for every place of up to 22. */
const icmField = (players: number) => ({
  stacks: Array.from({ length: players }, (_, index) => 10_000 + index * index * 137),
  prizes: Array.from({ length: Math.min(players, 22) }, (_, index) => 1_000_000 - index * 40_000),
})

async function measureSeats(): Promise<Figure[]> {
  const draw = `seat draw, ${PLAYERS} players`
  const players = Array.from({ length: PLAYERS }, (_, index) => `player-${index}`)
  const empty = Array.from({ length: 1_112 }, (_, index) => ({ id: `t${index + 1}`, seats: 9 }))
  const uneven = roomOf((index) => (index % 2 === 0 ? 12 : 8))
  const full = roomOf((index) => (index % 10 === 0 ? 2 : 11))
  return [
    {
      name: draw,
      unit: "ms",
      runs: await repeat(() => drawSeats({ players, tables: empty, seed: "bench" })),
    },
    {
      name: `balancing, 1,000 tables, ${countOf(uneven)} players, tables break`,
      unit: "ms",
      runs: await repeat(() => planBalance(uneven)),
      limit: BALANCE_LIMIT_MS,
      ratioTo: draw,
    },
    {
      name: `balancing, 1,000 tables, ${countOf(full)} players, a tenth short`,
      unit: "ms",
      runs: await repeat(() => planBalance(full)),
      limit: BALANCE_LIMIT_MS,
      ratioTo: draw,
    },
  ]
}

const roomOf = (sizeAt: (index: number) => number): MoveTable[] =>
  Array.from({ length: 1_000 }, (_, index) => ({
    id: `t${index + 1}`,
    seats: 12,
    occupied: Array.from({ length: sizeAt(index) }, (_seat, seat) => seat + 1),
    last: { button: 1, smallBlind: 2, bigBlind: 3 },
  }))

const countOf = (tables: readonly MoveTable[]): number =>
  tables.reduce((sum, { occupied }) => sum + occupied.length, 0)

/** Folding lines that were decided before, as a Leaf does at every start. */
async function measureReduction(): Promise<Figure> {
  const lines = linesOf([intent("open-tournament"), ...buyIns(LINES)])
  const runs = await repeat(() => {
    const state = newLedger()
    for (const line of lines) apply(state, line)
  })
  return {
    name: "ledger reduction, lines",
    unit: "per second",
    runs: runs.map((ms) => (lines.length / ms) * 1_000),
  }
}

/** Values of a large floor replaced one by one, each read on another device; all by one author. */
async function measureEdits(): Promise<Figure> {
  const [here, there] = [new Y.Doc(), new Y.Doc()]
  here.on("update", (update) => Y.applyUpdate(there, update))
  const [mine, theirs] = [new Registers(here), new Registers(there)]
  const key = (index: number) => `entry/e${index}/chips`
  mine.setAll(Array.from({ length: REGISTERS }, (_, index) => [key(index), { count: 20_000 }]))
  let round = 0
  const runs = await repeat(() => {
    round += 1
    for (let edit = 0; edit < EDITS; edit++) {
      const changed = key((edit * 7_919) % REGISTERS)
      mine.set(changed, { count: round })
      theirs.get(changed)
    }
  })
  return {
    name: `one of ${REGISTERS} values replaced, and read elsewhere`,
    unit: "ms",
    runs: runs.map((ms) => ms / EDITS),
    limit: EDIT_LIMIT_MS,
  }
}

/** Warm runs: the rules are asked again and again through a night. */
async function repeat(work: () => unknown): Promise<number[]> {
  const run = () => elapsedMs(() => Promise.resolve(work()))
  await run()
  const runs: number[] = []
  for (let count = 0; count < RUNS; count++) runs.push(await run())
  return runs
}
