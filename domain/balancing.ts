import { assert } from "./assert.ts"
import { demandTables, planBreaks } from "./breaking.ts"
import {
  clockwise,
  demandPositions,
  type Game,
  nextHand,
  nextOccupied,
  roleIn,
  type SeatRole,
} from "./button.ts"
import { demandWhole } from "./invalid.ts"
import { breakOrder, type Move, type MoveTable, noteOf, openSeats } from "./moves.ts"
import { seededRandom, uniform } from "./random.ts"

const RULE = "TDA-2024 R11-A"

/** A tournament's predetermined procedure for moving players (TDA-2024 R11-C). */
export type BalanceSettings = {
  /** How much longer than the shortest a table may be; 1 where it is not given. */
  maxDifference?: number
  /** Whether a mover may get the seat that the big blind left, posting it alone; `true` if not given. */
  allowSingleBigBlind?: boolean
  /** Table ids, the first to break first; see `breakOrder`. */
  breakOrder?: readonly string[]
  /** Of equally long tables the one that breaks first gives a player, or the one that breaks last. */
  from?: "firstToBreak" | "lastToBreak"
  /** Of equally short tables the one that breaks last gets the player, or the one that breaks first. */
  to?: "lastToBreak" | "firstToBreak"
  /** In stud players move by position, in all other games by the blinds (TDA-2024 R11-A, R11-B). */
  game?: Game | "stud-only"
  /** A house rule: of those who may go, who was moved least tonight goes first. */
  fewestMovesFirst?: boolean
  /** For what is drawn: new seats of a broken table, and where no button is known. */
  seed?: string
}

export type BalancePlan = {
  /** Tables to break, earliest first. */
  breaks: string[]
  /** In the order in which they are carried out. */
  moves: Move[]
  /** Where no seat is allowed, so that a person has to decide. */
  undecided: { from: string; to: string; rule: string; reason: string }[]
}

/**
 * Evens the tables out: breaks what can be broken, then moves one player at a time from the longest
 * table to the shortest until they differ by no more than is allowed (TDA-2024 R10, R11). Takes the
 * fewest moves there can be and always ends, since each brings two tables nearer. Only proposes.
 * @throws InvalidInput where a table is not as tables can be, also for a button at no seat
 */
export function planBalance(
  tables: readonly MoveTable[],
  settings: BalanceSettings = {},
): BalancePlan {
  const { maxDifference = 1, seed = "" } = settings
  demandWhole(maxDifference, "maxDifference", "tables differ by a whole number, 1 or more", 1)
  demandTables(tables)
  for (const [index, { last, seats }] of tables.entries())
    if (last) demandPositions(last, seats, `tables[${index}].last`)
  const order = breakOrder(tables, settings.breakOrder)
  const { breaks, moves } = planBreaks({ tables, order, seed })
  const byId = new Map(tables.map((table) => [table.id, table]))
  for (const id of breaks) byId.delete(id)
  const arrived = new Map<string, number[]>()
  for (const { to } of moves) arrived.set(to.table, [...(arrived.get(to.table) ?? []), to.seat])
  const room = order.flatMap((id) => byId.get(id) ?? []).map((table) => atWork(table, arrived))
  const plan: BalancePlan = { breaks, moves: moves.map(plainMove), undecided: [] }
  for (;;) {
    const [source, target] = nextPair(room, settings)
    if (!source || !target || source.occupied.length - target.occupied.length <= maxDifference)
      return plan
    const move = oneMove(source, target, settings)
    if (move) plan.moves.push(move)
    else plan.undecided.push(operatorDecides(source, target))
  }
}

/** A seat that a mover may get, and what awaits the player there. */
export type RankedSeat = { seat: number; role: WorstRole }
/** What a mover may get: anything but the small blind (TDA-2024 R11-A). */
export type WorstRole =
  | Exclude<SeatRole, { kind: "small-blind" }>
  /** The seat that the big blind just left posts it once more, and nobody the small blind. */
  | { kind: "single-big-blind" }

/**
 * The open seats of a table for somebody who is moved there, the worst position first (TDA-2024
 * R11-A): the big blind at once, nearest first; the seat that the big blind just left, as a single
 * big blind; then who has the big blind soonest; the button; and last where one waits. Never the
 * small blind.
 */
export function worstSeats(
  table: MoveTable & Required<Pick<MoveTable, "last">>,
  { allowSingleBigBlind = true }: Pick<BalanceSettings, "allowSingleBigBlind"> = {},
): RankedSeat[] {
  return rankSeats({ ...table, singleAt: null, isBigBlindNew: false }, allowSingleBigBlind)
}

