import type { suite } from "uvu"
import * as assert from "uvu/assert"
import * as Y from "yjs"
import type { DocumentStore } from "../../sync-server/document-store.ts"

type Suite = ReturnType<typeof suite>
type Open = () => Promise<DocumentStore>

export const bytes = (...values: number[]) => Uint8Array.from(values)

/** The updates in a shape that `assert.equal` compares, whatever kind of array they come in. */
const plain = (updates: Uint8Array[]) => updates.map((update) => [...update])

const byText = (a: string, b: string) => (a < b ? -1 : 1)

/** What every form of `DocumentStore` must do; each test has rooms of its own in the one store. */
export function documentStoreContract(test: Suite, open: Open): void {
  let opened: Promise<DocumentStore> | undefined
  const once = () => (opened ??= open())
  testOrder(test, once)
  testSizes(test, once)
}

function testOrder(test: Suite, once: Open): void {
  test("a room that nobody has written has no updates", async () => {
    const store = await once()
    assert.equal(await store.load("tournament/r1"), [])
  })

  test("updates come back as they were, in order", async () => {
    const store = await once()
    const updates = [bytes(1, 2, 3), bytes(0), bytes(255, 0, 10, 13)]
    for (const update of updates) await store.append("tournament/r2", update)
    assert.equal(plain(await store.load("tournament/r2")), plain(updates))
    assert.equal(plain(await store.load("tournament/r2")), plain(updates))
  })

  test("updates that do not wait for each other keep their order", async () => {
    const store = await once()
    const values = Array.from({ length: 50 }, (_, index) => index)
    await Promise.all(values.map((value) => store.append("tournament/r7", bytes(value))))
    assert.equal(
      plain(await store.load("tournament/r7")),
      values.map((value) => [value]),
    )
  })

  test("what was appended is loaded at once", async () => {
    const store = await once()
    for (let count = 1; count <= 20; count++) {
      await store.append("tournament/r3", bytes(count))
      assert.is((await store.load("tournament/r3")).length, count)
    }
  })

  test("rooms know nothing of each other, however alike their names", async () => {
    const store = await once()
    const rooms = [
      "tournament/t1",
      "tournament/t",
      "registration/t1/p1",
      "registration/t1/p",
      "venue/t1",
    ]
    for (const [index, room] of rooms.entries()) await store.append(room, bytes(index))
    for (const [index, room] of rooms.entries())
      assert.equal(plain(await store.load(room)), [[index]], room)
    const named = await store.rooms()
    for (const room of rooms) assert.is(named.filter((each) => each === room).length, 1, room)
  })

  test("every room that was written is named, also when there are more than fit in one answer", async () => {
    const store = await once()
    const rooms = Array.from({ length: 1_200 }, (_, index) => `registration/named/p${index}`)
    await Promise.all(rooms.map((room) => store.append(room, bytes(1))))
    const named = (await store.rooms()).filter((room) => room.startsWith("registration/named/"))
    assert.equal(named.toSorted(byText), rooms.toSorted(byText))
  })

  test("an update that the caller changes afterwards is stored as it was", async () => {
    const store = await once()
    const update = bytes(1, 2, 3)
    await store.append("tournament/r5", update)
    update.fill(9)
    assert.equal(plain(await store.load("tournament/r5")), [[1, 2, 3]])
  })
}

function testSizes(test: Suite, once: Open): void {
  test("the largest frame that a peer may send fits", async () => {
    const store = await once()
    const update = new Uint8Array(1024 * 1024 - 1024).map((_, index) => index)
    await store.append("tournament/r6", update)
    const [loaded] = await store.load("tournament/r6")
    assert.ok(loaded && Buffer.compare(loaded, update) === 0)
  })

  test("three thousand updates between those of another room come back whole", async () => {
    const store = await once()
    const source = new Y.Doc()
    const writing: Promise<void>[] = []
    source.on("update", (update: Uint8Array) => {
      writing.push(store.append("tournament/long", update))
      if (writing.length % 10 === 0) writing.push(store.append("tournament/other", bytes(1)))
    })
    for (let edit = 0; edit < 3_000; edit++) source.getMap("m").set(`k${edit % 50}`, edit)
    await Promise.all(writing)
    const updates = await store.load("tournament/long")
    assert.is(updates.length, 3_000)
    const copy = new Y.Doc()
    copy.transact(() => updates.forEach((update) => Y.applyUpdate(copy, update)))
    assert.equal(copy.getMap("m").toJSON(), source.getMap("m").toJSON())
  })
}

/** What is put in the place of a room's updates takes it, and nothing else's. */
export function compactionContract(test: Suite, open: Open): void {
  let opened: Promise<DocumentStore> | undefined
  const once = () => (opened ??= open())

  test("a room that is compacted has the one update, and what comes after it; others keep theirs", async () => {
    const store = await once()
    for (const each of [1, 2, 3]) await store.append("tournament/c1", bytes(each))
    await store.append("tournament/c2", bytes(9))
    assert.is(await store.compact("tournament/c1", bytes(7)), true)
    assert.equal(plain(await store.load("tournament/c1")), [[7]])
    await store.append("tournament/c1", bytes(8))
    assert.equal(plain(await store.load("tournament/c1")), [[7], [8]])
    assert.is(await store.compact("tournament/c1", bytes(6)), true)
    assert.is(await store.compact("tournament/c1", bytes(5)), true)
    assert.equal(plain(await store.load("tournament/c1")), [[5]])
    assert.equal(plain(await store.load("tournament/c2")), [[9]])
  })

  test("a room that was never written can be compacted too", async () => {
    const store = await once()
    assert.is(await store.compact("tournament/c3", bytes(1)), true)
    assert.equal(plain(await store.load("tournament/c3")), [[1]])
  })
}
