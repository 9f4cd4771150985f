import { spawn } from "node:child_process"
import { globSync } from "node:fs"
import { availableParallelism } from "node:os"
import process from "node:process"
import { fileURLToPath } from "node:url"

/**
 * Runs test files, each in a process of its own, and counts. uvu alone forgives a file that forgot
 * to run its tests and a pattern that matches nothing; here both fail.
 *
 *   node tests/run.ts [part of a path …]     FELT_TESTS names another folder
 */
const folder = process.env["FELT_TESTS"] ?? fileURLToPath(new URL(".", import.meta.url))
const wanted = process.argv.slice(2)
const TIMEOUT_MS = 240_000

type Outcome = { file: string; passed: number; failed: number; seconds: number; output: string }

const files = globSync("**/*.test.ts", { cwd: folder })
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .toSorted()
const isBrowserTest = (file: string) => file.startsWith("e2e/")

const outcomes = [
  ...(await runAll(
    files.filter((file) => !isBrowserTest(file)),
    availableParallelism(),
  )),
  // A browser and a Leaf want the machine for themselves.
  ...(await runAll(files.filter(isBrowserTest), 1)),
]

let passed = 0
let failed = files.length === 0 ? 1 : 0
if (files.length === 0) console.log(`No test file matches ${wanted.join(", ") || folder}.`)
for (const outcome of outcomes) {
  passed += outcome.passed
  failed += outcome.failed
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function runAll(queue: string[], lanes: number): Promise<Outcome[]> {
  const left = [...queue]
  const done: Outcome[] = []
  const lane = async () => {
    for (let file = left.shift(); file !== undefined; file = left.shift()) {
      const outcome = await runFile(file)
      report(outcome)
      done.push(outcome)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return done
}

function runFile(file: string): Promise<Outcome> {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    // A group of its own, so that a test that hangs goes with all that it started.
    const child = spawn(process.execPath, [`${folder}/${file}`], { detached: true })
    let output = ""
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text))
    const timer = setTimeout(() => {
      output += `\nNot done after ${TIMEOUT_MS / 1_000} s.\n`
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL")
    }, TIMEOUT_MS)
    child.on("close", (code) => {
      clearTimeout(timer)
      resolve({
        file,
        ...count(output, code),
        seconds: (performance.now() - startedAt) / 1_000,
        output,
      })
    })
  })
}

/** Adds up uvu's own summaries. Nothing run, something skipped or a bad end is a failure. */
function count(output: string, code: number | null): { passed: number; failed: number } {
  const sum = (word: string) =>
    [...output.matchAll(new RegExp(`^\\s*${word}:\\s+(\\d+)`, "gm"))].reduce(
      (all, [, number]) => all + Number(number),
      0,
    )
  const [total, good, skipped] = [sum("Total"), sum("Passed"), sum("Skipped")]
  const bad = total - good + skipped
  return { passed: good, failed: bad === 0 && (total === 0 || code !== 0) ? 1 : bad }
}

function report({ file, passed: good, failed: bad, seconds, output }: Outcome): void {
  console.log(`${bad === 0 ? "ok  " : "FAIL"} ${file} (${good}, ${seconds.toFixed(1)} s)`)
  if (bad > 0)
    console.log(good + bad === 1 && good === 0 ? `${output}\nNo test was run to its end.` : output)
}
