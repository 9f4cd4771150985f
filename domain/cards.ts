import { type Random, shuffle } from "./random.ts"

/** A playing card as people write it: rank, then suit, as in `As` or `Td`. */
export type Card = string

const RANKS = "23456789TJQKA"
/** Low to high, where suits decide: clubs, diamonds, hearts, spades (TDA-2024 R24). */
const SUITS = "cdhs"

/** The 52 cards of a deck, low to high: by rank, then by suit. */
const DECK: readonly Card[] = RANKS.split("").flatMap((rank) =>
  SUITS.split("").map((suit) => rank + suit),
)

export const shuffledDeck = (random: Random): Card[] => shuffle(DECK, random)

/** Orders cards high to low: by rank, among equals by suit. */
export const byHighCard = (a: Card, b: Card): number => DECK.indexOf(b) - DECK.indexOf(a)
