import { spawn, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { temporaryFolder } from "./support/folder.ts"
import { until } from "./support/until.ts"

const RUNNER = fileURLToPath(new URL("run.ts", import.meta.url))
const MODULES = fileURLToPath(new URL("../node_modules", import.meta.url))
const HEAD = 'import { test } from "uvu"\n'

type Options = { args?: string[]; environment?: NodeJS.ProcessEnv }

/** Runs the runner over files of our own; gives its last line and its status. */
function run(
  files: Record<string, string>,
  { args = [], environment = {} }: Options = {},
): [lastLine: string, status: number | null] {
  const { stdout, status } = spawnSync(process.execPath, [RUNNER, ...args], {
    encoding: "utf8",
    env: { ...process.env, FELT_TESTS: folderOf(files), ...environment },
  })
  return [stdout.trim().split("\n").at(-1) ?? "", status]
}

function folderOf(files: Record<string, string>): string {
  const folder = temporaryFolder()
  symlinkSync(MODULES, `${folder}/node_modules`)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(`${folder}/${name}`), { recursive: true })
    writeFileSync(`${folder}/${name}`, text)
  }
  return folder
}

const passing = `${HEAD}test("one", () => {})\ntest("two", () => {})\ntest.run()\n`

for (const [what, files, lastLine, status] of [
  ["files that pass", { "a.test.ts": passing, "b.test.ts": passing }, "4 passed, 0 failed", 0],
  [
    "a test that fails",
    {
      "a.test.ts": passing,
      "b.test.ts": `${HEAD}test("x", () => { throw new Error("no") })\ntest.run()\n`,
    },
    "2 passed, 1 failed",
    1,
  ],
  [
    "a file that forgot to run its tests",
    { "a.test.ts": `${HEAD}test("x", () => {})\n` },
    "0 passed, 1 failed",
    1,
  ],
  ["an empty file", { "a.test.ts": "", "b.test.ts": passing }, "2 passed, 1 failed", 1],
  ["a file that does not parse", { "a.test.ts": "const = 1\n" }, "0 passed, 1 failed", 1],
  [
    "a skipped test",
    { "a.test.ts": `${HEAD}test["sk" + "ip"]("x", () => {})\ntest("y", () => {})\ntest.run()\n` },
    "1 passed, 1 failed",
    1,
  ],
  [
    "a process that ends badly after its tests",
    { "a.test.ts": `${passing}setTimeout(() => process.exit(3), 200)\n` },
    "2 passed, 1 failed",
    1,
  ],
  ["no file at all", {}, "0 passed, 1 failed", 1],
] as const)
  test(`${what}: ${lastLine}`, () => {
    assert.equal(run(files), [lastLine, status])
  })

test("a part of a path chooses; one that matches nothing fails", () => {
  const files = { "a.test.ts": passing, "b.test.ts": passing }
  assert.equal(run(files, { args: ["b.te"] }), ["2 passed, 0 failed", 0])
  assert.equal(run(files, { args: ["nothing"] }), ["0 passed, 1 failed", 1])
})

test("whoever asks for colours still gets the right counts", () => {
  assert.equal(run({ "a.test.ts": passing }, { environment: { FORCE_COLOR: "1" } }), [
    "2 passed, 0 failed",
    0,
  ])
})

const notes = temporaryFolder()
/** A file that notes when it begins and ends, and passes where the condition comes to hold between. */
const noting = (name: string, condition: string) => `${HEAD}
import { appendFileSync, readFileSync } from "node:fs"
import { setTimeout as wait } from "node:timers/promises"
const log = ${JSON.stringify(`${notes}/log`)}
const has = (words) => readFileSync(log, "utf8").includes(words)
test("x", async () => {
  appendFileSync(log, "${name} begins\\n")
  for (let ms = 0; !(${condition}); ms += 5) {
    if (ms > 5_000) throw new Error("It does not come to hold.")
    await wait(5)
  }
  appendFileSync(log, "${name} ends\\n")
})
test.run()
`

test("a browser test and another run side by side", () => {
  const files = {
    "a.test.ts": noting("a", 'has("b begins")'),
    "e2e/b.test.ts": noting("b", 'has("a begins")'),
  }
  assert.equal(run(files), ["2 passed, 0 failed", 0])
})

