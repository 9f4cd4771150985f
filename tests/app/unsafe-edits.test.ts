import { test } from "uvu"
import * as assert from "uvu/assert"
import * as Y from "yjs"
import { UnsafeEdits } from "../../app/data/unsafe-edits.ts"

/** A document with its counter, as a room of the app has it. */
function opened() {
  const doc = new Y.Doc()
  let count = 0
  const edits = new UnsafeEdits(doc, (now) => (count = now))
  doc.on(
    "update",
    (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local) edits.noteEdit()
    },
  )
  return { doc, edits, count: () => count, write: () => doc.getArray("a").push([1]) }
}

test("each edit is unsafe until the Leaf says that it has it", () => {
  const { doc, edits, count, write } = opened()
  write()
  const first = Y.encodeStateVector(doc)
  write()
  write()
  assert.is(count(), 3)
  edits.takeDurable(first)
  assert.is(count(), 2)
  edits.takeDurable(Y.encodeStateVector(doc))
  assert.is(count(), 0)
  edits.takeDurable(first)
  assert.is(count(), 0, "an old word takes nothing back")
})

test("what others wrote is no edit of this device", () => {
  const { doc, count } = opened()
  const other = new Y.Doc()
  other.getArray("a").push([1])
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), "the Leaf")
  assert.is(count(), 0)
})

test("of what the device had kept, that counts which the Leaf has not, until it says that it has it", () => {
  const earlier = opened()
  earlier.write()
  earlier.edits.takeDurable(Y.encodeStateVector(earlier.doc))
  earlier.write()
  const { doc, edits, count } = opened()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(earlier.doc), "device")
  edits.noteKept(earlier.edits.ends)
  assert.is(count(), 1)
  edits.takeDurable(Y.encodeStateVector(new Y.Doc()))
  assert.is(count(), 1)
  edits.takeDurable(Y.encodeStateVector(earlier.doc))
  assert.is(count(), 0)
})

test.run()
