import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as Y from "yjs"
import { DURABLE } from "../../schemas/documents/frames.ts"
import { FailingStore, GatedStore } from "../support/document-stores.ts"
import { edit, ROOM, type RawClient, TestRelay } from "../support/relay.ts"
import { until, within } from "../support/until.ts"

const test = suite("Room")
let running: TestRelay | undefined
const start = async (options: Parameters<typeof TestRelay.start>[0]) =>
  (running = await TestRelay.start(options))
test.after.each(async () => {
  await running?.stop()
  running = undefined
})

const keys = (doc: Y.Doc) => Object.keys(doc.getMap("m").toJSON()).toSorted()

test("nobody is let in before the whole document is loaded, which is loaded once for all", async () => {
  const store = new GatedStore()
  await store.append(ROOM, edit("old"))
  store.shut("load")
  const relay = await start({ store })
  const arriving = [1, 2, 3].map(() => relay.rawClient())
  await until("the room is being loaded", () => store.loads > 0)
  let isAnyIn = false
  for (const each of arriving) void each.then(() => (isAnyIn = true))
  // A refusal comes at once: by then the three before it have been read as well.
  await assertRejects(relay.rawClient({ token: "nobody" }))
  assert.not.ok(isAnyIn)
  store.open("load")
  for (const client of await Promise.all(arriving)) assert.equal(keys(await client.ask()), ["old"])
  assert.is(store.loads, 1)
})

test("an edit is relayed at once, and called safe only when it is durable", async () => {
  const store = new GatedStore()
  const relay = await start({ store })
  const [author, other] = await Promise.all([relay.rawClient(), relay.rawClient()])
  const safe = () => author.frames.filter(([type]) => type === DURABLE).length
  author.send(DURABLE)
  await until("it is told what is safe so far", () => safe() === 1)
  store.shut("append")
  author.sendUpdate(edit("a"))
  await until("the other has it", () => other.updates.length > 0)
  assert.equal(keys(await other.ask()), ["a"])
  assert.is(store.appends, 1)
  assert.is(author.updates.length, 0, "its author has it already")
  const late = await relay.rawClient()
  late.send(DURABLE)
  assert.equal(keys(await late.ask()), ["a"])
  const toldLate = () => late.frames.filter(([type]) => type === DURABLE).length
  assert.equal([safe(), toldLate()], [1, 0], "nobody is told that it is safe")
  store.open("append")
  await until("its author is told", () => safe() === 2)
  await until("whoever asked meanwhile is told", () => toldLate() === 1)
  assert.equal(keys(await relay.stored()), ["a"])
})

test("what arrives at once is merged into few frames, and during a write into one append", async () => {
  const store = new GatedStore()
  const relay = await start({ store })
  const reader = await relay.rawClient({ token: "viewer" })
  const writers = await Promise.all([1, 2, 3, 4, 5].map(() => relay.rawClient()))
  store.shut("append")
  const expected: string[] = []
  for (const [writer, client] of writers.entries())
    for (let count = 0; count < 100; count++) {
      const key = `writer ${writer} edit ${count}`
      client.sendUpdate(edit(key))
      expected.push(key)
    }
  await until("the reader has everything", () => keys(documentOf(reader)).length === 500)
  assert.ok(reader.updates.length <= 50, `${reader.updates.length} frames`)
  assert.is(store.appends, 1)
  store.open("append")
  await until("all is stored", async () => keys(await relay.stored()).length === 500)
  assert.ok(store.appends <= 2)
  await until("the writers have each other's", () =>
    writers.every((client) => keys(documentOf(client)).length >= 400),
  )
  assert.equal(keys(await relay.stored()), expected.toSorted())
})

test("a batch is cut before it is too large for the log, and nothing of it is lost", async () => {
  const store = new GatedStore()
  const relay = await start({ store })
  const writer = await relay.rawClient()
  const reader = await relay.rawClient()
  store.shut("append")
  for (let each = 0; each < 12; each++) writer.sendUpdate(edit(`k${each}`, "x".repeat(300_000)))
  await writer.ask()
  store.open("append")
  await until("the reader has everything", () => keys(documentOf(reader)).length === 12)
  await until("all is stored", async () => keys(await relay.stored()).length === 12)
  for (const update of await store.load(ROOM)) assert.ok(update.length < 1024 * 1024)
})

