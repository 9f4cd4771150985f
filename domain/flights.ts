import type { FlightMode } from "../schemas/documents/venue.ts"
import { assert } from "./assert.ts"
import { demand, demandDistinct, demandWhole } from "./invalid.ts"
import { byText } from "./order.ts"
import { partRoundedUp } from "./prizes.ts"
import { sum } from "./share-out.ts"

/** A counted stack that is kept for the next day. */
export type Bag = { playerId: string; entryId: string; flight: string; stack: number }

/** What the flights bring to the second day. */
export type Merge = {
  /** The bags that count, one for each player: largest stack first, then by player id. */
  dayTwo: Bag[]
  /** The bags that leave play, each with why: by player id, then by flight. */
  forfeited: { bag: Bag; rule: string; reason: string }[]
  /** The chips of all bags that count. */
  chipsInPlay: number
  /** The chips of all bags that do not: an adjustment of the event's chips. */
  chipsOut: number
}

/**
 * Merges the flights of an event into its second day (domain.md 4.6). Stacks are never combined:
 * with `bestStackForward` a player's largest stack counts, of equal ones that of the earlier
 * flight, and the others leave play. With `firstStackForward` nobody has two.
 * @param bags all counted stacks, in chips, 1 or more each
 * @param flights the flights in the order in which they were played; by their names if not given
 * @returns the bags that count and those that do not; their chips are those of all bags
 * @throws InvalidInput where a stack is not whole, a flight is unknown, an entry or a player has
 *   two bags in one flight, or with `firstStackForward` two in all
 */
export function mergeFlights(input: {
  bags: readonly Bag[]
  mode: FlightMode
  flights?: readonly string[]
}): Merge {
  const { bags, mode } = input
  const order = flightOrder(input)
  demandBags(bags, order)
  if (mode === "firstStackForward") demandOneBag(bags)
  const best = new Map<string, Bag>()
  const byFlight = bags.toSorted((a, b) => orderOf(order, a) - orderOf(order, b))
  for (const bag of byFlight) {
    const counted = best.get(bag.playerId)
    if (!counted || bag.stack > counted.stack) best.set(bag.playerId, bag)
  }
  const dayTwo = [...best.values()].toSorted(
    (a, b) => b.stack - a.stack || byText(a.playerId, b.playerId),
  )
  const forfeited = byFlight
    .toSorted((a, b) => byText(a.playerId, b.playerId))
    .flatMap((bag) => {
      const counted = best.get(bag.playerId)
      if (!counted || counted === bag) return []
      return [{ bag, ...RULE, reason: forfeitReason(bag, counted) }]
    })
  const chipsInPlay = stacks(dayTwo)
  const chipsOut = stacks(forfeited.map(({ bag }) => bag))
  assert(chipsInPlay + chipsOut === stacks(bags), "every bag counts or leaves play")
  return { dayTwo, forfeited, chipsInPlay, chipsOut }
}

const RULE = { rule: "domain.md 4.6" }

const forfeitReason = (bag: Bag, counted: Bag): string =>
  counted.stack === bag.stack
    ? `The player's stack from flight ${counted.flight} is as large and was bagged earlier.`
    : `The player's stack from flight ${counted.flight} is larger, and stacks do not combine.`

/**
 * Whether a player may enter a flight (domain.md 4.6): with `firstStackForward` only without a
 * bag; with `bestStackForward` unless they have a bag of this very flight.
 * @param bags all bags so far
 * @throws InvalidInput where the flight or the player has no name, or a bag is none
 */
export function mayEnterFlight(input: {
  playerId: string
  flight: string
  bags: readonly Bag[]
  mode: FlightMode
}): { allowed: true } | { allowed: false; rule: string; reason: string } {
  const { playerId, flight, bags, mode } = input
  demand(playerId !== "", "playerId", "a player has an id")
  demand(flight !== "", "flight", "a flight has a name")
  demandBags(bags, namesOf(bags))
  const own = bags.filter((bag) => bag.playerId === playerId)
  const [first] = own.toSorted((a, b) => byText(a.flight, b.flight))
  switch (mode) {
    case "firstStackForward":
      if (!first) return { allowed: true }
      return {
        allowed: false,
        ...RULE,
        reason: `The player has qualified in flight ${first.flight}, and the first stack counts.`,
      }
    case "bestStackForward":
      if (!own.some((bag) => bag.flight === flight)) return { allowed: true }
      return {
        allowed: false,
        ...RULE,
        reason: `The player has a bag of flight ${flight} already.`,
      }
  }
}

/**
 * How many players of a flight go on: the part of its entries, rounded up, one at least.
 * @param entries of this flight, 1 or more
 * @param basisPoints the part that goes on, 1 to 10,000
 * @throws InvalidInput where a number is not whole or outside of its bounds
 */
