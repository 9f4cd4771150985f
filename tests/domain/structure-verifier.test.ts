import { test } from "uvu"
import * as assert from "uvu/assert"
import { builtInStructures } from "../../domain/structure.ts"
import { verifyStructure } from "../../domain/structure-verifier.ts"
import type { Level } from "../../schemas/structure.ts"
import { chips, millis } from "../../schemas/units.ts"

const MINUTE = 60_000
const round = (smallBlind: number, bigBlind: number, ante = 0, minutes = 20): Level => ({
  kind: "round",
  durationMs: millis(minutes * MINUTE),
  smallBlind: chips(smallBlind),
  bigBlind: chips(bigBlind),
  ante: chips(ante),
})
const pause = (...colourUp: number[]): Level => ({
  kind: "break",
  durationMs: millis(10 * MINUTE),
  ...(colourUp.length > 0 && { colourUp: colourUp.map(chips) }),
})
const GOOD = [round(25, 50), round(50, 100), pause(), round(75, 150), round(100, 200)]

for (const [what, levels, more, problems] of [
  ["all is well", GOOD, {}, []],
  ["a small blind above the big one", [round(100, 50)], {}, ["small_blind_above_big 0"]],
  [
    "blinds that fall",
    [round(50, 100), round(25, 50), round(50, 200)],
    {},
    ["blinds_fall 1", "big_blind_jumps 2"],
  ],
  ["a small blind that falls", [round(50, 75), round(25, 100)], {}, ["blinds_fall 1"]],
  ["a jump", [round(25, 50), round(75, 150)], {}, ["big_blind_jumps 1"]],
  ["two and a half times is none", [round(50, 100), round(125, 250)], {}, []],
  ["an ante of next to nothing", [round(2_000, 4_000, 75)], {}, ["ante_too_small 0"]],
  ["an ante above the big blind", [round(50, 100, 125)], {}, ["ante_too_large 0"]],
  ["blinds that nobody can pay", [round(30, 60)], {}, ["not_payable 0", "not_payable 0"]],
  [
    "a chip that was raced off too soon",
    [round(25, 50), pause(25), round(75, 100)],
    {},
    ["not_payable 2"],
  ],
  [
    "a chip that nobody raced off",
    [round(25, 50), pause(), round(100, 200, 0, 20)],
    {},
    ["chip_goes_without_race 1", "big_blind_jumps 2"],
  ],
  [
    "a chip that is raced off in a later break",
    [round(50, 100), pause(), round(100, 200), pause(25), round(200, 400)],
    {},
    [],
  ],
  [
    "more than two hours without a break",
    [round(25, 50, 0, 60), round(50, 100, 0, 60), round(75, 150, 0, 60), round(75, 150, 0, 60)],
    {},
    ["no_break 2"],
  ],
  ["a break before the first hand", [pause(), round(25, 50)], {}, ["break_first 0"]],
  [
    "a stack that the chips cannot make",
    GOOD,
    { startingStack: 1_010 },
    ["stack_not_payable null"],
  ],
  ["an end that never comes", GOOD, { players: 100 }, ["too_short null"]],
] as const)
  test(`${what}: ${problems.join(", ") || "nothing to say"}`, () => {
    const found = verifyStructure({
      levels,
      chips: [25, 100],
      startingStack: 1_000,
      players: levels === GOOD ? 4 : 2,
      ...more,
    }).filter(({ kind }) => kind !== "too_short" || problems.some((each) => each.startsWith(kind)))
    assert.equal(
      found.map(({ kind, level }) => `${kind} ${level}`),
      problems,
    )
    assert.ok(found.every(({ sentence }) => /^[A-Z].*\.$/.test(sentence)))
  })

for (const { name, levels, startingStack } of builtInStructures)
  test(`the built-in structure "${name}" verifies for 50 players`, () => {
    const problems = verifyStructure({
      levels,
      chips: [100, 500, 1_000, 5_000, 25_000],
      startingStack,
      players: 50,
    })
    assert.equal(problems, [])
  })

test("refused, by name: no levels, no chips, half a stack", () => {
  const input = { levels: GOOD, chips: [25], startingStack: 1_000, players: 2 }
  assert.throws(() => verifyStructure({ ...input, levels: [] }), /levels/)
  assert.throws(() => verifyStructure({ ...input, chips: [] }), /chips/)
  assert.throws(() => verifyStructure({ ...input, startingStack: 0.5 }), /startingStack/)
  assert.throws(() => verifyStructure({ ...input, players: 1 }), /players/)
})

test.run()
