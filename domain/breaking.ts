import { assert } from "./assert.ts"
import { demandSeats } from "./button.ts"
import { byHighCard, type Card, shuffledDeck } from "./cards.ts"
import { demand, demandDistinct } from "./invalid.ts"
import { breakOrder, type Move, type MoveTable, noteOf, openSeats } from "./moves.ts"
import { byText } from "./order.ts"
import { type Random, seededRandom, shuffle } from "./random.ts"
import { type FreeSeats, takeSeat } from "./seating.ts"

const RULE = "TDA-2024 R10"
const NEEDS_RULE = "TDA-2024 R9"

/** The tables to break now, earliest first, and a new seat for everybody who sits there. */
export type BreakPlan = { breaks: string[]; moves: BrokenTableMove[] }
export type BrokenTableMove = Move & {
  /** The card that the player was dealt for the order of the draw; `null` who needed certain seats. */
  card: Card | null
  /** The player is not there: staff carry the chips (TDA-2024 RP-16). */
  staffMoveChips: boolean
  /** What becomes of the lock of a player who was to stay. */
  lock: "none" | "travels" | "ends"
}

/**
 * Breaks tables while the players left fit at one fewer (TDA-2024 R10, RP-6): an empty table first,
 * then the first in break order. Their players get the open seats of the others by the two-step
 * draw, each table as many as evens the tables out; whoever needs certain seats chooses first
 * (TDA-2024 R9). Nobody moves twice, and the last table is never broken.
 * @param order ids, the first to break first; see `breakOrder`
 * @param most how many tables to break at once
 * @param locks whether a locked player is locked at the new table, too; either is said
 * @throws InvalidInput where the tables are not as tables can be
 */
export function planBreaks(input: {
  tables: readonly MoveTable[]
  order?: readonly string[]
  seed: string
  most?: number
  locks?: "travel" | "end"
}): BreakPlan {
  const { tables, seed, most = tables.length, locks = "travel" } = input
  demandTables(tables)
  const open = new Map(tables.map((table) => [table.id, table]))
  const order = breakOrder(tables, input.order).flatMap((id) => open.get(id) ?? [])
  const isEmpty = ({ occupied }: MoveTable) => occupied.length === 0
  const broken: MoveTable[] = []
  const players = tables.reduce((sum, { occupied }) => sum + occupied.length, 0)
  let room = tables.reduce((sum, table) => sum + capacity(table), 0)
  for (const table of [...order.filter(isEmpty), ...order.filter((each) => !isEmpty(each))]) {
    room -= capacity(table)
    if (open.size < 2 || broken.length >= most || players > room) break
    open.delete(table.id)
    broken.push(table)
  }
  return {
    breaks: broken.map(({ id }) => id),
    moves: drawNewSeats(broken, [...open.values()], { seed, locks }),
  }
}

/**
 * The two-step draw, blind twice: the seat cards are shuffled face down, then every player is dealt
 * a playing card, and the highest takes the first seat card (TDA-2024 RP-6).
 * @param players one deck's worth at most
 * @param seats as many as players
 * @param seatSeed shuffles the seat cards
 * @param cardSeed shuffles the playing cards; either alone changes who sits where
 */
export function twoStepDraw<Player, Seat>(input: {
  players: readonly Player[]
  seats: readonly Seat[]
  seatSeed: string
  cardSeed: string
}): { player: Player; seat: Seat; card: Card }[] {
  const { players, seats } = input
  demand(players.length <= 52, "players", "one deck has a card for each of 52 players")
  demand(players.length === seats.length, "seats", "there is a seat card for every player")
  const seatCards = shuffle(seats, seededRandom(input.seatSeed))
  const deck = shuffledDeck(seededRandom(input.cardSeed))
  const dealt = players.flatMap((player, index) => {
    const card = deck[index]
    return card === undefined ? [] : [{ player, card }]
  })
  return dealt
    .toSorted((a, b) => byHighCard(a.card, b.card))
    .flatMap(({ player, card }, index) => {
      const seat = seatCards[index]
      return seat === undefined ? [] : [{ player, card, seat }]
    })
}

