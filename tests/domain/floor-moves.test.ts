import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import * as floor from "../../domain/floor.ts"
import * as moves from "../../domain/floor-moves.ts"
import type { TournamentState } from "../../domain/tournament.ts"
import { type EntryId, TableId } from "../../schemas/ids.ts"
import { millis, seatNumber } from "../../schemas/units.ts"
import { everybodySits, id, sizes, type Tablet, tournamentOf } from "../support/tablet.ts"

const AT = millis(1_000)
const table = (number: number) => v.parse(TableId, `table-00${number}`)
const seat = (number: number, at: number) => ({ table: table(number), seat: seatNumber(at) })
const seatOf = (state: TournamentState, entryId: EntryId) =>
  state.entries.find((entry) => entry.entryId === entryId)?.seat
const at = (state: TournamentState, number: number) =>
  state.entries.filter(({ seat: its, out }) => !out && its?.table === table(number))
const bustAt = (tablet: Tablet, number: number, count: number) => {
  for (const { entryId } of at(tablet.read(), number).slice(0, count))
    tablet.press((state) => floor.bust(state, entryId, AT))
}
const freeAt = (state: TournamentState, number: number) => {
  const taken = new Set(at(state, number).map(({ seat: its }) => its?.seat as number))
  return Array.from({ length: 9 }, (_, index) => index + 1).filter((each) => !taken.has(each))
}
const suggestion = (state: TournamentState) => moves.suggest(state, "s")
const balance = (state: TournamentState) => {
  const found = suggestion(state)
  if (found?.kind !== "balance") throw new Error(`The suggestion is ${found?.kind}.`)
  return found
}

test("a player goes to an empty seat of an open table, and nowhere else", () => {
  const tablet = tournamentOf(16)
  const [free] = freeAt(tablet.read(), 2)
  const [mover] = at(tablet.read(), 1)
  assert.ok(mover?.seat && free !== undefined)
  const { entryId } = mover
  const tries = (to: Parameters<typeof moves.moveEntry>[2]) =>
    moves.moveEntry(tablet.read(), entryId, to)
  const [other] = at(tablet.read(), 2)
  assert.equal(tries(other?.seat ?? seat(2, 1)), [], "a taken seat")
  assert.equal(tries(mover.seat), [], "the own seat")
  assert.equal(tries(seat(3, 1)), [], "a table that is not there")
  assert.equal(tries(seat(2, 10)), [], "a seat that the table has not")
  tablet.press((state) => moves.moveEntry(state, entryId, seat(2, free)))
  assert.equal(seatOf(tablet.read(), entryId), seat(2, free))
  tablet.press((state) => floor.bust(state, entryId, AT))
  assert.equal(tries(seat(1, freeAt(tablet.read(), 1)[0] ?? 1)), [], "who is out")
})

test("who may sit anywhere goes to the shortest other table; to the own where all others are full", () => {
  const tablet = tournamentOf(27)
  bustAt(tablet, 3, 2)
  const [mover] = at(tablet.read(), 1)
  assert.ok(mover)
  const to = moves.seatElsewhere(tablet.read(), mover.entryId, "s")
  assert.is(to?.table, table(3))
  assert.equal(moves.seatElsewhere(tablet.read(), mover.entryId, "s"), to, "the same draw again")
  const full = tournamentOf(17)
  const shorter = sizes(full.read()).indexOf(8) + 1
  const [sitting] = at(full.read(), shorter)
  assert.ok(sitting)
  assert.is(moves.seatElsewhere(full.read(), sitting.entryId, "s")?.table, table(shorter))
  assert.is(moves.seatElsewhere(tournamentOf(18).read(), id(1), "s"), null)
})

test("of two in one seat one gets another at the same table; elsewhere where that is full", () => {
  const tablet = tournamentOf(16)
  const [one, other] = at(tablet.read(), 1)
  assert.ok(one?.seat && other)
  tablet.registers.set(`entry/${other.entryId}/seat`, one.seat)
  tablet.press((state) => moves.separate(state, other.entryId, "s"))
  everybodySits(tablet.read())
  assert.is(seatOf(tablet.read(), other.entryId)?.table, table(1))
  const full = tournamentOf(18)
  const [first] = at(full.read(), 1)
  const [late] = at(full.read(), 2)
  assert.ok(first?.seat && late)
  full.registers.set(`entry/${late.entryId}/seat`, first.seat)
  full.press((state) => moves.separate(state, late.entryId, "s"))
  everybodySits(full.read())
  assert.is(seatOf(full.read(), late.entryId)?.table, table(2))
})

