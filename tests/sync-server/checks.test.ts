import { test } from "uvu"
import * as assert from "uvu/assert"
import * as Y from "yjs"
import { seededRandom, uniform } from "../../domain/random.ts"
import { decodeSound } from "../../sync-server/checks.ts"

/** The updates of a document in which two authors do everything that Yjs can do. */
function livelyUpdates(seed: string): Uint8Array[] {
  const random = seededRandom(seed)
  const updates: Uint8Array[] = []
  const [one, other] = [new Y.Doc(), new Y.Doc()]
  one.on("update", (update: Uint8Array) => {
    updates.push(update)
    Y.applyUpdate(other, update)
  })
  other.on("update", (update: Uint8Array) => Y.applyUpdate(one, update))
  for (let round = 0; round < 60; round++) {
    const doc = uniform(random, 2) === 0 ? one : other
    const [array, map, text] = [doc.getArray("a"), doc.getMap("m"), doc.getText("t")]
    array.push([{ key: `k${round}`, value: round }, null, 1.5, "æøå"])
    map.set(`k${uniform(random, 7)}`, round % 5 === 0 ? new Y.Map([["x", 1]]) : round)
    text.insert(uniform(random, text.length + 1), "deal 🂡")
    if (round % 3 === 0) array.delete(uniform(random, array.length - 1), 1)
    if (round % 4 === 0) text.delete(0, 2)
    if (round % 6 === 0) text.format(0, 1, { bold: true })
  }
  return updates
}

test("every update that Yjs makes is sound: single, merged, whole, with a gap, empty", () => {
  const updates = livelyUpdates("sound")
  assert.ok(updates.length > 200)
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  const others = [
    Y.mergeUpdates(updates),
    Y.mergeUpdates(updates.filter((_, index) => index % 3 === 0)),
    Y.encodeStateAsUpdate(doc),
    Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)),
    Y.encodeStateAsUpdate(new Y.Doc()),
  ]
  for (const update of [...updates, ...others]) assert.ok(decodeSound(update))
})

test("an update in the encoding V2 is refused, also one that a V1 reader takes for empty", () => {
  const doc = new Y.Doc()
  doc.getMap("m").set("a", 1)
  const secondVersion = Y.encodeStateAsUpdateV2(doc)
  const { structs } = Y.decodeUpdate(secondVersion)
  assert.is(structs.length, 0, "Yjs takes it for empty")
  assert.not.ok(decodeSound(secondVersion))
})

test("an update cut short or with bytes left over is refused", () => {
  for (const update of livelyUpdates("cut").slice(0, 40)) {
    assert.not.ok(decodeSound(update.subarray(0, -1)))
    assert.not.ok(decodeSound(Uint8Array.of(...update, 0)))
  }
  assert.not.ok(decodeSound(Uint8Array.of()))
})

test("ranges of nothing and ranges beyond what can be counted are refused", () => {
  const farClock = [255, 255, 255, 255, 255, 255, 255, 15]
  const wrong: Record<string, number[]> = {
    "a struct of length 0": [1, 1, 7, 0, 0, 0, 0],
    "a struct that ends beyond": [1, 1, 7, ...farClock, 0, 9, 0],
    "a deletion of length 0": [0, 1, 7, 1, 0, 0],
    "a deletion that ends beyond": [0, 1, 7, 1, ...farClock, 9],
  }
  for (const [name, values] of Object.entries(wrong)) {
    const update = Uint8Array.from(values)
    assert.not.throws(() => Y.decodeUpdate(update), `${name} decodes`)
    assert.not.ok(decodeSound(update), name)
  }
})

test("an item that refers to what its author writes later is refused; Yjs would throw on it", () => {
  const doc = new Y.Doc()
  doc.clientID = 7
  doc.getText("t").insert(0, "a")
  const before = Y.encodeStateAsUpdate(doc)
  const vector = Y.encodeStateVector(doc)
  doc.getText("t").insert(1, "b")
  const update = Y.encodeStateAsUpdate(doc, vector)
  // The left neighbour of "b" is clock 0 of client 7; now it is clock 5.
  const neighbour = update.lastIndexOf(7)
  assert.equal([...update.subarray(neighbour, neighbour + 2)], [7, 0])
  const forged = update.with(neighbour + 1, 5)
  const victim = new Y.Doc()
  Y.applyUpdate(victim, before)
  assert.throws(() => Y.applyUpdate(victim, forged))
  assert.not.ok(decodeSound(forged))
})

test("no damaged update that passes makes a document throw", () => {
  const random = seededRandom("damage")
  const updates = livelyUpdates("damage")
  const whole = Y.mergeUpdates(updates)
  let passed = 0
  for (let round = 0; round < 600; round++) {
    const update = Uint8Array.from(updates[uniform(random, updates.length)] ?? [])
    const at = uniform(random, update.length)
    update[at] = uniform(random, 3) === 0 ? uniform(random, 256) : (update[at] ?? 0) + 1
    if (!decodeSound(update)) continue
    passed += 1
    const doc = new Y.Doc()
    Y.applyUpdate(doc, whole)
    assert.not.throws(() => Y.applyUpdate(doc, update), `round ${round}: ${[...update].join(" ")}`)
    assert.not.throws(() => Y.mergeUpdates([whole, update]), `round ${round}`)
  }
  assert.ok(passed > 100, "most damage is only to values, and passes")
})

test.run()
