import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as Y from "yjs"
import { Registers } from "../../schemas/documents/registers.ts"
import { FailingStore, GatedStore } from "../support/document-stores.ts"
import { ROOM, TestRelay } from "../support/relay.ts"
import { until } from "../support/until.ts"

const test = suite("Compaction")
const relays: TestRelay[] = []
test.after.each(async () => {
  while (relays.length > 0) await relays.pop()?.stop()
})
async function start(options: Parameters<typeof TestRelay.start>[0] = {}): Promise<TestRelay> {
  const relay = await TestRelay.start(options)
  relays.push(relay)
  return relay
}

/** Writes one key so often, a frame an edit, each waited for, so that none are merged. */
async function overwrite(relay: TestRelay, edits: number, from = 0) {
  const author = await relay.stockClient().synced()
  const registers = new Registers(author.doc)
  const before = (await relay.store.load(ROOM)).length
  for (let edit = from; edit < from + edits; edit++) {
    registers.set("clock", { edit, padding: "x".repeat(40) })
    if (edit % 50 === 49) await new Promise((resolve) => setImmediate(resolve))
  }
  await until("everything is stored", async () => {
    const stored = new Registers(await relay.stored()).get("clock") as { edit: number } | undefined
    return stored?.edit === from + edits - 1
  })
  return { author, registers, before }
}

test("a value that changes for days leaves no more in the store than some evenings of it", async () => {
  const store = new GatedStore()
  const relay = await start({ store })
  const sizes: number[] = []
  for (let evening = 0; evening < 6; evening++) {
    const { author } = await overwrite(relay, 3_000, evening * 3_000)
    author.stop()
    const updates = await store.load(ROOM)
    sizes.push(updates.reduce((bytes, { length }) => bytes + length, 0))
  }
  assert.ok(store.compactions >= 2, `${store.compactions} compactions`)
  // 18,000 edits of about 90 bytes, were all kept: 1.6 MB.
  assert.ok(Math.max(...sizes) < 700_000, sizes.join(" "))
})

test("what was replaced is gone from the store, and clients old and new have the same", async () => {
  const store = new GatedStore()
  const relay = await start({ store })
  const early = await relay.stockClient().synced()
  new Registers(early.doc).set("nickname", "to-be-forgotten")
  await until("it is stored", () => store.appends > 0)
  new Registers(early.doc).set("nickname", null)
  early.provider.disconnect()
  const { author } = await overwrite(relay, 12_000)
  await until("it was compacted", () => store.compactions > 0)
  for (const update of await store.load(ROOM))
    assert.not(Buffer.from(update).includes("to-be-forgotten"))
  early.provider.connect()
  const late = await relay.stockClient().synced()
  const all = () =>
    [early, late, author].map(({ doc }) => JSON.stringify([...new Registers(doc).all()]))
  await until("all have the same", () => new Set(all()).size === 1)
})

test("a compaction that fails is reported, costs nobody anything, and is tried again", async () => {
  const store = new FailingStore()
  store.failCompactions = 1
  const relay = await start({ store })
  const { author } = await overwrite(relay, 24_000)
  assert.equal(author.closeCodes, [])
  assert.equal(
    relay.errors.map(({ context }) => context),
    [`compacting the room ${ROOM}`],
  )
  const updates = await store.load(ROOM)
  assert.ok(updates.reduce((bytes, { length }) => bytes + length, 0) < 1_500_000)
})

test("a document that is full takes removals only, and says so", async () => {
  const refuses = () => null
  const relay = await start({ authorize: () => ({ bearer: "b", access: "write", refuses }) })
  const author = await relay.stockClient().synced()
  const registers = new Registers(author.doc)
  const reader = await relay.stockClient().synced()
  const read = new Registers(reader.doc)
  for (let part = 0; part < 12; part++) registers.set(`part/${part}`, "x".repeat(90_000))
  await until("all is there", () => read.all().size === 12)
  registers.set("one-more", 1)
  registers.set("part/0", null)
  await until("the removal is there", () => read.get("part/0") === undefined)
  await until("the author is put right", () => registers.get("one-more") === undefined)
  assert.is(read.get("one-more"), undefined)
  assert.equal(author.closeCodes, [])
})

test("a document keeps its pending edits through a compaction", async () => {
  const store = new GatedStore()
  const relay = await start({ store })
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on("update", (update: Uint8Array) => updates.push(update))
  doc.getMap("m").set("first", 1)
  doc.getMap("m").set("second", 2)
  const raw = await relay.rawClient()
  raw.sendUpdate(updates[1]!)
  await until("it is stored", () => store.appends === 1)
  await overwrite(relay, 12_000)
  await until("it was compacted", () => store.compactions > 0)
  const back = await relay.rawClient()
  back.sendUpdate(updates[0]!)
  const late = await relay.stockClient().synced()
  await until("both are there", () => late.map.get("second") === 2)
})

test.run()
