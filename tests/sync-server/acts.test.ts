import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as Y from "yjs"
import { Registers } from "../../schemas/documents/registers.ts"
import { parseRoom } from "../../schemas/documents/rooms.ts"
import { refusalOf, type Writer } from "../../schemas/documents/rules.ts"
import type { Grant } from "../../sync-server/access.ts"
import type { Act } from "../../sync-server/acts.ts"
import { FailingStore, GatedStore } from "../support/document-stores.ts"
import { ROOM, TestRelay } from "../support/relay.ts"
import { until } from "../support/until.ts"

const test = suite("Acts")
const seat = (number: number) => ({ table: "table-1", seat: number })
const SEAT = "entry/e1/seat"

/** The token is who one is, and on which device. */
function authorize(name: string, token: string | null): Grant | null {
  const room = parseRoom(name)
  if (!room || token === null) return null
  const [writer = "", device] = token.split("@")
  return {
    bearer: `${writer} s-${writer}`,
    ...(device === undefined ? {} : { device }),
    access: "write",
    refuses: (key, value) => refusalOf(room, writer as Writer, key, value),
  }
}

const relays: TestRelay[] = []
test.after.each(async () => {
  while (relays.length > 0) await relays.pop()?.stop()
})

/** A relay that is listened to, and what it has told of. */
async function start(options: Parameters<typeof TestRelay.start>[0] = {}) {
  const told: Act[] = []
  const relay = await TestRelay.start({
    authorize,
    onActs: (acts) => told.push(...acts),
    ...options,
  })
  relays.push(relay)
  return { relay, told }
}

async function client(relay: TestRelay, token: string) {
  const stock = await relay.stockClient({ token }).synced()
  return { stock, registers: new Registers(stock.doc) }
}

const changesIn = (told: readonly Act[]) =>
  told.map(({ changes }) =>
    changes.map(({ key, before, after, isOverruled }) =>
      isOverruled ? [key, before, after, "overruled"] : [key, before, after],
    ),
  )

test("an act tells who, on which device, when, and what was there before", async () => {
  let now = 1_000
  const { relay, told } = await start({ now: () => now })
  const floor = await client(relay, "floor@tablet-2")
  floor.registers.set(SEAT, seat(1))
  await until("it is told", () => told.length === 1)
  now = 2_000
  floor.registers.setAll([
    [SEAT, seat(5)],
    ["entry/e1/out", { order: 1, at: 3 }],
  ])
  await until("both are told", () => told.length === 2)
  floor.registers.set(SEAT, null)
  await until("all are told", () => told.length === 3)
  const { changes: _, ...second } = told[1] ?? { changes: [] }
  assert.equal(second, {
    room: ROOM,
    bearer: "floor s-floor",
    device: "tablet-2",
    at: 2_000,
    isLate: false,
  })
  assert.equal(changesIn(told), [
    [[SEAT, null, seat(1)]],
    [
      [SEAT, seat(1), seat(5)],
      ["entry/e1/out", null, { order: 1, at: 3 }],
    ],
    [[SEAT, seat(5), null]],
  ])
})

test("two updates in one turn are two acts, each with what the one before it left", async () => {
  const { relay, told } = await start()
  const author = new Registers(new Y.Doc())
  const updates: Uint8Array[] = []
  author.doc.on("update", (update: Uint8Array) => updates.push(update))
  author.set(SEAT, seat(1))
  author.set(SEAT, seat(2))
  author.set(SEAT, seat(3))
  const raw = await relay.rawClient({ token: "floor" })
  // In one packet, so that one turn of the relay reads them all.
  for (const update of updates) raw.sendUpdate(update)
  await until("all are told", () => told.length === 3)
  assert.equal(changesIn(told), [
    [[SEAT, null, seat(1)]],
    [[SEAT, seat(1), seat(2)]],
    [[SEAT, seat(2), seat(3)]],
  ])
  assert.is(told[0]?.device, null, "a session that named no device")
})

test("what was refused is no act, and the undoing of it is none either", async () => {
  const { relay, told } = await start()
  const [floor, cashier] = [await client(relay, "floor"), await client(relay, "cashier")]
  floor.registers.set("entry/e1/out", { order: 1, at: 3 })
  await until("the bust has come", () => cashier.registers.get("entry/e1/out") !== undefined)
  cashier.registers.setAll([
    ["entry/e1/out", null],
    [SEAT, seat(4)],
  ])
  await until("it is put right", () => floor.registers.get(SEAT) !== undefined)
  cashier.registers.set("entry/e1/out", { order: 9, at: 9 })
  cashier.registers.set("entry/e2/player", "p2")
  await until("the honest ones are told", () => told.length === 3)
  assert.equal(changesIn(told), [
    [["entry/e1/out", null, { order: 1, at: 3 }]],
    [[SEAT, null, seat(4)]],
    [["entry/e2/player", null, "p2"]],
  ])
})

test("who comes back brings the acts one by one, and what is overruled says so", async () => {
  const { relay, told } = await start()
  const [away, here] = [await client(relay, "floor@a"), await client(relay, "director@b")]
  away.registers.set(SEAT, seat(1))
  await until("all have it", () => here.registers.get(SEAT) !== undefined)
  away.stock.provider.disconnect()
  away.registers.set("entry/e2/seat", seat(7))
  away.registers.set(SEAT, seat(2))
  for (let number = 3; number < 8; number++) here.registers.set(SEAT, seat(number))
  await until("the other's are told", () => told.length === 6)
  told.length = 0
  away.stock.provider.connect()
  await until("its own are told", () => told.length === 2)
  assert.equal(
    told.map(({ isLate, device }) => [isLate, device]),
    [
      [true, "a"],
      [true, "a"],
    ],
  )
  assert.equal(changesIn(told), [
    [["entry/e2/seat", null, seat(7)]],
    [[SEAT, seat(7), seat(2), "overruled"]],
  ])
  assert.equal(here.registers.get(SEAT), seat(7))
})

test("an act is told of when it is stored, not before, and once though storing fails first", async () => {
  const store = new GatedStore()
  const { relay, told } = await start({ store })
  const [floor, other] = [await client(relay, "floor"), await client(relay, "floor")]
  store.shut("append")
  floor.registers.set(SEAT, seat(1))
  await until("the other sees it", () => other.registers.get(SEAT) !== undefined)
  assert.is(told.length, 0)
  store.open("append")
  await until("it is told", () => told.length === 1)

  const failing = new FailingStore()
  const second = await start({ store: failing })
  const author = await client(second.relay, "floor")
  failing.failAppends = 1
  author.registers.set(SEAT, seat(1))
  await until("it was sent away", () => author.stock.closeCodes.length > 0)
  await until("it is told after all", () => second.told.length > 0)
  author.registers.set(SEAT, seat(2))
  await until("and the next", () => second.told.length > 1)
  assert.equal(changesIn(second.told), [[[SEAT, null, seat(1)]], [[SEAT, seat(1), seat(2)]]])
})

test("what another relay brings is nobody's act here", async () => {
  const { relay, told } = await start()
  const author = new Registers(new Y.Doc())
  author.set(SEAT, seat(1))
  const room = await relay.relay.open(ROOM)
  await room.bring(Y.encodeStateAsUpdate(author.doc))
  const floor = await client(relay, "floor")
  floor.registers.set(SEAT, seat(2))
  await until("the next is told", () => told.length > 0)
  assert.equal(changesIn(told), [[[SEAT, seat(1), seat(2)]]])
  room.close()
})

test.run()
