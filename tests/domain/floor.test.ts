import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import * as Y from "yjs"
import { places } from "../../domain/entries.ts"
import * as floor from "../../domain/floor.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { playersLeft, readTournament, type TournamentState } from "../../domain/tournament.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { EntryId, PlayerId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"

/** One tablet: a document of its own and what its buttons do. */
class Tablet {
  readonly registers = new Registers(new Y.Doc())

  read = (): TournamentState => readTournament(this.registers.all())
  press = (act: (state: TournamentState) => floor.Writes) => this.registers.setAll(act(this.read()))

  /** Both tablets learn what the other has done. */
  meet(other: Tablet): void {
    const [mine, theirs] = [this.registers.doc, other.registers.doc].map((doc) =>
      Y.encodeStateAsUpdate(doc),
    )
    if (mine) Y.applyUpdate(other.registers.doc, mine)
    if (theirs) Y.applyUpdate(this.registers.doc, theirs)
  }
}

const id = (number: number) => v.parse(EntryId, `e${String(number).padStart(3, "0")}`)
const enter = (number: number) =>
  floor.enter({ entryId: id(number), playerId: v.parse(PlayerId, `p${number}`) })

function tournamentOf(count: number): Tablet {
  const tablet = new Tablet()
  const [structure] = builtInStructures
  assert.ok(structure)
  if (structure)
    tablet.press(() => floor.createTournament({ name: "Friday", structure, seed: "s" }))
  for (let number = 1; number <= count; number++) tablet.press(() => enter(number))
  tablet.press((state) => floor.seatDraw(state, "s"))
  return tablet
}

const sizes = (state: TournamentState) =>
  state.tables
    .filter(({ status }) => status === "open")
    .map(
      ({ tableId }) =>
        state.entries.filter(({ seat, out }) => !out && seat?.table === tableId).length,
    )

const everybodySits = (state: TournamentState) => {
  const seats = state.entries
    .filter(({ out }) => !out)
    .map(({ seat }) => `${seat?.table}/${seat?.seat}`)
  assert.is(new Set(seats).size, seats.length, "nobody shares a seat")
  const open = state.tables
    .filter(({ status }) => status === "open")
    .map(({ tableId }) => tableId as string)
  for (const seat of seats)
    assert.ok(open.includes(seat.split("/")[0] ?? ""), `${seat} is at an open table`)
}

test("the draw opens the tables that are needed and seats everybody once", () => {
  const state = tournamentOf(46).read()
  assert.equal(
    sizes(state).toSorted((a, b) => b - a),
    [8, 8, 8, 8, 7, 7],
  )
  everybodySits(state)
})

test("a late entry gets an open seat; where all are taken a table is opened", () => {
  const tablet = tournamentOf(17)
  for (const number of [18, 19]) {
    tablet.press(() => enter(number))
    tablet.press((state) => floor.lateSeat(state, id(number), `late ${number}`))
    everybodySits(tablet.read())
  }
  assert.equal(sizes(tablet.read()), [9, 9, 1])
})

test("places are told from the order of the busts; the last one left is first", () => {
  const tablet = tournamentOf(4)
  for (const number of [3, 1, 4])
    tablet.press((state) => floor.bust(state, id(number), millis(number)))
  assert.equal([...places(tablet.read().entries)].toSorted(), [
    [id(1), 3],
    [id(2), 1],
    [id(3), 4],
    [id(4), 2],
  ])
})

test("a draw after busts opens no table for those who are out", () => {
  const tablet = tournamentOf(9)
  for (let number = 1; number <= 5; number++) {
    tablet.press((state) => floor.bust(state, id(number), millis(number)))
    tablet.press(() => enter(9 + number))
  }
  tablet.press((state) => floor.seatDraw(state, "again"))
  assert.equal(sizes(tablet.read()), [9])
})

test("nobody has won before anybody is out", () => {
  const tablet = tournamentOf(1)
  assert.is(places(tablet.read().entries).size, 0)
})

test("a bust that is taken back leaves no trace in the places", () => {
  const tablet = tournamentOf(4)
  for (const number of [3, 1]) tablet.press((state) => floor.bust(state, id(number), millis(0)))
  tablet.press((state) => floor.undoBust(state, id(3)))
  assert.equal([...places(tablet.read().entries)], [[id(1), 4]])
  everybodySits(tablet.read())
})

test("whoever comes back finds the seat again, unless somebody sits there by now", () => {
  const tablet = tournamentOf(9)
  const seat = tablet.read().entries[0]?.seat
  tablet.press((state) => floor.bust(state, id(1), millis(0)))
  tablet.press((state) => floor.undoBust(state, id(1)))
  assert.equal(tablet.read().entries[0]?.seat, seat)
  tablet.press((state) => floor.bust(state, id(1), millis(0)))
  tablet.press(() => enter(10))
  tablet.press((state) => floor.lateSeat(state, id(10), "x"))
  tablet.press((state) => floor.undoBust(state, id(1)))
  assert.is(tablet.read().entries[0]?.seat, null)
})

test("tables break one by one down to the last, and everybody left always sits", () => {
  const tablet = tournamentOf(27)
  for (let number = 1; number < 27; number++) {
    tablet.press((state) => floor.bust(state, id(number), millis(number)))
    const broken = floor.breakTable(tablet.read(), `b${number}`)
    if (broken) tablet.press(() => broken.writes)
    everybodySits(tablet.read())
  }
  assert.equal(sizes(tablet.read()), [1])
  assert.is(playersLeft(tablet.read()), 1)
})

test("two tablets apart that press different buttons agree when they meet, and lose nothing", () => {
  const [one, two] = [tournamentOf(9), new Tablet()]
  one.meet(two)
  one.press((state) => floor.bust(state, id(1), millis(1)))
  two.press((state) => floor.bust(state, id(2), millis(2)))
  two.press(() => enter(10))
  one.meet(two)
  assert.equal(one.read(), two.read())
  assert.is(playersLeft(one.read()), 8)
  assert.equal([...places(one.read().entries)].toSorted(), [
    [id(1), 10],
    [id(2), 9],
  ])
})

test("two tablets apart that press the same button twice agree on one of them", () => {
  const [one, two] = [tournamentOf(9), new Tablet()]
  one.meet(two)
  one.press((state) => floor.bust(state, id(1), millis(1)))
  one.press((state) => floor.undoBust(state, id(1)))
  two.press((state) => floor.bust(state, id(1), millis(2)))
  one.meet(two)
  assert.equal(one.read(), two.read())
})

test("what another device wrote and nobody understands is passed over", () => {
  const tablet = tournamentOf(2)
  const before = tablet.read()
  tablet.registers.setAll([
    ["table/x y", { number: 1 }],
    ["entry/e9/seat", { table: "t", seat: 1 }],
    ["entry/e1/out/more", 1],
    ["nonsense", { a: 1 }],
    ["entry/e001/unknown", true],
  ])
  tablet.registers.doc.getArray<unknown>("registers").push(["junk", null, { key: 1 }])
  assert.equal(tablet.read(), before)
  tablet.registers.set("clock", { status: "flying" })
  assert.is(tablet.read().clock.status, "paused")
})

test("a value that changes all evening leaves almost nothing behind", () => {
  const tablet = tournamentOf(2)
  for (let press = 0; press < 2_000; press++)
    tablet.registers.set("clock", { status: "paused", levelIndex: press, elapsedMs: 0 })
  assert.ok(Y.encodeStateAsUpdate(tablet.registers.doc).length < 20_000)
})

test.run()
