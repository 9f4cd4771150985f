import { test } from "uvu"
import * as assert from "uvu/assert"
import { progressBar } from "../../cli/progress.ts"

/** What is written for these numbers. */
function written(isTTY: boolean, steps: readonly number[], total: number): string {
  let text = ""
  const output = { isTTY, write: (more: string | Uint8Array) => ((text += String(more)), true) }
  const show = progressBar(output, "lines")
  for (const done of steps) show(done, total)
  return text
}

test("on a terminal a bar grows in its own line", () => {
  assert.is(
    written(true, [500, 1_000], 1_000),
    `\r${"█".repeat(15)}${"░".repeat(15)} 500 of 1,000 lines` +
      `\r${"█".repeat(30)} 1,000 of 1,000 lines\n`,
  )
})

test("elsewhere every tenth has a line, whatever the steps", () => {
  const steps = Array.from({ length: 1_000 }, (_, index) => index + 1)
  const lines = written(false, steps, 1_000).trim().split("\n")
  assert.is(lines.length, 10)
  assert.is(lines[0], "100 of 1,000 lines")
  assert.is(lines[9], "1,000 of 1,000 lines")
  assert.is(written(false, [1_000], 1_000), "1,000 of 1,000 lines\n")
})

test("nothing to do needs no bar", () => {
  assert.is(written(false, [0], 0), "")
})

test.run()
