import { Writable } from "node:stream"
import { pino } from "pino"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { PlayerId } from "../../schemas/ids.ts"
import { CONSENT_VERSION, DetailsAnswer } from "../../schemas/player.ts"
import type { Role } from "../../schemas/wire.ts"
import { filesWith } from "../support/stored-bytes.ts"
import { openOwnLeaf, tokensByRole } from "../support/own-leaf.ts"

let logged = ""
const log = pino(
  { level: "trace" },
  new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk)
      done()
    },
  }),
)
const { data, leaf, http } = await openOwnLeaf({ log })
const player = v.parse(PlayerId, "p1")
await leaf.players.keep([{ playerId: player, name: "Anna" }])

const tokens = await tokensByRole(leaf)

const EMAIL = "anna.oesterbro@example.test"
const consent = { version: CONSENT_VERSION, purposes: ["reach"] }
function ask(method: string, body?: unknown, role: Role = "director", id = "p1") {
  return fetch(`http://127.0.0.1:${http.port}/api/players/${id}/details`, {
    method,
    headers: { Authorization: `Bearer ${tokens.get(role)}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}
const details = async () => v.parse(DetailsAnswer, await (await ask("GET")).json()).details

for (const [what, body] of [
  ["without a consent", { contact: { email: EMAIL } }],
  [
    "with a consent to nothing",
    { consent: { ...consent, purposes: [] }, contact: { email: EMAIL } },
  ],
  ["with a consent to something else", { consent, contact: { birthDate: "1990-12-31" } }],
  [
    "with a consent to another text",
    { consent: { ...consent, version: 99 }, contact: { email: EMAIL } },
  ],
  [
    "with a time that the device made up",
    { consent: { ...consent, at: 1 }, contact: { email: EMAIL } },
  ],
  ["that are none", { consent, contact: {} }],
  [
    "that are a day of no calendar",
    { consent: { ...consent, purposes: ["age"] }, contact: { birthDate: "1990-02-30" } },
  ],
  ["that are no address", { consent, contact: { email: "anna" } }],
] as const)
  test(`contact details ${what} are not taken`, async () => {
    assert.is((await ask("POST", body)).status, 422)
    assert.is(await details(), null)
  })

test("a consent without contact details is not taken either", async () => {
  assert.is((await ask("POST", { consent })).status, 422)
})

test("floor and cashier neither see nor write nor delete them", async () => {
  for (const role of ["floor", "cashier"] as const)
    for (const method of ["GET", "POST", "DELETE"])
      assert.is(
        (
          await ask(
            method,
            method === "POST" ? { consent, contact: { email: EMAIL } } : undefined,
            role,
          )
        ).status,
        403,
      )
})

test("nobody's details are nobody's", async () => {
  assert.is((await ask("GET", undefined, "director", "p2")).status, 404)
})

test("with a consent they are kept, the Leaf says since when, and the list of names has none of it", async () => {
  assert.is(
    (await ask("POST", { consent, contact: { email: EMAIL } }, "administrator")).status,
    200,
  )
  const kept = await details()
  assert.is(kept?.contact.email, EMAIL)
  assert.ok(Math.abs((kept?.consent.at ?? 0) - Date.now()) < 60_000)
  const list = await fetch(`http://127.0.0.1:${http.port}/api/players`, {
    headers: { Authorization: `Bearer ${tokens.get("director")}` },
  })
  assert.equal(await list.json(), { players: [{ playerId: "p1", name: "Anna" }] })
})

test("what is replaced is wiped from the disk", async () => {
  const other = "anna@another.test"
  assert.is((await ask("POST", { consent, contact: { email: other } })).status, 200)
  assert.is((await details())?.contact.email, other)
  assert.equal(filesWith(EMAIL, `${data}/nats/**`), [])
  assert.is((await ask("POST", { consent, contact: { email: EMAIL } })).status, 200)
})

test("taking the consent back deletes them at once, from the disk as well; the name stays", async () => {
  assert.ok(filesWith(EMAIL, `${data}/nats/**`).length > 0, "they were on the disk")
  assert.is((await ask("DELETE")).status, 204)
  assert.is(await details(), null)
  assert.not.ok(filesWith(EMAIL, `${data}/nats/**`).length > 0, "they are off the disk")
  assert.is(leaf.players.find(player)?.name, "Anna")
  assert.is((await ask("DELETE")).status, 204, "a second time is the same")
})

test("nothing of it was in the log or the metrics", async () => {
  const metrics = await (await fetch(`http://127.0.0.1:${http.port}/metrics`)).text()
  assert.not.match(logged + metrics, /oesterbro|1990-12|@example/)
})

test.after(async () => {
  const closed = http.close()
  await leaf.disconnect()
  await closed
  await leaf.close()
})
test.run()
