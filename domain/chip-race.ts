import { assert } from "./assert.ts"
import { MOST_SEATS } from "./button.ts"
import { byHighCard, type Card, shuffledDeck } from "./cards.ts"
import { demand, demandDistinct, demandWhole } from "./invalid.ts"
import { seededRandom } from "./random.ts"

const RULE = "TDA-2024 R24"

/** What a player has of the chips that go. */
export type RacingPlayer = {
  seat: number
  count: number
  /** Whether there are higher chips besides; `true` where it is not given. */
  otherChips?: boolean
}

/** One table's chip race, to be recorded as it was. Values are in chips. */
export type ChipRace = {
  /** New chips for whole groups of old ones, by seat. */
  exchanged: { seat: number; count: number }[]
  /** Old chips left over, by seat: one card is dealt for each. */
  odd: { seat: number; count: number }[]
  /** The cards in the order in which they were dealt, from seat 1 on. */
  cards: { seat: number; card: Card }[]
  /** New chips won, by seat, each with why. */
  awarded: { seat: number; count: 1; reason: string }[]
  /** By how much the chips in play are more than before; less where below 0. */
  delta: number
  /** Value that there was nobody left to award to. */
  lost: number
  rule: string
}

/**
 * Races the chips of one value off at one table (TDA-2024 R24). Everybody changes whole groups into
 * the next value first. For each odd chip a card is dealt, seat by seat from seat 1; the players
 * with the highest cards get one new chip each, as many as the odd chips are worth, half a chip or
 * more rounded up. Nobody is raced out: whoever has no other chips and wins none gets one.
 * @param from value of the chips that go
 * @param to value of the chips that come, a multiple of it
 * @param chips every player once; who has none of them may be left out
 * @param exactHalf whether exactly half a chip is one; `up` where it is not given
 * @throws InvalidInput naming the field
 */
export function raceChips(input: {
  from: number
  to: number
  chips: readonly RacingPlayer[]
  seed: string
  exactHalf?: "up" | "down"
}): ChipRace {
  demandRace(input)
  const { from, to, seed, exactHalf = "up" } = input
  const group = to / from
  const players = input.chips.toSorted((a, b) => a.seat - b.seat)
  const exchanged = players.map(({ seat, count }) => ({ seat, count: Math.floor(count / group) }))
  const odd = players.map(({ seat, count }) => ({ seat, count: count % group }))
  const cards = dealCards(odd, seed)
  const racers = odd.filter(({ count }) => count > 0).length
  const oddValue = from * odd.reduce((sum, { count }) => sum + count, 0)
  const { chips: prizes, lost } = chipsToAward({ oddValue, to, racers, exactHalf })
  const awarded = award(cards, prizes)
  for (const { seat, count, otherChips = true } of players) {
    const isOut = !otherChips && count > 0 && count < group
    if (isOut && !awarded.some((each) => each.seat === seat))
      awarded.push({
        seat,
        count: 1,
        reason: `Seat ${seat} would be raced out and keeps one chip.`,
      })
  }
  awarded.sort((a, b) => a.seat - b.seat)
  const newChips = awarded.length + exchanged.reduce((sum, { count }) => sum + count, 0)
  const before = from * players.reduce((sum, { count }) => sum + count, 0)
  return { exchanged, odd, cards, awarded, delta: newChips * to - before, lost, rule: RULE }
}

/**
 * How many new chips the odd ones are worth, one a player at most.
 * @returns `lost`: the value of those that there is no player for
 */
export function chipsToAward(input: {
  oddValue: number
  to: number
  racers: number
  exactHalf: "up" | "down"
}): { chips: number; lost: number } {
  const { oddValue, to, racers, exactHalf } = input
  const rest = oddValue % to
  const roundsUp = 2 * rest > to || (2 * rest === to && exactHalf === "up")
  const worth = (oddValue - rest) / to + (roundsUp ? 1 : 0)
  const chips = Math.min(worth, racers)
  return { chips, lost: (worth - chips) * to }
}

/** One card for each odd chip, all of a seat's at once, from seat 1; a new deck where one is used up. */
function dealCards(odd: ChipRace["odd"], seed: string): ChipRace["cards"] {
  const random = seededRandom(seed)
  let deck: Card[] = []
  return odd.flatMap(({ seat, count }) =>
    Array.from({ length: count }, () => {
      if (deck.length === 0) deck = shuffledDeck(random)
      const card = deck.shift()
      assert(card, "a new deck has cards")
      return { seat, card }
    }),
  )
}

/** The best card of each player; among the same cards of two decks the one that was dealt first. */
function award(cards: ChipRace["cards"], prizes: number): ChipRace["awarded"] {
  const best = new Map<number, Card>()
  for (const { seat, card } of cards.toSorted((a, b) => byHighCard(a.card, b.card)))
    if (!best.has(seat)) best.set(seat, card)
  return [...best].slice(0, prizes).map(([seat, card]) => ({
    seat,
    count: 1,
    reason: `Seat ${seat} wins a chip with ${card}.`,
  }))
}

function demandRace({ from, to, chips }: Parameters<typeof raceChips>[0]): void {
  demandWhole(from, "from", "a chip's value is whole, 1 or more", 1)
  demandWhole(to, "to", "a chip's value is whole, 1 or more", 1)
  demand(to > from && to % from === 0, "to", "the new value is a multiple of the old one, and more")
  for (const [index, { seat, count }] of chips.entries()) {
    demandWhole(seat, `chips[${index}].seat`, "seats count from 1", 1)
    demand(seat <= MOST_SEATS, `chips[${index}].seat`, `a table has ${MOST_SEATS} seats at most`)
    demandWhole(count, `chips[${index}].count`, "a player has a whole number of chips, 0 or more")
  }
  demandDistinct(
    chips.map(({ seat }) => seat),
    "chips",
    "a seat is listed once",
  )
  const value = chips.reduce((sum, { count }) => sum + count * from, 0)
  demand(Number.isSafeInteger(value), "chips", "the chips together are a number that is exact")
}