test("one that measures time has the machine to itself", () => {
  writeFileSync(`${notes}/log`, "")
  const others = ["a", "e2e/b", "z"].map((name) => [`${name}.test.ts`, noting(name, "true")])
  // They stay long enough for another to be seen in between.
  const alone = ["e2e/device", "e2e/thousand"].map((name) => [
    `${name}.test.ts`,
    noting(name, "ms > 500"),
  ])
  const files: Record<string, string> = Object.fromEntries([...others, ...alone])
  assert.equal(run(files), ["5 passed, 0 failed", 0])
  const log = readFileSync(`${notes}/log`, "utf8")
  for (const name of ["e2e/device", "e2e/thousand"])
    assert.match(log, `${name} begins\n${name} ends\n`)
})

/** Starts a process that never ends, and leaves its id in the file `pid`. */
const starting = `import { spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
const child = spawn("sleep", ["1000"], { stdio: "inherit" })
writeFileSync(import.meta.dirname + "/pid", String(child.pid))
`

function isRunning(pid: string): boolean {
  // One that has ended, and whose parent has not looked yet, counts as ended.
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" })
  return stdout.trim() !== "" && !stdout.startsWith("Z")
}

test("a file that hangs fails in time, and what it started goes with it", async () => {
  const files = { "a.test.ts": `${starting}${passing}setInterval(() => {}, 1_000)\n` }
  const folder = folderOf(files)
  const environment = { FELT_TESTS: folder, FELT_TEST_TIMEOUT_MS: "1500" }
  assert.equal(run({}, { environment }), ["2 passed, 1 failed", 1])
  const pid = readFileSync(`${folder}/pid`, "utf8")
  await until("the process of the test has gone", () => !isRunning(pid))
})

test("a file that is done and does not end is not waited for until its time is over", () => {
  const open = "setInterval(() => {}, 1_000)\n"
  const failing = `${HEAD}test("x", () => { throw new Error("no") })\ntest.run()\n${open}`
  const environment = { FELT_TEST_LINGER_MS: "200" }
  assert.equal(run({ "a.test.ts": failing }, { environment }), ["0 passed, 1 failed", 1])
  assert.equal(run({ "a.test.ts": passing + open }, { environment }), ["2 passed, 1 failed", 1])
})

test("a file that passes and leaves a process behind does not hold the others up", async () => {
  const folder = folderOf({ "a.test.ts": `${starting}child.unref()\n${passing}` })
  const environment = { FELT_TESTS: folder, FELT_TEST_TIMEOUT_MS: "5000" }
  assert.equal(run({}, { environment }), ["2 passed, 0 failed", 0])
  const pid = readFileSync(`${folder}/pid`, "utf8")
  await until("the process of the test has gone", () => !isRunning(pid))
})

test("nor does one that has left the test's group and holds its output", async () => {
  const detached = starting.replace('stdio: "inherit"', 'stdio: "inherit", detached: true')
  const folder = folderOf({ "a.test.ts": `${detached}child.unref()\n${passing}` })
  const environment = { FELT_TESTS: folder, FELT_TEST_TIMEOUT_MS: "5000" }
  assert.equal(run({}, { environment }), ["2 passed, 0 failed", 0])
  process.kill(Number(readFileSync(`${folder}/pid`, "utf8")), "SIGKILL")
})

test("stopped on the way, it leaves nothing running", async () => {
  const folder = folderOf({ "a.test.ts": `${starting}setInterval(() => {}, 1_000)\n` })
  const runner = spawn(process.execPath, [RUNNER], {
    env: { ...process.env, FELT_TESTS: folder },
    stdio: "ignore",
  })
  const ended = new Promise((resolve) => runner.once("exit", resolve))
  await until("the test has begun", () => existsSync(`${folder}/pid`))
  const pid = readFileSync(`${folder}/pid`, "utf8")
  runner.kill("SIGTERM")
  assert.is(await ended, 143)
  await until("the process of the test has gone", () => !isRunning(pid))
})

test.run()
