import { test } from "uvu"
import * as assert from "uvu/assert"
import { planBalance, worstSeats } from "../../domain/balancing.ts"
import { nextHand, type Positions } from "../../domain/button.ts"
import { InvalidInput } from "../../domain/invalid.ts"
import { applyMove, type Move, type MoveTable, undoMove } from "../../domain/moves.ts"

const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const without = (seats: number, ...gone: number[]) =>
  range(seats).filter((seat) => !gone.includes(seat))
const positions = (text: string): Positions => {
  const [button = 0, smallBlind = 0, bigBlind = 0] = text.split("/").map(Number)
  return { button, smallBlind, bigBlind }
}

/** "A9 B7": tables of so many players, the blinds of the last hand in the first seats. */
const sized = (text: string, seats: number): MoveTable[] =>
  text.split(" ").map((each) => ({
    id: each.slice(0, 1),
    seats,
    occupied: range(Number(each.slice(1))),
    last: { button: 1, smallBlind: 2, bigBlind: 3 },
  }))
const tablesOf = (moves: readonly Move[]) =>
  moves.map(({ from, to }) => `${from.table}>${to.table}`).join(" ")
const carriedOut = (tables: readonly MoveTable[], moves: readonly Move[]): MoveTable[] =>
  moves.reduce<MoveTable[]>((now, move) => applyMove(now, move), [...tables])
const sizes = (tables: readonly MoveTable[]) => tables.map(({ occupied }) => occupied.length)

for (const [id, seats, text, moves, after, settings] of [
  ["BAL-S1", 9, "A9 B7", "A>B", [8, 8], {}],
  ["BAL-S2", 9, "A9 B8", "", [9, 8], {}],
  ["BAL-S3", 9, "A9 B9 C6", "A>C B>C", [8, 8, 8], {}],
  ["BAL-S4", 9, "A9 B8 C6", "A>C", [8, 8, 7], {}],
  ["BAL-S5", 9, "A8 B8 C8 D5", "A>D B>D", [7, 7, 8, 7], {}],
  ["BAL-S6", 10, "A10 B10 C8 D8", "A>D B>C", [9, 9, 9, 9], {}],
  ["BAL-S7", 9, "A8 B8 C6 D6", "A>D B>C", [7, 7, 7, 7], {}],
  ["BAL-S8", 9, "A9 B9 C9 D9 E4", "A>E B>E C>E D>E", [8, 8, 8, 8, 8], {}],
  ["BAL-S9", 9, "A9 B7", "", [9, 7], { maxDifference: 2 }],
  ["BAL-S10", 6, "A6 B4", "A>B", [5, 5], {}],
  ["BRK-11", 9, "A9 B9 C9 D1", "A>D B>D C>D A>D B>D C>D", [7, 7, 7, 7], {}],
] as const)
  test(`${id}: ${text} at tables of ${seats}: ${moves || "nobody moves"}`, () => {
    const tables = sized(text, seats)
    const plan = planBalance(tables, { breakOrder: ["A", "B", "C", "D", "E"], ...settings })
    assert.equal([plan.breaks, plan.undecided], [[], []])
    assert.is(tablesOf(plan.moves), moves)
    assert.equal(sizes(carriedOut(tables, plan.moves)), after)
  })

test("R11-C: which of equal tables gives and which gets a player is the tournament's procedure", () => {
  const tables = sized("A8 B8 C6 D6", 9)
  const plan = planBalance(tables, { from: "lastToBreak", to: "firstToBreak" })
  assert.is(tablesOf(plan.moves), "B>C A>D")
})

const LONG = { id: "A", seats: 9, occupied: range(9), last: positions("3/4/5") }
/** A table of the given seats next to a longer one. */
const short = (seats: number, occupied: readonly number[], last: string): MoveTable => ({
  id: "B",
  seats,
  occupied,
  last: positions(last),
})

