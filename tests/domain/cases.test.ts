import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"

/** How many cases of each kind the rules have, numbered from 1; each is a test that names it. */
const CASES = {
  SEAT: 10,
  LATE: 9,
  SN: 2,
  BRK: 14,
  "BAL-S": 11,
  BAL: 25,
  HALT: 8,
  DB: 12,
  HU: 5,
  BTN: 2,
  FT: 6,
  SIM: 8,
  H4H: 2,
  ICM: 10,
  RACE: 8,
  PAY: 8,
  PKO: 6,
}

const folder = fileURLToPath(new URL(".", import.meta.url))
const texts = readdirSync(folder)
  .filter((file) => file.endsWith(".test.ts") && file !== "cases.test.ts")
  .map((file) => readFileSync(folder + file, "utf8"))
  .join("\n")
/** At the start of a text: a test's name, or the first cell of a table of tests. */
const named = new Set([...texts.matchAll(/["'`]([A-Z0-9]+(?:-S)?-?\d+)\b/g)].map(([, id]) => id))

for (const [kind, count] of Object.entries(CASES))
  test(`every case of ${kind} is a test by its number`, () => {
    const ids = Array.from({ length: count }, (_, index) =>
      kind.endsWith("-S") ? `${kind}${index + 1}` : `${kind}-${index + 1}`,
    )
    assert.equal(
      ids.filter((id) => !named.has(id)),
      [],
    )
  })

test.run()