/** A table while moves are planned. */
type Working = MoveTable & {
  occupied: number[]
  /** A mover posts the big blind alone next, in the seat that the big blind left. */
  singleAt: number | null
  /** A mover posts the next big blind. */
  isBigBlindNew: boolean
  /** No mover can be given a seat there. */
  isClosed: boolean
}

const atWork = (table: MoveTable, arrived: ReadonlyMap<string, readonly number[]>): Working => ({
  ...table,
  occupied: [...table.occupied, ...(arrived.get(table.id) ?? [])],
  singleAt: null,
  isBigBlindNew: false,
  isClosed: false,
})

const plainMove = ({ from, to, rule, reason }: Move): Move => ({ from, to, rule, reason })

/** The longest table and the shortest that has room, of equal ones by the settings. */
function nextPair(
  room: readonly Working[],
  { from = "firstToBreak", to = "lastToBreak" }: BalanceSettings,
): [source: Working | undefined, target: Working | undefined] {
  let [source, target]: [Working | undefined, Working | undefined] = [undefined, undefined]
  for (const table of room) {
    const size = table.occupied.length
    const isLonger = size - (source?.occupied.length ?? -1)
    if (isLonger > 0 || (isLonger === 0 && from === "lastToBreak")) source = table
    if (table.isClosed || !hasRoom(table)) continue
    const isShorter = (target?.occupied.length ?? Number.POSITIVE_INFINITY) - size
    if (isShorter > 0 || (isShorter === 0 && to === "lastToBreak")) target = table
  }
  return [source, target]
}

const hasRoom = ({ seats, occupied, unavailable = [] }: Working): boolean =>
  unavailable.length === 0
    ? occupied.length < seats
    : openSeats({ seats, occupied, unavailable }).length > 0

/** Plans one move and carries it out on the working tables; `null` where no seat is allowed. */
function oneMove(source: Working, target: Working, settings: BalanceSettings): Move | null {
  const seat = chooseSeat(target, settings)
  if (!seat) return null
  const mover = chooseMover(source, settings, seat.seat)
  source.occupied = source.occupied.filter((each) => each !== mover.seat)
  target.occupied.push(seat.seat)
  if (seat.kind === "single-big-blind") target.singleAt = seat.seat
  if (seat.kind === "big-blind") target.isBigBlindNew = true
  return {
    from: { table: source.id, seat: mover.seat },
    to: { table: target.id, seat: seat.seat },
    rule: mover.rule ?? RULE,
    reason: `Table ${source.id} is the longest and ${target.id} the shortest. ${mover.words}; ${seat.words}.`,
  }
}

function operatorDecides(source: Working, target: Working): BalancePlan["undecided"][number] {
  target.isClosed = true
  return {
    from: source.id,
    to: target.id,
    rule: RULE,
    reason: `Table ${target.id} is short of a player, but its only open seat has the small blind next: decide who goes there, and when.`,
  }
}

type Mover = { seat: number; words: string; rule?: string }

/** Who goes: the next big blind, or the next one who may go (TDA-2024 R11-A). */
function chooseMover(source: Working, settings: BalanceSettings, seat: number): Mover {
  if (settings.game === "stud-only") {
    const same = nextOccupied(seat === 1 ? source.seats : seat - 1, source.occupied, source.seats)
    return {
      seat: same,
      words:
        same === seat
          ? `Seat ${same} moves to the same position`
          : `Seat ${same} moves, the next one to the position that is filled`,
    }
  }
  const { last } = source
  if (!last) return drawMover(source, settings)
  const inOrder = source.occupied.toSorted(
    (a, b) =>
      clockwise(last.bigBlind + 1, a, source.seats) - clockwise(last.bigBlind + 1, b, source.seats),
  )
  const free = inOrder.filter((each) => stayReason(source, each) === null)
  const first = settings.fewestMovesFirst
    ? free.toSorted((a, b) => timesMovedAt(source, a) - timesMovedAt(source, b))[0]
    : free[0]
  const mover = first ?? inOrder[0]
  assert(mover !== undefined, "the longest table has players")
  return { seat: mover, words: wordsForMover(source, mover, inOrder) }
}

/** Where nobody has said where the button is, chance says who goes. */
function drawMover(source: Working, { seed = "" }: BalanceSettings): Mover {
  const free = source.occupied.filter((each) => stayReason(source, each) === null)
  const pool = (free.length > 0 ? free : source.occupied).toSorted((a, b) => a - b)
  const random = seededRandom(`${seed}/${source.id}/${pool.join(",")}`)
  const seat = pool[uniform(random, pool.length)]
  assert(seat !== undefined, "the longest table has players")
  return {
    seat,
    rule: "house: drawn",
    words: `Seat ${seat} was drawn: say where the button is at ${source.id}, and the next big blind moves`,
  }
}

