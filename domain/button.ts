import { demand, demandDistinct, demandWhole } from "./invalid.ts"

/**
 * Where button and blinds stand in one hand, by seat. The button and the small blind's position
 * may be at an empty seat (TDA-2024 R32); the big blind's is a seat that posts. They are the same
 * seat where there is no small blind at all: heads-up, where the button posts it, and in a hand
 * with a single big blind.
 */
export type Positions = { button: number; smallBlind: number; bigBlind: number }

/** A table between two hands: who is in now, and where button and blinds were. */
export type TableInPlay = { seats: number; occupied: readonly number[]; last: Positions }

/** What is posted in a hand: `null` where the small blind is dead. */
export type Hand = { button: number; smallBlind: number | null; bigBlind: number }

export const MOST_SEATS = 12

/**
 * The positions of the next hand. The button never waits for a player (dead button, TDA-2024 R32):
 * it goes to where the small blind was, the small blind to where the big blind was, and the big
 * blind to the next player clockwise, so nobody pays it twice in a round nor escapes it. Heads-up
 * the button has the small blind, and nobody has the big blind twice running (TDA-2024 R34-B).
 * @param singleBigBlindAt the seat that the big blind just left, where a player was moved to it to
 *   post the big blind once more, without a small blind (TDA-2024 R11-A)
 * @throws InvalidInput where a seat is none of the table's, or fewer than two players are in
 */
export function nextHand(table: TableInPlay, singleBigBlindAt?: number): Positions {
  demandTable(table)
  demand(table.occupied.length >= 2, "occupied", "a hand needs two players or more")
  const { seats, occupied, last } = table
  if (singleBigBlindAt !== undefined) return singleBigBlind(table, singleBigBlindAt)
  const bigBlind = nextOccupied(last.bigBlind, occupied, seats)
  if (occupied.length === 2) {
    const button = nextOccupied(bigBlind, occupied, seats)
    return { button, smallBlind: button, bigBlind }
  }
  const [button, smallBlind] = [last.smallBlind, last.bigBlind]
  const next = { button, smallBlind, bigBlind }
  if (isInOrder(next, seats) && dealtIn(next, table).length >= 2) return next
  // New players sit only before the small blind, as where one joins a heads-up table there: the
  // last of them gets the button. Or big blind and button would meet (domain.md BAL-19), or the
  // big blind would have nobody to play with.
  return { button: previousOccupied(smallBlind, occupied, seats), smallBlind, bigBlind }
}

/** What is posted where: a small blind at an empty seat is dead. */
export function postedBlinds(positions: Positions, occupied: readonly number[]): Hand {
  const { button, smallBlind, bigBlind } = positions
  const isSingle = smallBlind === button && occupied.length > 2
  const isDead = isSingle || !occupied.includes(smallBlind)
  return { button, smallBlind: isDead ? null : smallBlind, bigBlind }
}

/**
 * The next hands, if nobody leaves or comes.
 * @throws InvalidInput as `nextHand`, and where `count` is not whole or below 1
 */
export function nextHands(table: TableInPlay, count: number): Hand[] {
  demandWhole(count, "hands", "the number of hands is whole, 1 or more", 1)
  const hands: Hand[] = []
  let { last } = table
  for (let hand = 0; hand < count; hand++) {
    last = nextHand({ ...table, last })
    hands.push(postedBlinds(last, table.occupied))
  }
  return hands
}

/**
 * The first hand of a table, its button drawn or given.
 * @param button a seat; the players clockwise after it post
 */
export function firstHand(table: {
  seats: number
  occupied: readonly number[]
  button: number
}): Positions {
  const { seats, occupied, button } = table
  demandSeats(seats, occupied)
  demandSeat(button, seats, "button")
  demand(occupied.length >= 2, "occupied", "a hand needs two players or more")
  const after = nextOccupied(button, occupied, seats)
  if (occupied.length > 2)
    return { button, smallBlind: after, bigBlind: nextOccupied(after, occupied, seats) }
  const dealer = occupied.includes(button) ? button : after
  return { button: dealer, smallBlind: dealer, bigBlind: nextOccupied(dealer, occupied, seats) }
}

/**
 * Who gets cards: all but those who came to sit between button and small blind; they wait until
 * the button has passed (TDA-2024 R8-A, R10-A).
 */
export const dealtIn = (
  { button, smallBlind }: Positions,
  { seats, occupied }: { seats: number; occupied: readonly number[] },
): number[] =>
  occupied.filter((seat) => !isBetween(button, seat, smallBlind, seats)).toSorted((a, b) => a - b)

/** What awaits whoever takes an empty seat before the next hand. */
export type SeatRole =
  /** Posts the big blind at once; the only blind where the small blind is dead. */
  | { kind: "big-blind"; isSingle: boolean }
  | { kind: "small-blind" }
  | { kind: "button" }
  /** Between button and small blind: no cards until the button has passed. */
  | { kind: "waits" }
  /** Has the big blind after so many hands. */
  | { kind: "later"; hands: number }

/**
 * The role of an empty seat, if somebody takes it before the next hand (domain.md 3.0).
 * @throws InvalidInput where the seat is taken or none of the table's
 */
export function roleOf(table: TableInPlay, seat: number): SeatRole {
  demandSeat(seat, table.seats, "seat")
  demand(!table.occupied.includes(seat), "seat", `seat ${seat} is empty`)
  const occupied = [...table.occupied, seat]
  const next = nextHand({ ...table, occupied })
  return roleIn({ next, occupied, seats: table.seats, seat })
}

