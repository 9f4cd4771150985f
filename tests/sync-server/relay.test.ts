import { once } from "node:events"
import { isDeepStrictEqual } from "node:util"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import { WebSocket } from "ws"
import { MemoryDocumentStore } from "../../sync-server/document-store-memory.ts"
import { FailingStore } from "../support/document-stores.ts"
import { edit, editsInOrder, ROOM, TestRelay } from "../support/relay.ts"
import { until, within } from "../support/until.ts"

const test = suite("Relay")
const running: TestRelay[] = []
const start = async (options: Parameters<typeof TestRelay.start>[0] = {}) => {
  const relay = await TestRelay.start(options)
  running.push(relay)
  return relay
}
test.after.each(async () => {
  while (running.length > 0) await running.pop()?.stop()
})

/** What a refused WebSocket gets: the HTTP status and the sentence. */
async function refusal(port: number, path: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
  const [, response] = await within("an HTTP answer", once(socket, "unexpected-response"))
  response.setEncoding("utf8")
  let text = ""
  for await (const chunk of response) text += chunk
  return { status: response.statusCode, text }
}

test("stock clients become one, whoever writes what when", async () => {
  const relay = await start()
  const clients = [1, 2, 3, 4].map(() => relay.stockClient())
  // Some write before they are connected.
  clients.forEach(({ map }, index) => map.set(`early ${index}`, index))
  await Promise.all(clients.map((client) => client.synced()))
  clients.forEach(({ map }, index) => {
    map.set(`late ${index}`, index)
    map.set("same", index)
  })
  clients[2]?.map.delete("early 1")
  await until("all hold the same eight", () => {
    const [first, ...others] = clients.map(({ map }) => new Map(map.entries()))
    return first?.size === 8 && others.every((other) => isDeepStrictEqual(other, first))
  })
})

test("edits made offline come up when the client is back, and those of the others come down", async () => {
  const relay = await start()
  const [one, other] = await Promise.all([1, 2].map(() => relay.stockClient().synced()))
  if (!one || !other) return assert.unreachable()
  one.provider.disconnect()
  await until("one is offline", () => relay.relay.peerCount === 1)
  one.map.set("offline", 1)
  other.map.set("meanwhile", 2)
  await until("the edit is stored", async () => (await relay.stored()).getMap("m").size === 1)
  assert.equal([one.map.has("meanwhile"), other.map.has("offline")], [false, false])
  one.provider.connect()
  await until("both have both", () => one.map.size === 2 && other.map.size === 2)
})

test("everything is back after a restart, and clients come back by themselves", async () => {
  const store = new MemoryDocumentStore()
  const first = await start({ store })
  const client = await first.stockClient().synced()
  client.map.set("before", 1)
  await until("it is stored", async () => (await first.stored()).getMap("m").has("before"))
  const port = first.port
  await first.stopServer()
  client.map.set("during", 2)
  const second = await start({ store, port })
  const fresh = await second.stockClient().synced()
  await until("a new client has both", () => fresh.map.size === 2)
  assert.equal(client.closeCodes.slice(0, 1), [1001])
  await client.synced()
})

test("rooms do not mix, and registrations have rooms of their own", async () => {
  const relay = await start()
  const rooms = ["venue/v1", "tournament/t1", "registration/t1/p1", "registration/t1/p2"]
  const clients = rooms.map((room) => relay.stockClient({ room }))
  await Promise.all(clients.map((client) => client.synced()))
  clients.forEach(({ map }, index) => map.set("room", rooms[index]))
  for (const room of rooms)
    await until(`${room} is stored`, async () => {
      const doc = await relay.stored(room)
      return doc.getMap("m").get("room") === room
    })
})

test("a viewer reads along; its own edit is refused, it is told, and it does not come back", async () => {
  const relay = await start()
  const staff = await relay.stockClient().synced()
  staff.map.set("a", 1)
  staff.map.set("a", 2)
  const viewer = await relay.stockClient({ token: "viewer" }).synced()
  assert.is(viewer.map.get("a"), 2)
  staff.map.set("b", 1)
  await until("the viewer has it", () => viewer.map.has("b"))
  viewer.map.set("mine", 1)
  await until("the viewer is told", () => viewer.final !== null)
  assert.equal(viewer.final, { code: 4403, reason: "read only" })
  assert.not.ok(staff.map.has("mine"))
  assert.not.ok((await relay.stored()).getMap("m").has("mine"))
})

