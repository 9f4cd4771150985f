import type { Level, Round } from "../schemas/structure.ts"
import { demandChips } from "./chip-sets.ts"
import { demandWhole } from "./invalid.ts"
import { withColourUps } from "./colour-ups.ts"

/** What is wrong with a structure, and where. */
export type StructureProblem = {
  kind:
    | "small_blind_above_big"
    | "blinds_fall"
    | "big_blind_jumps"
    | "ante_too_small"
    | "ante_too_large"
    | "not_payable"
    | "chip_goes_without_race"
    | "break_first"
    | "no_break"
    | "stack_not_payable"
    | "too_short"
  /** Index into the levels; `null` where it is about the whole. */
  level: number | null
  sentence: string
}

/** A big blind that grows by more than this, in tenths, is a jump. */
const JUMP_TENTHS = 25
const LONGEST_PLAY_MINUTES = 120
const BIG_BLINDS_AT_END = 20
const MINUTE_MS = 60_000

/**
 * Looks for what goes wrong on the night (domain.md 4.7): blinds that fall or that nobody can pay,
 * antes out of proportion, chips that nobody raced off, hours without a break, an end that never
 * comes. Advice, not law: a house may have its reasons.
 * @param chips the values at hand
 * @returns in the order of the levels; empty where all is well
 * @throws InvalidInput where a number is not whole, or there are no levels
 */
export function verifyStructure(input: {
  levels: readonly Level[]
  chips: readonly number[]
  startingStack: number
  players: number
}): StructureProblem[] {
  const { levels, chips, startingStack, players } = input
  demandChips(chips, "chips")
  demandWhole(startingStack, "startingStack", "a starting stack is whole chips, 1 or more", 1)
  demandWhole(players, "players", "a tournament has two players or more", 2)
  demandWhole(levels.length, "levels", "a structure has at least one level", 1)
  const problems: StructureProblem[] = []
  const smallest = Math.min(...chips)
  if (startingStack % smallest !== 0)
    problems.push({
      kind: "stack_not_payable",
      level: null,
      sentence: `A stack of ${startingStack} cannot be made of chips of ${smallest} and more.`,
    })
  if (levels[0]?.kind === "break")
    problems.push({ kind: "break_first", level: 0, sentence: "The first level is a break." })
  const inPlay = chips.toSorted((a, b) => a - b)
  let before: Round | null = null
  let playedMs = 0
  for (const [index, level] of levels.entries()) {
    if (level.kind === "break") {
      const gone = new Set(racedIn(level))
      inPlay.splice(0, inPlay.length, ...inPlay.filter((value) => !gone.has(value)))
      playedMs = 0
      continue
    }
    problems.push(...problemsOf(level, before, inPlay[0] ?? smallest, index))
    const wasLong = playedMs > LONGEST_PLAY_MINUTES * MINUTE_MS
    playedMs += level.durationMs
    if (!wasLong && before && playedMs > LONGEST_PLAY_MINUTES * MINUTE_MS)
      problems.push({
        kind: "no_break",
        level: index,
        sentence: `Level ${index + 1} ends more than two hours after the last break.`,
      })
    before = level
  }
  return [...problems, ...uselessChips(levels, chips), ...tooShort(input)].toSorted(
    (a, b) => (a.level ?? levels.length) - (b.level ?? levels.length),
  )
}

function problemsOf(
  round: Round,
  before: Round | null,
  smallest: number,
  level: number,
): StructureProblem[] {
  const { smallBlind, bigBlind, ante } = round
  const name = `Level ${level + 1}`
  const found: StructureProblem[] = []
  const note = (isSo: boolean, kind: StructureProblem["kind"], sentence: string): void => {
    if (isSo) found.push({ kind, level, sentence: `${name}: ${sentence}.` })
  }
  note(smallBlind > bigBlind, "small_blind_above_big", "the small blind is above the big blind")
  note(
    before !== null && (bigBlind < before.bigBlind || smallBlind < before.smallBlind),
    "blinds_fall",
    "the blinds are lower than before",
  )
  note(
    before !== null && bigBlind * 10 > before.bigBlind * JUMP_TENTHS,
    "big_blind_jumps",
    `the big blind jumps from ${before?.bigBlind} to ${bigBlind}`,
  )
  note(
    ante > 0 && ante * 20 < smallBlind,
    "ante_too_small",
    "the ante is less than a twentieth of the small blind",
  )
  note(ante > bigBlind, "ante_too_large", "the ante is above the big blind")
  for (const amount of new Set<number>([smallBlind, bigBlind, ante]))
    note(
      amount % smallest !== 0,
      "not_payable",
      `${amount} cannot be paid with chips of ${smallest} and more`,
    )
  return found
}

/** Chips that no later level needs, and that no break races off though one comes. */
function uselessChips(levels: readonly Level[], chips: readonly number[]): StructureProblem[] {
  const raced = new Set<number>(levels.flatMap(racedIn))
  return withColourUps(levels, chips).flatMap((level, at) =>
    racedIn(level)
      .filter((value) => !raced.has(value))
      .map((value): StructureProblem => ({
        kind: "chip_goes_without_race",
        level: at,
        sentence: `No level after ${at} needs chips of ${value}: race them off in the break, level ${at + 1}.`,
      })),
  )
}

const racedIn = (level: Level): readonly number[] =>
  level.kind === "break" ? (level.colourUp ?? []) : []

/** With all chips more than a few big blinds, the end does not come in time. */
function tooShort(input: Parameters<typeof verifyStructure>[0]): StructureProblem[] {
  const last = input.levels.findLast((level) => level.kind === "round")
  const all = input.startingStack * input.players
  if (!last || last.bigBlind * BIG_BLINDS_AT_END >= all) return []
  return [
    {
      kind: "too_short",
      level: null,
      sentence: `In the last level all ${all} chips are still more than ${BIG_BLINDS_AT_END} big blinds: add levels.`,
    },
  ]
}