test("who sends faster than the store can write is slowed down, and nothing is lost", async () => {
  const store = new GatedStore()
  const relay = await start({ store })
  const writer = await relay.rawClient()
  store.shut("append")
  for (let each = 0; each < 24; each++) writer.sendUpdate(edit(`k${each}`, "x".repeat(900_000)))
  const other = await relay.rawClient()
  // Time enough to read everything, were it read.
  for (let round = 0; round < 50; round++) await other.ask()
  assert.ok(writer.socket.bufferedAmount > 1_000_000)
  assert.is(store.appends, 1)
  store.open("append")
  await until("all is stored", async () => (await store.load(ROOM)).length === 24)
  assert.is(keys(await relay.stored()).length, 24)
})

for (const failing of ["before", "after"] as const)
  test(`an append fails ${failing} it has written: its peers are sent away and bring it again`, async () => {
    const store = new FailingStore()
    store.failing = failing
    const relay = await start({ store })
    const clients = await Promise.all([1, 2, 3].map(() => relay.stockClient().synced()))
    clients[0]?.map.set("before", 1)
    await until("all have it", () => clients.every(({ map }) => map.has("before")))
    store.failAppends = 1
    for (const [index, { map }] of clients.entries()) map.set(`edit ${index}`, index)
    await until("all were sent away", () =>
      clients.every(({ closeCodes }) => closeCodes.length > 0),
    )
    await until("all are one again", () => clients.every(({ map }) => map.size === 4))
    await until("all is stored", async () => keys(await relay.stored()).length === 4)
    for (const { closeCodes } of clients) assert.equal(closeCodes, [1011])
    assert.equal(
      relay.errors.map(({ error }) => String(error)),
      ["Error: The disk cannot be written."],
    )
  })

test("a store that fails again and again loses nothing that anybody holds", async () => {
  const store = new FailingStore()
  const relay = await start({ store })
  const clients = await Promise.all([1, 2].map(() => relay.stockClient().synced()))
  store.failAppends = 4
  for (let each = 0; each < 30; each++) clients[each % 2]?.map.set(`k${each}`, each)
  await until("all is stored", async () => keys(await relay.stored()).length === 30)
  await until("both have it", () => clients.every(({ map }) => map.size === 30))
  assert.ok(relay.errors.length >= 4)
})

test("a room that cannot be loaded says 1011, and the next who comes tries again", async () => {
  const store = new FailingStore()
  await store.append(ROOM, edit("old"))
  store.failLoads = 1
  const relay = await start({ store })
  const first = await relay.rawClient()
  const { code } = await within("the socket is closed", first.closed)
  assert.is(code, 1011)
  assert.is(first.frames.length, 0)
  assert.equal(
    relay.errors.map(({ context }) => context),
    [`loading the room ${ROOM}`],
  )
  assert.equal(keys(await (await relay.rawClient()).ask()), ["old"])
})

test("a damaged update closes its sender's socket alone, and nothing of it is stored", async () => {
  const relay = await start({})
  const [broken, other] = await Promise.all([relay.rawClient(), relay.rawClient()])
  broken.sendUpdate(edit("a").subarray(0, -2))
  const { code, reason } = await within("the socket is closed", broken.closed)
  assert.is(code, 4400)
  assert.match(reason, "damaged")
  assert.equal(await relay.store.load(ROOM), [])
  assert.equal(keys(await other.ask()), [])
  assert.not.ok(other.isClosed)
})

test("an update in the encoding V2, a text, and a frame of no kind are refused too", async () => {
  const relay = await start({})
  const doc = new Y.Doc()
  doc.getMap("m").set("a", 1)
  const sends: ((client: RawClient) => void)[] = [
    (client) => client.sendUpdate(Y.encodeStateAsUpdateV2(doc)),
    (client) => client.socket.send("hello"),
    (client) => client.send(99),
    (client) => client.send(1, 1, 9),
  ]
  for (const send of sends) {
    const client = await relay.rawClient()
    send(client)
    assert.is((await within("the socket is closed", client.closed)).code, 4400)
  }
  assert.equal(await relay.store.load(ROOM), [])
})

