import * as decoding from "lib0/decoding"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as Y from "yjs"
import { seededRandom, uniform } from "../../domain/random.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { parseRoom } from "../../schemas/documents/rooms.ts"
import { refusalOf, type Writer } from "../../schemas/documents/rules.ts"
import type { Grant } from "../../sync-server/access.ts"
import { GatedStore } from "../support/document-stores.ts"
import { ROOM, type StockClient, TestRelay } from "../support/relay.ts"
import { until, within } from "../support/until.ts"

const test = suite("Refusals")
const REGISTRATION = "registration/t1/p1"
const CLOCK = { status: "paused", levelIndex: 0, elapsedMs: 0 }
const seat = (number: number) => ({ table: "table-1", seat: number })

/** The token is who one is. */
function authorize(name: string, token: string | null): Grant | null {
  const room = parseRoom(name)
  if (!room || token === null) return null
  if (token === "viewer") return { bearer: token, access: "read" }
  return {
    bearer: token,
    access: "write",
    refuses: (key, value) => refusalOf(room, token as Writer, key, value),
  }
}

const relays: TestRelay[] = []
test.after.each(async () => {
  while (relays.length > 0) await relays.pop()?.stop()
})
async function start(options: Parameters<typeof TestRelay.start>[0] = {}): Promise<TestRelay> {
  const relay = await TestRelay.start({ authorize, ...options })
  relays.push(relay)
  return relay
}

async function client(relay: TestRelay, token: Writer | "viewer", room = ROOM) {
  const stock = await relay.stockClient({ token, room }).synced()
  return { stock, registers: new Registers(stock.doc) }
}

/** Everything that a client ever saw under a key. */
function seenBy({ doc }: StockClient, key: string): unknown[] {
  const registers = new Registers(doc)
  const seen: unknown[] = []
  registers.observe(() => seen.push(registers.get(key)))
  return seen
}

for (const [writer, room, key, good, bad, reason] of [
  ["player", REGISTRATION, "nickname", "Bo", 7, /^nickname: /],
  ["player", REGISTRATION, "lateMinutes", 20, 601, /^lateMinutes: /],
  ["player", REGISTRATION, "staffNote", null, "hello", /no field "staffNote" in a registration/],
  ["cashier", ROOM, "clock", null, CLOCK, /signed in as cashier may not change the clock/],
  ["cashier", ROOM, "entry/e1/seat", seat(3), seat(13), /^entry\/e1\/seat: /],
  ["floor", ROOM, "tournament", null, { name: "Mine" }, /signed in as floor may not change/],
  ["director", ROOM, "clock", CLOCK, { status: "running" }, /^clock: /],
  ["director", ROOM, "pot", null, 100, /no field "pot" in a tournament/],
] as const)
  test(`a ${writer} who writes ${JSON.stringify(bad)} into ${key} is put right, and nobody sees it`, async () => {
    const relay = await start()
    const author = await client(relay, writer, room)
    const reader = await client(relay, "director", room)
    if (good !== null) {
      author.registers.set(key, good)
      await until("the good value is there", () => reader.registers.get(key) !== undefined)
    }
    const seen = seenBy(reader.stock, key)
    author.registers.set(key, bad)
    const honest = room === ROOM ? "entry/e9/player" : "coming"
    const value = room === ROOM ? "p9" : true
    author.registers.set(honest, value)
    await until("the later, honest edit is there", () => reader.registers.get(honest) === value)
    await until("the author is put right", () => {
      const now = author.registers.get(key)
      return JSON.stringify(now) === JSON.stringify(good ?? undefined)
    })
    assert.ok(seen.every((each) => JSON.stringify(each) === JSON.stringify(good ?? undefined)))
    assert.equal(author.registers.all(), reader.registers.all())
    assert.equal(author.stock.closeCodes, [])
    assert.equal(new Registers(await relay.stored(room)).all(), reader.registers.all())
    assert.match(refusalOf(parseRoom(room)!, writer, key, bad) ?? "", reason)
  })

test("what was refused is nowhere kept", async () => {
  const relay = await start()
  const author = await client(relay, "player", REGISTRATION)
  author.registers.set("secret", "a-very-long-secret-text")
  author.registers.set("coming", true)
  await until("it is put back", () => author.registers.get("secret") === undefined)
  const updates = await relay.store.load(REGISTRATION)
  assert.ok(updates.length > 0)
  for (const update of updates)
    assert.not(Buffer.from(update).includes("a-very-long-secret-text"), "it was stored")
})