for (const [id, seats, occupied, last, worst, settings] of [
  ["BAL-1", 9, without(8, 5), "1/2/3", [5, 9], {}],
  ["BAL-2", 9, without(8, 4), "1/2/3", [4, 9], {}],
  ["BAL-3", 9, without(8, 3), "1/2/3", [3, 9], {}],
  ["BAL-4", 9, without(8, 3), "1/2/3", [9], { allowSingleBigBlind: false }],
  ["BAL-5", 9, without(8, 2), "1/2/3", [9, 2], {}],
  ["BAL-6", 9, without(8, 2, 3), "1/2/3", [3, 9, 2], {}],
  ["BAL-7", 9, without(9, 3), "1/2/4", [3], {}],
  ["BAL-8", 9, without(8, 3, 4), "1/2/3", [4, 3, 9], {}],
  ["BAL-9", 9, without(9, 1, 6), "7/8/9", [1, 6], {}],
  ["BAL-10", 9, without(8, 4, 5), "1/2/3", [4, 5, 9], {}],
  ["BAL-11", 10, without(10, 3, 6, 8), "9/10/1", [3, 6, 8], {}],
  ["BAL-12", 8, without(8, 3, 6), "8/1/2", [3, 6], {}],
  ["BAL-13", 6, without(6, 3, 6), "4/5/1", [3, 6], {}],
  ["BAL-19", 9, [2, 6], "2/2/6", [7, 8, 9, 1, 3, 4, 5], {}],
  ["BAL-22", 9, without(9, 3), "1/2/3", [], { allowSingleBigBlind: false }],
] as const)
  test(`${id}: after ${last} with ${occupied.join(" ")} in, the worst seats are ${worst.join(", ") || "none"}`, () => {
    const table = { id: "B", seats, occupied, last: positions(last) }
    assert.equal(
      worstSeats(table, settings).map(({ seat }) => seat),
      worst,
    )
  })

for (const [id, target, seat, hand, words] of [
  ["BAL-1", short(9, without(8, 5), "1/2/3"), 5, null, /big blind in 1/],
  ["BAL-2", short(9, without(8, 4), "1/2/3"), 4, "2/3/4", /posts the big blind at once\./],
  ["BAL-3", short(9, without(8, 3), "1/2/3"), 3, null, /once more, without a small blind/],
  ["BAL-5", short(9, without(8, 2), "1/2/3"), 9, null, /big blind in 5/],
  ["BAL-7", short(9, without(8, 3), "1/2/4"), 9, null, /big blind in 4/],
  ["BAL-8", short(9, without(8, 3, 4), "1/2/3"), 4, "2/3/4", /at once, without a small blind/],
] as const)
  test(`${id}: seat 6 of the longest table moves to seat ${seat}, and the plan says why`, () => {
    const plan = planBalance([LONG, target], { breakOrder: ["A", "B"] })
    const [move] = plan.moves
    assert.equal(move?.from, { table: "A", seat: 6 })
    assert.equal(move?.to, { table: "B", seat })
    assert.is(move?.rule, "TDA-2024 R11-A")
    assert.match(move?.reason ?? "", /Seat 6 has the next big blind/)
    assert.match(move?.reason ?? "", words)
    if (hand === null || !target.last) return
    const { seats, last, occupied } = target
    assert.equal(nextHand({ seats, last, occupied: [...occupied, seat] }), positions(hand))
  })

for (const [id, seats, occupied, last, mover] of [
  ["BAL-14", 9, without(9, 4), "1/2/3", 5],
  ["BAL-15", 9, without(9, 3), "1/2/3", 4],
  ["BAL-16", 9, range(8), "6/7/8", 1],
  ["BAL-17", 9, [2, 4, 6, 8], "4/6/8", 2],
] as const)
  test(`${id}: of ${occupied.join(" ")} after ${last}, seat ${mover} is the next big blind and moves`, () => {
    const source = { id: "A", seats, occupied, last: positions(last) }
    const target = short(occupied.length - 1, range(occupied.length - 2), "1/1/2")
    // A third table, so that nothing can be broken.
    const full = { id: "C", seats: occupied.length, occupied: range(occupied.length) }
    const plan = planBalance([source, target, full], { breakOrder: ["A", "C", "B"] })
    assert.equal(plan.moves[0]?.from, { table: "A", seat: mover })
  })

test("BAL-18: two movers: the second seat is looked for as if the first one sat already", () => {
  const plan = planBalance([LONG, { ...LONG, id: "C" }, short(9, [1, 2, 3, 5, 7, 8], "1/2/3")], {
    breakOrder: ["A", "C", "B"],
  })
  assert.equal(
    plan.moves.map(({ to }) => to.seat),
    [4, 6],
  )
  assert.match(plan.moves[0]?.reason ?? "", /posts the big blind at once/)
  assert.match(plan.moves[1]?.reason ?? "", /big blind in 2/)
})

test("BAL-20: a locked player is skipped, and the plan says so; alone, even a locked one moves", () => {
  const target = short(9, range(7), "1/2/3")
  const plan = planBalance([{ ...LONG, notes: [{ seat: 6, isLocked: true }] }, target])
  assert.is(plan.moves[0]?.from.seat, 7)
  assert.match(plan.moves[0]?.reason ?? "", /seat 6 is locked to the table/)
  const notes = range(9).map((seat) => ({ seat, isLocked: true }))
  const all = planBalance([{ ...LONG, notes }, target])
  assert.is(all.moves[0]?.from.seat, 6)
  assert.match(all.moves[0]?.reason ?? "", /though it is locked to the table: nobody else can/)
})

