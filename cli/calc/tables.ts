import * as v from "valibot"
import { planBalance } from "../../domain/balancing.ts"
import { nextHands, type Positions } from "../../domain/button.ts"
import { drawSeats } from "../../domain/seating.ts"
import { givenNames, Name, Seed, Whole, Wholes } from "./input.ts"

/** Button and blinds of the last hand, as `calc button` prints them. */
const Last = v.strictObject({ button: Whole, smallBlind: v.nullable(Whole), bigBlind: Whole })

export const ButtonInput = v.strictObject({
  seats: Whole,
  occupied: Wholes,
  last: Last,
  hands: v.optional(Whole),
})

export const button = ({ hands = 1, last, ...table }: v.InferOutput<typeof ButtonInput>) => ({
  hands: nextHands({ ...table, last: positionsOf(last, table.seats) }, hands),
})

export const BalanceInput = v.strictObject({
  tables: v.array(
    v.strictObject({
      id: Name,
      seats: Whole,
      unavailable: v.optional(Wholes),
      occupied: Wholes,
      last: v.optional(Last),
    }),
  ),
  maxDifference: v.optional(Whole),
  allowSingleBigBlind: v.optional(v.boolean()),
  breakOrder: v.optional(v.array(Name)),
  seed: v.optional(Seed),
})

export function balance(input: v.InferOutput<typeof BalanceInput>) {
  const { maxDifference = 1, allowSingleBigBlind = true, breakOrder = [], seed = "" } = input
  const names = givenNames(input.tables.map(({ id }) => id))
  const tables = input.tables.map(({ id, unavailable = [], last, ...table }) => ({
    ...table,
    id: String(id),
    unavailable,
    ...(last && { last: positionsOf(last, table.seats) }),
  }))
  const { breaks, moves, undecided } = planBalance(tables, {
    maxDifference,
    allowSingleBigBlind,
    breakOrder: breakOrder.map(String),
    seed,
  })
  const at = ({ table, seat }: { table: string; seat: number }) => ({
    table: names.get(table),
    seat,
  })
  return {
    breaks: breaks.map((id) => names.get(id)),
    moves: moves.map(({ from, to, ...why }) => ({ from: at(from), to: at(to), ...why })),
    ...(undecided.length > 0 && {
      undecided: undecided.map(({ from, to, ...why }) => ({
        from: names.get(from),
        to: names.get(to),
        ...why,
      })),
    }),
  }
}

export const DrawInput = v.strictObject({
  players: v.array(Name),
  tables: v.array(v.strictObject({ id: Name, seats: Whole, unavailable: v.optional(Wholes) })),
  seed: Seed,
})

export function draw({ players, tables, seed }: v.InferOutput<typeof DrawInput>) {
  const [playerNames, tableNames] = [givenNames(players), givenNames(tables.map(({ id }) => id))]
  const drawn = drawSeats({
    players: players.map(String),
    seed,
    tables: tables.map(({ id, unavailable = [], ...table }) => ({
      ...table,
      id: String(id),
      unavailable,
    })),
  })
  return {
    seats: drawn.map(({ player, table, seat }) => ({
      player: playerNames.get(player),
      table: tableNames.get(table),
      seat,
    })),
  }
}

/**
 * Where the small blind was dead, it was at the first seat after the button; where that is the big
 * blind's, there was none: after a single big blind the button stays one behind it.
 */
function positionsOf(last: v.InferOutput<typeof Last>, seats: number): Positions {
  const { button: dealer, smallBlind, bigBlind } = last
  const after = (dealer % seats) + 1
  return {
    button: dealer,
    smallBlind: smallBlind ?? (after === bigBlind ? dealer : after),
    bigBlind,
  }
}
