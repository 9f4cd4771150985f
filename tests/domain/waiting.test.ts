import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { bust } from "../../domain/floor.ts"
import { freeSeats, putOnList, takeOffList } from "../../domain/waiting.ts"
import { refusalOf } from "../../schemas/documents/rules.ts"
import { PlayerId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import { enter, id, tournamentOf } from "../support/tablet.ts"

const player = (number: number) => v.parse(PlayerId, `p${number}`)
const waiting = (tablet: ReturnType<typeof tournamentOf>) =>
  tablet.read().waiting.map(({ playerId }) => playerId)

test("LATE-8: who came first is first; a second tap does not cost the place in the line", () => {
  const tablet = tournamentOf(9)
  tablet.press((state) => putOnList(state, player(12), millis(20)))
  tablet.press((state) => putOnList(state, player(11), millis(10)))
  tablet.press((state) => putOnList(state, player(11), millis(99)))
  assert.equal(waiting(tablet), ["p11", "p12"])
  tablet.press((state) => takeOffList(state, player(11)))
  assert.equal(waiting(tablet), ["p12"])
  assert.equal(takeOffList(tablet.read(), player(11)), [])
})

test("nobody who is in play waits, whatever two tablets wrote; who is out may wait again", () => {
  const tablet = tournamentOf(9)
  assert.equal(putOnList(tablet.read(), player(1), millis(1)), [])
  tablet.press((state) => putOnList(state, player(10), millis(1)))
  tablet.press(() => enter(10))
  assert.equal(waiting(tablet), [])
  tablet.press((state) => bust(state, id(1), millis(2)))
  tablet.press((state) => putOnList(state, player(1), millis(3)))
  assert.equal(waiting(tablet), ["p1"])
})

test("the free seats of the open tables are told", () => {
  const tablet = tournamentOf(16, 9)
  assert.is(freeSeats(tablet.read()), 2)
  tablet.press((state) => bust(state, id(1), millis(2)))
  assert.is(freeSeats(tablet.read()), 3)
})

test("staff write the list, a phone does not, and nothing but a time is in it", () => {
  const room = { kind: "tournament", tournamentId: "t1" } as const
  assert.is(refusalOf(room, "cashier", "waiting/p1", { since: 5 }), null)
  assert.is(refusalOf(room, "floor", "waiting/p1", null), null)
  assert.match(refusalOf(room, "player", "waiting/p1", { since: 5 }) ?? "", /may not change/)
  assert.match(refusalOf(room, "floor", "waiting/p1", { since: 5, name: "Anna" }) ?? "", /name/)
})

test.run()
