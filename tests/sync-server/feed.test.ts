import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as Y from "yjs"
import { seededRandom, uniform } from "../../domain/random.ts"
import { Feed, type FeedEvent } from "../../sync-server/feed.ts"
import { FailingStore } from "../support/document-stores.ts"
import { edit, ROOM, TestRelay } from "../support/relay.ts"
import { until } from "../support/until.ts"

const test = suite("Feed")

/** A document that changes, with its feed. */
function source() {
  const doc = new Y.Doc()
  const feed = new Feed(doc)
  doc.on("update", (update: Uint8Array) => feed.push(update))
  let edits = 0
  return { doc, feed, write: () => doc.getArray("a").push([++edits]) }
}

/** A reader that remembers the last id, and breaks off and comes back. */
class Reader {
  readonly doc = new Y.Doc()
  readonly kinds: string[] = []
  lastSeen: string | null = null
  #stop = () => {}

  come(feed: Feed): void {
    this.#stop = feed.watch(this.lastSeen, (event) => this.take(event))
  }
  take({ id, kind, update }: FeedEvent): void {
    Y.applyUpdate(this.doc, update)
    this.kinds.push(kind)
    this.lastSeen = id
  }
  go(): void {
    this.#stop()
  }
}

test("a snapshot first, then every update", () => {
  const { doc, feed, write } = source()
  write()
  const reader = new Reader()
  reader.come(feed)
  write()
  write()
  assert.equal(reader.kinds, ["snapshot", "update", "update"])
  assert.equal(reader.doc.getArray("a").toJSON(), doc.getArray("a").toJSON())
  reader.go()
  write()
  assert.is(reader.kinds.length, 3)
})

test("who comes back gets what it missed, and nothing where it missed nothing", () => {
  const { doc, feed, write } = source()
  const reader = new Reader()
  reader.come(feed)
  write()
  reader.go()
  reader.come(feed)
  assert.equal(reader.kinds, ["snapshot", "update"])
  reader.go()
  for (let each = 0; each < 256; each++) write()
  reader.come(feed)
  assert.is(reader.kinds.filter((kind) => kind === "snapshot").length, 1)
  assert.equal(reader.doc.getArray("a").toJSON(), doc.getArray("a").toJSON())
})

for (const [what, lastSeen] of [
  ["too long ago", (first: string) => first],
  [
    "of another run",
    (first: string) => first.replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
  ],
  ["from the future", (first: string) => first.replace(/\d+$/, "9999")],
  ["below zero", (first: string) => first.replace(/\d+$/, "-1")],
  ["no number", (first: string) => first.replace(/\d+$/, "x")],
  ["not ours", () => "hello"],
] as const)
  test(`an id that is ${what} gets a snapshot`, () => {
    const { doc, feed, write } = source()
    const reader = new Reader()
    reader.come(feed)
    reader.go()
    for (let each = 0; each < 300; each++) write()
    reader.lastSeen = lastSeen(reader.lastSeen ?? "")
    reader.come(feed)
    assert.equal(reader.kinds, ["snapshot", "snapshot"])
    assert.equal(reader.doc.getArray("a").toJSON(), doc.getArray("a").toJSON())
  })

test("however readers come and go, each has the whole document", () => {
  for (let round = 0; round < 100; round++) {
    const random = seededRandom(`feed-${round}`)
    const { doc, feed, write } = source()
    const readers = Array.from({ length: 5 }, () => ({ reader: new Reader(), isThere: false }))
    for (let step = 0; step < 400; step++) {
      write()
      if (uniform(random, 90) === 0) feed.restart()
      const each = readers[uniform(random, readers.length)]
      if (!each || uniform(random, 4) > 0) continue
      if (each.isThere) each.reader.go()
      else each.reader.come(feed)
      each.isThere = !each.isThere
    }
    for (const { reader, isThere } of readers) {
      if (!isThere) reader.come(feed)
      assert.equal(reader.doc.getArray("a").toJSON(), doc.getArray("a").toJSON(), `feed-${round}`)
    }
  }
})

test("a thousand who come at once are given one snapshot, encoded once", () => {
  const { feed, write } = source()
  write()
  const snapshots = new Set<Uint8Array>()
  for (let reader = 0; reader < 1_000; reader++)
    feed.watch(null, ({ update }) => snapshots.add(update))
  assert.is(snapshots.size, 1)
})

test("after a failed append readers get a new snapshot, and the store gets what it lacks", async () => {
  const store = new FailingStore()
  store.failing = "before"
  const relay = await TestRelay.start({ store })
  const room = await relay.relay.open(ROOM)
  const reader = new Reader()
  reader.come(room.feed)
  store.failAppends = 1
  const writer = await relay.rawClient()
  writer.sendUpdate(edit("k"))
  await until("the reader has it", () => reader.doc.getMap("m").get("k") === true)
  await until("the document was brought together with the store", () => reader.kinds.length === 3)
  assert.equal(reader.kinds, ["snapshot", "update", "snapshot"])
  assert.is((await relay.stored()).getMap("m").get("k"), true)
  room.close()
  await relay.stop()
})

test.run()