test("a register that somebody may not write may not be deleted by them either", async () => {
  const relay = await start()
  const director = await client(relay, "director")
  director.registers.set("clock", CLOCK)
  const cashier = await client(relay, "cashier")
  await until("the clock is there", () => cashier.registers.get("clock") !== undefined)
  const seen = seenBy(director.stock, "clock")
  cashier.stock.doc.getArray("registers").delete(0, 1)
  cashier.registers.set("entry/e1/player", "p1")
  await until("the honest edit is there", () => director.registers.get("entry/e1/player") === "p1")
  for (const { registers } of [director, cashier]) assert.equal(registers.get("clock"), CLOCK)
  for (const each of seen) assert.equal(each, CLOCK)
})

test("an honest edit made while another of the same field is refused is not lost, whoever wrote more", async () => {
  const store = new GatedStore()
  const relay = await start({ store })
  const cashier = await client(relay, "cashier")
  const director = await client(relay, "director")
  for (let each = 0; each < 50; each++) cashier.registers.set("entry/e1/player", `p${each}`)
  await until("that has arrived", () => director.registers.get("entry/e1/player") === "p49")
  director.registers.set("clock", CLOCK)
  await until("the clock is there", () => cashier.registers.get("clock") !== undefined)
  for (let each = 0; each < 50; each++) cashier.registers.set("entry/e1/player", `q${each}`)
  const appends = store.appends
  store.shut("append")
  cashier.registers.set("clock", { ...CLOCK, levelIndex: 1 })
  await until("it is being put back", () => store.appends > appends)
  director.registers.set("clock", { ...CLOCK, levelIndex: 2 })
  store.open("append")
  await until("the director's is there, for both", () =>
    [cashier, director].every(
      ({ registers }) => (registers.get("clock") as typeof CLOCK | undefined)?.levelIndex === 2,
    ),
  )
})

test("a player's own registration is the only room that a phone's rules let it write", async () => {
  const room = parseRoom(ROOM)
  assert.ok(room)
  for (const key of ["tournament", "clock", "table/t", "entry/e/seat", "entry/e/out", "x"])
    assert.ok(room && refusalOf(room, "player", key, null))
})

for (const [what, write] of [
  ["another shared type", (doc: Y.Doc) => doc.getMap("m").set("a", 1)],
  ["a text", (doc: Y.Doc) => doc.getText("registers").insert(0, "hello")],
  ["a map inside", (doc: Y.Doc) => doc.getArray("registers").push([new Y.Map([["a", 1]])])],
  ["an array that holds anything", (doc: Y.Doc) => doc.getArray("registers").push([{ a: 1 }])],
  ["bytes", (doc: Y.Doc) => doc.getArray("registers").push([Uint8Array.of(1, 2)])],
  ["an attribute of the array", (doc: Y.Doc) => doc.getMap("registers").set("a", 1)],
  [
    "a Lamport time that would end all writing",
    (doc: Y.Doc) =>
      doc
        .getArray("registers")
        .push([{ key: "clock", value: CLOCK, lamport: Number.MAX_SAFE_INTEGER }]),
  ],
  [
    "an endless key",
    (doc: Y.Doc) =>
      doc.getArray("registers").push([{ key: "k".repeat(201), value: 1, lamport: 1 }]),
  ],
] as const)
  test(`${what} is no register: its sender is sent away for good, and nothing is stored`, async () => {
    const relay = await start()
    const raw = await relay.rawClient({ token: "director" })
    const doc = new Y.Doc()
    write(doc)
    raw.sendUpdate(Y.encodeStateAsUpdate(doc))
    const { code, reason } = await within("the socket is closed", raw.closed)
    assert.is(code, 4422)
    assert.match(reason, /^Only registers may be written: no /)
    assert.equal(await relay.store.load(ROOM), [])
  })

test("however often something is refused, the document gets one author for it and no more", async () => {
  const relay = await start()
  const author = await client(relay, "player", REGISTRATION)
  author.registers.set("nickname", "Bo")
  for (let each = 0; each < 20; each++) {
    author.registers.set("nickname", each)
    await until("it is put back", () => author.registers.get("nickname") === "Bo")
  }
  const authors = Y.decodeStateVector(Y.encodeStateVector(await relay.stored(REGISTRATION)))
  assert.is(authors.size, 2)
})

/**
 * A cut between relaying and storing: the director's edit is on the devices and not on the disk. The
 * relay that is started then has what the store had; the devices come back to it.
 */
