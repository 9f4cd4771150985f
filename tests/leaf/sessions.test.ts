import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { readOrMakeIdentity } from "../../leaf/identity.ts"
import { Sessions, type SignIn } from "../../leaf/sessions.ts"
import { PlayerId, TournamentId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import type { Problem } from "../../schemas/problem.ts"
import { temporaryFolder } from "../support/folder.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { startLog } from "../support/nats.ts"

const HOUR = 3_600_000

const log = await startLog()
const clock = { now: 1_700_000_000_000 }
const open = (): Sessions => new Sessions(log.connection.access, "pepper", () => millis(clock.now))
const sessions = open()
await sessions.addStaff("2580", "administrator")
test.before.each(async () => {
  await sessions.unlock()
})

/** How many of the outcomes there are of each kind. */
function counted(outcomes: SignIn[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

const guesses = (turned: Sessions, count: number): Promise<SignIn[]> =>
  Promise.all(
    Array.from({ length: count }, (_, index) => turned.signIn(String(3_000 + index), "tablet")),
  )

test("a PIN opens a session, a wrong one does not, and a session ends", async () => {
  assert.is((await sessions.signIn("0000", "tablet")).outcome, "wrong_pin")
  const welcome = await sessions.signIn("2580", "tablet")
  assert.is(welcome.outcome, "welcome")
  const token = welcome.outcome === "welcome" ? welcome.token : ""
  assert.is((await sessions.find(token))?.kind, "staff")
  assert.is(await sessions.find(`${token}x`), null)
  clock.now += 17 * HOUR
  assert.is(await sessions.find(token), null)
})

test("signing out makes a token worthless, also for a Leaf that starts anew", async () => {
  const welcome = await sessions.signIn("2580", "tablet")
  const token = welcome.outcome === "welcome" ? welcome.token : ""
  assert.is((await open().find(token))?.kind, "staff", "a token survives a restart")
  await sessions.signOut(token)
  assert.is(await sessions.find(token), null)
  assert.is(await open().find(token), null)
})

test("from the fifth wrong PIN on the wait doubles, and the right PIN has to wait, too", async () => {
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
})

test("the tenth wrong PIN locks the device, and no other, until it is unlocked", async () => {
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
})

test("fifty guesses at once are counted exactly: five are looked at, the others wait", async () => {
  assert.equal(counted(await guesses(sessions, 50)), { wrong_pin: 5, wait: 45 })
})

test("fifty guesses at once, each after its wait: ten are looked at, and the device is locked", async () => {
  // Every look at this clock is a day later, so that no wait ever stands in the way.
  const patient = new Sessions(log.connection.access, "pepper", () => {
    clock.now += 24 * HOUR
    return millis(clock.now)
  })
  assert.equal(counted(await guesses(patient, 50)), { wrong_pin: 9, locked: 41 })
})

test("many devices together are slowed down, but never locked", async () => {
  // As fifty guests left it: guessing that often takes too long for a test.
  const failed = (count: number) =>
    log.connection.access.put("failures.venue", JSON.stringify({ count, lastAt: clock.now }))
  await failed(49)
  assert.is((await sessions.signIn("0000", "guest-50")).outcome, "wrong_pin")
  assert.equal(await sessions.signIn("2580", "tablet"), { outcome: "wait", waitMs: 1_000 })
  await failed(5_000)
  assert.equal(await sessions.signIn("2580", "tablet"), { outcome: "wait", waitMs: 5_000 })
  clock.now += 5_000
  assert.is((await sessions.signIn("2580", "tablet")).outcome, "welcome")
})

test("a question that is under way does not bring a signed-out token back", async () => {
  const welcome = await sessions.signIn("2580", "tablet")
  const token = welcome.outcome === "welcome" ? welcome.token : ""
  const anew = open()
  const { access } = log.connection
  const get = access.get.bind(access)
  const wasRead = new Promise<void>((read) => {
    access.get = async (key) => {
      const entry = await get(key)
      read()
      await signedOut
      return entry
    }
  })
  const signedOut = wasRead.then(() => anew.signOut(token))
  await anew.find(token)
  access.get = get
  assert.is(await anew.find(token), null)
})

test("the bucket holds no token and no PIN", async () => {
  const welcome = await sessions.signIn("2580", "tablet")
  const token = welcome.outcome === "welcome" ? welcome.token : ""
  const { access } = log.connection
  let lines = 0
  for await (const key of await access.keys()) {
    lines += 1
    assert.not.match(`${key} ${(await access.get(key))?.string()}`, new RegExp(`${token}|2580`))
  }
  assert.ok(lines >= 2, "the PIN's and the session's")
})

test("a phone's ticket is for one player of one tournament", async () => {
  const subject = { tournamentId: v.parse(TournamentId, "t1"), playerId: v.parse(PlayerId, "p1") }
  const { token, expiresAt } = await sessions.issueTicket(subject)
  assert.equal(await sessions.find(token), { kind: "phone", ...subject, expiresAt })
})

test("over HTTP: 401, 429 with Retry-After, 423; a pulled plug resets nothing; an administrator unlocks", async () => {
  const leaf = await new TestLeaf().start()
  const send = (method: string, path: string, body?: object) =>
    fetch(leaf.url + path, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  let token = ""
  const attempt = (pin: string) => send("POST", "/api/sessions", { pin })
  token = ((await (await attempt(PIN)).json()) as { token: string }).token
  for (let wrong = 0; wrong < 5; wrong++) assert.is((await attempt("0000")).status, 401)
  await leaf.kill()
  await leaf.start()
  // The wait of the fifth may be over by now; the sixth, at the latest, meets the next one.
  const answers = [await attempt("0000"), await attempt("0000")]
  const waiting = answers.find(({ status }) => status === 429)
  assert.ok(waiting, `got ${answers.map(({ status }) => status).join(", ")}`)
  assert.match(waiting?.headers.get("Retry-After") ?? "", /^[12]$/)
  assert.is((await attempt(PIN)).status, 429, "the right PIN has to wait, too")
  assert.equal(await (await send("DELETE", "/api/locks")).json(), { unlocked: 1 })
  assert.is((await attempt(PIN)).status, 201)
  assert.is((await send("DELETE", "/api/sessions")).status, 204)
  assert.is((await send("GET", "/api/players")).status, 401)
  assert.is(await leaf.stop(), 0)
})

test("over HTTP: a device that was locked meets 423, whatever the PIN, also after a new start", async () => {
  const data = temporaryFolder()
  const { pepper } = await readOrMakeIdentity(data)
  const earlier = await startLog(data)
  const past = new Sessions(earlier.connection.access, pepper, () => {
    clock.now += 24 * HOUR
    return millis(clock.now)
  })
  for (let wrong = 0; wrong < 10; wrong++) await past.signIn("0000", "127.0.0.1")
  await earlier.stop()
  const leaf = await new TestLeaf({ FELT_DATA: data }).start()
  const answer = await fetch(`${leaf.url}/api/sessions`, {
    method: "POST",
    body: JSON.stringify({ pin: PIN }),
  })
  assert.is(answer.status, 423)
  assert.match(
    ((await answer.json()) as Problem).detail,
    /locked until an administrator unlocks it/,
  )
  await leaf.stop()
})

test.after(() => log.stop())
test.run()
