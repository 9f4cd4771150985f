import type { Level, Round } from "../schemas/structure.ts"
import { chips as toChips, millis } from "../schemas/units.ts"
import { assert } from "./assert.ts"
import { demandChips } from "./chip-sets.ts"
import { isNeeded, withColourUps } from "./colour-ups.ts"
import { demand, demandWhole } from "./invalid.ts"

/** What a structure is made for. */
export type StructureWish = {
  /** Whole chips. */
  startingStack: number
  /** The field; with re-entries, if there are any. */
  players: number
  /** How long it is to last, breaks included. */
  minutes: number
  levelMinutes: number
  /** The values of the chips at hand. */
  chips: readonly number[]
  /** The big-blind ante from the fifth round on, or none; none where it is not given. */
  ante?: "none" | "bigBlind"
}

/** Stack by blinds: a comfortable start, 30 to 70 in the end (domain.md 4.7). */
const FIRST_M = 50
/** A tournament ends around where all chips are so many big blinds. */
const BIG_BLINDS_AT_END = 20
/** Real events end earlier or later: so many more rounds, in hundredths. */
const TAIL_PERCENT = 15
const ANTE_FROM_ROUND = 5
const BREAK_MINUTES = 10
const BREAK_AFTER_MINUTES = 90
/** For a colour-up, a break may come sooner. */
const SOONEST_BREAK_MINUTES = 60
const MINUTE_MS = 60_000
const MOST_ROUNDS = 500

/**
 * Makes a structure (domain.md 4.7): the big blind grows by a constant ratio, from what makes a
 * comfortable start to a twentieth of all chips at the target length, snapped to values that the
 * chips can pay; then more rounds for the tail. The small blind is half the big one. Once a chip is
 * needed no more, a break races it off.
 * @throws InvalidInput naming the field
 */
export function generateLevels(wish: StructureWish): Level[] {
  demandWish(wish)
  const values = wish.chips.toSorted((a, b) => a - b)
  const rounds = roundsWithin(wish)
  const more = Math.max(1, Math.ceil((rounds * TAIL_PERCENT) / 100))
  const bigBlinds = growBlinds(wish, values, { rounds, more })
  const levels = bigBlinds.map((bigBlind, index): Round => {
    const hasAnte = wish.ante === "bigBlind" && index + 1 >= ANTE_FROM_ROUND
    return {
      kind: "round",
      durationMs: millis(wish.levelMinutes * MINUTE_MS),
      smallBlind: toChips(bigBlind / 2),
      bigBlind: toChips(bigBlind),
      ante: toChips(hasAnte ? bigBlind : 0),
    }
  })
  return withColourUps(withBreaks(levels, values, wish.levelMinutes), values)
}

/** By how much each big blind is larger than the one before, from the first to the last. */
export const growth = (first: number, last: number, rounds: number): number =>
  rounds < 2 ? 1 : (last / first) ** (1 / (rounds - 1))

/** How many rounds around the table a stack pays for. */
export const stackM = (
  chips: number,
  { smallBlind, bigBlind, ante }: Pick<Round, "smallBlind" | "bigBlind" | "ante">,
): number => chips / (smallBlind + bigBlind + ante)

/** The rounds that fit into the length, with a break every one and a half hours of play. */
function roundsWithin({ minutes, levelMinutes }: StructureWish): number {
  let rounds = 1
  const length = (count: number) => {
    const play = count * levelMinutes
    return play + Math.floor((play - 1) / BREAK_AFTER_MINUTES) * BREAK_MINUTES
  }
  while (length(rounds + 1) <= minutes) rounds += 1
  return rounds
}

function growBlinds(
  wish: StructureWish,
  values: readonly number[],
  { rounds, more }: { rounds: number; more: number },
): number[] {
  const { startingStack, players } = wish
  const all = startingStack * players
  const last = all / BIG_BLINDS_AT_END
  const first = snap((startingStack * 2) / (3 * FIRST_M), 0, values)
  const ratio = Math.min(FASTEST, Math.max(SLOWEST, growth(first, last, rounds)))
  const bigBlinds = [first]
  for (;;) {
    const before = bigBlinds.at(-1) ?? first
    // Two big blinds at the table are the end, whatever was planned.
    if ((bigBlinds.length >= rounds + more && before >= last) || before * 2 > all) return bigBlinds
    bigBlinds.push(snap(first * ratio ** bigBlinds.length, before, values))
  }
}

