import { once } from "node:events"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import { WebSocketServer } from "ws"
import type * as Y from "yjs"
import type { DocumentStore } from "../../sync-server/document-store.ts"
import { MemoryDocumentStore } from "../../sync-server/document-store-memory.ts"
import { Uplink, type UplinkOptions } from "../../sync-server/uplink.ts"
import { edit, ROOM, TestRelay } from "../support/relay.ts"
import { until, within } from "../support/until.ts"

const test = suite("uplink")

/** A venue's relay, its backup, and what links them; all real, in one process. */
class TestUplink {
  readonly venue: TestRelay
  readonly uplink: Uplink
  readonly errors: string[] = []
  backup: TestRelay
  readonly #port: number
  #isAway = false

  private constructor(venue: TestRelay, backup: TestRelay, options: Partial<UplinkOptions>) {
    this.venue = venue
    this.backup = backup
    this.#port = backup.port
    this.uplink = new Uplink({
      relay: venue.relay,
      other: { address: `ws://127.0.0.1:${backup.port}/sync`, token: "staff" },
      rooms: async () => [
        ...new Set([...(await venue.store.rooms()), ...(await this.#backupRooms())]),
      ],
      now: Date.now,
      patienceMs: () => 20,
      onError: (error, context) => this.errors.push(`${context}: ${String(error)}`),
      askEveryMs: 50,
      ...options,
    })
  }

  static async start(
    stores: { venue: DocumentStore; backup: DocumentStore },
    options: Partial<UplinkOptions>,
  ): Promise<TestUplink> {
    let started: TestUplink | undefined
    const onStored = (room: string) => started?.uplink.note(room)
    const venue = await TestRelay.start({ store: stores.venue, onStored })
    const backup = await TestRelay.start({ store: stores.backup })
    return (started = new TestUplink(venue, backup, options))
  }

  async cutBackup(): Promise<void> {
    this.#isAway = true
    await this.backup.stopServer()
  }

  async restoreBackup(): Promise<void> {
    this.backup = await TestRelay.start({ store: this.backup.store, port: this.#port })
    this.#isAway = false
  }

  async stop(): Promise<void> {
    await this.uplink.close()
    await this.venue.stop()
    await this.backup.stop()
  }

  #backupRooms(): Promise<string[]> {
    if (this.#isAway) throw new Error("There is no way to the backup.")
    return this.backup.store.rooms()
  }
}

const running: TestUplink[] = []
async function start(
  stores: { venue?: DocumentStore; backup?: DocumentStore } = {},
  options: Partial<UplinkOptions> = {},
): Promise<TestUplink> {
  const { venue = new MemoryDocumentStore(), backup = new MemoryDocumentStore() } = stores
  const started = await TestUplink.start({ venue, backup }, options)
  running.push(started)
  return started
}
test.after.each(async () => {
  for (const each of running.splice(0)) await each.stop()
})

const keysOf = (doc: Y.Doc): string[] => Object.keys(doc.getMap("m").toJSON()).toSorted(byText)
const byText = (a: string, b: string) => (a < b ? -1 : 1)
const keysIn = async (relay: TestRelay, room = ROOM) => keysOf(await relay.stored(room))
const isSafe = ({ uplink }: TestUplink) =>
  until("all is safe on both sides", () => uplink.state.waitingRooms === 0)

test("what only one of them has at the start, both have", async () => {
  const [venue, backup] = [new MemoryDocumentStore(), new MemoryDocumentStore()]
  await venue.append(ROOM, edit("here"))
  await backup.append(ROOM, edit("there"))
  await venue.append("venue/v1", edit("only here"))
  await backup.append("registration/t1/p1", edit("only there"))
  const both = await start({ venue, backup })
  await within("it is complete", both.uplink.complete)
  for (const side of [both.venue, both.backup]) {
    assert.equal(await keysIn(side), ["here", "there"])
    assert.equal(await keysIn(side, "venue/v1"), ["only here"])
    assert.equal(await keysIn(side, "registration/t1/p1"), ["only there"])
  }
  assert.equal(both.errors, [])
  assert.is(both.uplink.state.isConnected, true)
})

test("an edit made here is on the backup's disk before it counts as safe; one made there comes here", async () => {
  const both = await start()
  const staff = await both.venue.stockClient().synced()
  staff.map.set("seat", 4)
  await until("it is there", async () => (await keysIn(both.backup)).length === 1)
  await isSafe(both)
  const person = await both.backup.stockClient().synced()
  person.map.set("from core", true)
  await until("it is with the staff", () => staff.map.has("from core"))
  await until("it is on the disk here", async () => (await keysIn(both.venue)).length === 2)
})

test("a removal alone goes over too", async () => {
  const both = await start()
  const staff = await both.venue.stockClient().synced()
  staff.doc.getArray("a").push([1, 2, 3])
  await until("it is there", async () => (await both.backup.stored()).getArray("a").length === 3)
  staff.doc.getArray("a").delete(1, 1)
  await until("it is gone there", async () =>
    same((await both.backup.stored()).getArray("a").toJSON(), [1, 3]),
  )
  await isSafe(both)
})

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

test("what goes over is stored once on either side, and goes round no circle", async () => {
  const both = await start()
  const staff = await both.venue.stockClient().synced()
  const person = await both.backup.stockClient().synced()
  for (let index = 0; index < 20; index++) {
    staff.map.set(`s${index}`, index)
    person.map.set(`p${index}`, index)
    await until("both have both", () => staff.map.size === person.map.size)
  }
  await isSafe(both)
  for (const { store } of [both.venue, both.backup])
    assert.ok((await store.load(ROOM)).length <= 40, "no update was stored twice")
})

test("without the backup what is new waits, and is there soon after it is back", async () => {
  const both = await start()
  await both.cutBackup()
  await until("it is noticed", () => !both.uplink.state.isConnected)
  const rooms = Array.from({ length: 40 }, (_, index) => `registration/t1/p${index}`)
  for (const room of rooms) {
    const client = await both.venue.rawClient({ room })
    client.sendUpdate(edit(room))
  }
  await until("all wait", () => both.uplink.state.waitingRooms === 40)
  assert.match(both.uplink.state.problem ?? "", /no way|ECONNREFUSED|closed/)
  await both.restoreBackup()
  await isSafe(both)
  assert.is(both.uplink.state.problem, null)
  for (const room of rooms) assert.equal(await keysIn(both.backup, room), [room])
})

test("where nothing is new it is noticed as well that the backup is gone, and that it is back", async () => {
  const both = await start()
  await until("there is contact", () => both.uplink.state.isConnected)
  await both.cutBackup()
  await until("it is noticed", () => !both.uplink.state.isConnected)
  await both.restoreBackup()
  await until("that too", () => both.uplink.state.isConnected)
})

test("a backup that is cut off again and again while all are writing has everything in the end", async () => {
  const both = await start()
  const staff = await both.venue.stockClient().synced()
  for (let cut = 0; cut < 5; cut++) {
    for (let index = 0; index < 50; index++) staff.map.set(`${cut}.${index}`, index)
    await until("some of it is there", async () => (await keysIn(both.backup)).length > cut * 50)
    await both.cutBackup()
    staff.map.set(`${cut}.meanwhile`, true)
    await both.restoreBackup()
  }
  await until("all is there", async () => (await keysIn(both.backup)).length === 5 * 51)
  await isSafe(both)
})

test("a room that is safe and quiet is let go, and linked again when something is new", async () => {
  const both = await start({}, { lingerMs: 10, askEveryMs: 60_000 })
  const staff = await both.venue.stockClient().synced()
  for (const key of ["a", "b"]) {
    staff.map.set(key, true)
    await until("it is there", async () => (await keysIn(both.backup)).includes(key))
    await until("its socket is closed", () => both.backup.relay.peerCount === 0)
  }
  assert.is(both.uplink.state.isConnected, true)
  assert.equal(both.errors, [])
})

test("a thousand rooms at once: never more sockets than one token may have", async () => {
  const backup = new MemoryDocumentStore()
  const rooms = Array.from({ length: 1_000 }, (_, index) => `registration/t1/p${index}`)
  await Promise.all(rooms.map((room) => backup.append(room, edit(room))))
  const both = await start({ backup })
  let most = 0
  const watching = setInterval(() => {
    most = Math.max(most, both.backup.relay.peerCount)
  }, 1)
  await within("a new, empty one has everything", both.uplink.complete, 30_000)
  clearInterval(watching)
  assert.ok(most > 1 && most <= 16, `${most} sockets`)
  for (const room of rooms) assert.equal(await keysIn(both.venue, room), [room])
})

test("where the backup lets nobody in, that is told, and nothing is called safe", async () => {
  const stranger = { address: "ws://127.0.0.1:9/sync", token: "stranger" }
  const both = await start({}, { other: stranger })
  both.uplink.note(ROOM)
  await until("it is told", () => both.uplink.state.problem?.includes("ECONNREFUSED") ?? false)
  assert.is(both.uplink.state.waitingRooms, 1)
})

test("a backup that sends damaged frames is told as it is, and harms nobody", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" })
  server.on("connection", (socket) => socket.send(Uint8Array.of(100, 5)))
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" && address ? address.port : 0
  const both = await start({}, { other: { address: `ws://127.0.0.1:${port}`, token: "staff" } })
  both.uplink.note(ROOM)
  await until("it is told", () => both.errors.some((error) => error.includes("damaged frame")))
  assert.is(both.uplink.state.waitingRooms, 1)
  await both.uplink.close()
  server.close()
})

test.run()
