import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import {
  ALL_LINES,
  filterLines,
  flowOf,
  isFiltering,
  type LineFilter,
} from "../../app/features/money/line-filter.ts"
import { moneyLines } from "../../app/features/money/lines.ts"
import { TournamentId } from "../../schemas/ids.ts"
import { newLedger } from "../../domain/ledger.ts"
import { Entry } from "../../schemas/entry.ts"
import { intent } from "../support/intents.ts"
import { record } from "../support/ledger.ts"

const names: Record<string, string> = { p1: "Åse Ødegård", p2: "Bo Carlsen" }
const asked = [
  intent("open-tournament"),
  intent("buy-in"),
  intent("buy-in", { playerId: "p2", entryId: "e2", method: "card", staffId: "other" }),
  intent("rebuy"),
  intent("refund", { sequence: 4, method: "transfer" }),
]
const hash = "0".repeat(64)
const entries = record(newLedger(), ...asked).map((outcome, index) =>
  v.parse(Entry, {
    version: 1,
    sequence: index + 1,
    previousHash: hash,
    recordedAt: 0,
    hash,
    intent: asked[index],
    outcome,
  }),
)
const lines = moneyLines(entries, v.parse(TournamentId, "t1"))
const found = (change: Partial<LineFilter>) =>
  filterLines(lines, { ...ALL_LINES, ...change }, (id) => names[id] ?? id).map(({ sequence }) =>
    Number(sequence),
  )

test("a line is found by name without accents, by number, and by amount", () => {
  const rows: [string, number[]][] = [
    ["", [5, 4, 3, 2, 1]],
    ["  ", [5, 4, 3, 2, 1]],
    ["ase", [5, 4, 2]],
    ["CARL", [3]],
    ["#4", [4]],
    ["4", [4]],
    ["50", [5, 4]],
    ["55,00", [3, 2]],
    ["nobody", []],
  ]
  for (const [text, expected] of rows) assert.equal(found({ text }), expected, `"${text}"`)
})

test("by kind, by person, by method, and by all of them together", () => {
  assert.equal(found({ kind: "buy-in" }), [3, 2])
  assert.equal(found({ method: "cash" }), [4, 2])
  assert.equal(found({ method: "transfer" }), [5])
  const other = lines.find(({ sequence }) => sequence === 3)?.staffId ?? ""
  assert.equal(found({ staffId: other }), [3])
  assert.equal(found({ staffId: other, method: "cash" }), [])
})

test("what was found is summed up by what came in and what went out", () => {
  assert.equal(flowOf(lines), { inCents: 16_000, outCents: 5_000 })
  assert.is(isFiltering(ALL_LINES), false)
  assert.is(isFiltering({ ...ALL_LINES, method: "cash" }), true)
})

test.run()
