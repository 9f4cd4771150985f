import { type ChildProcess, spawn } from "node:child_process"
import { globSync } from "node:fs"
import { availableParallelism, constants } from "node:os"
import process from "node:process"
import { fileURLToPath } from "node:url"

/**
 * Runs test files, each in a process of its own, and counts. uvu alone forgives a file that forgot
 * to run its tests and a pattern that matches nothing; here both fail.
 *
 *   node tests/run.ts [part of a path …]
 *
 * FELT_TESTS names another folder, FELT_TEST_TIMEOUT_MS how long one file may take,
 * FELT_TEST_LINGER_MS how long it may stay after its last test, FELT_SEED other cases for the
 * properties, FELT_FIGURES=1 that what passes prints its figures as well.
 */
const folder = process.env["FELT_TESTS"] ?? fileURLToPath(new URL(".", import.meta.url))
const wanted = process.argv.slice(2)
const FIXED_SEED = new URL("support/fixed-seed.ts", import.meta.url).href
const TIMEOUT_MS = Number(
  process.env["FELT_TEST_TIMEOUT_MS"] ?? (process.env["FELT_LONG"] === "1" ? 1_800_000 : 420_000),
)
/** How long a file may take to end after uvu's last words: its folders go then; what failed often leaves a socket open. */
const LINGER_MS = Number(process.env["FELT_TEST_LINGER_MS"] ?? 45_000)
/** How long after its end the output of a file is waited for. */
const LAST_WORDS_MS = 500

const SHOWS_FIGURES = process.env["FELT_FIGURES"] === "1"

type Count = {
  passed: number
  failed: number
  /** What is wrong beside the tests that failed. */
  trouble: string | null
}
type Outcome = Count & { file: string; seconds: number; output: string }

/** The files under way; each leads a group of its own, so that it goes with all that it started. */
const running = new Set<ChildProcess>()
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    for (const child of running) killGroup(child)
    process.exit(128 + constants.signals[signal])
  })

/** These hold how long something takes against what Felt promises: they have the machine to themselves. */
const MEASURING = [
  "e2e/device.test.ts",
  "e2e/phones-night.test.ts",
  "e2e/thousand.test.ts",
  "leaf/rot-many.test.ts",
]
const isBrowserTest = (file: string) => file.startsWith("e2e/")
/** A few tenths of a second each: they come last, so that no lane ends long before another. */
const isQuick = (file: string) => /^(app|domain)\//.test(file)

const files = globSync("**/*.test.ts", { cwd: folder })
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .toSorted((a, b) => Number(isQuick(a)) - Number(isQuick(b)) || (a < b ? -1 : 1))
const measuring = files.filter((file) => MEASURING.includes(file))
const others = files.filter((file) => !measuring.includes(file))

const outcomes = [
  ...(await runAll([measuring], 1)),
  // A browser waits much, for its pictures and for the Leaf: beside it the rest costs little time.
  ...(await runAll(
    [others.filter(isBrowserTest), others.filter((file) => !isBrowserTest(file))],
    Math.max(2, availableParallelism()),
  )),
]

if (files.length === 0) console.log(`No test file matches ${wanted.join(", ") || folder}.`)
const sumOf = (key: "passed" | "failed") => outcomes.reduce((sum, each) => sum + each[key], 0)
const failures = files.length === 0 ? 1 : sumOf("failed")
console.log(`${sumOf("passed")} passed, ${failures} failed`)
process.exitCode = failures === 0 ? 0 : 1

/** Runs so many files at a time. The lanes take from the queues in turn, and help where theirs is empty. */
async function runAll(queues: string[][], lanes: number): Promise<Outcome[]> {
  const done: Outcome[] = []
  const next = (lane: number): string | undefined =>
    [...queues.slice(lane % queues.length), ...queues].find((queue) => queue.length > 0)?.shift()
  const run = async (lane: number) => {
    for (let file = next(lane); file !== undefined; file = next(lane)) {
      const outcome = await runFile(file)
      report(outcome)
      done.push(outcome)
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)))
  return done
}

function runFile(file: string): Promise<Outcome> {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const command = ["--import", FIXED_SEED, `${folder}/${file}`]
    const child = spawn(process.execPath, command, { detached: true })
    running.add(child)
    let output = ""
    let late: string | null = null
    const endAfter = (ms: number, words: string) =>
      setTimeout(() => {
        late = words
        killGroup(child)
      }, ms)
    const timers = [endAfter(TIMEOUT_MS, `not done after ${TIMEOUT_MS / 1_000} s`)]
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text
        if (timers.length === 1 && /^\s*Duration:/m.test(output))
          timers.push(endAfter(LINGER_MS, `still there ${LINGER_MS / 1_000} s after its last test`))
      })
    child.on("exit", () => {
      // What a test left running goes; where it has left the group, its hold on the output does.
      killGroup(child)
      setTimeout(() => {
        for (const stream of [child.stdout, child.stderr]) stream.destroy()
      }, LAST_WORDS_MS).unref()
    })
    child.on("close", (code) => {
      for (const timer of timers) clearTimeout(timer)
      running.delete(child)
      const end = late ?? `ended with status ${code}`
      const seconds = (performance.now() - startedAt) / 1_000
      resolve({ ...count(output, code === 0 ? null : end), file, seconds, output })
    })
  })
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, "SIGKILL")
  } catch (error) {
    const isGone = error instanceof Error && "code" in error && error.code === "ESRCH"
    if (!isGone) throw error
  }
}

/** Adds up uvu's own summaries. Nothing run, something skipped or a bad end is a failure. */
function count(output: string, badEnd: string | null): Count {
  const sum = (word: string) =>
    [...output.matchAll(new RegExp(`^\\s*${word}:\\s+(\\d+)`, "gm"))].reduce(
      (all, [, number]) => all + Number(number),
      0,
    )
  const [total, passed, skipped] = [sum("Total"), sum("Passed"), sum("Skipped")]
  const failed = total - passed + skipped
  const trouble =
    (total === 0 && (badEnd ?? "it ran no test")) ||
    (skipped > 0 && `${skipped} skipped`) ||
    (failed === 0 && badEnd) ||
    null
  return { passed, failed: Math.max(failed, trouble ? 1 : 0), trouble }
}

function report({ file, passed: good, failed: bad, trouble, seconds, output }: Outcome): void {
  const words = trouble ? `: ${trouble}` : ""
  console.log(`${bad === 0 ? "ok  " : "FAIL"} ${file} (${good}, ${seconds.toFixed(1)} s)${words}`)
  if (bad > 0) console.log(output)
  else if (SHOWS_FIGURES) console.log(figuresOf(output))
}

/** What a file has printed beside uvu's own words. */
function figuresOf(output: string): string {
  const isUvu = /^\s*(?:$|Total:|Passed:|Skipped:|Duration:|•.*\(\d+ \/ \d+\))/
  return output
    .split("\n")
    .map((line) => line.replace(/^(?:• )+/, "").trimEnd())
    .filter((line) => !isUvu.test(line))
    .map((line) => `     ${line}`)
    .join("\n")
}
