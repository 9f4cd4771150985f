import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import type { TournamentState } from "../../domain/tournament.ts"
import { newClock } from "../../domain/clock.ts"
import { agoText } from "../../app/features/floor/ago.ts"
import { seatPlaces } from "../../app/features/floor/table-layout.ts"
import { shortName, tableViews, unseated } from "../../app/features/floor/tables.ts"
import { EntryId, PlayerId, TableId } from "../../schemas/ids.ts"
import { millis, seatNumber } from "../../schemas/units.ts"

const table = v.parse(TableId, "table-001")
const entry = (name: string, seat: number | null, outOrder: number | null = null) => ({
  entryId: v.parse(EntryId, `entry-${name}`),
  playerId: v.parse(PlayerId, `player-${name}`),
  seat: seat === null ? null : { table, seat: seatNumber(seat) },
  out: outOrder === null ? null : { order: outOrder, at: millis(outOrder) },
  chips: null,
})
const floor = (entries: TournamentState["entries"]): TournamentState => ({
  tournament: null,
  clock: newClock(),
  tables: [{ tableId: table, number: 4, seats: 9, status: "open", button: null }],
  entries,
  waiting: [],
})

test("every table from 2 to 12 seats is drawn with as many seats, none on top of another", () => {
  for (let seats = 2; seats <= 12; seats++) {
    const places = seatPlaces(seats)
    assert.is(places.length, seats)
    for (const [index, a] of places.entries())
      for (const b of places.slice(index + 1))
        assert.ok(Math.abs(a.x - b.x) >= 20 || Math.abs(a.y - b.y) >= 20, `${seats} seats`)
  }
})

test("seats go clockwise from the dealer's left: up the left side, along the top, down the right", () => {
  const places = seatPlaces(9)
  const [first, , third, fourth, , sixth, seventh, , ninth] = places
  assert.ok(first && first.x < 50 && first.y > 50)
  assert.ok(third && third.x < 25 && third.y === 50)
  assert.ok(fourth && sixth && fourth.y < 25 && fourth.x < sixth.x)
  assert.ok(seventh && seventh.x > 75)
  assert.ok(ninth && ninth.x > 50 && ninth.y > 50)
})

test("a seat taken twice shows one holder, and that there is a clash", () => {
  const [view] = tableViews(floor([entry("a", 3), entry("b", 3), entry("c", 4, 1)]))
  const seat = view?.seats[2]
  assert.is(view?.players, 1)
  assert.is(seat?.entry?.entryId, "entry-a")
  assert.is(seat?.hasClash, true)
  assert.is(view?.seats[3]?.hasClash, false, "who is out is in nobody's way")
})

test("button and blinds lie where they are; a small blind at an empty seat is not posted", () => {
  const at = (button: number, smallBlind: number, bigBlind: number) => {
    const state = floor([entry("a", 1), entry("b", 3), entry("c", 5)])
    const said = {
      button: seatNumber(button),
      smallBlind: seatNumber(smallBlind),
      bigBlind: seatNumber(bigBlind),
      at: millis(0),
    }
    const tables = state.tables.map((each) => ({ ...each, button: said }))
    const [view] = tableViews({ ...state, tables })
    return view?.seats.flatMap(({ seat, marks }) => marks.map((mark) => `${seat} ${mark}`))
  }
  assert.equal(at(1, 3, 5), ["1 button", "3 small", "5 big"])
  assert.equal(at(1, 2, 3), ["1 button", "3 big"])
})

test("how long ago something was, in either language", () => {
  assert.is(agoText(-5_000, "en-GB"), "now")
  assert.is(agoText(59_000, "en-GB"), "59 seconds ago")
  assert.is(agoText(12 * 60_000, "da-DK"), "for 12 minutter siden")
  assert.is(agoText(3 * 3_600_000, "en-GB"), "3 hours ago")
  assert.is(agoText(50 * 3_600_000, "en-GB"), "2 days ago")
})

test("who is out neither sits nor waits for a seat; a broken table is not drawn", () => {
  const state = floor([entry("a", 1, 1), entry("b", null), entry("c", null, 2)])
  assert.equal(
    unseated(state).map(({ entryId }) => entryId),
    ["entry-b"],
  )
  assert.is(tableViews(state)[0]?.players, 0)
  const broken = state.tables.map((each) => ({ ...each, status: "broken" as const }))
  assert.equal(tableViews({ ...state, tables: broken }), [])
})

test("a seat shows the first name and a letter", () => {
  assert.is(shortName("Anna Sofie Berg"), "Anna B.")
  assert.is(shortName("Bo"), "Bo")
  assert.is(shortName("Guest 07"), "Guest 07")
})

test.run()
