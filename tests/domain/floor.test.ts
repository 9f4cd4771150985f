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

const placesOf = (tablet: Tablet) => Object.fromEntries(places(tablet.read().entries))

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
  assert.equal(placesOf(tablet), { e001: 3, e002: 1, e003: 4, e004: 2 })
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

test("a second tap on the same bust does not give a better place", () => {
  const tablet = tournamentOf(5)
  for (const number of [1, 2, 1])
    tablet.press((state) => floor.bust(state, id(number), millis(number)))
  assert.equal(placesOf(tablet), { e001: 5, e002: 4 })
})

test("an entry that nobody knows is neither busted nor seated", () => {
  const state = tournamentOf(2).read()
  assert.equal(floor.bust(state, id(77), millis(0)), [])
  assert.equal(floor.undoBust(state, id(77)), [])
  assert.equal(floor.lateSeat(state, id(77), "x"), [])
})

test("two busts that two devices gave the same order: the earlier, then the smaller id goes first", () => {
  const tablet = tournamentOf(5)
  tablet.registers.setAll([
    [`entry/${id(1)}/out`, { order: 1, at: 20 }],
    [`entry/${id(2)}/out`, { order: 1, at: 10 }],
    [`entry/${id(4)}/out`, { order: 1, at: 20 }],
  ])
  assert.equal(placesOf(tablet), { e002: 5, e001: 4, e004: 3 })
  assert.equal(
    Object.fromEntries(places(tablet.read().entries.toReversed())),
    placesOf(tablet),
    "in whatever order they are listed",
  )
})

test("to take back the bust of one who is not out leaves the seat alone", () => {
  const tablet = tournamentOf(2)
  tablet.registers.set(`entry/${id(2)}/seat`, tablet.read().entries[0]?.seat)
  assert.equal(floor.undoBust(tablet.read(), id(2)), [])
})

test("a late draw opens no table for those who are out", () => {
  const tablet = tournamentOf(27)
  for (let number = 1; number <= 10; number++)
    tablet.press((state) => floor.bust(state, id(number), millis(number)))
  tablet.press((state) => floor.breakTable(state, "b")?.writes ?? [])
  tablet.press(() => enter(28))
  tablet.press((state) => floor.seatDraw(state, "late"))
  assert.equal(sizes(tablet.read()), [9, 9])
  everybodySits(tablet.read())
})

