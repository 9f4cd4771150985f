import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { LeafClient } from "../../cli/leaf-client.ts"
import { tournamentRoom } from "../../schemas/documents/rooms.ts"
import { TournamentId } from "../../schemas/ids.ts"
import type { StaffMember } from "../../schemas/staff.ts"
import type { Problem } from "../../schemas/problem.ts"
import type { StaffSession } from "../../schemas/wire.ts"
import { intent } from "../support/intents.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { until } from "../support/until.ts"

const leaf = await new TestLeaf().start()
const room = tournamentRoom(v.parse(TournamentId, "t1"))
let boss = await session(PIN)

function send(method: string, path: string, token: string, body?: object): Promise<Response> {
  return fetch(leaf.url + path, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
}

async function session(pin: string): Promise<StaffSession> {
  const answer = await send("POST", "/api/sessions", "", { pin })
  assert.is(answer.status, 201)
  return (await answer.json()) as StaffSession
}

async function told(answer: Response, status: number): Promise<string> {
  assert.is(answer.status, status)
  return ((await answer.json()) as Problem).detail
}

async function member(answer: Response): Promise<StaffMember> {
  assert.ok(answer.ok, `got ${answer.status}`)
  return (await answer.json()) as StaffMember
}

const add = async (name: string, role: string, pin: string) =>
  member(await send("POST", "/api/staff", boss.token, { name, role, pin }))

const staff = async (): Promise<StaffMember[]> =>
  ((await (await send("GET", "/api/staff", boss.token)).json()) as { staff: StaffMember[] }).staff

test.before.each(async () => {
  await send("DELETE", "/api/locks", boss.token)
})

test("the first administrator is there without a name of their own, and can be named", async () => {
  assert.equal(
    (await staff()).map(({ name, role, isActive }) => [name, role, isActive]),
    [["Administrator", "administrator", true]],
  )
  await member(await send("POST", `/api/staff/${boss.staffId}`, boss.token, { name: " Mette " }))
  assert.is((await staff())[0]?.name, "Mette")
})

test("somebody who is added signs in; a PIN that is taken is refused without saying whose", async () => {
  const anna = await add("Anna", "cashier", "2001")
  const signedIn = await session("2001")
  assert.equal([signedIn.staffId, signedIn.role], [anna.staffId, "cashier"])
  const bo = { name: "Bo", role: "floor", pin: "2001" }
  const detail = await told(await send("POST", "/api/staff", boss.token, bo), 422)
  assert.is(detail, "At pin: this PIN cannot be used. Choose another.")
  for (const wrong of [
    { ...bo, pin: "12" },
    { ...bo, role: "owner" },
    { ...bo, name: " " },
  ])
    await told(await send("POST", "/api/staff", boss.token, wrong), 422)
})

test("where a person is named, only their own PIN is right", async () => {
  const cleo = await add("Cleo", "floor", "2002")
  const ask = (pin: string) => send("POST", "/api/sessions", "", { pin, staffId: cleo.staffId })
  assert.is((await ask("2001")).status, 401)
  assert.is((await ask("2002")).status, 201)
})

test("a change of role holds at once for what is open: the socket is sent away to come again", async () => {
  const dan = await add("Dan", "director", "2003")
  const client = new LeafClient(leaf.url)
  await client.signIn("2003")
  const { token } = await session("2003")
  const opened = await client.openRoom(room)
  const closed = opened.closed()
  await member(await send("POST", `/api/staff/${dan.staffId}`, boss.token, { role: "cashier" }))
  assert.is(await closed, 1011)
  const open = { intents: [intent("open-tournament")] }
  assert.is((await send("POST", "/api/ledger/intents", token, open)).status, 403)
  opened.registers.set("clock", { status: "paused", levelIndex: 0, elapsedMs: 0 })
  await until("a cashier's clock is put back", () => !opened.registers.get("clock"))
  opened.close()
})

test("whoever is deactivated is out at once: sessions, sockets, streams; and not before they are let in again", async () => {
  const eva = await add("Eva", "floor", "2004")
  const client = new LeafClient(leaf.url)
  await client.signIn("2004")
  const { token } = await session("2004")
  const opened = await client.openRoom(room)
  const stream = await send("GET", "/api/ledger/stream", token)
  const closed = opened.closed()
  const gone = await send("POST", `/api/staff/${eva.staffId}/deactivate`, boss.token)
  assert.is((await member(gone)).isActive, false)
  assert.is(await closed, 4401)
  assert.match(await stream.text(), /^retry/, "the stream has ended")
  assert.is((await send("GET", "/api/players", token)).status, 401)
  assert.is((await send("POST", "/api/sessions", "", { pin: "2004" })).status, 401)
  opened.close()

  await leaf.kill()
  await leaf.start()
  assert.is((await send("GET", "/api/players", token)).status, 401, "also after a new start")
  const back = await send("POST", `/api/staff/${eva.staffId}/activate`, boss.token, { pin: "2005" })
  assert.is((await member(back)).isActive, true)
  assert.is((await send("GET", "/api/players", token)).status, 401, "what was closed stays so")
  assert.is((await session("2005")).staffId, eva.staffId)
})

test("the last active administrator cannot be deactivated or demoted", async () => {
  const path = `/api/staff/${boss.staffId}`
  assert.match(
    await told(await send("POST", `${path}/deactivate`, boss.token), 422),
    /last administrator/,
  )
  await told(await send("POST", path, boss.token, { role: "director" }), 422)
  const finn = await add("Finn", "administrator", "2006")
  await member(await send("POST", path, boss.token, { role: "director" }))
  assert.is((await send("GET", "/api/locks", boss.token)).status, 403, "it holds at once")
  const { token } = await session("2006")
  await member(await send("POST", path, token, { role: "administrator" }))
  await member(await send("POST", `/api/staff/${finn.staffId}/deactivate`, boss.token))
})

test("one's own PIN needs the old one; another's needs an administrator, and closes their sessions", async () => {
  const gro = await add("Gro", "cashier", "2007")
  const hans = await add("Hans", "cashier", "2008")
  const [own, elsewhere] = [await session("2007"), await session("2007")]
  const path = `/api/staff/${gro.staffId}/pin`
  await told(await send("POST", path, own.token, { pin: "3007" }), 422)
  await told(await send("POST", path, own.token, { pin: "3007", oldPin: "2008" }), 401)
  const others = `/api/staff/${hans.staffId}/pin`
  await told(await send("POST", others, own.token, { pin: "3008", oldPin: "2008" }), 403)
  await member(await send("POST", path, own.token, { pin: "3007", oldPin: "2007" }))
  assert.is((await send("GET", "/api/players", own.token)).status, 200, "the session here stays")
  assert.is((await send("GET", "/api/players", elsewhere.token)).status, 401)
  assert.is((await send("POST", "/api/sessions", "", { pin: "2007" })).status, 401)
  await member(await send("POST", path, boss.token, { pin: "4007" }))
  assert.is((await send("GET", "/api/players", own.token)).status, 401)
  assert.is((await session("4007")).staffId, gro.staffId)
})

test("nobody finds out PINs by trying to take them: that counts like a wrong PIN", async () => {
  const ida = await add("Ida", "cashier", "2009")
  const { token } = await session("2009")
  const path = `/api/staff/${ida.staffId}/pin`
  // At once, and more than are free: on a slow machine the first waits, of 1 s, 2 s and 4 s, may be
  // over before the next guess has its turn.
  const guesses = await Promise.all(
    Array.from({ length: 8 }, () => send("POST", path, token, { pin: PIN, oldPin: "2009" })),
  )
  guesses.sort((a, b) => a.status - b.status)
  for (const guess of guesses.slice(0, 5)) await told(guess, 422)
  await told(guesses[7]!, 429)
})

test("locks are listed with where they come from, and are lifted", async () => {
  const { token } = await session(PIN)
  assert.is((await send("POST", "/api/sessions", "", { pin: "0000" })).status, 401)
  const { locks } = (await (await send("GET", "/api/locks", token)).json()) as {
    locks: { address: string; failures: number; isLocked: boolean }[]
  }
  assert.equal(
    locks.map(({ address, failures, isLocked }) => [address, failures, isLocked]),
    [["127.0.0.1", 1, false]],
  )
  assert.equal(await (await send("DELETE", "/api/locks", token)).json(), { unlocked: 1 })
  assert.equal(await (await send("GET", "/api/locks", token)).json(), { locks: [] })
})

test("who has left can be erased; who works here cannot", async () => {
  const jens = await add("Jens Østerbro", "cashier", "2010")
  const path = `/api/staff/${jens.staffId}`
  await told(await send("DELETE", path, boss.token), 422)
  await member(await send("POST", `${path}/deactivate`, boss.token))
  assert.is((await send("DELETE", path, boss.token)).status, 204)
  assert.is(
    (await staff()).some(({ staffId }) => staffId === jens.staffId),
    false,
  )
  await told(await send("DELETE", path, boss.token), 404)
})

test("an intent is recorded for whoever asked: another's session is refused, a script's own id is not", async () => {
  const kim = await add("Kim", "cashier", "2011")
  const { token } = await session("2011")
  const ask = (asked: ReturnType<typeof intent>, as: string) =>
    send("POST", "/api/ledger/intents", as, { intents: [asked] })
  await ask(intent("open-tournament"), boss.token)
  const mine = intent("buy-in", { staffId: kim.staffId })
  assert.match(await told(await ask(mine, boss.token), 403), /another member of staff asked this/)
  const first = await (await ask(mine, token)).json()
  assert.equal(await (await ask(mine, boss.token)).json(), first, "what has its answer keeps it")
  const page = (await (await send("GET", "/api/ledger", boss.token)).json()) as {
    entries: { intent: { kind: string; staffId: string } }[]
  }
  assert.equal(
    page.entries.map(({ intent: { kind, staffId } }) => [kind, staffId]),
    [
      ["open-tournament", boss.staffId],
      ["buy-in", kim.staffId],
    ],
  )
})

test("names, roles and PINs are there after a pulled plug", async () => {
  const before = await staff()
  await leaf.kill()
  await leaf.start()
  assert.equal(await staff(), before)
  boss = await session(PIN)
})

test.after(async () => {
  await leaf.stop()
})
test.run()
