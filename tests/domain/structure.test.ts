import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { levelNumber } from "../../domain/clock.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { type Level, Structure } from "../../schemas/structure.ts"
import { chips, millis } from "../../schemas/units.ts"

const MINUTE = 60_000
const round: Level = {
  kind: "round",
  durationMs: millis(20 * MINUTE),
  smallBlind: chips(100),
  bigBlind: chips(200),
  ante: chips(0),
}
const pause: Level = { kind: "break", durationMs: millis(10 * MINUTE) }

test("levels are counted as players count them: breaks have no number", () => {
  for (const [levels, numbers] of [
    [
      [round, round, pause, round],
      [1, 2, 2, 3],
    ],
    [
      [round, pause, pause, round],
      [1, 1, 1, 2],
    ],
    [
      [pause, round],
      [0, 1],
    ],
  ] as const)
    assert.equal(
      levels.map((_, index) => levelNumber(levels, index)),
      numbers,
    )
})

/** Minutes of a round and of a break, rounds to a break, rounds in which late entries are taken. */
for (const [name, minutes, breakMinutes, roundsToBreak, lateRounds, stack] of [
  ["Regular", 20, 10, 4, 8, 20_000],
  ["Turbo", 10, 5, 6, 6, 15_000],
  ["Deep", 30, 15, 3, 6, 40_000],
] as const) {
  const structure = v.parse(
    Structure,
    builtInStructures.find((each) => each.name === name),
  )
  const { levels, lateRegistrationEndsAt } = structure
  const rounds = levels.flatMap((level) => (level.kind === "round" ? [level] : []))

  test(`${name}: rounds of ${minutes} minutes, a break after every ${roundsToBreak}`, () => {
    for (const { kind, durationMs } of levels)
      assert.is(durationMs, (kind === "round" ? minutes : breakMinutes) * MINUTE)
    let played = 0
    for (const [index, { kind }] of levels.entries()) {
      const isDue = played === roundsToBreak
      assert.is(kind, isDue ? "break" : "round", `level ${index}`)
      played = isDue ? 0 : played + 1
    }
    assert.is(levels.at(-1)?.kind, "round", "nobody waits for a break that nothing follows")
  })

  test(`${name}: late registration ends with the break after round ${lateRounds}`, () => {
    assert.is(levels[lateRegistrationEndsAt - 1]?.kind, "break")
    assert.is(levels[lateRegistrationEndsAt]?.kind, "round")
    assert.is(levelNumber(levels, lateRegistrationEndsAt), lateRounds + 1)
  })

  test(`${name}: blinds never fall, and from the first ante on it is one big blind`, () => {
    for (const [index, { smallBlind, bigBlind }] of rounds.entries()) {
      assert.ok(smallBlind > 0 && smallBlind <= bigBlind)
      assert.ok(bigBlind >= (rounds[index - 1]?.bigBlind ?? 0))
    }
    const firstAnte = rounds.findIndex(({ ante }) => ante > 0)
    assert.is(firstAnte, 5, "the first five rounds have no ante")
    for (const { ante, bigBlind } of rounds.slice(firstAnte)) assert.is(ante, bigBlind)
  })

  test(`${name}: tables of 9, a stack of ${stack} for an entry or a rebuy, half more for an add-on`, () => {
    assert.is(structure.seatsPerTable, 9)
    assert.equal(
      [structure.startingStack, structure.rebuyStack, structure.addOnStack],
      [stack, stack, stack * 1.5],
    )
  })
}

test("a venue starts with a structure for each pace, each by a name of its own", () => {
  assert.equal(
    builtInStructures.map(({ name }) => name),
    ["Regular", "Turbo", "Deep"],
  )
})

test.run()
