import type { Level, Structure } from "../schemas/structure.ts"
import { chips, millis } from "../schemas/units.ts"
import { withColourUps } from "./structure-generator.ts"

const MINUTE_MS = 60_000

/** Small and big blind of each round; from the sixth on the big blind posts an ante as well. */
const BLINDS: readonly (readonly [small: number, big: number])[] = [
  [100, 100],
  [100, 200],
  [200, 300],
  [200, 400],
  [300, 500],
  [300, 600],
  [400, 800],
  [500, 1_000],
  [600, 1_200],
  [800, 1_600],
  [1_000, 2_000],
  [1_500, 3_000],
  [2_000, 4_000],
  [3_000, 6_000],
  [4_000, 8_000],
  [5_000, 10_000],
  [6_000, 12_000],
  [8_000, 16_000],
  [10_000, 20_000],
  [15_000, 30_000],
  [20_000, 40_000],
  [30_000, 60_000],
  [40_000, 80_000],
  [50_000, 100_000],
]
const ANTE_FROM_ROUND = 6
/** The chips that the blinds are paid with. */
const CHIPS = [100, 500, 1_000, 5_000, 25_000]

/** Structures that a venue starts with. */
export const builtInStructures: readonly Structure[] = [
  build("Regular", {
    stack: 20_000,
    minutes: 20,
    roundsToBreak: 4,
    breakMinutes: 10,
    lateRounds: 8,
  }),
  build("Turbo", { stack: 15_000, minutes: 10, roundsToBreak: 6, breakMinutes: 5, lateRounds: 6 }),
  build("Deep", { stack: 40_000, minutes: 30, roundsToBreak: 3, breakMinutes: 15, lateRounds: 6 }),
]

function build(
  name: string,
  shape: {
    stack: number
    minutes: number
    roundsToBreak: number
    breakMinutes: number
    /** Entries and rebuys are taken in this many rounds, and in the break that follows. */
    lateRounds: number
  },
): Structure {
  const levels = BLINDS.flatMap(([smallBlind, bigBlind], index): Level[] => {
    const round: Level = {
      kind: "round",
      durationMs: millis(shape.minutes * MINUTE_MS),
      smallBlind: chips(smallBlind),
      bigBlind: chips(bigBlind),
      ante: chips(index + 1 >= ANTE_FROM_ROUND ? bigBlind : 0),
    }
    const isLast = index === BLINDS.length - 1
    if ((index + 1) % shape.roundsToBreak !== 0 || isLast) return [round]
    return [round, { kind: "break", durationMs: millis(shape.breakMinutes * MINUTE_MS) }]
  })
  return {
    name,
    startingStack: chips(shape.stack),
    rebuyStack: chips(shape.stack),
    addOnStack: chips(shape.stack * 1.5),
    seatsPerTable: 9,
    lateRegistrationEndsAt: shape.lateRounds + shape.lateRounds / shape.roundsToBreak,
    levels: withColourUps(levels, CHIPS),
  }
}