test("a draw opens as many tables as are needed also where a table in play is small", () => {
  const tablet = tournamentOf(0)
  tablet.registers.set("table/table-001", { number: 1, seats: 4, status: "open" })
  for (let number = 1; number <= 8; number++) tablet.press(() => enter(number))
  tablet.press((state) => floor.seatDraw(state, "s"))
  assert.equal(sizes(tablet.read()), [4, 4])
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

test("BRK-1: two who were given one seat, and one who waits, count as players left", () => {
  const tablet = tournamentOf(10)
  const [first, second] = tablet.read().tables
  for (let number = 1; number <= 10; number++) {
    const seat =
      number === 10
        ? { table: second?.tableId, seat: 1 }
        : { table: first?.tableId, seat: Math.min(number, 8) }
    tablet.registers.set(`entry/${id(number)}/seat`, seat)
  }
  assert.is(floor.breakTable(tablet.read(), "b"), null, "10 players do not fit at 9 seats")
  tablet.registers.set(`entry/${id(9)}/seat`, null)
  assert.is(floor.breakTable(tablet.read(), "b"), null, "nor do they where one waits")
  tablet.press((state) => floor.bust(state, id(9), millis(0)))
  assert.is(floor.breakTable(tablet.read(), "b")?.plan.moves.length, 1)
})

test("who was seated at a table that another tablet broke meanwhile waits for a seat", () => {
  const [one, two] = [tournamentOf(10), new Tablet()]
  one.press((state) => floor.bust(state, id(1), millis(1)))
  one.press((state) => floor.bust(state, id(2), millis(2)))
  one.meet(two)
  one.press((state) => floor.breakTable(state, "b")?.writes ?? [])
  two.press(() => enter(11))
  two.registers.set(`entry/${id(11)}/seat`, { table: "table-002", seat: 9 })
  one.meet(two)
  assert.equal(one.read(), two.read())
  const stranded = one.read().entries.find(({ entryId }) => entryId === id(11))
  assert.is(stranded?.seat, null)
  one.press((state) => floor.seatDraw(state, "again"))
  everybodySits(one.read())
})

test("who is given a seat that the table does not have waits for one", () => {
  const tablet = tournamentOf(2)
  tablet.registers.set(`entry/${id(1)}/seat`, { table: "table-001", seat: 10 })
  assert.is(tablet.read().entries[0]?.seat, null)
})

test("who was out before the table broke keeps the seat on record, and comes back to a new one", () => {
  const tablet = tournamentOf(10)
  const last = tablet.read().entries.find(({ seat }) => seat?.table === "table-002")
  assert.ok(last)
  if (!last) return
  tablet.press((state) => floor.bust(state, last.entryId, millis(1)))
  tablet.press((state) => floor.breakTable(state, "b")?.writes ?? [])
  assert.equal(sizes(tablet.read()), [9])
  const out = tablet.read().entries.find(({ entryId }) => entryId === last.entryId)
  assert.equal(out?.seat, last.seat)
  assert.equal(floor.undoBust(tablet.read(), last.entryId), [
    [`entry/${last.entryId}/out`, null],
    [`entry/${last.entryId}/seat`, null],
  ])
})

test("two tablets apart that each open table 2 mean the same table", () => {
  const [one, two] = [tournamentOf(9), new Tablet()]
  one.meet(two)
  for (const [tablet, number] of [
    [one, 10],
    [two, 11],
  ] as const) {
    tablet.press(() => enter(number))
    tablet.press((state) => floor.lateSeat(state, id(number), `late ${number}`))
  }
  one.meet(two)
  assert.equal(sizes(one.read()), [9, 2])
  everybodySits(one.read())
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
  assert.equal(placesOf(one), { e001: 10, e002: 9 })
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
    ["entry/e001/out/more", { order: 1, at: 1 }],
    ["entry/e001/player/x", "p2"],
    ["table/table-001/x", { number: 7, seats: 9, status: "open" }],
    ["nonsense", { a: 1 }],
    ["entry/e001/unknown", true],
  ])
  tablet.registers.doc.getArray<unknown>("registers").push(["junk", null, { key: 1 }])
  assert.equal(tablet.read(), before)
  tablet.registers.set("clock", { status: "flying" })
  assert.is(tablet.read().clock.status, "paused")
})

test("a bust stands, whatever else is written beside it", () => {
  const tablet = tournamentOf(3)
  tablet.press((state) => floor.bust(state, id(1), millis(1)))
  tablet.registers.set(`entry/${id(1)}/out/more`, 1)
  assert.equal(tablet.read().entries[0]?.out, { order: 1, at: 1 })
})

test("entries come by id and tables by number, in whatever order the registers are", () => {
  const state = readTournament(
    new Map<string, unknown>([
      ["entry/b/player", "p"],
      ["table/y", { number: 2, seats: 9, status: "open" }],
      ["entry/a-1/player", "p"],
      ["table/x", { number: 2, seats: 9, status: "open" }],
      ["entry/a/player", "p"],
      ["table/z", { number: 1, seats: 9, status: "open" }],
    ]),
  )
  assert.is(state.entries.map(({ entryId }) => entryId).join(" "), "a a-1 b")
  assert.is(state.tables.map(({ tableId }) => tableId).join(" "), "z x y")
})

test("a value that changes all evening leaves almost nothing behind", () => {
  const tablet = tournamentOf(2)
  for (let press = 0; press < 2_000; press++)
    tablet.registers.set("clock", { status: "paused", levelIndex: press, elapsedMs: 0 })
  assert.ok(Y.encodeStateAsUpdate(tablet.registers.doc).length < 20_000)
})

test.run()
