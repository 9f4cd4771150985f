import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as awareness from "y-protocols/awareness"
import * as sync from "y-protocols/sync"
import * as Y from "yjs"
import * as protocol from "../../sync-server/protocol.ts"
import { edit, updateFrame } from "../support/relay.ts"

test("a frame of y-protocols is read as what it is", () => {
  const update = edit("a")
  assert.equal(protocol.readFrame(updateFrame(update)), { kind: "update", update })
  assert.equal(protocol.readFrame(Uint8Array.of(0, 0, 1, 0)), {
    kind: "step1",
    stateVector: Uint8Array.of(0),
  })
  assert.equal(protocol.readFrame(Uint8Array.of(0, 1, 2, 0, 0)), {
    kind: "step2",
    update: Uint8Array.of(0, 0),
  })
  assert.equal(protocol.readFrame(Uint8Array.of(1, 1, 0)), {
    kind: "awareness",
    update: Uint8Array.of(0),
  })
  assert.equal(protocol.readFrame(Uint8Array.of(3)), { kind: "query-awareness" })
})

test("y-protocols reads our frames, and two documents become one by them", () => {
  const [ours, theirs] = [new Y.Doc(), new Y.Doc()]
  ours.getMap("m").set("a", 1)
  theirs.getMap("m").set("b", 2)
  const reply = encoding.createEncoder()
  const give = (frame: Uint8Array) => {
    const decoder = decoding.createDecoder(frame)
    assert.is(decoding.readVarUint(decoder), 0)
    return sync.readSyncMessage(decoder, reply, theirs, null)
  }
  assert.is(give(protocol.writeStep2(ours, Uint8Array.of(0))), sync.messageYjsSyncStep2)
  assert.equal(theirs.getMap("m").toJSON(), { a: 1, b: 2 })
  assert.is(give(protocol.writeUpdate(edit("c"))), sync.messageYjsUpdate)
  assert.is(theirs.getMap("m").get("c"), true)
  assert.is(give(protocol.writeStep1(ours)), sync.messageYjsSyncStep1)
  sync.readSyncMessage(decoding.createDecoder(encoding.toUint8Array(reply)), reply, ours, null)
  assert.equal(ours.getMap("m").toJSON(), theirs.getMap("m").toJSON())
})

test("the frame that keeps quiet clients is a presence of nobody", () => {
  const doc = new Y.Doc()
  const nobody = awareness.encodeAwarenessUpdate(new awareness.Awareness(doc), [])
  // Ends the awareness's own timer too.
  doc.destroy()
  assert.equal(protocol.EMPTY_AWARENESS, protocol.writeAwareness(nobody))
  assert.equal([...protocol.EMPTY_AWARENESS], [1, 1, 0])
})

test("what is no frame is read as none", () => {
  const whole = updateFrame(edit("a"))
  const wrong: Record<string, Uint8Array> = {
    nothing: Uint8Array.of(),
    "an unknown type": Uint8Array.of(100, 1, 0),
    "the type for authentication": Uint8Array.of(2, 0, 0),
    "an unknown sync step": Uint8Array.of(0, 3, 1, 0),
    "a sync step without content": Uint8Array.of(0, 1),
    "a frame cut short": whole.subarray(0, -1),
    "a frame with a byte too many": Uint8Array.of(...whole, 0),
    "a length that never ends": Uint8Array.of(
      0,
      2,
      255,
      255,
      255,
      255,
      255,
      255,
      255,
      255,
      255,
      255,
    ),
    "a state vector that promises more than it has": Uint8Array.of(0, 0, 2, 9, 1),
  }
  for (const [name, bytes] of Object.entries(wrong))
    assert.is(protocol.readFrame(bytes), null, name)
})

test("a frame never reaches into the memory behind it", () => {
  const memory = Uint8Array.of(0, 2, 4, 7, 7, 83, 69, 67)
  assert.is(protocol.readFrame(memory.subarray(0, 5)), null)
  const frame = protocol.readFrame(Uint8Array.of(1, 1, 0, 83, 69, 67).subarray(0, 3))
  assert.ok(frame?.kind === "awareness")
  assert.is(frame.update.buffer.byteLength, 3, "what reads the update cannot read on either")
})

test.run()