test("coming back with nothing new stores nothing", async () => {
  const store = new GatedStore()
  const relay = await start({ store })
  const client = await relay.stockClient().synced()
  for (let each = 0; each < 5; each++) client.map.set("k", each)
  await until("it is stored", async () => (await relay.stored()).getMap("m").get("k") === 4)
  const before = store.appends
  for (let each = 0; each < 3; each++) {
    client.provider.disconnect()
    client.provider.connect()
    await client.synced()
    const raw = await relay.rawClient()
    await raw.ask()
  }
  assert.is(store.appends, before)
})

test("a reader in this process sees what is stored, also across a failure", async () => {
  const store = new FailingStore()
  const relay = await start({ store })
  const opened = await relay.relay.open(ROOM)
  let changes = 0
  opened.doc.getMap("m").observe(() => (changes += 1))
  const client = await relay.rawClient()
  client.sendUpdate(edit("a"))
  await until("the reader has it", () => opened.doc.getMap("m").has("a"))
  store.failing = "after"
  store.failAppends = 1
  client.sendUpdate(edit("b"))
  assert.is((await within("the socket is closed", client.closed)).code, 1011)
  await until("the reader has that too", () => opened.doc.getMap("m").has("b"))
  assert.ok(changes >= 2)
  const again = await relay.relay.open(ROOM)
  assert.is(again.doc, opened.doc)
})

test("a room is put away when nobody needs it, and kept while somebody does", async () => {
  const relay = await start({ idleMs: 10 })
  const client = await relay.rawClient()
  const opened = await relay.relay.open(ROOM)
  await relay.relay.open("venue/v1").then((other) => other.close())
  await until("the unused room is gone", () => relay.relay.roomCount === 1)
  client.sendUpdate(edit("a"))
  await until("the edit is stored", () => opened.doc.getMap("m").has("a"))
  client.stop()
  await until("the peer is gone", () => relay.relay.peerCount === 0)
  const second = await relay.rawClient()
  opened.close()
  opened.close()
  assert.equal(keys(await second.ask()), ["a"])
  second.stop()
  await until("no room is left", () => relay.relay.roomCount === 0)
  assert.equal(keys(await (await relay.rawClient()).ask()), ["a"])
})

test("what was accepted is stored before the relay is closed; its peers hear 1001", async () => {
  const store = new GatedStore()
  const relay = await start({ store })
  const client = await relay.rawClient()
  store.shut("append")
  client.sendUpdate(edit("first"))
  client.sendUpdate(edit("second"))
  await client.ask()
  let isClosed = false
  const closing = relay.relay.close().then(() => (isClosed = true))
  await assertRejects(relay.rawClient())
  assert.not.ok(isClosed)
  store.open("append")
  await within("the relay is closed", closing)
  assert.is((await within("the socket is closed", client.closed)).code, 1001)
  assert.equal(keys(await relay.stored()), ["first", "second"])
})

test("a peer that does not read is cut off, and the others go on", async () => {
  const relay = await start({})
  const [slow, writer] = await Promise.all([relay.rawClient(), relay.rawClient()])
  slow.socket.pause()
  let sent = 0
  await until("the slow peer is cut off", async () => {
    sent += 1
    // One key: the whole document, which the writer asks for, stays as small as one edit.
    writer.sendUpdate(edit("k", "x".repeat(900_000)))
    await writer.ask()
    return relay.relay.peerCount === 1
  })
  assert.ok(sent >= 8, `only after ${sent} frames of 0.9 MB`)
  assert.not.ok(writer.isClosed)
  slow.socket.resume()
  assert.is((await within("the socket is closed", slow.closed)).code, 1006)
})

test("a quiet peer gets a sign of life, and one that gives none is cut off", async () => {
  const relay = await start({ keepAliveMs: 30 })
  const [alive, dead] = await Promise.all([relay.rawClient(), relay.rawClient({ autoPong: false })])
  const signs = () => alive.frames.filter((frame) => frame.join(" ") === "1 1 0").length
  await until("three signs of life came", () => signs() >= 3)
  await within("the dead peer is cut off", dead.closed)
  assert.not.ok(alive.isClosed)
})

function documentOf(client: RawClient): Y.Doc {
  const doc = new Y.Doc()
  for (const update of client.updates) Y.applyUpdate(doc, update)
  return doc
}

async function assertRejects(promise: Promise<unknown>): Promise<void> {
  const result = await promise.then(
    () => "resolved",
    () => "rejected",
  )
  assert.is(result, "rejected")
}

test.run()
