import process from "node:process"
import * as encoding from "lib0/encoding"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as Y from "yjs"
import { type Random, seededRandom, uniform } from "../../domain/random.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { parseRoom } from "../../schemas/documents/rooms.ts"
import { refusalOf, type Writer } from "../../schemas/documents/rules.ts"
import { WIRE_VERSION } from "../../schemas/version.ts"
import type { RelayOptions } from "../../sync-server/relay.ts"
import { heapInUse } from "../support/heap.ts"
import { processorMs } from "../support/processor.ts"
import { ROOM, TestRelay, updateFrame } from "../support/relay.ts"
import { until, within } from "../support/until.ts"

const test = suite("Hostile input")
const FRAMES = Number(process.env["FELT_FUZZ"] ?? 3_000)

const relays: TestRelay[] = []
test.after.each(async () => {
  while (relays.length > 0) await relays.pop()?.stop()
})

/** A relay whose rooms hold registers, with the limits of a venue's; the token is the role. */
async function start(options: Partial<RelayOptions> = {}): Promise<TestRelay> {
  const relay = await TestRelay.start({
    perSecond: 1_000,
    authorize(name, token) {
      const room = parseRoom(name)
      if (!room || token === null) return null
      return {
        bearer: token,
        access: "write",
        refuses: (key, value) => refusalOf(room, token as Writer, key, value),
      }
    },
    ...options,
  })
  relays.push(relay)
  return relay
}

/** Two honest clients who go on working, and have to be alike all the time. */
async function honestPair(relay: TestRelay) {
  const [writer, reader] = [
    await relay.stockClient({ token: "director" }).synced(),
    await relay.stockClient({ token: "floor" }).synced(),
  ]
  const [written, read] = [new Registers(writer.doc), new Registers(reader.doc)]
  let edits = 0
  return {
    async work() {
      edits += 1
      const seat = { table: `table-${edits}`, seat: 1 + (edits % 9) }
      written.set("entry/e1/seat", seat)
      await until("the honest edit has arrived", () => {
        return JSON.stringify(read.get("entry/e1/seat")) === JSON.stringify(seat)
      })
    },
    assertUndisturbed() {
      assert.equal([...writer.closeCodes, ...reader.closeCodes], [])
      assert.equal(written.all(), read.all())
      assert.equal([...written.all().keys()], ["entry/e1/seat"])
    },
  }
}

const randomBytes = (random: Random, length: number) =>
  Uint8Array.from({ length }, () => uniform(random, 256))

/** An honest frame, changed in one place, cut short, or with something behind it. */
function damaged(random: Random): Uint8Array {
  const doc = new Y.Doc()
  const registers = new Registers(doc)
  for (let each = 0; each < 1 + uniform(random, 4); each++)
    registers.set("entry/e1/seat", { table: "t", seat: 1 + uniform(random, 9) })
  const frame = updateFrame(Y.encodeStateAsUpdate(doc))
  switch (uniform(random, 4)) {
    case 0:
      frame[uniform(random, frame.length)] = uniform(random, 256)
      return frame
    case 1:
      return frame.subarray(0, uniform(random, frame.length))
    case 2:
      return Uint8Array.from([...frame, ...randomBytes(random, 1 + uniform(random, 9))])
    default:
      return Uint8Array.from([uniform(random, 6), uniform(random, 4), ...randomBytes(random, 40)])
  }
}

test(`${FRAMES} damaged and random frames: whoever sends them is sent away, and the others go on`, async () => {
  const relay = await start()
  const honest = await honestPair(relay)
  const random = seededRandom("hostile")
  await honest.work()
  const before = heapInUse()
  let attacker = await relay.rawClient({ token: "player" })
  for (let sent = 1; sent <= FRAMES; sent++) {
    if (attacker.isClosed) attacker = await relay.rawClient({ token: "player" })
    attacker.socket.send(
      uniform(random, 2) === 0 ? damaged(random) : randomBytes(random, uniform(random, 200)),
    )
    if (sent % 100 === 0) await honest.work()
  }
  await honest.work()
  honest.assertUndisturbed()
  assert.equal(
    relay.errors.map(({ error }) => String(error)),
    [],
  )
  const grown = heapInUse() - before
  assert.ok(grown < 64 * 1024 * 1024, `the heap grew by ${grown} bytes`)
})

