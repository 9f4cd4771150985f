import { test } from "uvu"
import * as assert from "uvu/assert"
import { bust } from "../../domain/floor.ts"
import { countStack, readChips } from "../../domain/stack-counts.ts"
import { chips, millis } from "../../schemas/units.ts"
import { intent } from "../support/intents.ts"
import { account, ledgerOf, record } from "../support/ledger.ts"
import { id, tournamentOf } from "../support/tablet.ts"

test("the counts of everybody are held against the chips that were handed out", () => {
  const tablet = tournamentOf(3)
  const state = ledgerOf(3)
  record(state, intent("rebuy"), intent("void", { sequence: 3, reason: "mistake" }))
  const read = () => readChips(tablet.read(), account(state))
  assert.equal(read()?.expected, { chips: 60_000, byKind: { entry: 40_000, rebuy: 20_000 } })
  assert.equal([read()?.countedPlayers, read()?.difference, read()?.oldestAt], [0, null, null])
  for (const [number, count] of [
    [1, 30_000],
    [2, 10_000],
  ] as const)
    tablet.press((floor) => countStack(floor, id(number), chips(count), millis(10 - number)))
  assert.equal([read()?.countedChips, read()?.difference, read()?.oldestAt], [40_000, null, 8])
  tablet.press((floor) => bust(floor, id(3), millis(20)))
  assert.is(read()?.difference, -20_000, "the chips of who is out must be in other stacks")
  tablet.press((floor) => countStack(floor, id(1), chips(50_000), millis(30)))
  assert.is(read()?.difference, 0)
})

test("who is out has no stack to count; a stack of nothing can be told", () => {
  const tablet = tournamentOf(3)
  tablet.press((floor) => bust(floor, id(3), millis(20)))
  assert.equal(countStack(tablet.read(), id(3), chips(1), millis(1)), [])
  assert.is(countStack(tablet.read(), id(1), chips(0), millis(1)).length, 1)
})

test("without an account nothing is expected yet", () => {
  assert.is(readChips(tournamentOf(3).read(), null), null)
})

test.run()