function wordsForMover(source: Working, mover: number, inOrder: readonly number[]): string {
  const skipped = inOrder.slice(0, inOrder.indexOf(mover))
  if (skipped.length === 0) {
    const stays = stayReason(source, mover)
    return stays === null
      ? `Seat ${mover} has the next big blind and moves`
      : `Seat ${mover} has the next big blind and moves, though it ${stays}: nobody else can`
  }
  const why = skipped.map(
    (seat) => `seat ${seat} ${stayReason(source, seat) ?? "was moved before"}`,
  )
  return `Seat ${mover} moves, since ${why.join(" and ")}`
}

/** Why a player stays as long as anybody else can go. */
function stayReason(table: MoveTable, seat: number): string | null {
  const { isLocked, needs } = noteOf(table, seat)
  if (isLocked) return "is locked to the table"
  return needs ? "has special needs (TDA-2024 R9)" : null
}

const timesMovedAt = (table: MoveTable, seat: number): number => noteOf(table, seat).timesMoved ?? 0

type Chosen = { seat: number; kind: RankedSeat["role"]["kind"] | "drawn"; words: string }

function chooseSeat(target: Working, settings: BalanceSettings): Chosen | null {
  const open = openSeats(target)
  if (settings.game === "stud-only") {
    const lastOpened = target.opened?.findLast((seat) => open.includes(seat))
    if (lastOpened !== undefined)
      return { seat: lastOpened, kind: "drawn", words: `seat ${lastOpened} opened last` }
  }
  if (!target.last || settings.game === "stud-only" || target.occupied.length === 0)
    return drawSeat(target, open, settings)
  const worst = rankSeats(target, settings.allowSingleBigBlind ?? true)[0]
  if (!worst) return null
  return { seat: worst.seat, kind: worst.role.kind, words: wordsForSeat(worst) }
}

function drawSeat(target: Working, open: readonly number[], settings: BalanceSettings): Chosen {
  const random = seededRandom(`${settings.seed ?? ""}/${target.id}/${open.join(",")}`)
  const seat = open[uniform(random, open.length)]
  assert(seat !== undefined, "a table that is given a player has an open seat")
  return { seat, kind: "drawn", words: `seat ${seat} of ${target.id} was drawn` }
}

function wordsForSeat({ seat, role }: RankedSeat): string {
  switch (role.kind) {
    case "big-blind":
      return role.isSingle
        ? `seat ${seat} posts the big blind at once, without a small blind`
        : `seat ${seat} posts the big blind at once`
    case "single-big-blind":
      return `seat ${seat} posts the big blind once more, without a small blind`
    case "later":
      return `seat ${seat} is the worst position: the big blind in ${role.hands}`
    case "button":
      return `seat ${seat} is the worst that is open: the button`
    case "waits":
      return `seat ${seat} is the worst that is open: no cards until the button has passed`
  }
}

function rankSeats(
  table: MoveTable & Pick<Working, "singleAt" | "isBigBlindNew">,
  allowSingle: boolean,
): RankedSeat[] {
  const { last, seats } = table
  assert(last, "seats are ranked where the button is known")
  const afterBigBlind = ({ seat }: RankedSeat) => clockwise(last.bigBlind, seat, seats)
  return openSeats(table)
    .flatMap((seat): RankedSeat[] => {
      const occupied = [...table.occupied, seat]
      const next = nextHand({ seats, occupied, last }, table.singleAt ?? undefined)
      const role = roleIn({ next, occupied, seats, seat })
      if (role.kind !== "small-blind") return [{ seat, role }]
      // Once a mover posts the next big blind, nobody else can post it instead.
      const isSingle = allowSingle && seat === last.bigBlind && !table.isBigBlindNew
      return isSingle ? [{ seat, role: { kind: "single-big-blind" } }] : []
    })
    .toSorted(
      (a, b) =>
        RANKS.indexOf(a.role.kind) - RANKS.indexOf(b.role.kind) ||
        afterBigBlind(a) - afterBigBlind(b),
    )
}

/** The worst position first (domain.md 3.0); of one kind, whoever has the big blind sooner. */
const RANKS: readonly WorstRole["kind"][] = [
  "big-blind",
  "single-big-blind",
  "later",
  "button",
  "waits",
]