test("a bomb: 100,000 structs in 48 bytes of the encoding V2 are not even unpacked", async () => {
  const relay = await start()
  const honest = await honestPair(relay)
  const doc = new Y.Doc()
  doc.transact(() => {
    for (let each = 0; each < 100_000; each++) doc.getArray("registers").insert(0, [new Y.Map()])
  })
  const bomb = Y.encodeStateAsUpdateV2(doc)
  assert.ok(bomb.length < 100, `${bomb.length} bytes`)
  doc.destroy()
  const raw = await relay.rawClient({ token: "director" })
  const spentBefore = processorMs()
  raw.sendUpdate(bomb)
  assert.is((await within("it is sent away", raw.closed)).code, 4400)
  const spent = processorMs() - spentBefore
  assert.ok(spent < 500, `${spent} ms`)
  await honest.work()
  honest.assertUndisturbed()
})

const inserted = (structs: number): Uint8Array => {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (let each = 0; each < structs; each++) doc.getArray("x").insert(0, [each])
  })
  return Y.encodeStateAsUpdate(doc)
}
const hugeMap = (entries: number): Uint8Array => {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (let each = 0; each < entries; each++) doc.getMap("x").set(`key-${each}`, each)
  })
  return Y.encodeStateAsUpdate(doc)
}

for (const [name, update, code] of [
  ["as many structs as an update may have", inserted(49_000), 4422],
  ["more structs than that", inserted(60_000), 4400],
  ["a map of 40,000 entries", hugeMap(40_000), 4422],
] as const)
  test(`${name}: the largest frames are looked into within a moment`, async () => {
    assert.ok(update.length > 500_000 && update.length < 1_040_000, `${update.length} bytes`)
    const relay = await start()
    const honest = await honestPair(relay)
    const raw = await relay.rawClient({ token: "director" })
    const spentBefore = processorMs()
    raw.sendUpdate(update)
    assert.is((await within("it is sent away", raw.closed)).code, code)
    const spent = processorMs() - spentBefore
    assert.ok(spent < 1_500, `it held the relay up: ${spent} ms`)
    await honest.work()
    honest.assertUndisturbed()
  })

test("a flood of edits is slowed down, and the others' edits come through in between", async () => {
  const relay = await start()
  const honest = await honestPair(relay)
  const flood = await relay.rawClient({ token: "floor" })
  const doc = new Y.Doc()
  const registers = new Registers(doc)
  doc.on("update", (update: Uint8Array) => flood.sendUpdate(update))
  for (let edit = 0; edit < 5_000; edit++)
    registers.set("entry/e1/seat", { table: "flood", seat: 1 + (edit % 9) })
  const startedAt = performance.now()
  const author = await relay.stockClient({ token: "director" }).synced()
  const seen = new Registers((await relay.stockClient({ token: "floor" }).synced()).doc)
  new Registers(author.doc).set("entry/e2/seat", { table: "t", seat: 1 })
  await until("an honest edit comes through", () => seen.get("entry/e2/seat") !== undefined)
  assert.ok(performance.now() - startedAt < 5_000)
  void honest
})

test("an update in the name of an author that somebody else is cannot change what that one wrote", async () => {
  const relay = await start()
  const honest = await honestPair(relay)
  await honest.work()
  const stored = await relay.stored(ROOM)
  const [victim] = Y.decodeStateVector(Y.encodeStateVector(stored)).keys()
  const forged = new Y.Doc()
  forged.clientID = victim ?? 0
  new Registers(forged).set("entry/e1/seat", { table: "forged", seat: 1 })
  const raw = await relay.rawClient({ token: "floor" })
  raw.sendUpdate(Y.encodeStateAsUpdate(forged))
  await honest.work()
  await honest.work()
  honest.assertUndisturbed()
})

test("whoever writes in the name of somebody who is there is sent away, and nobody's document parts", async () => {
  const relay = await start()
  const honest = await honestPair(relay)
  await honest.work()
  const stored = await relay.stored(ROOM)
  const [[victim, clock] = [0, 0]] = Y.decodeStateVector(Y.encodeStateVector(stored))
  // What the victim will write next, written first by another, with other content.
  const forged = new Y.Doc()
  Y.applyUpdate(forged, Y.encodeStateAsUpdate(stored))
  forged.clientID = victim
  new Registers(forged).set("entry/e2/seat", { table: "forged", seat: 1 })
  assert.ok(Y.getState(forged.store, victim) > clock)
  const raw = await relay.rawClient({ token: "cashier" })
  raw.sendUpdate(Y.encodeStateAsUpdate(forged))
  assert.equal(await within("it is sent away", raw.closed), {
    code: 1011,
    reason: "This is written in the name of another.",
  })
  await honest.work()
  honest.assertUndisturbed()
})

const presence = (client: number, clock: number, state: unknown): number[] => [
  ...encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, JSON.stringify(state))
  }),
]

