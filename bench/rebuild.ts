import { spawn } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import process from "node:process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import * as v from "valibot"
import type { Intent } from "../schemas/intent.ts"
import { intent } from "../tests/support/intents.ts"
import { linesOf, witnessText } from "../tests/support/ledger-lines.ts"
import { TestLeaf } from "../tests/support/leaf.ts"
import { elapsedMs, type Figure } from "./figures.ts"

const LINES = 100_000
const PLAYERS = 500
const CHILD = fileURLToPath(new URL("rebuild-child.ts", import.meta.url))
const Said = v.object({ ms: v.number(), peakMegabytes: v.number() })

/**
 * A hundred thousand lines, some years of a card room: how long the stream takes to be filled again
 * from the witness, how long the Leaf takes to start with it, and what the projection costs to be
 * filled anew, in time and memory.
 */
export async function measureRebuild(): Promise<Figure[]> {
  const leaf = await new TestLeaf().start()
  await leaf.stop()
  const witness = `${leaf.data}/witness`
  rmSync(witness, { recursive: true, force: true })
  mkdirSync(witness)
  writeFileSync(`${witness}/ledger.jsonl`, witnessText(linesOf(nights())))
  const repair = await elapsedMs(() => leaf.start())
  await leaf.stop()
  const start = await elapsedMs(() => leaf.start())
  await leaf.stop()
  const rebuilt = await rebuild(leaf.data)
  const of = `${LINES.toLocaleString("en")} lines`
  return [
    { name: `start, stream and projection filled anew, ${of}`, unit: "ms", runs: [repair] },
    { name: `start, ${of}`, unit: "ms", runs: [start] },
    { name: `projection rebuild, ${of}`, unit: "ms", runs: [rebuilt.ms] },
    { name: `projection rebuild, ${of}, peak memory`, unit: "MB", runs: [rebuilt.peakMegabytes] },
  ]
}

/** Tournaments of 500 players, one after the other. */
function* nights(): Iterable<Intent> {
  for (let line = 0; line < LINES; line++) {
    const [night, player] = [Math.floor(line / (PLAYERS + 1)), line % (PLAYERS + 1)]
    const tournamentId = `t${night}`
    yield player === 0
      ? intent("open-tournament", { tournamentId })
      : intent("buy-in", { tournamentId, playerId: `p${player}`, entryId: `e${player}` })
  }
}

/** In a process of its own, whose memory is nothing else's. */
async function rebuild(data: string): Promise<v.InferOutput<typeof Said>> {
  const child = spawn(process.execPath, [CHILD, data], { stdio: ["ignore", "pipe", "inherit"] })
  for await (const said of createInterface(child.stdout)) return v.parse(Said, JSON.parse(said))
  throw new Error("The rebuild said nothing.")
}
