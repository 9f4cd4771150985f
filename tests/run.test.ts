import { spawnSync } from "node:child_process"
import { symlinkSync, writeFileSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { temporaryFolder } from "./support/folder.ts"

const RUNNER = fileURLToPath(new URL("run.ts", import.meta.url))
const MODULES = fileURLToPath(new URL("../node_modules", import.meta.url))
const HEAD = 'import { test } from "uvu"\n'

/** Runs the runner over files of our own; gives its last line and its status. */
function run(
  files: Record<string, string>,
  ...args: string[]
): [lastLine: string, status: number | null] {
  const folder = temporaryFolder()
  symlinkSync(MODULES, `${folder}/node_modules`)
  for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text)
  const { stdout, status } = spawnSync(process.execPath, [RUNNER, ...args], {
    encoding: "utf8",
    env: { ...process.env, FELT_TESTS: folder },
  })
  return [stdout.trim().split("\n").at(-1) ?? "", status]
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
  assert.equal(run(files, "b.te"), ["2 passed, 0 failed", 0])
  assert.equal(run(files, "nothing"), ["0 passed, 1 failed", 1])
})

test.run()
