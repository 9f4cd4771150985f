import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { averageStack, type ChipLine, explainChips } from "../../domain/chips-in-play.ts"

const entry = (of: string): ChipLine => ({ kind: "entry", chips: 10_000, of })

test("LATE-7: a re-entry with forfeited chips adds the new stack and takes the old one", () => {
  const before = [entry("a"), entry("b")]
  const lines: ChipLine[] = [
    ...before,
    { kind: "forfeited", chips: 3_200, of: "a" },
    { kind: "re-entry", chips: 10_000, of: "a" },
  ]
  assert.is(explainChips(lines).chips - explainChips(before).chips, 10_000 - 3_200)
  assert.equal(explainChips(lines).byKind, { entry: 20_000, forfeited: -3_200, "re-entry": 10_000 })
})

test("R24: a chip race is a line of its own, more or less", () => {
  const lines: ChipLine[] = [entry("a"), { kind: "race", delta: -25, of: "table 1" }]
  assert.equal(explainChips(lines), { chips: 9_975, byKind: { entry: 10_000, race: -25 } })
})

for (const kind of ["removed", "milestone", "bag", "forfeited"] as const)
  test(`chips that are ${kind} leave play`, () => {
    assert.is(explainChips([entry("a"), { kind, chips: 4_000, of: "a" }]).chips, 6_000)
  })

test("the sum is that of the kinds, in whatever order the lines came in", () => {
  const line = fc.oneof(
    fc.record({
      kind: fc.constantFrom(
        "entry" as const,
        "re-entry" as const,
        "rebuy" as const,
        "add-on" as const,
      ),
      chips: fc.nat({ max: 100_000 }),
      of: fc.string(),
    }),
    fc.record({ kind: fc.constant("race" as const), delta: fc.nat({ max: 500 }), of: fc.string() }),
  )
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const { chips, byKind } = explainChips(lines)
      assert.is(
        Object.values(byKind).reduce((sum, each) => sum + each, 0),
        chips,
      )
      assert.is(explainChips(lines.toReversed()).chips, chips)
    }),
    { numRuns: 300 },
  )
})

test("the average stack is rounded down, and told in tenths of big blinds", () => {
  assert.equal(averageStack({ chips: 100_000, players: 7, bigBlind: 600 }), {
    chips: 14_285,
    bigBlindTenths: 238,
  })
})

test("refused, by name: more out than in, half chips, nobody to share them", () => {
  const removed: ChipLine = { kind: "removed", chips: 10_001, of: "a" }
  assert.throws(() => explainChips([entry("a"), removed]), /lines\[1\]: no more chips leave play/)
  assert.throws(() => explainChips([{ kind: "entry", chips: 0.5, of: "a" }]), /lines\[0\]\.chips/)
  assert.throws(() => explainChips([{ kind: "race", delta: Number.NaN, of: "a" }]), /delta/)
  assert.throws(() => averageStack({ chips: 1, players: 0, bigBlind: 1 }), /players/)
  assert.throws(() => averageStack({ chips: 1, players: 1, bigBlind: 0 }), /bigBlind/)
})

test.run()
