import { createHash } from "node:crypto"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { Pictures } from "../../leaf/pictures.ts"
import type { PictureId } from "../../schemas/ids.ts"
import { MOST_PICTURES, PICTURE_MOST_BYTES, PictureAnswer } from "../../schemas/picture.ts"
import { millis } from "../../schemas/units.ts"
import { Problem } from "../../schemas/problem.ts"
import { Role } from "../../schemas/wire.ts"
import { startLog } from "../support/nats.ts"
import { pngOf } from "../support/pictures.ts"
import { openOwnLeaf, tokensByRole } from "../support/own-leaf.ts"

const HOUR = 60 * 60_000
const log = await startLog()
const listed = new Set<PictureId>()
let now = millis(1_700_000_000_000)
const open = () =>
  Pictures.open(log.connection.pictures, {
    listed: () => Promise.resolve(listed),
    now: () => now,
  })

async function keep(pictures: Pictures, bytes: Uint8Array): Promise<PictureId> {
  const taken = await pictures.keep(bytes)
  if (taken.kind !== "taken") throw new Error(taken.sentence)
  return taken.id
}

test("what nobody has listed for a day is deleted, over starts; what is taken back is not", async () => {
  const first = await open()
  const [stays, goes] = [await keep(first, pngOf(10, 10)), await keep(first, pngOf(20, 20))]
  assert.is(await keep(first, pngOf(10, 10)), stays, "the same picture has the same id")
  listed.add(stays).add(goes)
  await first.sweep()
  listed.delete(stays)
  listed.delete(goes)
  await first.sweep()
  now = millis(now + 23 * HOUR)
  const second = await open()
  await second.sweep()
  assert.ok(await second.find(goes), "it can be taken back for a day")
  listed.add(stays)
  await second.sweep()
  now = millis(now + 2 * HOUR)
  await second.sweep()
  assert.is(await second.find(goes), null)
  listed.delete(stays)
  await second.sweep()
  now = millis(now + 23 * HOUR)
  await second.sweep()
  assert.equal((await second.find(stays))?.type, "image/png", "its day began anew")
  assert.is(await (await open()).find(goes), null, "nor is it there after a start")
})

test("there is room for so many; what nobody lists makes room for what somebody sends", async () => {
  listed.clear()
  const pictures = await open()
  const sent: PictureId[] = []
  for (let width = 1; width <= MOST_PICTURES + 3; width++) {
    sent.push(await keep(pictures, pngOf(width, 7)))
    now = millis(now + 1_000)
  }
  const [oldest] = sent
  assert.is(oldest && (await pictures.find(oldest)), null)
  for (const id of sent.slice(-MOST_PICTURES)) {
    assert.ok(await pictures.find(id))
    listed.add(id)
  }
  assert.equal(await pictures.keep(pngOf(99, 99)), {
    kind: "too many",
    sentence: "There are 24 pictures already: remove one, then send this one again.",
  })
})

const { leaf, http } = await openOwnLeaf()
const address = `http://127.0.0.1:${http.port}/api/pictures`

const tokens = await tokensByRole(leaf)
const send = (body: Uint8Array<ArrayBuffer>, as: Role | null = "floor"): Promise<Response> =>
  fetch(address, {
    method: "POST",
    body,
    headers: as ? { Authorization: `Bearer ${tokens.get(as)}` } : {},
  })
const sentence = async (response: Response) => v.parse(Problem, await response.json()).detail

test("a picture is served to anybody for ever, under what its bytes make, as what they are", async () => {
  const bytes = new Uint8Array(pngOf(40, 30))
  const { id } = v.parse(PictureAnswer, await (await send(bytes)).json())
  assert.is(id, createHash("sha256").update(bytes).digest("base64url"))
  const served = await fetch(`${address}/${id}`)
  assert.is(served.headers.get("Content-Type"), "image/png")
  assert.is(served.headers.get("Cache-Control"), "public, max-age=31536000, immutable")
  assert.is(served.headers.get("X-Content-Type-Options"), "nosniff")
  assert.equal(new Uint8Array(await served.arrayBuffer()), bytes)
  assert.is((await fetch(`${address}/nothing`)).status, 404)
  assert.is((await fetch(`${address}/%3Cscript%3E`)).status, 404)
})

test("what is none, is too heavy or too wide is refused in one sentence", async () => {
  const svg = await send(new TextEncoder().encode("<svg onload='alert(1)'/>"))
  assert.is(svg.status, 415)
  assert.is(await sentence(svg), "This is no picture that screens show: send PNG, JPEG or WebP.")
  const heavy = await send(new Uint8Array(pngOf(9, 9, PICTURE_MOST_BYTES)))
  assert.is(heavy.status, 413)
  assert.is(await sentence(heavy), "The picture has 201 kB: make it smaller than 200 kB.")
  const wide = await send(new Uint8Array(pngOf(3_000, 2)))
  assert.is(wide.status, 422)
  assert.is(await sentence(wide), "The picture is 3000 × 2: make it at most 1920 wide and high.")
  assert.is((await send(new Uint8Array(1_100_000))).status, 413)
})

test("a QR code is drawn for whatever is asked for, and is a picture that nothing can hide in", async () => {
  const ask = (text: string) =>
    fetch(address.replace("pictures", `qr?text=${encodeURIComponent(text)}`))
  const code = await ask("https://leaf.local/operator/screens?code=K7M4QX")
  assert.is(code.headers.get("Content-Type"), "image/svg+xml")
  assert.match(code.headers.get("Content-Security-Policy") ?? "", /^default-src 'none'/)
  assert.match(await code.text(), /^<svg[^>]*viewBox/)
  assert.not.match(await (await ask("</svg><script>alert(1)</script>")).text(), /script|alert/)
  assert.is((await ask("")).status, 422)
  assert.is((await ask("x".repeat(301))).status, 422)
})

test("who may draw the screens may add pictures, and nobody else", async () => {
  const statuses: Record<string, number> = {}
  for (const role of Role.options)
    statuses[role] = (await send(new Uint8Array(pngOf(8, 8)), role)).status
  assert.equal(statuses, { administrator: 200, director: 200, floor: 200, cashier: 403 })
  assert.is((await send(new Uint8Array(pngOf(8, 8)), null)).status, 401)
})

test.after(async () => {
  await leaf.disconnect()
  await http.close()
  await leaf.close()
  await log.stop()
})
test.run()
