import { createHash } from "node:crypto"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { BrokenChain, readLine, writeLine } from "../../ledger/chain.ts"
import { ledgerOf } from "../support/ledger-lines.ts"

const [opening, buyIn] = ledgerOf(2)
assert.ok(opening && buyIn)

/** As an auditor would write it down, in whatever language. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  )
}

test("a line is its entry as JSON with sorted keys, and its hash that of the same without the hash", () => {
  for (const entry of [opening, buyIn]) {
    assert.is(writeLine(entry), JSON.stringify(sorted(entry)))
    // A copy is written like what it is a copy of.
    assert.is(writeLine(structuredClone(entry)), writeLine(entry))
    const { hash, ...body } = entry
    assert.is(
      createHash("sha256")
        .update(JSON.stringify(sorted(body)))
        .digest("hex"),
      hash,
    )
  }
})

const line = writeLine(buyIn)
const head = { sequence: 1, hash: opening.hash }

test("what was written is read as it was", () => {
  assert.equal(readLine(line, head), buyIn)
  assert.is(writeLine(readLine(line, head)), line)
})

for (const [what, changed, words] of [
  ["no JSON", line.slice(0, -1), "it is not JSON"],
  ["another amount", line.replace("5500", "5400"), "its hash does not match its content"],
  ["white space", line.replace(",", ", "), "its hash does not match its content"],
  [
    "a key twice",
    line.replace('"version":1', '"version":1,"version":1'),
    "its hash does not match",
  ],
  ["its hash last", `{${line.slice(75, -1)},${line.slice(1, 74)}}`, "its hash does not match"],
  ["one key more", line.replace('"version"', '"more":1,"version"'), "more"],
] as const)
  test(`a line with ${what} is refused`, () => {
    try {
      readLine(changed, head)
      assert.unreachable("it was read")
    } catch (error) {
      assert.ok(error instanceof BrokenChain && error.message.includes(words), String(error))
      assert.is(error.sequence, 2)
    }
  })

test("a line in another place, or after another line, is refused", () => {
  assert.throws(() => readLine(line, { ...head, sequence: 2 }), /it says that it is line 2/)
  assert.throws(
    () => readLine(line, { ...head, hash: "f".repeat(64) }),
    /it does not follow the line before it/,
  )
})

test.run()
