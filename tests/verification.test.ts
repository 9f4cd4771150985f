import { existsSync, readFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"

// docs/verification.md says which test holds which promise: it may not name one that is not there.

const root = new URL("..", import.meta.url).pathname
const text = readFileSync(`${root}docs/verification.md`, "utf8")
const PITFALLS = 13

test("every test that the documents name is there", () => {
  const missing = [...text.matchAll(/`(tests\/[\w./-]+\.ts)`/g)]
    .map(([, file = ""]) => file)
    .filter((file) => !existsSync(root + file))
  assert.equal(missing, [])
})

test("every pitfall has tests, each by the name that it has", () => {
  const [, lines = ""] = text.split("## What kills such systems, line by line")
  const rows = lines
    .split("\n")
    .filter((line) => /^\| [^-]/.test(line))
    .slice(1)
  const numbers = rows.map((row) => Number(/^\| (\d+) /.exec(row)?.[1])).filter(Number.isFinite)
  assert.equal(
    numbers,
    Array.from({ length: PITFALLS }, (_, index) => index + 1),
  )
  for (const row of rows) {
    const proofs = [...row.matchAll(/`(tests\/[\w./-]+\.test\.ts)`((?:,? "[^"]+")*)/g)]
    assert.ok(proofs.length > 0, row)
    for (const [, file = "", names = ""] of proofs) {
      const tests = readFileSync(root + file, "utf8")
      for (const [, name = ""] of names.matchAll(/"([^"]+)"/g))
        assert.ok(tests.includes(name), `${file} has no test "${name}"`)
    }
  }
})

test.run()