test("a viewer who comes back with nothing of its own stays, deletions and all", async () => {
  const relay = await start()
  const staff = await relay.stockClient().synced()
  for (let each = 0; each < 50; each++) staff.map.set(`k${each % 5}`, each)
  staff.map.delete("k1")
  const viewer = await relay.stockClient({ token: "viewer" }).synced()
  await until("the viewer has it", () => viewer.map.get("k4") === 49 && !viewer.map.has("k1"))
  viewer.provider.disconnect()
  staff.map.set("meanwhile", 1)
  viewer.provider.connect()
  await until("the viewer has that too", () => viewer.map.has("meanwhile"))
  // Its step 2 went up before its presence, and both were read before what comes next.
  staff.map.set("later", 1)
  await until("the viewer still reads along", () => viewer.map.has("later"))
  assert.equal([viewer.final, viewer.closeCodes], [null, []])
})

test("a viewer's edit made offline goes nowhere, and the viewer reads along", async () => {
  const relay = await start()
  const viewer = relay.stockClient({ token: "viewer", connect: false })
  viewer.map.set("mine", 1)
  viewer.provider.connect()
  await viewer.synced()
  const staff = await relay.stockClient().synced()
  staff.map.set("theirs", 2)
  await until("the viewer has it", () => viewer.map.get("theirs") === 2)
  await until("it is stored", async () => (await relay.store.load(ROOM)).length === 1)
  assert.equal((await relay.stored()).getMap("m").toJSON(), { theirs: 2 })
  assert.equal(viewer.closeCodes, [])
})

test("whose edit is lost on its way comes again; whoever has what waits for it may come meanwhile", async () => {
  const relay = await start()
  const author = await relay.rawClient()
  const others = ["viewer", "staff"].map((token) => relay.stockClient({ token }))
  for (const other of others) await other.synced()
  const [first, second] = editsInOrder()
  author.sendUpdate(second)
  assert.equal(await within("its author is sent to bring the first", author.closed), {
    code: 1011,
    reason: "An earlier edit is missing. Come again.",
  })
  for (const other of others) {
    await until("it waits here", () => other.doc.store.pendingStructs !== null)
    other.provider.disconnect()
    other.provider.connect()
    await other.synced()
  }
  const back = await relay.rawClient()
  back.sendUpdate(first)
  await until("all have both", () => others.every(({ map }) => map.size === 2))
  for (const { closeCodes, final } of others) assert.equal([closeCodes, final], [[], null])
})

test("staff see each other's presence, learn who left, and no viewer is part of it", async () => {
  const relay = await start()
  const [one, other] = await Promise.all([1, 2].map(() => relay.stockClient().synced()))
  const viewer = await relay.stockClient({ token: "viewer" }).synced()
  if (!one || !other) return assert.unreachable()
  viewer.provider.awareness.setLocalState({ name: "viewer" })
  one.provider.awareness.setLocalState({ name: "one" })
  const names = (client: typeof one) =>
    [...client.provider.awareness.getStates().values()].flatMap(({ name }) => name ?? [])
  await until("the other sees one", () => names(other).includes("one"))
  const late = await relay.stockClient().synced()
  await until("who comes later does too", () => names(late).includes("one"))
  one.map.set("after the presence", 1)
  await until("the viewer reads along", () => viewer.map.size === 1)
  assert.equal(names(viewer), ["viewer"])
  // Not a polite leave, which would say good-bye itself: the connection is gone.
  one.provider.shouldConnect = false
  one.provider.ws?.close()
  await until("the others learn that one is gone", () =>
    [other, late].every((client) => !names(client).includes("one")),
  )
  assert.not.ok(names(other).includes("viewer"))
})

test("a token that gives no right is answered 401, and no token too", async () => {
  const { port } = await start()
  for (const query of ["?token=wrong", "?token=", ""]) {
    const { status, text } = await refusal(port, `/sync/${ROOM}${query}`)
    assert.is(status, 401)
    assert.is(text, "The token gives no right to this room.")
  }
})

