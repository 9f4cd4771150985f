import { type Cents, cents } from "../schemas/units.ts"
import { assert } from "./assert.ts"
import { type BustLog, type BustPlace, placesOf } from "./busts.ts"
import { demand, demandDistinct, demandWhole } from "./invalid.ts"
import { shareOut, sum } from "./share-out.ts"

/** How a satellite's pool becomes seats, and where the rest of it goes; nothing is left over. */
export type SatellitePlan = {
  /** Seats in the target event; all who win one rank equal. */
  seats: number
  /** The place next to the seats, where it gets cash. */
  cashPlace: number | null
  /** What that place gets, in minor units. */
  cashCents: number
  /** What each winner gets with the seat, where all players win one; else empty. */
  winnersCashCents: number[]
  /** Play stops when as many players are left. */
  stopsAt: number
  rule: string
  reason: string
}

/** Far above any field, so that a slip of the finger does not ask for a list of all seats. */
const MOST_PLAYERS = 100_000

/**
 * Plans a satellite (domain.md 4.6): as many seats as the pool pays for, the rest as cash to the
 * next place. There are no more seats than players: then there is no next place, and the rest goes
 * to all of them alike, an odd cent to each of the first ones. A pool below one seat is all cash,
 * to the winner.
 * @param poolCents the satellite's pool, in minor units
 * @param seatPriceCents what a seat in the target event costs, in minor units
 * @param players all who play, 1 to 100,000
 * @returns a plan whose seats and cash are the pool
 * @throws InvalidInput where a number is not whole or below its least
 */
export function planSatellite(input: {
  poolCents: number
  seatPriceCents: number
  players: number
}): SatellitePlan {
  const { poolCents, seatPriceCents, players } = input
  demandWhole(players, "players", "the players are whole, 1 or more", 1)
  demand(players <= MOST_PLAYERS, "players", "the players are 100,000 at most")
  const seats = Math.min(seatsFor(poolCents, seatPriceCents), players)
  const rest = poolCents - seats * seatPriceCents
  const isForAll = seats === players
  const winnersCashCents =
    isForAll && rest > 0
      ? shareOut(
          rest,
          Array.from({ length: seats }, () => 1),
        )
      : []
  const cashCents = isForAll ? 0 : rest
  assert(
    seats * seatPriceCents + cashCents + sum(winnersCashCents) === poolCents,
    "seats and cash are the satellite's pool",
  )
  const cashPlace = cashCents > 0 ? seats + 1 : null
  const reason = satelliteReason({ seats, isForAll, rest })
  const stopsAt = Math.max(1, seats)
  const rule = "domain.md 4.6"
  return { seats, cashPlace, cashCents, winnersCashCents, stopsAt, rule, reason }
}

function satelliteReason(plan: { seats: number; isForAll: boolean; rest: number }): string {
  const { seats, isForAll, rest } = plan
  if (seats === 0) return "The pool is less than one seat: the winner gets it as cash."
  const seated = isForAll ? "Every player gets a seat" : "The pool pays for as many seats as it can"
  if (rest === 0) return `${seated}, and nothing is left.`
  return isForAll
    ? `${seated}, and what is left goes to all of them alike.`
    : `${seated}, and what is left goes to the next place.`
}

/**
 * The prizes of a satellite in minor units, best place first: the seats, with what comes in cash on
 * top where every player wins one, then the cash of the next place. Together they are the pool.
 * @param players all who play; without any there are no prizes
 * @throws InvalidInput as `planSatellite` does
 */
export function seatPrizes(input: Parameters<typeof planSatellite>[0]): Cents[] {
  if (input.players === 0) return []
  const { seats, cashCents, winnersCashCents } = planSatellite(input)
  const won = Array.from(
    { length: seats },
    (_, index) => input.seatPriceCents + (winnersCashCents[index] ?? 0),
  )
  return (cashCents > 0 ? [...won, cashCents] : won).map(cents)
}

/**
 * The places of a satellite: all who won a seat are first alike, shown as T-1; those who are out
 * have the places below (domain.md 4.6).
 * @param entries the ids of all entries
 * @param winners the ids of those who have a seat: who is left when play stops, or who reached the
 *   mark of a milestone satellite
 * @param log the busts, the first one first
 * @throws InvalidInput where a winner is unknown, there twice or out, and as `placesOf` does
 */
export function satellitePlaces(input: {
  entries: readonly string[]
  winners: readonly string[]
  log: BustLog
}): Map<string, BustPlace> {
  const { entries, winners, log } = input
  const places = placesOf(entries, log)
  demandDistinct(winners, "winners", "every winner is there once")
  const out = new Set(log.flatMap(({ groups }) => groups.flatMap(({ entryIds }) => entryIds)))
  const known = new Set(entries)
  for (const [index, winner] of winners.entries()) {
    demand(known.has(winner), `winners[${index}]`, `${winner} is one of the entries`)
    demand(!out.has(winner), `winners[${index}]`, `${winner} is not out`)
    places.set(winner, { place: 1, isTie: winners.length > 1 })
  }
  return places
}

/** A satellite in which a player who reaches a number of chips leaves with a seat. */
export type MilestoneState = {
  poolCents: number
  seatPriceCents: number
  /** The chips that win a seat. */
  markChips: number
  chipsInPlay: number
  /** Those who left with a seat, in that order, with the chips that left play with each. */
  winners: readonly { entryId: string; chipsRemoved: number }[]
}

