import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { withColourUps } from "../../domain/colour-ups.ts"
import { InvalidInput } from "../../domain/invalid.ts"
import {
  generateLevels,
  growth,
  stackM,
  type StructureWish,
} from "../../domain/structure-generator.ts"
import { verifyStructure } from "../../domain/structure-verifier.ts"
import type { Level, Round } from "../../schemas/structure.ts"
import { chips, millis } from "../../schemas/units.ts"

const WISH: StructureWish = {
  startingStack: 10_000,
  players: 30,
  minutes: 240,
  levelMinutes: 15,
  chips: [25, 100, 500, 1_000],
  ante: "bigBlind",
}
const roundsOf = (levels: readonly Level[]): Round[] =>
  levels.flatMap((level) => (level.kind === "round" ? [level] : []))
const written = (levels: readonly Level[]) =>
  levels
    .map((level) =>
      level.kind === "round"
        ? `${level.smallBlind}/${level.bigBlind}${level.ante > 0 ? "a" : ""}`
        : `break${level.colourUp ? ` -${level.colourUp.join()}` : ""}`,
    )
    .join(", ")

for (const [first, last, rounds, ratio] of [
  [50, 10_000, 16, 1.4236],
  [100, 20_000, 18, 1.3657],
] as const)
  test(`${first} to ${last} in ${rounds} levels grows by ${ratio}`, () => {
    assert.is(Math.round(growth(first, last, rounds) * 10_000) / 10_000, ratio)
  })

test("2,500 at 25/50 are M 33.3; 5,000 are 66.7", () => {
  const blinds = { smallBlind: chips(25), bigBlind: chips(50), ante: chips(0) }
  assert.is(Math.round(stackM(2_500, blinds) * 10), 333)
  assert.is(Math.round(stackM(5_000, blinds) * 10), 667)
})

test("30 players, 10,000 chips, four hours of 15 minutes: a structure to be proud of", () => {
  assert.is(
    written(generateLevels(WISH)),
    "75/150, 100/200, 150/300, 200/400, break -25, 300/600a, 400/800a, 600/1200a, 1000/2000a, " +
      "break -100, 1500/3000a, 2000/4000a, 3000/6000a, 4000/8000a, break -500, 5000/10000a, " +
      "8000/16000a, 10000/20000a, 15000/30000a, 20000/40000a",
  )
})

test("20 players with 10,000 each end at a big blind of a twentieth of all chips, or more", () => {
  const rounds = roundsOf(generateLevels({ ...WISH, players: 20 }))
  assert.ok((rounds.at(-1)?.bigBlind ?? 0) >= 10_000)
  const atTarget = rounds[Math.floor(rounds.length / 1.15) - 1]?.bigBlind ?? 0
  assert.ok(atTarget >= 8_000 && atTarget <= 20_000, String(atTarget))
})

test("a level that needs the small chips again keeps them from being raced off before it", () => {
  const round = (bigBlind: number): Round => ({
    kind: "round",
    durationMs: millis(60_000),
    smallBlind: chips(bigBlind / 2),
    bigBlind: chips(bigBlind),
    ante: chips(0),
  })
  const pause: Level = { kind: "break", durationMs: millis(60_000) }
  const levels = withColourUps([round(400), pause, round(150), pause, round(600)], [25, 100])
  assert.is(written(levels), "200/400, break, 75/150, break -25, 300/600")
})

const anyWish = fc
  .record({
    chips: fc.constantFrom(
      [1],
      [20],
      [5, 25, 100],
      [25, 100, 500, 1_000, 5_000],
      [100, 1_000],
      [100, 500, 1_000, 5_000, 25_000],
      [7, 35, 77],
    ),
    bigBlinds: fc.integer({ min: 10, max: 400 }),
    players: fc.integer({ min: 2, max: 10_000 }),
    levelMinutes: fc.integer({ min: 1, max: 60 }),
    rounds: fc.integer({ min: 1, max: 60 }),
    ante: fc.constantFrom("none" as const, "bigBlind" as const),
  })
  .map(({ bigBlinds, rounds, ...wish }): StructureWish => ({
    ...wish,
    startingStack: bigBlinds * 2 * (wish.chips[0] ?? 1),
    minutes: rounds * wish.levelMinutes,
  }))

test("any structure that is made verifies: payable, rising, with breaks and colour-ups", () => {
  fc.assert(
    fc.property(anyWish, (wish) => {
      const levels = generateLevels(wish)
      const kinds = verifyStructure({ ...wish, levels }).map(({ kind }) => kind)
      // The first step from the smallest chips can only be a large one.
      assert.equal(
        kinds.filter((kind) => kind !== "big_blind_jumps"),
        [],
        written(levels),
      )
      const rounds = roundsOf(levels)
      for (const [index, { bigBlind, smallBlind, ante }] of rounds.entries()) {
        assert.ok(bigBlind > (rounds[index - 1]?.bigBlind ?? 0), "the big blind rises")
        assert.is(smallBlind * 2, bigBlind)
        assert.ok(ante === 0 || (ante === bigBlind && wish.ante === "bigBlind" && index >= 4))
      }
      assert.is(levels.at(-1)?.kind, "round")
      assert.equal(generateLevels({ ...wish, chips: wish.chips.toReversed() }), levels)
    }),
    { numRuns: 300 },
  )
})

test("with the usual chips no big blind is more than two and a half times the one before", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 200 }),
      fc.integer({ min: 10, max: 500 }),
      (bb, players) => {
        const wish = { ...WISH, startingStack: bb * 100, players }
        assert.equal(verifyStructure({ ...wish, levels: generateLevels(wish) }), [])
      },
    ),
    { numRuns: 200 },
  )
})

for (const [what, wish, field] of [
  ["no chips", { ...WISH, chips: [] }, "chips"],
  ["a chip twice", { ...WISH, chips: [25, 25] }, "chips"],
  ["half a chip", { ...WISH, chips: [0.5] }, "chips[0]"],
  ["a stack that the chips cannot make", { ...WISH, startingStack: 10_010 }, "startingStack"],
  ["a stack of a few big blinds", { ...WISH, startingStack: 475 }, "startingStack"],
  ["nobody to play against", { ...WISH, players: 1 }, "players"],
  ["no time", { ...WISH, minutes: 0 }, "minutes"],
  ["less than a level", { ...WISH, minutes: 14 }, "minutes"],
  ["half a minute", { ...WISH, levelMinutes: 0.5 }, "levelMinutes"],
  ["more levels than anybody plays", { ...WISH, minutes: 10_000, levelMinutes: 1 }, "levelMinutes"],
  ["no number", { ...WISH, startingStack: Number.NaN }, "startingStack"],
] as const)
  test(`refused, by name: ${what}`, () => {
    try {
      generateLevels(wish)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return assert.is(error.field, field)
    }
    assert.unreachable("it was not refused")
  })

test.run()
