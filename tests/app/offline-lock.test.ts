import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { failedAgain, NO_FAILURES, standingOf } from "../../app/data/offline-lock.ts"
import { seal, unseal } from "../../app/data/sealed-session.ts"
import { StaffId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"

const HOUR = 3_600_000
const now = 1_700_000_000_000
const after = (count: number) => ({ count, lastAt: now })

test("a wrong PIN is one more, from now on", () => {
  assert.equal(failedAgain(NO_FAILURES, now), after(1))
  assert.equal(failedAgain(after(4), now + 5), { count: 5, lastAt: now + 5 })
})

test("four wrong PINs cost nothing, from the fifth on the wait doubles", () => {
  for (const count of [0, 1, 2, 3, 4]) assert.equal(standingOf(after(count), now), { kind: "open" })
  for (const [count, waitMs] of [
    [5, 1_000],
    [6, 2_000],
    [7, 4_000],
    [8, 8_000],
    [9, 16_000],
  ] as const) {
    assert.equal(standingOf(after(count), now), { kind: "wait", untilMs: now + waitMs })
    assert.equal(standingOf(after(count), now + waitMs), { kind: "open" })
  }
})

test("the tenth locks for good: no time and no clock that was set unlocks it", () => {
  for (const at of [now, now + 1_000 * HOUR, now - 1_000 * HOUR])
    assert.equal(standingOf(after(10), at), { kind: "locked" })
})

const session = {
  token: "a-secret-token",
  staffId: v.parse(StaffId, "anna"),
  role: "floor" as const,
  expiresAt: millis(now),
}

test("the right PIN opens what was sealed, a wrong one does not, and no token is in it", async () => {
  const sealed = await seal(session, "2580", 1_000)
  assert.equal(await unseal(sealed, "2580"), session)
  assert.is(await unseal(sealed, "2581"), null)
  assert.not.match(new TextDecoder().decode(sealed.data), /a-secret-token/)
})

test("what was sealed for one person does not open in the place of another", async () => {
  const sealed = await seal(session, "2580", 1_000)
  assert.is(await unseal({ ...sealed, staffId: v.parse(StaffId, "bo") }, "2580"), null)
})

test("the same PIN seals differently each time", async () => {
  const [one, other] = [await seal(session, "2580", 1_000), await seal(session, "2580", 1_000)]
  assert.not.equal(one.data, other.data)
})

test.run()