/** @throws InvalidInput naming the table and the field */
export function demandTables(tables: readonly MoveTable[]): void {
  demandDistinct(
    tables.map(({ id }) => id),
    "tables",
    "a table is listed once",
  )
  for (const [index, { seats, occupied, unavailable = [], notes = [] }] of tables.entries()) {
    const field = `tables[${index}].`
    demandSeats(seats, occupied, field)
    for (const seat of unavailable)
      demand(
        Number.isSafeInteger(seat) && seat >= 1 && seat <= seats,
        `${field}unavailable`,
        `the table's seats are 1 to ${seats}`,
      )
    for (const { seat } of notes)
      demand(occupied.includes(seat), `${field}notes`, `somebody sits in seat ${seat}`)
  }
}

/** The players that a table can hold: those who are there, and one in every open seat. */
const capacity = (table: MoveTable): number => table.occupied.length + openSeats(table).length

type Draw = { seed: string; locks: "travel" | "end" }

function drawNewSeats(
  broken: readonly MoveTable[],
  others: readonly MoveTable[],
  draw: Draw,
): BrokenTableMove[] {
  const random = seededRandom(`${draw.seed}/open`)
  const free = others
    .toSorted((a, b) => byText(a.id, b.id))
    .map((table): FreeSeats => ({
      id: table.id,
      taken: table.occupied.length,
      open: shuffle(openSeats(table), random),
    }))
  return broken.flatMap((table) => drawForTable(table, free, random, draw))
}

/** The new seats of one table's players, in the order of the old ones. */
function drawForTable(
  table: MoveTable,
  free: readonly FreeSeats[],
  random: Random,
  { seed, locks }: Draw,
): BrokenTableMove[] {
  const found = new Map<number, { to: Move["to"]; card: Card | null }>()
  const seats = table.occupied.toSorted((a, b) => a - b)
  for (const seat of seats) {
    const { needs } = noteOf(table, seat)
    const to = needs && takeSeat(free, random, needs)
    if (to) found.set(seat, { to, card: null })
  }
  const players = seats.filter((seat) => !found.has(seat))
  const drawn = twoStepDraw({
    players,
    seats: players.map(() => {
      const seat = takeSeat(free, random)
      assert(seat, "a table is broken only where there is room for its players")
      return seat
    }),
    seatSeed: `${seed}/${table.id}/seats`,
    cardSeed: `${seed}/${table.id}/cards`,
  })
  for (const { player, seat: to, card } of drawn) found.set(player, { to, card })
  return [...found]
    .toSorted(([a], [b]) => a - b)
    .map(([seat, { to, card }]) => describeMove(table, seat, to, card, locks))
}

function describeMove(
  table: MoveTable,
  seat: number,
  to: Move["to"],
  card: Card | null,
  locks: Draw["locks"],
): BrokenTableMove {
  const { isLocked = false, isAbsent = false, needs } = noteOf(table, seat)
  const how = card
    ? `by draw with ${card}`
    : `because the player needs ${needs?.length === 1 ? "that seat" : "one of such seats"}`
  const sentences = [
    `Table ${table.id} breaks, seat ${to.seat} of ${to.table} ${how}`,
    ...(needs && card ? ["no seat that the player needs is open"] : []),
    ...(isAbsent ? ["staff carry the chips"] : []),
    ...(isLocked ? [locks === "travel" ? "the lock goes along" : "the lock ends"] : []),
  ]
  return {
    from: { table: table.id, seat },
    to,
    rule: card ? RULE : NEEDS_RULE,
    reason: `${sentences.join("; ")}.`,
    card,
    staffMoveChips: isAbsent,
    lock: isLocked ? (locks === "travel" ? "travels" : "ends") : "none",
  }
}