/** By how much the big blind grows at most and at least. */
const [FASTEST, SLOWEST] = [1.9, 1.05]
/** Small blinds that people like, by their first two digits. */
const LIKED = [10, 15, 20, 25, 30, 40, 50, 60, 80]
/** A liked value, or else a round one, is taken where it is no farther from what is wished. */
const [NEAR, NEAR_ENOUGH] = [1.16, 1.3]

/**
 * The big blind nearest to what is wished for, by ratio, above the one before: from liked values if
 * one is near, else from those of two digits, else any that can be paid. A chip pays as soon as it
 * is a quarter of the big blind or less; from then on smaller ones can go.
 */
function snap(wished: number, above: number, values: readonly number[]): number {
  const target = Math.max(wished, above * SLOWEST, 2)
  const isPayable = (small: number): boolean => {
    const unit = values.findLast((value) => 2 * small >= 4 * value) ?? values[0] ?? 1
    return 2 * small > above && small % unit === 0
  }
  const apart = (small: number) => {
    const ratio = (2 * small) / target
    return Math.max(ratio, 1 / ratio)
  }
  const nearest = (smalls: readonly number[]): number | undefined =>
    smalls.filter(isPayable).toSorted((a, b) => apart(a) - apart(b) || a - b)[0]
  const round = roundValues(target)
  const liked = nearest(round.filter((small) => LIKED.some((digits) => isScaled(small, digits))))
  if (liked !== undefined && apart(liked) <= NEAR) return 2 * liked
  const twoDigits = nearest(round)
  if (twoDigits !== undefined && apart(twoDigits) <= NEAR_ENOUGH) return 2 * twoDigits
  const multiples = values.flatMap((unit) =>
    [above / 2, target / 2].flatMap((near) =>
      [0, 1, 2].map((more) => unit * (Math.floor(near / unit) + more)),
    ),
  )
  const found = nearest([...round, ...multiples])
  assert(found !== undefined, "the next multiple of the highest chip can be paid")
  return 2 * found
}

/** Whole numbers of two digits and zeros, around half of the target. */
function roundValues(target: number): number[] {
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(target / 2)) - 1)
  return [scale / 10, scale, scale * 10]
    .filter((each) => each >= 1)
    .flatMap((each) => Array.from({ length: 99 }, (_, index) => (index + 1) * each))
}

/** Whether a number is these two digits and zeros, also where it has one digit only. */
function isScaled(small: number, digits: number): boolean {
  let scaled = small < 10 ? small * 10 : small
  while (scaled > 99 && scaled % 10 === 0) scaled /= 10
  return scaled === digits
}

/** Breaks every one and a half hours, sooner where a chip is needed no more; none at the end. */
function withBreaks(
  rounds: readonly Round[],
  values: readonly number[],
  levelMinutes: number,
): Level[] {
  const levels: Level[] = []
  const inPlay = [...values]
  let played = 0
  for (const [index, round] of rounds.entries()) {
    const isDue = played + levelMinutes > BREAK_AFTER_MINUTES + levelMinutes / 2
    const canColourUp =
      played >= SOONEST_BREAK_MINUTES && inPlay.length > 1 && !isNeeded(inPlay, rounds.slice(index))
    if (index > 0 && (isDue || canColourUp)) {
      levels.push({ kind: "break", durationMs: millis(BREAK_MINUTES * MINUTE_MS) })
      while (inPlay.length > 1 && !isNeeded(inPlay, rounds.slice(index))) inPlay.shift()
      played = 0
    }
    levels.push(round)
    played += levelMinutes
  }
  return levels
}

function demandWish(wish: StructureWish): void {
  const { startingStack, players, minutes, levelMinutes, chips } = wish
  demandChips(chips, "chips")
  demandWhole(startingStack, "startingStack", "a starting stack is whole chips, 1 or more", 1)
  const smallest = Math.min(...chips)
  demand(
    startingStack % smallest === 0,
    "startingStack",
    `a stack is made of chips: a multiple of ${smallest}`,
  )
  demand(
    startingStack >= 20 * smallest,
    "startingStack",
    `a stack is ten big blinds or more at the start: ${20 * smallest} with chips of ${smallest}`,
  )
  demandWhole(players, "players", "a tournament has two players or more", 2)
  demand(Number.isSafeInteger(startingStack * players), "players", "all chips can be counted")
  demandWhole(levelMinutes, "levelMinutes", "a level lasts whole minutes, 1 or more", 1)
  demandWhole(minutes, "minutes", "a tournament lasts as long as a level, or longer", levelMinutes)
  demand(
    minutes / levelMinutes <= MOST_ROUNDS,
    "levelMinutes",
    `there are ${MOST_ROUNDS} rounds at most`,
  )
}