test("SN-1: a player with special needs is skipped for the next big blind after, and it is said", () => {
  const source = {
    ...LONG,
    notes: [
      { seat: 6, needs: [6] },
      { seat: 7, needs: [7, 1] },
    ],
  }
  const plan = planBalance([source, short(9, range(7), "1/2/3")])
  assert.is(plan.moves[0]?.from.seat, 8)
  assert.match(plan.moves[0]?.reason ?? "", /seat 6 has special needs \(TDA-2024 R9\) and seat 7/)
})

test("BAL-21: who was moved an orbit ago still moves, unless the house moves the least moved first", () => {
  const source = { ...LONG, notes: [{ seat: 6, timesMoved: 1 }] }
  const target = short(9, range(7), "1/2/3")
  assert.is(planBalance([source, target]).moves[0]?.from.seat, 6)
  const house = planBalance([source, target], { fewestMovesFirst: true })
  assert.is(house.moves[0]?.from.seat, 7)
  assert.match(house.moves[0]?.reason ?? "", /seat 6 was moved before/)
})

test("BAL-22: where only the small blind's seat is open the operator decides", () => {
  const tables = [
    { ...LONG, seats: 10, occupied: range(10) },
    { ...short(9, without(9, 3), "1/2/3") },
  ]
  const settings = { allowSingleBigBlind: false }
  const plan = planBalance(tables, settings)
  assert.equal(plan.moves, [])
  assert.match(plan.undecided[0]?.reason ?? "", /only open seat has the small blind next: decide/)
  assert.equal(
    planBalance(tables).moves.map(({ to }) => to.seat),
    [3],
  )
})

test("BAL-23: a move that is undone leaves tables, blinds and the count of moves as they were", () => {
  const tables: MoveTable[] = [
    { ...LONG, notes: [{ seat: 6, timesMoved: 1 }] },
    short(9, range(7), "1/2/3"),
  ]
  const [move] = planBalance(tables).moves
  assert.ok(move)
  if (!move) return
  const moved = applyMove(tables, move)
  assert.equal(moved[1]?.notes, [{ seat: move.to.seat, timesMoved: 2 }])
  assert.equal(moved[0]?.last, tables[0]?.last)
  const undone = undoMove(moved, move).map(({ notes = [], ...table }) => ({ ...table, notes }))
  assert.equal(
    undone,
    tables.map(({ notes = [], ...table }) => ({ ...table, notes })),
  )
})

test("BAL-24: in stud the seat that opened last is filled, from the same position", () => {
  const source = { ...LONG, occupied: without(9, 9) }
  const target = { ...short(9, without(8, 3, 7), "1/2/4"), opened: [9, 3, 7] }
  const full = { id: "C", seats: 8, occupied: range(8) }
  const plan = planBalance([source, target, full], {
    game: "stud-only",
    breakOrder: ["A", "C", "B"],
  })
  assert.equal(plan.moves[0], {
    from: { table: "A", seat: 7 },
    to: { table: "B", seat: 7 },
    rule: "TDA-2024 R11-A",
    reason:
      "Table A is the longest and B the shortest. Seat 7 moves to the same position; seat 7 opened last.",
  })
  const gone = { ...source, occupied: [1, 2, 3, 4, 5, 6, 8, 9] }
  const nearest = planBalance([gone, target, full], {
    game: "stud-only",
    breakOrder: ["A", "C", "B"],
  })
  assert.is(nearest.moves[0]?.from.seat, 8)
})

test("BAL-25: while the button is frozen for stud, the would-be big blind moves on every hand", () => {
  const source = { id: "A", seats: 9, occupied: range(8), last: positions("1/2/3") }
  const target = short(9, range(6), "1/2/3")
  const full = { id: "C", seats: 8, occupied: range(8) }
  const plan = planBalance([source, target, full], { game: "stud", breakOrder: ["A", "C", "B"] })
  assert.is(plan.moves[0]?.from.seat, 4)
})

test("BAL-24: the position before seat 1 is the last one; without a list the seat is drawn", () => {
  const source = { ...LONG, occupied: [1, 2, 3, 4, 5, 6, 7, 9] }
  const target = {
    ...short(
      9,
      range(6).map((seat) => seat + 1),
      "2/3/4",
    ),
    opened: [9, 1],
  }
  const full = { id: "C", seats: 8, occupied: range(8) }
  const settings = { game: "stud-only", breakOrder: ["A", "C", "B"] } as const
  const [move] = planBalance([source, target, full], settings).moves
  assert.equal([move?.from.seat, move?.to.seat], [1, 1])
  const { opened: _opened, ...unknown } = target
  assert.match(planBalance([source, unknown, full], settings).moves[0]?.reason ?? "", /was drawn/)
})