test("what is no room of Felt's is answered 404, whatever the token", async () => {
  const { port } = await start()
  const paths = [
    "/sync/",
    "/sync/tournament",
    "/sync/tournament/",
    "/sync/tournament/t1/extra",
    "/sync/tournament/t.1",
    "/sync/tournament/t%2E1",
    "/sync/registration/t1",
    "/sync/money/t1",
    "/other/tournament/t1",
    "/",
  ]
  for (const path of paths)
    assert.is((await refusal(port, `${path}?token=staff`)).status, 404, path)
})

test("a page of another site is answered 403; our own page and a script are let in", async () => {
  const relay = await start()
  const path = `/sync/${ROOM}?token=staff`
  const origins = [
    "http://evil.example",
    `http://127.0.0.1:${relay.port}.evil.example`,
    "http://127.0.0.1:1",
    "null",
  ]
  for (const origin of origins)
    assert.is((await refusal(relay.port, path, { origin })).status, 403, origin)
  const own = await relay.rawClient({ headers: { origin: `http://127.0.0.1:${relay.port}` } })
  assert.is((await own.ask()).getMap("m").size, 0)
})

test("where it cannot be told who somebody is, the answer is 503 and the failure is reported", async () => {
  const relay = await start({
    authorize: () => Promise.reject(new Error("The sessions cannot be read.")),
  })
  assert.is((await refusal(relay.port, `/sync/${ROOM}?token=secret`)).status, 503)
  assert.is(relay.errors.length, 1)
  assert.not.match(relay.errors[0]?.context ?? "", "secret")
})

test("each room asks for its own right", async () => {
  const asked: (readonly [string, string | null])[] = []
  const relay = await start({
    authorize: (room, token) => {
      asked.push([room, token])
      return room === "registration/t1/p1" ? { bearer: "b", access: "write", refuses: null } : null
    },
  })
  await relay.stockClient({ room: "registration/t1/p1", token: "a b&c" }).synced()
  assert.is((await refusal(relay.port, "/sync/registration/t1/p2?token=x")).status, 401)
  assert.equal(asked, [
    ["registration/t1/p1", "a b&c"],
    ["registration/t1/p2", "x"],
  ])
})

test("1,000 rooms asked for with one token: 64 are opened, others' tokens go on, and a place gets free", async () => {
  const relay = await start()
  const opened = await Promise.all(
    Array.from({ length: 64 }, (_, room) => relay.rawClient({ room: `tournament/t${room}` })),
  )
  const refused = Array.from({ length: 936 }, (_, room) =>
    refusal(relay.port, `/sync/tournament/u${room}?token=staff`),
  )
  for (const { status, text } of await Promise.all(refused))
    assert.equal([status, text], [429, "The token has 64 rooms open already."])
  assert.is(relay.relay.roomCount, 64)
  await relay.stockClient({ token: "viewer" }).synced()
  opened[0]?.stop()
  await until("a place is free", async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/sync/tournament/v?token=staff`)
    const [event] = await Promise.race([
      once(socket, "open").then(() => ["open"]),
      once(socket, "unexpected-response").then(() => ["refused"]),
    ])
    socket.on("error", () => {})
    socket.terminate()
    return event === "open"
  })
})

test("a frame over the limit closes its sender's socket alone", async () => {
  const relay = await start()
  const [sender, other] = await Promise.all([relay.rawClient(), relay.rawClient()])
  sender.sendUpdate(edit("k", "x".repeat(1024 * 1024)))
  assert.is((await within("the socket is closed", sender.closed)).code, 1009)
  assert.is((await other.ask()).getMap("m").size, 0)
})

test("a stock client whose room cannot be loaded comes back until it can", async () => {
  const store = new FailingStore()
  await store.append(ROOM, edit("old"))
  store.failLoads = 3
  const relay = await start({ store })
  const client = await relay.stockClient().synced()
  assert.ok(client.map.has("old"))
  assert.equal(client.closeCodes, [1011, 1011, 1011])
})

test("a room that is none and a closed relay are not opened for a reader either", async () => {
  const relay = await start()
  const fails = (room: string) => relay.relay.open(room).then(() => "opened", String)
  assert.match(await fails("docs.>"), "There is no room")
  await relay.relay.close()
  assert.match(await fails(ROOM), "closed")
})

test.run()
