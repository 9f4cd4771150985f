import { test } from "uvu"
import * as assert from "uvu/assert"
import * as Y from "yjs"
import { places } from "../../domain/entries.ts"
import { newClock } from "../../domain/clock.ts"
import * as floor from "../../domain/floor.ts"
import { playersLeft } from "../../domain/tournament.ts"
import { millis } from "../../schemas/units.ts"
import { enter, everybodySits, id, placesOf, sizes, tournamentOf } from "../support/tablet.ts"

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

test("a new tournament starts with a clock that stands at its first level", () => {
  const tablet = tournamentOf(0)
  const { tournament } = tablet.read()
  assert.ok(tournament)
  tablet.registers.set("clock", { status: "paused", levelIndex: 5, elapsedMs: 1 })
  if (tournament) tablet.press(() => floor.createTournament({ ...tournament, name: "Saturday" }))
  assert.is(tablet.read().tournament?.name, "Saturday")
  assert.equal(tablet.registers.get("clock"), newClock())
})

test("SEAT-2: tables are opened with as many seats as the tournament's tables have", () => {
  const tablet = tournamentOf(13, 6)
  assert.equal(
    tablet.read().tables.map(({ tableId, number, seats }) => `${tableId} ${number} ${seats}`),
    ["table-001 1 6", "table-002 2 6", "table-003 3 6"],
  )
  assert.equal(
    sizes(tablet.read()).toSorted((a, b) => b - a),
    [5, 4, 4],
  )
})

test("a draw leaves those who sit where they are, and opens a table for those who find no seat", () => {
  const tablet = tournamentOf(9)
  const before = tablet.read().entries
  for (const number of [10, 11, 12]) tablet.press(() => enter(number))
  tablet.press((state) => floor.seatDraw(state, "s"))
  assert.equal(sizes(tablet.read()), [9, 3])
  assert.equal(tablet.read().entries.slice(0, 9), before)
  assert.equal(floor.seatDraw(tablet.read(), "s"), [], "nobody waits")
})

test("a draw opens no table where nobody waits, also where two sit in one seat", () => {
  const tablet = tournamentOf(10)
  tablet.registers.setAll([
    ["table/table-002", { number: 2, seats: 9, status: "broken" }],
    ...tablet
      .read()
      .entries.map(
        ({ entryId }, index) =>
          [`entry/${entryId}/seat`, { table: "table-001", seat: Math.min(9, index + 1) }] as const,
      ),
  ])
  assert.equal(floor.seatDraw(tablet.read(), "s"), [])
})

test("whoever went out before there was a seat gets none", () => {
  const tablet = tournamentOf(2)
  tablet.press(() => enter(3))
  tablet.press((state) => floor.bust(state, id(3), millis(1)))
  tablet.press(() => enter(4))
  tablet.press((state) => floor.seatDraw(state, "s"))
  assert.equal(
    tablet.read().entries.map(({ seat }) => seat !== null),
    [true, true, false, true],
  )
})

test("a new table never gets the number of a broken one", () => {
  const tablet = tournamentOf(10)
  tablet.press((state) => floor.bust(state, id(1), millis(1)))
  tablet.press((state) => floor.breakTable(state, "b")?.writes ?? [])
  tablet.press(() => enter(11))
  tablet.press((state) => floor.lateSeat(state, id(11), "late"))
  assert.equal(
    tablet.read().tables.map(({ number, status }) => `${number} ${status}`),
    ["1 open", "2 broken", "3 open"],
  )
  everybodySits(tablet.read())
})

test("to draw a late seat again gives another seat", () => {
  const tablet = tournamentOf(8)
  const before = tablet.read().entries[0]?.seat
  tablet.press((state) => floor.lateSeat(state, id(1), "again"))
  assert.not.equal(tablet.read().entries[0]?.seat, before)
  everybodySits(tablet.read())
})

test("the seat is back also where the same number is taken at another table, or was left by one who is out", () => {
  const tablet = tournamentOf(2)
  tablet.registers.setAll([
    ["table/table-002", { number: 2, seats: 9, status: "open" }],
    [`entry/${id(1)}/seat`, { table: "table-001", seat: 4 }],
    [`entry/${id(2)}/seat`, { table: "table-002", seat: 4 }],
  ])
  tablet.press(() => enter(3))
  tablet.registers.set(`entry/${id(3)}/seat`, { table: "table-001", seat: 4 })
  for (const number of [3, 1])
    tablet.press((state) => floor.bust(state, id(number), millis(number)))
  tablet.press((state) => floor.undoBust(state, id(1)))
  assert.equal(tablet.read().entries[0]?.seat, { table: "table-001", seat: 4 })
})

test("a table break moves those who play, and leaves who is out at the seat on record", () => {
  const tablet = tournamentOf(10)
  const seat = { table: "table-002", seat: 1 }
  tablet.registers.set(`entry/${id(1)}/seat`, seat)
  tablet.press((state) => floor.bust(state, id(1), millis(1)))
  tablet.registers.set(`entry/${id(2)}/seat`, seat)
  tablet.press((state) => floor.breakTable(state, "b")?.writes ?? [])
  const [out, moved] = tablet.read().entries
  assert.equal(out?.seat, seat)
  assert.is(moved?.seat?.table, "table-001")
  everybodySits(tablet.read())
})

test("a value that changes all evening leaves almost nothing behind", () => {
  const tablet = tournamentOf(2)
  for (let press = 0; press < 2_000; press++)
    tablet.registers.set("clock", { status: "paused", levelIndex: press, elapsedMs: 0 })
  assert.ok(Y.encodeStateAsUpdate(tablet.registers.doc).length < 20_000)
})

test.run()
