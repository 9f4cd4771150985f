import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { Sessions } from "../../leaf/sessions.ts"
import { PlayerId, TournamentId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import { TestLeaf } from "../support/leaf.ts"
import { startLog } from "../support/nats.ts"

const HOUR = 3_600_000

/** PINs over a real bucket, with a clock that the test turns. */
async function venue() {
  const log = await startLog()
  const clock = { now: 1_700_000_000_000 }
  const open = () => new Sessions(log.connection.access, "pepper", () => millis(clock.now))
  const sessions = open()
  await sessions.addStaff("2580", "administrator")
  return { clock, open, sessions, stop: log.stop }
}

test("a PIN opens a session, a wrong one does not, and a session ends", async () => {
  const { sessions, clock, stop } = await venue()
  assert.is((await sessions.signIn("0000", "tablet")).outcome, "wrong_pin")
  const welcome = await sessions.signIn("2580", "tablet")
  assert.is(welcome.outcome, "welcome")
  const token = welcome.outcome === "welcome" ? welcome.token : ""
  assert.is((await sessions.find(token))?.kind, "staff")
  assert.is(await sessions.find(`${token}x`), null)
  clock.now += 17 * HOUR
  assert.is(await sessions.find(token), null)
  await stop()
})

test("signing out makes a token worthless, also for a Leaf that starts anew", async () => {
  const { sessions, open, stop } = await venue()
  const welcome = await sessions.signIn("2580", "tablet")
  const token = welcome.outcome === "welcome" ? welcome.token : ""
  assert.is((await open().find(token))?.kind, "staff", "a token survives a restart")
  await sessions.signOut(token)
  assert.is(await sessions.find(token), null)
  assert.is(await open().find(token), null)
  await stop()
})

test("from the fifth wrong PIN on the wait doubles, and the right PIN has to wait, too", async () => {
  const { sessions, clock, stop } = await venue()
  for (let guess = 0; guess < 5; guess++)
    assert.is((await sessions.signIn("0000", "tablet")).outcome, "wrong_pin")
  for (const waitMs of [1_000, 2_000, 4_000, 8_000]) {
    assert.equal(await sessions.signIn("2580", "tablet"), { outcome: "wait", waitMs })
    clock.now += waitMs
    assert.is((await sessions.signIn("0000", "tablet")).outcome, "wrong_pin")
  }
  clock.now += 16_000
  assert.is((await sessions.signIn("2580", "tablet")).outcome, "welcome")
  assert.is(
    (await sessions.signIn("0000", "tablet")).outcome,
    "wrong_pin",
    "and counting starts anew",
  )
  await stop()
})

test("the tenth wrong PIN locks the device, and no other, until it is unlocked", async () => {
  const { sessions, open, clock, stop } = await venue()
  for (let guess = 1; guess <= 10; guess++) {
    clock.now += HOUR
    const { outcome } = await sessions.signIn("0000", "tablet")
    assert.is(outcome, guess === 10 ? "locked" : "wrong_pin")
  }
  clock.now += 100 * HOUR
  for (const each of [sessions, open()])
    assert.is((await each.signIn("2580", "tablet")).outcome, "locked")
  assert.is((await sessions.signIn("2580", "another")).outcome, "welcome")
  assert.is(await sessions.unlock(), 1)
  assert.is((await sessions.signIn("2580", "tablet")).outcome, "welcome")
  await stop()
})

test("fifty guesses at once are counted exactly: five are looked at", async () => {
  const { sessions, stop } = await venue()
  const guesses = Array.from({ length: 50 }, (_, index) =>
    sessions.signIn(String(3_000 + index), "tablet"),
  )
  const outcomes = (await Promise.all(guesses)).map(({ outcome }) => outcome)
  assert.is(outcomes.filter((outcome) => outcome === "wrong_pin").length, 5)
  assert.is(outcomes.filter((outcome) => outcome === "wait").length, 45)
  await stop()
})

test("a phone's ticket is for one player of one tournament", async () => {
  const { sessions, stop } = await venue()
  const subject = { tournamentId: v.parse(TournamentId, "t1"), playerId: v.parse(PlayerId, "p1") }
  const { token, expiresAt } = await sessions.issueTicket(subject)
  assert.equal(await sessions.find(token), { kind: "phone", ...subject, expiresAt })
  await stop()
})

test("over HTTP: 401, then 429 with Retry-After; a pulled plug does not reset the count", async () => {
  const leaf = await new TestLeaf().start()
  const guess = () =>
    fetch(`${leaf.url}/api/sessions`, { method: "POST", body: JSON.stringify({ pin: "0000" }) })
  for (let wrong = 0; wrong < 5; wrong++) assert.is((await guess()).status, 401)
  await leaf.kill()
  await leaf.start()
  // The wait of the fifth may be over by now; the sixth, at the latest, meets the next one.
  const answers = [await guess(), await guess()]
  const waiting = answers.find(({ status }) => status === 429)
  assert.ok(waiting, `got ${answers.map(({ status }) => status).join(", ")}`)
  assert.match(waiting?.headers.get("Retry-After") ?? "", /^[12]$/)
  await leaf.stop()
})

test.run()
