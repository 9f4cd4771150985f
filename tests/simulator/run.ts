// First: it must be there before yjs is loaded (edges.ts).
import { NightFailed } from "./world.ts"
import { availableParallelism } from "node:os"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads"
import * as v from "valibot"
import { playNight } from "./night.ts"

/**
 * Plays nights: `--seed X` one of them, and tells everything that happens in it; else `--nights N`
 * (1,000) from `--from M` (0) on, over all processors. Status 1 and the seed where a promise was
 * broken.
 */
const HELP = "npm run simulate -- [--seed X] [--nights N] [--from M]"
/** Each device listens for the end of the process. */
const MOST_DEVICES = 100

const Share = v.object({ first: v.number(), end: v.number(), step: v.number() })
const Word = v.object({ failure: v.nullable(v.string()) })

process.setMaxListeners(MOST_DEVICES)
if (isMainThread) await main()
else await playShare(v.parse(Share, workerData))

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string" },
      nights: { type: "string", default: "1000" },
      from: { type: "string", default: "0" },
    },
  })
  const [nights, from] = [Number(values.nights), Number(values.from)]
  if (!Number.isSafeInteger(nights) || nights < 1 || !Number.isSafeInteger(from) || from < 0) {
    console.error(`Nights are counted in whole numbers: ${HELP}`)
    process.exitCode = 2
    return
  }
  const failure =
    values.seed === undefined ? await playMany(from, nights) : await tellOne(values.seed)
  if (failure === null) return
  console.error(failure)
  process.exitCode = 1
}

async function tellOne(seed: string): Promise<string | null> {
  try {
    const { entries, alarms, ...told } = await playNight(seed, {
      tellAll: (line) => console.log(line),
    })
    console.log(JSON.stringify({ ...told, entries: entries.length, alarms: alarms.length }))
    return null
  } catch (error) {
    if (error instanceof NightFailed) return error.message
    throw error
  }
}

/** @returns what was broken first, if anything */
async function playMany(from: number, nights: number): Promise<string | null> {
  const started = performance.now()
  const step = Math.min(nights, availableParallelism())
  const workers = Array.from({ length: step }, (_, index) => {
    const share = { first: from + index, end: from + nights, step }
    return new Worker(fileURLToPath(import.meta.url), { workerData: share })
  })
  const failures = await Promise.all(workers.map(lastWordOf))
  await Promise.all(workers.map((worker) => worker.terminate()))
  const failure = failures.find((each) => each !== null) ?? null
  const minutes = (performance.now() - started) / 60_000
  if (failure === null)
    console.log(`${nights} nights, ${Math.round(nights / minutes)} a minute: all promises held.`)
  return failure
}

function lastWordOf(worker: Worker): Promise<string | null> {
  return new Promise((resolve, reject) => {
    worker.once("message", (word) => resolve(v.parse(Word, word).failure))
    worker.once("error", reject)
  })
}

async function playShare({ first, end, step }: v.InferOutput<typeof Share>): Promise<void> {
  let failure: string | null = null
  for (let night = first; night < end && failure === null; night += step)
    try {
      await playNight(`night-${night}`)
    } catch (error) {
      if (!(error instanceof NightFailed)) throw error
      failure = error.message
    }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage({ failure })
}