export function qualifiersPerFlight(input: { entries: number; basisPoints: number }): number {
  const { entries, basisPoints } = input
  demandWhole(entries, "entries", "the entries are whole, 1 or more", 1)
  demandPart(basisPoints)
  return partRoundedUp(entries, basisPoints)
}

/** Who of an event's flights is paid. */
export type FlightPlaces = {
  /** The flights by name; `paid` is null where the money begins only when all are together. */
  flights: { flight: string; entries: number; paid: number | null }[]
  /** All paid places of the event. */
  placesPaid: number
}

/**
 * How many places are paid, in every flight by itself or in all together (domain.md 4.6). A place
 * counts within its flight until the money: with `perFlight` who goes out of a flight at a place
 * worse than its `paid` ranks unpaid, whatever happens in the others; with `together` everybody
 * who goes out in a flight does, as the money begins on the second day.
 * @param flights every flight with its entries, 1 or more each
 * @param basisPoints the part that is paid, 1 to 10,000; rounded up in each flight or in all
 * @throws InvalidInput where a number is not whole or outside of its bounds, or a flight has no
 *   name or is there twice
 */
export function flightPlaces(input: {
  flights: readonly { flight: string; entries: number }[]
  basisPoints: number
  money: "perFlight" | "together"
}): FlightPlaces {
  const { flights, basisPoints, money } = input
  demandFlights(flights)
  demandPart(basisPoints)
  const ordered = flights.toSorted((a, b) => byText(a.flight, b.flight))
  switch (money) {
    case "perFlight": {
      const paid = ordered.map(({ flight, entries }) => ({
        flight,
        entries,
        paid: qualifiersPerFlight({ entries, basisPoints }),
      }))
      return { flights: paid, placesPaid: sum(paid.map((each) => each.paid)) }
    }
    case "together": {
      const entries = sum(flights.map((each) => each.entries))
      return {
        flights: ordered.map((each) => ({
          flight: each.flight,
          entries: each.entries,
          paid: null,
        })),
        placesPaid: qualifiersPerFlight({ entries, basisPoints }),
      }
    }
  }
}

const stacks = (bags: readonly Bag[]): number => sum(bags.map(({ stack }) => stack))

const namesOf = (bags: readonly Bag[]): string[] => [...new Set(bags.map(({ flight }) => flight))]

function flightOrder(input: { bags: readonly Bag[]; flights?: readonly string[] }): string[] {
  const { bags, flights = namesOf(bags).toSorted(byText) } = input
  demandDistinct(flights, "flights", "every flight is there once")
  return [...flights]
}

const orderOf = (order: readonly string[], bag: Bag): number => order.indexOf(bag.flight)

function demandBags(bags: readonly Bag[], flights: readonly string[]): void {
  const known = new Set(flights)
  const seen = new Set<string>()
  for (const [index, { playerId, entryId, flight, stack }] of bags.entries()) {
    const field = `bags[${index}]`
    demand(playerId !== "", `${field}.playerId`, "a bag is a player's")
    demand(entryId !== "", `${field}.entryId`, "a bag is an entry's")
    demand(flight !== "", `${field}.flight`, "a bag is of a flight")
    demand(known.has(flight), `${field}.flight`, `${flight} is one of the flights`)
    demandWhole(stack, `${field}.stack`, "a bag is whole chips, 1 or more", 1)
    const bag = JSON.stringify([playerId, flight])
    demand(!seen.has(bag), field, `${playerId} has one bag of flight ${flight}`)
    seen.add(bag)
  }
  demandDistinct(
    bags.map(({ entryId }) => entryId),
    "bags",
    "every entry has one bag",
  )
  demand(Number.isSafeInteger(stacks(bags)), "bags", "the bags are an exact number of chips")
}

function demandOneBag(bags: readonly Bag[]): void {
  const seen = new Set<string>()
  for (const [index, { playerId }] of bags.entries()) {
    demand(
      !seen.has(playerId),
      `bags[${index}].playerId`,
      `${playerId} has qualified before, and the first stack counts`,
    )
    seen.add(playerId)
  }
}

function demandPart(basisPoints: number): void {
  demandWhole(basisPoints, "basisPoints", "a part is whole basis points, 1 or more", 1)
  demand(basisPoints <= 10_000, "basisPoints", "a part is 10,000 basis points at most")
}

function demandFlights(flights: readonly { flight: string; entries: number }[]): void {
  demand(flights.length > 0, "flights", "there is at least one flight")
  for (const [index, { flight, entries }] of flights.entries()) {
    demand(flight !== "", `flights[${index}].flight`, "a flight has a name")
    demandWhole(entries, `flights[${index}].entries`, "the entries are whole, 1 or more", 1)
  }
  demandDistinct(
    flights.map(({ flight }) => flight),
    "flights",
    "every flight is there once",
  )
  const all = sum(flights.map(({ entries }) => entries))
  demand(Number.isSafeInteger(all), "flights", "the entries are an exact number together")
}