/** Where a milestone satellite's money and chips are; seats, open seats and rest are the pool. */
export type MilestoneReading = {
  seatsLeft: number
  /** Seats that are won, in minor units. */
  wonCents: number
  /** Seats that can be won yet, in minor units. */
  openCents: number
  /** What pays for no seat, in minor units. */
  restCents: number
  /** All chips that left play with winners. */
  chipsRemoved: number
  /** When the last seat is won and there is a rest: the next place, and what it gets. */
  bubble: null | { place: number; cashCents: number }
}

/**
 * A milestone satellite before anybody has reached the mark (domain.md 4.6). Entries that come
 * later only raise `poolCents` and `chipsInPlay` of the state.
 * @param markChips the chips that win a seat, 1 or more
 * @param chipsInPlay the chips of all players together
 * @throws InvalidInput where a number is not whole or below its least
 */
export function milestoneSatellite(input: Omit<MilestoneState, "winners">): MilestoneState {
  const { poolCents, seatPriceCents, markChips, chipsInPlay } = input
  const state = { poolCents, seatPriceCents, markChips, chipsInPlay, winners: [] }
  demandState(state)
  return state
}

/**
 * Where the money and the chips of a milestone satellite are now (domain.md 4.6).
 * @throws InvalidInput where the state does not hold together, as when more seats are won than the
 *   pool pays for
 */
export function readMilestone(state: MilestoneState): MilestoneReading {
  demandState(state)
  const { poolCents, seatPriceCents, winners } = state
  const seatsLeft = seatsFor(poolCents, seatPriceCents) - winners.length
  const wonCents = winners.length * seatPriceCents
  const openCents = seatsLeft * seatPriceCents
  const restCents = poolCents - wonCents - openCents
  const isShort = seatsLeft === 0 && restCents > 0
  return {
    seatsLeft,
    wonCents,
    openCents,
    restCents,
    chipsRemoved: sum(winners.map(({ chipsRemoved }) => chipsRemoved)),
    bubble: isShort ? { place: winners.length + 1, cashCents: restCents } : null,
  }
}

/**
 * A player reaches the mark, leaves with a seat, and all their chips leave play (domain.md 4.6).
 * @param reached the entry and its stack in chips, at least the mark
 * @returns the state after, and what it means; the state before is as it was
 * @throws InvalidInput where the stack is below the mark or more than is in play, the entry has a
 *   seat already, or the pool pays for no further seat
 */
export function applyMilestone(
  state: MilestoneState,
  reached: { entryId: string; stack: number },
): MilestoneReading & { state: MilestoneState; rule: string; reason: string } {
  const { entryId, stack } = reached
  const { markChips, chipsInPlay, winners } = state
  const before = readMilestone(state)
  demand(entryId !== "", "entryId", "an entry has an id")
  demandWhole(
    stack,
    "stack",
    `the mark is reached with whole chips, ${markChips} or more`,
    markChips,
  )
  demand(stack <= chipsInPlay, "stack", "a stack is no more than the chips in play")
  demand(!hasWon(state, entryId), "entryId", `${entryId} has no seat yet`)
  demand(before.seatsLeft > 0, "poolCents", "the pool pays for one more seat")
  const after: MilestoneState = {
    ...state,
    chipsInPlay: chipsInPlay - stack,
    winners: [...winners, { entryId, chipsRemoved: stack }],
  }
  const reading = readMilestone(after)
  const reason = reading.bubble
    ? "The last seat is won: what is left of the pool goes to the next place."
    : "A player at the mark leaves with a seat, and their chips leave play."
  return { ...reading, state: after, rule: "domain.md 4.6", reason }
}

/**
 * Takes back that a player has reached the mark: their chips are in play again. Taken back right
 * away it is the state before; taken back later, the other winners stay.
 * @throws InvalidInput where the entry has no seat
 */
export function undoMilestone(state: MilestoneState, entryId: string): MilestoneState {
  demandState(state)
  const undone = state.winners.filter((winner) => winner.entryId === entryId)
  demand(undone.length === 1, "entryId", `${entryId} has a seat that can be taken back`)
  return {
    ...state,
    chipsInPlay: state.chipsInPlay + sum(undone.map(({ chipsRemoved }) => chipsRemoved)),
    winners: state.winners.filter((winner) => winner.entryId !== entryId),
  }
}

const hasWon = ({ winners }: MilestoneState, entryId: string): boolean =>
  winners.some((winner) => winner.entryId === entryId)

/** How many whole seats a pool pays for. */
function seatsFor(poolCents: number, seatPriceCents: number): number {
  demandWhole(poolCents, "poolCents", "the pool is whole, 0 or more")
  demandWhole(seatPriceCents, "seatPriceCents", "a seat's price is whole, above 0", 1)
  return Number(BigInt(poolCents) / BigInt(seatPriceCents))
}

function demandState(state: MilestoneState): void {
  const { poolCents, seatPriceCents, markChips, chipsInPlay, winners } = state
  const seats = seatsFor(poolCents, seatPriceCents)
  demandWhole(markChips, "markChips", "the mark is whole chips, 1 or more", 1)
  demandWhole(chipsInPlay, "chipsInPlay", "the chips in play are whole, 0 or more")
  for (const [index, { chipsRemoved }] of winners.entries())
    demandWhole(
      chipsRemoved,
      `winners[${index}].chipsRemoved`,
      `who reached the mark had whole chips, ${markChips} or more`,
      markChips,
    )
  demandDistinct(
    winners.map(({ entryId }) => entryId),
    "winners",
    "every winner is there once",
  )
  demand(winners.length <= seats, "winners", "no more seats are won than the pool pays for")
}
