import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import * as held from "../../app/data/held.ts"
import { StaffId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import type { StaffSession } from "../../schemas/wire.ts"

const session = (name: string, token = `${name}-1`): StaffSession => ({
  token,
  staffId: v.parse(StaffId, name),
  role: "cashier",
  expiresAt: millis(2_000_000_000_000),
})
const [anna, bo] = [session("anna"), session("bo")]
const both = held.letIn(held.letIn(held.NOBODY, anna), bo)

test("who signs in last works; one tap switches back to who has signed in before", () => {
  assert.is(held.currentOf(both), bo)
  assert.is(held.currentOf(held.switchTo(both, anna.staffId)), anna)
  assert.is(held.switchTo(both, v.parse(StaffId, "nobody")), both)
})

test("a locked device keeps the very session, so that a desk below the lock stays as it is", () => {
  const locked = held.lockAll(both)
  assert.is(held.stateOf(locked, bo.staffId), "locked")
  assert.is(held.currentOf(locked), bo)
  const unlocked = held.letIn(locked, bo)
  assert.is(held.currentOf(unlocked), bo)
  assert.is(held.switchTo(unlocked, anna.staffId), unlocked, "Anna still needs her PIN")
})

test("who has signed out works no more, but what they did may still go out with their session", () => {
  const gone = held.leave(both, bo.staffId)
  assert.is(held.currentOf(gone), null)
  assert.is(held.sessionOf(gone, bo.staffId), bo)
  assert.is(held.switchTo(gone, bo.staffId), gone)
  assert.is(held.sessionOf(held.drop(gone, bo.token), bo.staffId), null)
})

test("the end of a session says nothing of one that has taken its place", () => {
  const anew = session("bo", "bo-2")
  const renewed = held.letIn(both, anew)
  assert.is(held.currentOf(held.drop(renewed, bo.token)), anew)
})

test.run()