/** The role of a seat in the next hand, whose positions are known. */
export function roleIn(hand: {
  next: Positions
  /** With the seat itself. */
  occupied: readonly number[]
  seats: number
  seat: number
}): SeatRole {
  const { next, occupied, seats, seat } = hand
  if (next.bigBlind === seat)
    return { kind: "big-blind", isSingle: postedBlinds(next, occupied).smallBlind === null }
  if (next.smallBlind === seat) return { kind: "small-blind" }
  if (next.button === seat) return { kind: "button" }
  if (isBetween(next.button, seat, next.smallBlind, seats)) return { kind: "waits" }
  const hands = occupied.filter(
    (other) => clockwise(next.bigBlind, other, seats) < clockwise(next.bigBlind, seat, seats),
  )
  return { kind: "later", hands: hands.length }
}

/** In stud there are no blinds: the button rests where the next flop game begins (TDA-2024 R11-B). */
export type Game = "flop" | "stud"

/**
 * Where button and blinds are after one more hand was played: in stud nothing moves, so that the
 * first flop game after it begins where the button was frozen.
 */
export const afterHand = (table: TableInPlay, game: Game): Positions =>
  game === "stud" ? table.last : nextHand(table)

export type ButtonRuling = { positions: Positions; stands: boolean; rule: string; reason: string }

/**
 * What becomes of a hand that began with the button at a wrong seat (TDA-2024 R34-A): it is put
 * right before substantial action, and stands after it; it is never moved back later.
 * @param actions what players did in turn, blinds aside
 */
export function ruleOnButton(input: {
  right: Positions
  wrong: Positions
  actions: readonly ("chips" | "check" | "fold")[]
}): ButtonRuling {
  const rule = "TDA-2024 R34-A"
  const stands = isSubstantial(input.actions)
  return stands
    ? {
        positions: input.wrong,
        stands,
        rule,
        reason: `There was substantial action, so the button stays at seat ${input.wrong.button} and moves on from there.`,
      }
    : {
        positions: input.right,
        stands,
        rule,
        reason: `There was no substantial action yet, so the button goes to seat ${input.right.button}.`,
      }
}

/** Two actions with chips among them, or any three (TDA-2024 R36). */
const isSubstantial = (actions: readonly string[]): boolean =>
  actions.length >= 3 || (actions.length === 2 && actions.includes("chips"))

/** How many seats clockwise from one seat to another: 0 where they are the same. */
export const clockwise = (from: number, to: number, seats: number): number =>
  (to - from + seats) % seats

/** Whether a seat lies clockwise between two others, neither of them. */
export const isBetween = (from: number, seat: number, to: number, seats: number): boolean =>
  clockwise(from, seat, seats) > 0 && clockwise(from, seat, seats) < clockwise(from, to, seats)

/**
 * The first player clockwise after a seat; at the very end the seat itself, if it is taken.
 * @param occupied one seat or more
 */
export const nextOccupied = (after: number, occupied: readonly number[], seats: number): number =>
  occupied.reduce((nearest, seat) =>
    clockwise(after + 1, seat, seats) < clockwise(after + 1, nearest, seats) ? seat : nearest,
  )

const previousOccupied = (before: number, occupied: readonly number[], seats: number): number =>
  occupied.reduce((nearest, seat) =>
    clockwise(seat, before - 1, seats) < clockwise(nearest, before - 1, seats) ? seat : nearest,
  )

/**
 * A single big blind: the button goes on, nobody posts the small blind, and after the hand the
 * button stays, one behind who has paid the big blind (domain.md BAL-3).
 */
function singleBigBlind({ seats, occupied, last }: TableInPlay, seat: number): Positions {
  demand(seat === last.bigBlind, "singleBigBlindAt", "it is the seat of the last big blind")
  demand(occupied.includes(seat), "singleBigBlindAt", "somebody sits there")
  const button = occupied.length === 2 ? nextOccupied(seat, occupied, seats) : last.smallBlind
  return { button, smallBlind: button, bigBlind: seat }
}

/** @throws InvalidInput naming the field, below `field` */
export function demandTable({ seats, occupied, last }: TableInPlay, field = ""): void {
  demandSeats(seats, occupied, field)
  demandPositions(last, seats, `${field}last`)
}

/** @throws InvalidInput where a position is none of the table's seats, or they are out of order */
export function demandPositions(positions: Positions, seats: number, field: string): void {
  const { button, smallBlind, bigBlind } = positions
  demandSeat(button, seats, `${field}.button`)
  demandSeat(smallBlind, seats, `${field}.smallBlind`)
  demandSeat(bigBlind, seats, `${field}.bigBlind`)
  demand(
    isInOrder(positions, seats),
    field,
    "button, small blind and big blind follow each other clockwise (TDA-2024 R32)",
  )
}

/** Whether button and blinds are seats of the table and follow each other clockwise (TDA-2024 R32). */
export const arePositions = (positions: Positions, seats: number): boolean =>
  Math.max(positions.button, positions.smallBlind, positions.bigBlind) <= seats &&
  isInOrder(positions, seats)

const isInOrder = ({ button, smallBlind, bigBlind }: Positions, seats: number): boolean =>
  clockwise(button, smallBlind, seats) < clockwise(button, bigBlind, seats)

export function demandSeats(seats: number, occupied: readonly number[], field = ""): void {
  const rule = `a table has 2 to ${MOST_SEATS} seats`
  demandWhole(seats, `${field}seats`, rule, 2)
  demand(seats <= MOST_SEATS, `${field}seats`, rule)
  for (const [index, seat] of occupied.entries())
    demandSeat(seat, seats, `${field}occupied[${index}]`)
  demandDistinct(occupied, `${field}occupied`, "a seat holds one player")
}

export function demandSeat(seat: number, seats: number, field: string): void {
  const rule = `the table's seats are 1 to ${seats}`
  demandWhole(seat, field, rule, 1)
  demand(seat <= seats, field, rule)
}
