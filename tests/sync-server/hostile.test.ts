import process from "node:process"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as Y from "yjs"
import { type Random, seededRandom, uniform } from "../../domain/random.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { parseRoom } from "../../schemas/documents/rooms.ts"
import { refusalOf, type Writer } from "../../schemas/documents/rules.ts"
import { ROOM, TestRelay, updateFrame } from "../support/relay.ts"
import { until, within } from "../support/until.ts"

const test = suite("Hostile input")
const FRAMES = Number(process.env["FELT_FUZZ"] ?? 3_000)

const relays: TestRelay[] = []
test.after.each(async () => {
  while (relays.length > 0) await relays.pop()?.stop()
})

/** A relay whose rooms hold registers; the token is the role. */
async function start(): Promise<TestRelay> {
  const relay = await TestRelay.start({
    authorize(name, token) {
      const room = parseRoom(name)
      if (!room || token === null) return null
      return {
        access: "write",
        refuses: (key, value) => refusalOf(room, token as Writer, key, value),
      }
    },
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
  const before = process.memoryUsage().heapUsed
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
  const grown = process.memoryUsage().heapUsed - before
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
  const startedAt = performance.now()
  raw.sendUpdate(bomb)
  assert.is((await within("it is sent away", raw.closed)).code, 4400)
  assert.ok(performance.now() - startedAt < 500)
  await honest.work()
  honest.assertUndisturbed()
})

test("the largest update that a frame can hold is looked into within a moment", async () => {
  const relay = await start()
  const honest = await honestPair(relay)
  const doc = new Y.Doc()
  doc.transact(() => {
    for (let each = 0; each < 60_000; each++) doc.getArray("x").insert(0, [each])
  })
  const update = Y.encodeStateAsUpdate(doc)
  assert.ok(update.length > 600_000 && update.length < 1_000_000, `${update.length} bytes`)
  const raw = await relay.rawClient({ token: "director" })
  const startedAt = performance.now()
  raw.sendUpdate(update)
  assert.is((await within("it is sent away", raw.closed)).code, 4422)
  assert.ok(performance.now() - startedAt < 1_500, "it held the relay up")
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

test.run()
