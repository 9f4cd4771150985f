import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as floor from "../../domain/floor.ts"
import { seatClashes } from "../../domain/seating.ts"
import { playersLeft, type TournamentState } from "../../domain/tournament.ts"
import { millis } from "../../schemas/units.ts"
import {
  enter,
  everybodySits,
  id,
  placesOf,
  sizes,
  Tablet,
  tournamentOf,
} from "../support/tablet.ts"

test("who was seated at a table that another tablet broke meanwhile waits for a seat", () => {
  const [one, two] = [tournamentOf(10), new Tablet(2)]
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

test("two tablets apart that each open table 2 mean the same table", () => {
  const [one, two] = [tournamentOf(9), new Tablet(2)]
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
  const [one, two] = [tournamentOf(9), new Tablet(2)]
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
  const [one, two] = [tournamentOf(9), new Tablet(2)]
  one.meet(two)
  one.press((state) => floor.bust(state, id(1), millis(1)))
  one.press((state) => floor.undoBust(state, id(1)))
  two.press((state) => floor.bust(state, id(1), millis(2)))
  one.meet(two)
  assert.equal(one.read(), two.read())
})

/** One press of a button; the number says for which entry, and seeds the draws. */
type Press = readonly [button: keyof typeof BUTTONS, number: number]
const BUTTONS = {
  enter: (_, number) => enter(number),
  seatDraw: (state, number) => floor.seatDraw(state, `draw ${number}`),
  lateSeat: (state, number) => floor.lateSeat(state, id(number), `late ${number}`),
  bust: (state, number) => floor.bust(state, id(number), millis(number)),
  undoBust: (state, number) => floor.undoBust(state, id(number)),
  breakTable: (state, number) => floor.breakTable(state, `break ${number}`)?.writes ?? [],
} satisfies Record<string, (state: TournamentState, number: number) => floor.Writes>

const anyPress = fc.tuple(
  fc.constantFrom<Press[0][]>("enter", "seatDraw", "lateSeat", "bust", "undoBust", "breakTable"),
  fc.integer({ min: 1, max: 40 }),
)
const anyPresses = fc.array(anyPress, { maxLength: 30 })

function pressAll(tablet: Tablet, presses: readonly Press[]): void {
  for (const [button, number] of presses) tablet.press((state) => BUTTONS[button](state, number))
}

test("any presses on one tablet: nobody is lost, and no seat is given twice", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), anyPresses, (count, presses) => {
      const tablet = tournamentOf(count, 6)
      const known = new Set(tablet.read().entries.map(({ entryId }) => entryId))
      for (const press of presses) {
        pressAll(tablet, [press])
        if (press[0] === "enter") known.add(id(press[1]))
        assert.equal(seatClashes(tablet.read().entries), [])
      }
      assert.equal(new Set(tablet.read().entries.map(({ entryId }) => entryId)), known)
      tablet.press((state) => floor.seatDraw(state, "last"))
      everybodySits(tablet.read())
    }),
    { seed: 10, numRuns: 100 },
  )
})

test("any presses on two tablets apart: both tell the same, nobody is lost, and a draw seats all", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), anyPresses, anyPresses, (count, here, there) => {
      const [one, two] = [tournamentOf(count, 6), new Tablet(2)]
      one.meet(two)
      pressAll(one, here)
      pressAll(two, there)
      const known = [...one.read().entries, ...two.read().entries].map(({ entryId }) => entryId)
      one.meet(two)
      assert.equal(one.read(), two.read())
      assert.equal(
        one.read().entries.map(({ entryId }) => entryId),
        [...new Set(known)].toSorted(),
      )
      for (const other of seatClashes(one.read().entries).flatMap(({ others }) => others))
        one.press((state) => floor.lateSeat(state, other, `clash ${other}`))
      one.press((state) => floor.seatDraw(state, "last"))
      everybodySits(one.read())
    }),
    { seed: 11, numRuns: 100 },
  )
})

test.run()
