import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { run, runTask } from "../../../cli/bootstrap/run.mjs"
import { temporaryFolder } from "../../support/folder.ts"
import { until } from "../../support/until.ts"

const RUN = fileURLToPath(new URL("../../../cli/bootstrap/run.mjs", import.meta.url))

test("a program's words are given where it succeeds, and all of them shown where it fails", async () => {
  assert.is(await run("sh", ["-c", "echo yes; echo noise >&2"]), "yes\n")
  await run("sh", ["-c", "echo half; echo because >&2; exit 3"]).then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, /failed \(3\)\.\nhalf\nbecause\n$/),
  )
})

test("a task's exit status is its own, 128 and the signal's number where one ended it", async () => {
  assert.is(await runTask(["-e", ""]), 0)
  assert.is(await runTask(["-e", "process.exit(7)"]), 7)
  assert.is(await runTask(["-e", "process.kill(process.pid, 'SIGKILL')"]), 137)
})

test("a task runs under the project's own Node, and finds the project's tools first", async () => {
  const script =
    "process.exit(process.versions.node.startsWith('24.') && /^[^:]*node_modules.\\.bin:/.test(process.env.PATH) ? 0 : 1)"
  assert.is(await runTask(["-e", script]), 0)
})

/** A process of its own that runs the given call of run.mjs, and exits with what comes of it. */
function inProcess(call: string) {
  const script = `const { run, runTask, Stopped } = await import(${JSON.stringify(RUN)})
    process.exitCode = await ${call}.catch((error) => {
      if (error instanceof Stopped) return error.status
      throw error
    })`
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" })
  return { child, ended: new Promise((resolve) => child.once("exit", resolve)) }
}

/** Says in a file that it runs, takes its time to stop, and says that too. */
const slowToStop = (file: string) => `
  const { appendFileSync } = require("node:fs")
  process.on("SIGTERM", () => setTimeout(() => { appendFileSync("${file}", " stopped"); process.exit(5) }, 200))
  setInterval(() => {}, 1000)
  appendFileSync("${file}", "runs")`

test("a signal goes on to the task, and its own end is waited for", async () => {
  const file = `${temporaryFolder()}/log`
  const { child, ended } = inProcess(`runTask(["-e", ${JSON.stringify(slowToStop(file))}])`)
  await until("the task runs", () => existsSync(file))
  child.kill("SIGTERM")
  assert.is(await ended, 5)
  assert.is(readFileSync(file, "utf8"), "runs stopped")
})

test("a signal in the set-up ends what is under way, then the set-up", async () => {
  const file = `${temporaryFolder()}/log`
  const { child, ended } = inProcess(
    `run(process.execPath, ["-e", ${JSON.stringify(slowToStop(file))}])`,
  )
  await until("the step runs", () => existsSync(file))
  child.kill("SIGTERM")
  assert.is(await ended, 143)
  assert.is(readFileSync(file, "utf8"), "runs stopped")
})

test.run()