test("BAL-8: once a mover posts the next big blind, no other one posts it instead", () => {
  const target = short(9, without(8, 3, 4, 5), "1/2/3")
  const plan = planBalance([LONG, { ...LONG, id: "C" }, target], { breakOrder: ["A", "C", "B"] })
  const seats = plan.moves.map(({ to }) => to.seat)
  assert.is(seats[0], 4)
  assert.not(seats.includes(3), `seats ${seats.join(", ")}`)
})

test("a short table that is full gets nobody, and keeps nobody from another one", () => {
  const full = { id: "B", seats: 6, occupied: range(6) }
  assert.equal(planBalance([LONG, full], { breakOrder: ["A"] }), {
    breaks: [],
    moves: [],
    undecided: [],
  })
  const closed = { ...short(9, range(6), "1/2/3"), id: "D", unavailable: [7, 8, 9] }
  const open = { ...short(9, range(7), "1/2/3"), id: "E" }
  const plan = planBalance([LONG, full, closed, open], { breakOrder: ["A", "B", "D"] })
  assert.is(tablesOf(plan.moves), "A>E")
})

test("where a button is not known, a locked player is drawn only if all are", () => {
  const notes = range(8).map((seat) => ({ seat, isLocked: true }))
  const tables = [
    { id: "A", seats: 9, occupied: range(9), notes },
    { id: "B", seats: 9, occupied: range(7) },
  ]
  for (const seed of ["a", "b", "c"])
    assert.is(planBalance(tables, { seed }).moves[0]?.from.seat, 9)
})

test("where a button is not known, who moves and where is drawn by the seed, and it says so", () => {
  const tables = [
    { id: "A", seats: 9, occupied: range(9) },
    { id: "B", seats: 9, occupied: range(7) },
  ]
  const [move] = planBalance(tables, { seed: "x" }).moves
  assert.is(move?.rule, "house: drawn")
  assert.match(move?.reason ?? "", /say where the button is at A/)
  assert.equal(planBalance(tables, { seed: "x" }).moves, [move])
  const movers = new Set(
    range(60).map((seed) => planBalance(tables, { seed: String(seed) }).moves[0]?.from.seat),
  )
  assert.is(movers.size, 9)
})

test("the button is asked for at the two tables of a move only", () => {
  const known = [LONG, short(9, range(7), "1/2/3")]
  const full = { id: "C", seats: 8, occupied: range(8) }
  const plan = planBalance([...known, full], { breakOrder: ["A", "C", "B"] })
  assert.equal(
    plan.moves.map(({ rule }) => rule),
    ["TDA-2024 R11-A"],
  )
})

test("a table that can be broken is broken before anybody is moved to even out", () => {
  const plan = planBalance(sized("A9 B3 C3", 9))
  assert.equal(plan.breaks, ["A"])
  assert.is(plan.moves.length, 9)
  assert.ok(plan.moves.every(({ from, rule }) => from.table === "A" && rule === "TDA-2024 R10"))
})

const [ONE, TWO] = [LONG, short(9, range(7), "1/2/3")]
for (const [what, tables, settings, field, rule] of [
  [
    "a button at no seat of the table",
    [ONE, { ...TWO, last: positions("10/2/3") }],
    {},
    "tables[1].last.button",
    /1 to 9/,
  ],
  [
    "blinds out of order",
    [ONE, { ...TWO, last: positions("1/3/2") }],
    {},
    "tables[1].last",
    /clockwise/,
  ],
  [
    "two players in one seat",
    [ONE, { ...TWO, occupied: [1, 1] }],
    {},
    "tables[1].occupied",
    /one player/,
  ],
  ["a player at no seat", [ONE, { ...TWO, occupied: [0] }], {}, "tables[1].occupied[0]", /1 to 9/],
  ["a table twice", [ONE, ONE], {}, "tables", /listed once/],
  [
    "a seat that there is not is unavailable",
    [{ ...ONE, unavailable: [10] }],
    {},
    "tables[0].unavailable",
    /1 to 9/,
  ],
  [
    "a note about nobody",
    [{ ...TWO, notes: [{ seat: 8, isLocked: true }] }],
    {},
    "tables[0].notes",
    /seat 8/,
  ],
  ["no difference at all", [ONE, TWO], { maxDifference: 0 }, "maxDifference", /1 or more/],
] as const)
  test(`refused, by name: ${what}`, () => {
    try {
      planBalance(tables, settings)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      assert.is(error.field, field)
      return assert.match(error.rule, rule)
    }
    assert.unreachable("it was not refused")
  })

test("a button on an empty or unavailable seat is none to stumble over: it is a dead button", () => {
  const target = { ...TWO, last: positions("8/1/2"), unavailable: [9] }
  assert.is(planBalance([ONE, target], { breakOrder: ["A"] }).moves.length, 1)
})

test.run()