test("nothing is suggested before every seat is one player's", () => {
  const tablet = tournamentOf(17)
  const shorter = sizes(tablet.read()).indexOf(8) + 1
  const [one, other] = at(tablet.read(), shorter)
  assert.ok(one && other)
  assert.is(suggestion(tablet.read()), null)
  tablet.registers.set(`entry/${other.entryId}/seat`, one.seat)
  assert.is(suggestion(tablet.read()), null, "seven seats are taken there, by eight")
})

test("the button is said with one seat; the blinds follow, and go on hand by hand", () => {
  const tablet = tournamentOf(9)
  const button = () => tablet.read().tables[0]?.button
  assert.is(button(), null)
  assert.equal(moves.dealNextHand(tablet.read(), table(1), AT), [], "nobody has said where it is")
  tablet.press((state) => moves.sayButton(state, table(1), { seat: 8, at: AT }))
  assert.equal(button(), { button: 8, smallBlind: 9, bigBlind: 1, at: AT })
  const inBigBlind = at(tablet.read(), 1).find(({ seat: its }) => its?.seat === 1)
  assert.ok(inBigBlind)
  tablet.press((state) => floor.bust(state, inBigBlind.entryId, AT))
  tablet.press((state) => moves.dealNextHand(state, table(1), millis(2_000)))
  assert.equal(button(), { button: 9, smallBlind: 1, bigBlind: 2, at: 2_000 }, "a dead small blind")
  assert.equal(moves.sayButton(tablet.read(), table(1), { seat: 10, at: AT }), [])
  assert.equal(moves.sayButton(tablet.read(), table(2), { seat: 1, at: AT }), [])
})

test("what another device wrote of a button that cannot be is passed over", () => {
  const tablet = tournamentOf(9)
  for (const said of [
    { button: 1, smallBlind: 3, bigBlind: 2, at: 1 },
    { button: 10, smallBlind: 11, bigBlind: 12, at: 1 },
    { button: 1, smallBlind: 2, bigBlind: 3 },
    "seat 1",
  ]) {
    tablet.registers.set(`button/${table(1)}`, said)
    assert.is(tablet.read().tables[0]?.button, null, JSON.stringify(said))
  }
})

test("uneven tables: the next big blind of the longest goes to the worst seat of the shortest", () => {
  const tablet = tournamentOf(27)
  bustAt(tablet, 3, 3)
  assert.equal(sizes(tablet.read()), [9, 9, 6])
  for (const number of [1, 2, 3])
    tablet.press((state) =>
      moves.sayButton(state, table(number), {
        seat: at(state, number)[0]?.seat?.seat ?? 1,
        at: AT,
      }),
    )
  const found = balance(tablet.read())
  assert.is(found.moves.length, 2)
  for (const move of found.moves) {
    const state = tablet.read()
    assert.is(move.mover, "next-big-blind")
    assert.is(move.rule, "TDA-2024 R11-A")
    assert.is(move.to.table, table(3))
    assert.ok(move.role && move.role.kind !== "small-blind")
    assert.equal(seatOf(state, move.entryId), move.from)
    tablet.press(() => moves.moveEntry(state, move.entryId, move.to))
  }
  assert.is(suggestion(tablet.read()), null, "they are even now")
  everybodySits(tablet.read())
})

test("where nobody has said where the button is, chance says who moves, and the suggestion tells", () => {
  const tablet = tournamentOf(27)
  bustAt(tablet, 3, 2)
  const [move] = balance(tablet.read()).moves
  assert.is(move?.mover, "drawn")
  assert.is(move?.role, null)
  assert.equal(balance(tablet.read()).moves[0], move, "the same on every device")
})

test("a table that can be broken comes before any move; the last ones go to the final table", () => {
  const tablet = tournamentOf(27)
  bustAt(tablet, 1, 9)
  assert.is(suggestion(tablet.read())?.kind, "break")
  const late = tournamentOf(18)
  bustAt(late, 1, 5)
  bustAt(late, 2, 4)
  const found = suggestion(late.read())
  if (found?.kind !== "final-table") throw new Error(`The suggestion is ${found?.kind}.`)
  late.press((state) => moves.drawFinalTable(state, found.plan, AT))
  assert.equal(sizes(late.read()), [9])
  everybodySits(late.read())
  const final = late.read().tables.find(({ status }) => status === "open")
  assert.is(final?.button?.button, found.plan.button)
  assert.is(suggestion(late.read()), null)
})

test.run()