async function cutBeforeStored(graceMs: number) {
  const before = await start()
  const [director, cashier] = [
    await before.stockClient({ token: "director" }).synced(),
    await before.stockClient({ token: "cashier" }).synced(),
  ]
  new Registers(director.doc).set("clock", CLOCK)
  await until("the cashier has it", () => new Registers(cashier.doc).get("clock") !== undefined)
  await before.stopServer()
  const after = await start({ graceMs })
  const comeBack = (token: string, { doc }: { doc: Y.Doc }) => {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    return after.stockClient({ token, doc: copy })
  }
  return {
    after,
    cashier: () => comeBack("cashier", cashier),
    director: () => comeBack("director", director),
  }
}

test("after a cut, who may not write what another wrote does not undo it: its author comes in time", async () => {
  const { after, ...devices } = await cutBeforeStored(2_000)
  const cashier = await devices.cashier().synced()
  const director = await devices.director().synced()
  new Registers(cashier.doc).set("entry/e1/seat", seat(3))
  await until("both have both", () =>
    [cashier, director].every(({ doc }) => new Registers(doc).all().size === 2),
  )
  await until("it is stored", async () => new Registers(await after.stored()).all().size === 2)
  assert.equal([...cashier.closeCodes, ...director.closeCodes], [])
})

test("an author who does not come in time: what others kept of it is judged by their rights", async () => {
  const { cashier, after } = await cutBeforeStored(50)
  const back = await cashier().synced()
  await until("it is put back", () => new Registers(back.doc).get("clock") === undefined)
  new Registers(back.doc).set("entry/e1/seat", seat(3))
  await until("it is stored", async () => new Registers(await after.stored()).all().size === 1)
  assert.equal(back.closeCodes, [])
})

test("who has a hundred edits refused is sent away", async () => {
  const relay = await start()
  const author = await client(relay, "player", REGISTRATION)
  for (let each = 0; each <= 100; each++) author.registers.set(`wrong-${each}`, each)
  await until("the client has given up", () => author.stock.final?.code === 4429)
})

/** The frames of one kind that a raw client has got. */
const framesOf = (frames: readonly Uint8Array[], kind: number) =>
  frames.flatMap((frame) => {
    const decoder = decoding.createDecoder(frame)
    return decoding.readVarUint(decoder) === kind ? [decoder] : []
  })

test("a client that asks is told what is durable, only once it is, and what was refused", async () => {
  const store = new GatedStore()
  const relay = await start({ store })
  const raw = await relay.rawClient({ token: "cashier" })
  raw.send(100)
  await until("it is told what is safe so far", () => framesOf(raw.frames, 100).length === 1)
  const doc = new Y.Doc()
  const registers = new Registers(doc)
  doc.on("update", (update: Uint8Array) => raw.sendUpdate(update))
  store.shut("append")
  registers.set("entry/e1/player", "p1")
  await until("it is being stored", () => store.appends === 1)
  assert.is(framesOf(raw.frames, 100).length, 1)
  store.open("append")
  await until("it is told", () => framesOf(raw.frames, 100).length === 2)
  const [, durable] = framesOf(raw.frames, 100)
  assert.ok(durable)
  const stateVector = Y.decodeStateVector(decoding.readVarUint8Array(durable))
  assert.is(stateVector.get(doc.clientID), Y.getState(doc.store, doc.clientID))

  registers.set("clock", CLOCK)
  await until("the refusal is told", () => framesOf(raw.frames, 101).length === 1)
  const [refused] = framesOf(raw.frames, 101)
  assert.equal(JSON.parse(decoding.readVarString(refused!)), [
    { key: "clock", reason: "Who is signed in as cashier may not change the clock." },
  ])
  await until("it is durable as well", () => framesOf(raw.frames, 100).length === 3)
})

/** How far the relay says that an author is on the disk, in its latest word. */
function toldOf({ frames }: { frames: readonly Uint8Array[] }, author: Y.Doc): number {
  const latest = framesOf(frames, 100).at(-1)
  return latest
    ? (Y.decodeStateVector(decoding.readVarUint8Array(latest)).get(author.clientID) ?? 0)
    : 0
}

