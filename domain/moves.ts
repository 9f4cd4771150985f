import type { Positions } from "./button.ts"
import { demand } from "./invalid.ts"
import { byText } from "./order.ts"

/** One player who is asked to change seats, and why. Only a proposal: a person carries it out. */
export type Move = {
  from: { table: string; seat: number }
  to: { table: string; seat: number }
  /** Where the rule stands, as in `TDA-2024 R11-A`. */
  rule: string
  /** One sentence for the player and the operator. */
  reason: string
}

/** A table between two hands, as far as somebody may be moved from or to it. */
export type MoveTable = {
  id: string
  seats: number
  occupied: readonly number[]
  /** Seats that nobody may get: a broken chair, the dealer's place. */
  unavailable?: readonly number[]
  /** Button and blinds of the last hand; asked for only where a player leaves or comes. */
  last?: Positions
  /** What is special about players, by their seats; it goes with them. */
  notes?: readonly SeatNote[]
  /** The empty seats in the order in which they opened, for stud. */
  opened?: readonly number[]
}

export type SeatNote = {
  seat: number
  /** Stays as long as anybody else can go: a dealer who plays. */
  isLocked?: boolean
  /** The seats that this player needs, wherever they sit (TDA-2024 R9). */
  needs?: readonly number[]
  /** Is not at the table now. */
  isAbsent?: boolean
  /** How often the player was moved tonight. */
  timesMoved?: number
}

/**
 * Carries a move out on plain tables. The blinds of both tables stay as they were: they tell where
 * the next hand goes on, whoever sits there.
 * @throws InvalidInput where nobody sits there, or the seat is taken or none of the table's
 */
export const applyMove = <Table extends MoveTable>(
  tables: readonly Table[],
  { from, to }: Pick<Move, "from" | "to">,
): Table[] => relocate(tables, from, to, 1)

/** Takes a move back: tables, blinds and the count of moves are as before it. */
export const undoMove = <Table extends MoveTable>(
  tables: readonly Table[],
  { from, to }: Pick<Move, "from" | "to">,
): Table[] => relocate(tables, to, from, -1)

export const noteOf = ({ notes = [] }: MoveTable, seat: number): SeatNote =>
  notes.find((note) => note.seat === seat) ?? { seat }

/**
 * The order in which tables are broken: as a list says, then by the highest number in their ids,
 * then as they are listed.
 * @param given ids; of tables that are gone as well
 */
export function breakOrder(
  tables: readonly { id: string }[],
  given: readonly string[] = [],
): string[] {
  const ids = new Set(tables.map(({ id }) => id))
  const listed = new Set(given.filter((id) => ids.has(id)))
  const others = [...ids].flatMap((id) => (listed.has(id) ? [] : { id, number: numberIn(id) }))
  return [
    ...listed,
    ...others
      .filter(({ number }) => number >= 0)
      .toSorted((a, b) => b.number - a.number || byText(a.id, b.id))
      .map(({ id }) => id),
    ...others.flatMap(({ id, number }) => (number < 0 ? id : [])),
  ]
}

/** The seats of a table that somebody may be given, rising. */
export const openSeats = ({
  seats,
  occupied = [],
  unavailable = [],
}: {
  seats: number
  occupied?: readonly number[]
  unavailable?: readonly number[]
}): number[] =>
  Array.from({ length: seats }, (_, index) => index + 1).filter(
    (seat) => !occupied.includes(seat) && !unavailable.includes(seat),
  )

const seatText = ({ table, seat }: { table: string; seat: number }) => `seat ${seat} of ${table}`

const numberIn = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? -1)

function relocate<Table extends MoveTable>(
  tables: readonly Table[],
  from: Move["from"],
  to: Move["to"],
  moves: 1 | -1,
): Table[] {
  const [source, target] = [tableOf(tables, from.table), tableOf(tables, to.table)]
  demand(source.occupied.includes(from.seat), "from", `somebody sits at ${seatText(from)}`)
  demand(openSeats(target).includes(to.seat), "to", `${seatText(to)} is an open seat`)
  const { timesMoved = 0, ...note } = noteOf(source, from.seat)
  const times = Math.max(0, timesMoved + moves)
  const moved = { ...note, seat: to.seat, ...(times > 0 && { timesMoved: times }) }
  return tables
    .map((table) => (table.id === from.table ? leave(table, from.seat) : table))
    .map((table) => (table.id === to.table ? arrive(table, moved) : table))
}

function tableOf<Table extends MoveTable>(tables: readonly Table[], id: string): Table {
  const table = tables.find((each) => each.id === id)
  demand(table, "table", `${id} is one of the tables`)
  return table
}

const leave = <Table extends MoveTable>(table: Table, seat: number): Table => ({
  ...table,
  occupied: table.occupied.filter((each) => each !== seat),
  ...withNotes(
    table,
    (table.notes ?? []).filter((note) => note.seat !== seat),
  ),
  ...(table.opened && { opened: [...table.opened, seat] }),
})

const arrive = <Table extends MoveTable>(table: Table, note: SeatNote): Table => ({
  ...table,
  occupied: [...table.occupied, note.seat].toSorted((a, b) => a - b),
  ...withNotes(table, isPlain(note) ? (table.notes ?? []) : [...(table.notes ?? []), note]),
  ...(table.opened && { opened: table.opened.filter((each) => each !== note.seat) }),
})

const isPlain = (note: SeatNote): boolean => Object.keys(note).length === 1

const withNotes = (table: MoveTable, notes: readonly SeatNote[]): Pick<MoveTable, "notes"> =>
  table.notes || notes.length > 0 ? { notes: notes.toSorted((a, b) => a.seat - b.seat) } : {}
