import type { suite } from "uvu"
import * as assert from "uvu/assert"
import { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import { until } from "../support/until.ts"

/** A server that stock clients can connect to, and that can be cut off and started again. */
export type ServedRooms = {
  /** Without the room's name. */
  address: string
  params: Record<string, string>
  /** Cuts it off as a power cut does, and starts it again on the same port with what it had kept. */
  restart(): Promise<void>
}

type Suite = ReturnType<typeof suite>

/**
 * What every server must do for stock y-websocket clients, each as its own README would make it. The
 * Yjs project's server is held to it as well: so it is that protocol which is tested here, not ours.
 */
export function yWebsocketContract(test: Suite, server: () => ServedRooms): void {
  const clients = new Clients(server)
  test.after.each(() => clients.leave())
  testContent(test, clients)
  testPresence(test, clients)
  testOffline(test, clients)
  testRestart(test, clients, server)
}

/** The clients of one test. */
class Clients {
  readonly #server: () => ServedRooms
  readonly #all: Client[] = []

  constructor(server: () => ServedRooms) {
    this.#server = server
  }

  join(room: string, options: { connect?: boolean; resyncInterval?: number } = {}): Client {
    const doc = new Y.Doc()
    const { address, params } = this.#server()
    const provider = new WebsocketProvider(address, room, doc, {
      params,
      disableBc: true,
      maxBackoffTime: 200,
      ...options,
    })
    const client = { doc, provider }
    this.#all.push(client)
    return client
  }

  /** Two that are in sync. */
  async pair(room: string): Promise<[Client, Client]> {
    const [one, other] = [this.join(room), this.join(room)]
    await synced(one, other)
    return [one, other]
  }

  leave(): void {
    for (const { doc, provider } of this.#all.splice(0)) {
      provider.destroy()
      doc.destroy()
    }
  }
}

function testContent(test: Suite, clients: Clients): void {
  test("every kind of content that one writes, the other has", async () => {
    const [one, other] = await clients.pair("tournament/content")
    writeEverything(one.doc)
    await alike(one, other)
    one.doc.getText("text").format(0, 4, { italic: true })
    one.doc.getMap("map").delete("plain")
    one.doc.getArray("array").delete(0, 1)
    await alike(one, other)
    assert.not.ok(other.doc.getMap("map").has("plain"))
    assert.is(other.doc.getArray("array").length, 2)
  })

  test("an edit of 300 kB arrives whole", async () => {
    const [one, other] = await clients.pair("tournament/large")
    one.doc.getMap("map").set("large", "x".repeat(300_000))
    await alike(one, other)
    assert.is(String(other.doc.getMap("map").get("large")).length, 300_000)
  })

  test("whoever comes later, and when all others are gone, has everything", async () => {
    const [one, other] = await clients.pair("tournament/later")
    writeEverything(one.doc)
    await alike(one, other)
    const third = clients.join("tournament/later")
    await synced(third)
    await alike(one, third)
    for (const { provider } of [one, other, third]) provider.disconnect()
    const fourth = clients.join("tournament/later")
    await synced(fourth)
    await alike(one, fourth)
  })

  test("what several write at once, all have, and in the same order", async () => {
    const [one, other] = await clients.pair("tournament/at-once")
    for (let edit = 0; edit < 100; edit++)
      for (const [author, { doc }] of [one, other].entries()) {
        doc.getText("text").insert(0, `${author}`)
        doc.getArray("array").push([`${author}.${edit}`])
        doc.getMap("map").set(`key ${edit % 7}`, author)
      }
    await alike(one, other)
    assert.is(one.doc.getText("text").length, 200)
    assert.is(new Set(other.doc.getArray("array").toArray()).size, 200)
  })

  test("rooms know nothing of each other", async () => {
    const [one] = await clients.pair("tournament/room-a")
    const [other] = await clients.pair("tournament/room-b")
    one.doc.getMap("map").set("only", "in a")
    other.doc.getMap("map").set("only", "in b")
    const [a, b] = [clients.join("tournament/room-a"), clients.join("tournament/room-b")]
    await until("both have theirs", () => a.doc.getMap("map").size + b.doc.getMap("map").size === 2)
    assert.is(a.doc.getMap("map").get("only"), "in a")
    assert.is(b.doc.getMap("map").get("only"), "in b")
  })
}

function testPresence(test: Suite, clients: Clients): void {
  test("who is there, what they say of themselves, and that they are gone", async () => {
    const [one, other] = await clients.pair("tournament/presence")
    const stateOf = (client: Client) =>
      other.provider.awareness.getStates().get(client.doc.clientID)
    // What a client says first, before it has changed it once, is told to nobody by any server.
    other.provider.awareness.setLocalStateField("seat", 9)
    one.provider.awareness.setLocalStateField("seat", 3)
    await until("it is seen", () => stateOf(one)?.["seat"] === 3)
    one.provider.awareness.setLocalStateField("seat", 4)
    await until("the change is seen", () => stateOf(one)?.["seat"] === 4)
    const late = clients.join("tournament/presence")
    await until(
      "whoever comes later sees both",
      () => late.provider.awareness.getStates().size === 3,
    )
    one.provider.disconnect()
    await until("it is seen to be gone", () => stateOf(one) === undefined)
    assert.equal(other.provider.awareness.getLocalState(), { seat: 9 })
  })
}

function testOffline(test: Suite, clients: Clients): void {
  test("what is written offline, on both sides, is there when the contact is back", async () => {
    const [one, other] = await clients.pair("tournament/offline")
    writeEverything(one.doc)
    await alike(one, other)
    one.provider.disconnect()
    one.doc.getMap("map").set("offline", "one")
    one.doc.getText("text").insert(0, "offline ")
    other.doc.getMap("map").set("online", "other")
    other.doc.getText("text").delete(0, 2)
    one.provider.connect()
    await synced(one)
    await alike(one, other)
    assert.equal(
      ["offline", "online"].map((key) => other.doc.getMap("map").get(key)),
      ["one", "other"],
    )
  })

  test("a client that has written before it ever had contact", async () => {
    const early = clients.join("tournament/early", { connect: false })
    early.doc.getMap("map").set("early", true)
    const [one] = await clients.pair("tournament/early")
    one.doc.getMap("map").set("one", true)
    early.provider.connect()
    await synced(early)
    await alike(early, one)
    assert.equal(one.doc.getMap("map").toJSON(), { early: true, one: true })
  })

  test("a client that asks again every moment for what it lacks", async () => {
    const asking = clients.join("tournament/asking", { resyncInterval: 20 })
    const other = clients.join("tournament/asking")
    await synced(asking, other)
    for (let edit = 0; edit < 50; edit++) {
      other.doc.getArray("array").push([edit])
      await new Promise((resolve) => setImmediate(resolve))
    }
    await alike(asking, other)
    assert.is(asking.doc.getArray("array").length, 50)
  })
}

function testRestart(test: Suite, clients: Clients, server: () => ServedRooms): void {
  test("the server is cut off and started again while all are editing: all have everything once", async () => {
    const all = [1, 2, 3, 4].map(() => clients.join("tournament/restart"))
    await synced(...all)
    let edits = 0
    const editing = setInterval(() => {
      for (const { doc } of all) doc.getArray("array").push([edits++])
    }, 5)
    try {
      await until("they are editing", () => edits > 40)
      await server().restart()
      await until("they are back", () => all.every(({ provider }) => provider.wsconnected))
      await until("they have edited since", () => edits > 200)
    } finally {
      clearInterval(editing)
    }
    await synced(...all)
    await until("all are alike", () => new Set(all.map(({ doc }) => stateOfDoc(doc))).size === 1)
    const values = all[0]?.doc.getArray("array").toArray() ?? []
    assert.equal(
      values.map(Number).toSorted((a, b) => a - b),
      Array.from({ length: edits }, (_, edit) => edit),
    )
    const late = clients.join("tournament/restart")
    await synced(late)
    await until("the server has it all too", () => {
      return late.doc.getArray("array").length === edits
    })
  })
}

type Client = { doc: Y.Doc; provider: WebsocketProvider }

/** One of each kind of content that Yjs has. */
function writeEverything(doc: Y.Doc): void {
  const map = doc.getMap<unknown>("map")
  map.set("plain", { a: [1, null, true, "æøå", 1.5] })
  map.set("bytes", Uint8Array.of(1, 2, 3))
  map.set("nested", new Y.Map([["deep", new Y.Array()]]))
  doc.getArray("array").push([1, "two", { three: 3 }])
  doc.getText("text").insert(0, "bold text", { bold: true })
  doc.getText("text").insert(4, "er")
  const element = new Y.XmlElement("p")
  doc.getXmlFragment("xml").push([element])
  element.setAttribute("class", "felt")
  element.push([new Y.XmlText("in xml")])
}

const synced = (...clients: Client[]) =>
  until("all are in sync", () => clients.every(({ provider }) => provider.synced))

const stateOfDoc = (doc: Y.Doc): string =>
  JSON.stringify([
    // The keys of a map come in the order in which they arrived.
    Object.entries(doc.getMap("map").toJSON()).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    doc.getArray("array").toJSON(),
    doc.getText("text").toDelta(),
    doc.getXmlFragment("xml").toJSON(),
  ])

const alike = (one: Client, other: Client) =>
  until("both are alike", () => stateOfDoc(one.doc) === stateOfDoc(other.doc))