test("each edit of an author is told, not only its first; one that waits for another is not", async () => {
  const relay = await start()
  const raw = await relay.rawClient({ token: "cashier" })
  raw.send(100)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on("update", (update: Uint8Array) => updates.push(update))
  const registers = new Registers(doc)
  const clocks = [1, 2, 3, 4].map((each) => {
    registers.set("entry/e1/seat", seat(each))
    return Y.getState(doc.store, doc.clientID)
  })
  const [first, second, third, fourth] = updates
  for (const [index, update] of [first!, second!].entries()) {
    raw.sendUpdate(update)
    await until("it is told", () => toldOf(raw, doc) === clocks[index])
  }
  raw.sendUpdate(fourth!)
  await until("it is stored", async () => (await relay.store.load(ROOM)).length === 3)
  assert.ok(toldOf(raw, doc) <= clocks[1]!)
  await within("it has to come again", raw.closed)
  const back = await relay.rawClient({ token: "cashier" })
  back.send(100)
  back.sendUpdate(third!)
  await until("both are told in the end", () => toldOf(back, doc) === clocks[3])
})

test("an author hears that its edit is safe also where somebody else has brought it first", async () => {
  const relay = await start()
  const registers = new Registers(new Y.Doc())
  registers.set("entry/e1/player", "p1")
  const update = Y.encodeStateAsUpdate(registers.doc)
  const [author, other] = [
    await relay.rawClient({ token: "cashier" }),
    await relay.rawClient({ token: "director" }),
  ]
  author.send(100)
  await until("nothing of it is safe", () => framesOf(author.frames, 100).length === 1)
  other.sendUpdate(update)
  await until("it is stored", async () => (await relay.store.load(ROOM)).length === 1)
  assert.is(toldOf(author, registers.doc), 0)
  author.sendUpdate(update)
  await until("it is told", () => toldOf(author, registers.doc) === 1)
})

test("whoever asks with a number gets it back when all that it sent before is on the disk", async () => {
  const store = new GatedStore()
  const relay = await start({ store })
  const raw = await relay.rawClient({ token: "cashier" })
  const registers = new Registers(new Y.Doc())
  registers.doc.on("update", (update: Uint8Array) => raw.sendUpdate(update))
  store.shut("append")
  registers.set("entry/e1/player", "p1")
  raw.send(100, 7)
  await until("it is being stored", () => store.appends === 1)
  assert.equal(framesOf(raw.frames, 100), [])
  store.open("append")
  await until("the number comes back", () =>
    framesOf(raw.frames, 100).some((frame) => {
      const stateVector = Y.decodeStateVector(decoding.readVarUint8Array(frame))
      const isWhole = stateVector.get(registers.doc.clientID) === 1
      return isWhole && decoding.hasContent(frame) && decoding.readVarUint(frame) === 7
    }),
  )
})

test("a stock client, which does not ask, is told nothing that it does not know", async () => {
  const relay = await start()
  const raw = await relay.rawClient({ token: "cashier" })
  const doc = new Y.Doc()
  new Registers(doc).set("clock", CLOCK)
  raw.sendUpdate(Y.encodeStateAsUpdate(doc))
  await until("it is put back", () => raw.updates.length === 1)
  assert.equal([...framesOf(raw.frames, 100), ...framesOf(raw.frames, 101)], [])
})

test("whoever writes what they may not, and when: all end alike, with nothing refused in it", async () => {
  const relay = await start()
  const random = seededRandom("refusals")
  const writers = ["administrator", "director", "floor", "cashier", "cashier"] as const
  const clients = await Promise.all(writers.map((writer) => client(relay, writer)))
  const values = [CLOCK, seat(1), seat(5), seat(99), "p1", { order: 1, at: 5 }, 7, null]
  const keys = ["clock", "entry/e1/seat", "entry/e2/seat", "entry/e1/player", "entry/e1/out", "pot"]
  for (let step = 0; step < 400; step++) {
    const { registers, stock } = clients[uniform(random, clients.length)]!
    if (uniform(random, 25) === 0) {
      if (stock.provider.shouldConnect) stock.provider.disconnect()
      else stock.provider.connect()
    }
    registers.set(keys[uniform(random, keys.length)]!, values[uniform(random, values.length)])
    if (uniform(random, 3) === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  for (const { stock } of clients) stock.provider.connect()
  const all = () => clients.map(({ registers }) => JSON.stringify([...registers.all()]))
  await until("all are alike", () => new Set(all()).size === 1)
  await until("and the store has the same", async () => {
    const stored = new Registers(await relay.stored()).all()
    return new Set([...all(), JSON.stringify([...stored])]).size === 1
  })
  const room = parseRoom(ROOM)
  assert.ok(room)
  for (const [key, value] of clients[0]!.registers.all())
    assert.is(room && refusalOf(room, "administrator", key, value), null, key)
  assert.equal(
    clients.flatMap(({ stock }) => stock.closeCodes.filter((code) => code >= 4400)),
    [],
  )
})

test.run()
