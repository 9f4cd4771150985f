import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { writesBetween } from "../../domain/library-fields.ts"
import {
  applyChanges,
  changesSince,
  fieldsOf,
  headsOf,
  type ItemDocument,
  newDocument,
  type Signature,
  write,
} from "../../library/document.ts"
import { fieldsOf as fieldsFor } from "../../domain/library-items.ts"
import { DeviceId, type StaffId } from "../../schemas/ids.ts"
import { ChangesAnswer, LibraryAnswer } from "../../schemas/library.ts"
import { millis } from "../../schemas/units.ts"
import { Problem } from "../../schemas/problem.ts"
import { type Role, StaffSession } from "../../schemas/wire.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { counter, STRUCTURE, TOP_THREE } from "../support/library.ts"
import { openOwnLeaf } from "../support/own-leaf.ts"

type Signed = { url: string; token: string; staffId: StaffId }

async function signIn(url: string, pin: string): Promise<Signed> {
  const answer = await fetch(`${url}/api/sessions`, {
    method: "POST",
    body: JSON.stringify({ pin }),
  })
  return { url, ...v.parse(StaffSession, await answer.json()) }
}

async function ask<Schema extends v.GenericSchema>(
  { url, token }: Signed,
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<{ status: number; answer: v.InferOutput<Schema> }> {
  const answer = await fetch(`${url}/api/library${path}`, {
    headers: { Authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  })
  return { status: answer.status, answer: v.parse(schema, await answer.json()) }
}

const list = async (who: Signed, known = "") =>
  (await ask(who, `?known=${known}`, LibraryAnswer)).answer
const base64 = (changes: readonly Uint8Array[]) =>
  changes.map((change) => Buffer.from(change).toString("base64"))
const send = <Schema extends v.GenericSchema>(
  who: Signed,
  id: string,
  {
    changes,
    have = [],
    as,
  }: { changes: readonly Uint8Array[]; have?: readonly string[]; as: Schema },
) => ask(who, `/${id}/changes`, as, { changes: base64(changes), have })

const signed = (by: StaffId, act: Signature["act"] = "edit"): Signature => ({
  by,
  on: v.parse(DeviceId, "tablet"),
  act,
  at: millis(Date.now()),
})
const made = (by: StaffId, value = STRUCTURE): ItemDocument =>
  write(newDocument(), fieldsFor(value, counter()), signed(by, "make"))
const edited = (doc: ItemDocument, fields: Record<string, number | string>, by: StaffId) =>
  write(doc, writesBetween(fieldsOf(doc), { ...fieldsOf(doc), ...fields }), signed(by))

const leaf = await new TestLeaf().start()
const anna = await signIn(leaf.url, PIN)
const doc = made(anna.staffId)

test("what is not there: an empty library, and no item", async () => {
  assert.equal((await list(anna)).items, [])
  assert.is((await ask(anna, "/s1/changes", Problem)).status, 404)
  assert.is((await ask(anna, "/no%20id/changes", Problem)).status, 404)
})

test("an item is taken, listed with its value, and not told again to who knows it", async () => {
  const { status, answer } = await send(anna, "s1", {
    changes: changesSince(doc, []),
    as: ChangesAnswer,
  })
  assert.is(status, 200)
  assert.equal(answer.heads, headsOf(doc))
  const { digest, items } = await list(anna)
  assert.equal(
    items?.map(({ itemId, value, changedBy, clashCount, isPutAway }) => ({
      itemId,
      value,
      changedBy,
      clashCount,
      isPutAway,
    })),
    [{ itemId: "s1", value: STRUCTURE, changedBy: anna.staffId, clashCount: 0, isPutAway: false }],
  )
  assert.equal(await list(anna, digest), { digest, items: null })
})

test("two devices that were apart exchange what each lacks; a clash is counted", async () => {
  const [one, other] = [9_000, 8_000].map((startingStack) =>
    edited(doc, { startingStack }, anna.staffId),
  )
  if (!one || !other) throw new Error("There are two.")
  const have = headsOf(doc)
  await send(anna, "s1", {
    changes: changesSince(one, have),
    have: headsOf(one),
    as: ChangesAnswer,
  })
  const { answer } = await send(anna, "s1", {
    changes: changesSince(other, have),
    have: headsOf(other),
    as: ChangesAnswer,
  })
  const fromLeaf = answer.changes.map((change) => new Uint8Array(Buffer.from(change, "base64")))
  const joined = applyChanges(other, fromLeaf)
  assert.equal([...answer.heads].toSorted(), [...headsOf(joined)].toSorted())
  assert.is(answer.changes.length, 1, "only what it lacked")
  assert.is((await list(anna)).items?.[0]?.clashCount, 1)
  const missing = (await ask(anna, `/s1/changes?have=${headsOf(one).join(".")}`, ChangesAnswer))
    .answer
  assert.is(missing.changes.length, 1)
})

test("the same again changes nothing", async () => {
  const before = await list(anna)
  for (let time = 0; time < 2; time++) {
    const { status } = await send(anna, "s1", { changes: changesSince(doc, []), as: ChangesAnswer })
    assert.is(status, 200)
  }
  assert.equal(await list(anna), before)
})

test("what would be no item is refused with place and reason, and nothing is kept of it", async () => {
  const before = await list(anna)
  const wrong = edited(doc, { "level/r1/bigBlind": 12.5 }, anna.staffId)
  const { status, answer } = await send(anna, "s1", {
    changes: changesSince(wrong, []),
    as: Problem,
  })
  assert.is(status, 422)
  assert.match(
    answer.detail,
    /^At structure\.levels\[0\]\.bigBlind: expected whole chips, got 12\.5\.$/,
  )
  const table = made(anna.staffId, TOP_THREE)
  const more = edited(table, { "place/1/share": 6_000 }, anna.staffId)
  const refused = await send(anna, "p1", { changes: changesSince(more, []), as: Problem })
  assert.match(refused.answer.detail, /sum to 10,000/)
  assert.equal(await list(anna), before)
})

for (const [what, body, status] of [
  ["what is no base64", { changes: ["?"], have: [] }, 422],
  ["what is no change", { changes: [base64([new Uint8Array(9)])[0]], have: [] }, 422],
  ["a huge change", { changes: ["A".repeat(100_000)], have: [] }, 422],
  ["no list", { have: [] }, 422],
] as const)
  test(`${what}: ${status}, in one sentence`, async () => {
    const answer = await ask(anna, "/s2/changes", Problem, body)
    assert.is(answer.status, status)
    assert.match(answer.answer.detail, /^[A-Z][^\n]*\.$/)
  })

test("a pulled plug: everything that was answered is there, with its history", async () => {
  const before = await list(anna)
  const last = edited(doc, { seatsPerTable: 8 }, anna.staffId)
  await send(anna, "s1", { changes: changesSince(last, headsOf(doc)), as: ChangesAnswer })
  const after = await list(anna)
  assert.is.not(after.digest, before.digest)
  await leaf.kill()
  await leaf.start()
  const again = await signIn(leaf.url, PIN)
  assert.equal(await list(again), after)
  const { answer } = await ask(again, "/s1/changes", ChangesAnswer)
  assert.is(answer.changes.length, 4)
})

test("all staff read, directors write, and nobody sends what another has made", async () => {
  const { leaf: own, http } = await openOwnLeaf()
  const roles: [Role, number][] = [
    ["administrator", 200],
    ["director", 200],
    ["floor", 403],
    ["cashier", 403],
  ]
  for (const [index, [role, expected]] of roles.entries()) {
    await own.sessions.addStaff(`7193482${index}`, role)
    const who = await signIn(`http://127.0.0.1:${http.port}`, `7193482${index}`)
    const changes = changesSince(made(who.staffId), [])
    const { status } = await send(who, `of-${role}`, { changes, as: v.unknown() })
    assert.is(status, expected, role)
    assert.is((await list(who)).items?.length, Math.min(index + 1, 2), "everybody reads")
    const theirs = changesSince(doc, [])
    const stolen = await send(who, "stolen", { changes: theirs, as: Problem })
    assert.is(stolen.status, expected === 200 ? 422 : 403)
  }
  const closed = http.close()
  await own.disconnect()
  await closed
  await own.close()
})

test.after(async () => {
  await leaf.stop()
})
test.run()