test("nobody can speak for another's presence, nor fill the room with presence", async () => {
  const relay = await start()
  const honest = await relay.stockClient({ token: "director" }).synced()
  const other = await relay.stockClient({ token: "floor" }).synced()
  const { clientID } = honest.doc
  honest.provider.awareness.setLocalState({ is: "there" })
  const seen = () => other.provider.awareness.getStates().get(clientID)
  await until("it is seen", () => seen() !== undefined)
  const send = async (update: number[]) => {
    const raw = await relay.rawClient({ token: "cashier" })
    raw.sendPresence(update)
    return (await within("it is sent away", raw.closed)).code
  }
  // What is said of another is passed over.
  const liar = await relay.rawClient({ token: "cashier" })
  liar.sendPresence(presence(clientID, 99, null))
  liar.sendPresence(presence(clientID, 99, { is: "elsewhere" }))
  await liar.ask()
  assert.is(await send(presence(7, 1, "x".repeat(17_000))), 4400)
  const many = Array.from({ length: 17 }, (_, client) => presence(client, 1, {}).slice(1))
  assert.is(await send([17, ...many.flat()]), 4400)
  honest.provider.awareness.setLocalState({ is: "still there" })
  await until("only the honest is heard", () => {
    return JSON.stringify(seen()) === JSON.stringify({ is: "still there" })
  })
  assert.is(other.provider.awareness.getStates().size, 2)
})

test("10,000 rooms from one token: most are refused, and the rest leave nothing behind", async () => {
  const relay = await start()
  const honest = await honestPair(relay)
  const before = heapInUse()
  let refused = 0
  for (let first = 0; first < 10_000; first += 50) {
    const batch = Array.from({ length: 50 }, (_, each) => `tournament/none-${first + each}`)
    await Promise.all(
      batch.map(async (room) => {
        const status = await relay.knock({ room, token: "cashier" })
        if (status === 429) refused += 1
        else assert.is(status, 101)
      }),
    )
    if (first % 1_000 === 0) await honest.work()
  }
  assert.ok(refused > 5_000, `${refused} were refused`)
  await until("only the room in use is open", () => relay.relay.roomCount === 1)
  const grown = heapInUse() - before
  assert.ok(grown < 64 * 1024 * 1024, `the heap grew by ${grown} bytes`)
  await honest.work()
  honest.assertUndisturbed()
})

test("a page of another site, and a token whose time is over: not let in, or sent away", async () => {
  let isOver = false
  const relay = await start({
    keepAliveMs: 100,
    authorize: (_room, token) =>
      token === "staff" || !isOver ? { bearer: "b", access: "write", refuses: () => null } : null,
  })
  assert.is(await relay.knock({ headers: { origin: "http://elsewhere.example" } }), 403)
  const [staying, leaving] = [
    await relay.rawClient({ token: "staff" }),
    await relay.rawClient({ token: "short" }),
  ]
  isOver = true
  assert.is((await within("it is sent away", leaving.closed)).code, 4401)
  assert.is(await relay.knock({ token: "short" }), 401)
  assert.not.ok(staying.isClosed)
})

test("who asks more than its share is read slowly, and loses nothing", async () => {
  const relay = await start({ perSecond: 500 })
  const honest = await honestPair(relay)
  const flood = await relay.stockClient({ token: "cashier" }).synced()
  const registers = new Registers(flood.doc)
  const startedAt = performance.now()
  for (let edit = 0; edit < 4_000; edit++) {
    registers.set("entry/e2/seat", { table: "flood", seat: 1 + (edit % 9) })
    if (edit % 500 === 0) await honest.work()
  }
  await until("all is stored", async () => {
    const stored = await relay.stored(ROOM)
    const { clientID } = flood.doc
    return Y.getState(stored.store, clientID) === Y.getState(flood.doc.store, clientID)
  })
  // 2,000 at once and what the socket had read by then, the others at 500 a second.
  assert.ok(performance.now() - startedAt > 2_000)
})

test("a client of another version is told so before anything of it is read", async () => {
  const relay = await start()
  for (const version of ["1", String(WIRE_VERSION + 1)]) {
    const raw = await relay.rawClient({ token: "director", version })
    raw.sendUpdate(inserted(1))
    const { code, reason } = await within("it is sent away", raw.closed)
    assert.is(code, 4426)
    assert.match(reason, new RegExp(`speaks version ${version}, the relay ${WIRE_VERSION}`))
    assert.equal(raw.frames, [])
  }
  const same = await relay.rawClient({ token: "director", version: String(WIRE_VERSION) })
  await same.ask()
})

test.run()
