import { randomBytes } from "node:crypto"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import { Passwords, TooManyPasswords } from "../../core/passwords.ts"
import { PASSWORD, TestCore } from "../support/core.ts"

const test = suite("passwords")
const core = new TestCore()
test.before(async () => {
  await core.start()
})
test.after(async () => {
  await core.stop()
})

test("the right password is right, any other is not, and nobody's is nobody's", async () => {
  const passwords = new Passwords()
  const kept = await passwords.hash(PASSWORD)
  assert.is.not(kept, await passwords.hash(PASSWORD))
  assert.ok(await passwords.isRight(PASSWORD, kept))
  assert.not.ok(await passwords.isRight(`${PASSWORD} `, kept))
  assert.not.ok(await passwords.isRight(PASSWORD, null))
})

test("of 50 at once 32 have their turn, the others are sent away, and then there is room again", async () => {
  const passwords = new Passwords()
  assert.not.ok(await passwords.isRight(PASSWORD, null), "it has made what it compares with")
  const all = await Promise.allSettled(Array.from({ length: 50 }, () => passwords.hash(PASSWORD)))
  const refused = all.flatMap((each) =>
    each.status === "rejected" ? [each.reason as unknown] : [],
  )
  assert.is(refused.length, 18)
  assert.ok(refused.every((reason) => reason instanceof TooManyPasswords))
  await passwords.hash(PASSWORD)
})

test("an invitation that is nobody's has no password hashed", async () => {
  const { tenantId } = await core.inviteTenant("Hurried")
  const invitation = () => `${tenantId}.${randomBytes(32).toString("base64url")}`
  const statuses = await Promise.all(
    Array.from({ length: 60 }, async () => {
      const body = { invitation: invitation(), password: PASSWORD }
      return (await core.ask("POST", "/api/invitations/accept", { token: null, body })).status
    }),
  )
  assert.equal(new Set(statuses), new Set([401]))
})

test("five wrong passwords make their name wait, the right one, too, and a pulled plug resets nothing", async () => {
  const { tenantId } = await core.addTenant("Guessed")
  const attempt = (password: string, name = "owner") =>
    core.ask("POST", "/api/sessions", { token: null, body: { tenantId, name, password } })
  // Each waits for the one before: a name's failures are counted when it has been looked at.
  for (let wrong = 0; wrong < 5; wrong++) assert.is((await attempt("no no no no no")).status, 401)
  for (let wrong = 0; wrong < 3; wrong++) {
    const answer = await attempt("no no no no no")
    if (answer.status === 401) continue
    assert.is(answer.status, 429)
    assert.match(answer.headers.get("Retry-After") ?? "", /^\d+$/)
    break
  }
  await core.kill()
  await core.start()
  const statuses: number[] = []
  for (let wrong = 0; wrong < 4; wrong++) statuses.push((await attempt("no no no no no")).status)
  assert.ok(statuses.includes(429), "what was counted is still there")
  assert.is((await attempt(PASSWORD)).status, 429, "the right one has to wait, too")
  assert.is((await attempt(PASSWORD, "somebody-else")).status, 401, "other names do not")
})

test.run()
