import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import { speakFelt } from "../../app/data/room-wire.ts"
import { UnsafeEdits } from "../../app/data/unsafe-edits.ts"
import { NUMBERED, REFUSED, WINDOW } from "../../schemas/documents/frames.ts"

/** A room of the app without its socket: frames go in by hand, and what it answers is read. */
function opened() {
  const doc = new Y.Doc()
  const provider = new WebsocketProvider("ws://127.0.0.1:9", "venue/v1", doc, {
    connect: false,
    disableBc: true,
  })
  const told: unknown[] = []
  speakFelt(provider, {
    edits: new UnsafeEdits(doc, () => {}),
    onRefused: (refusals) => told.push(...refusals),
    onWindow: (ms) => told.push(ms),
  })
  const receive = (type: number, write: (encoder: encoding.Encoder) => void): Uint8Array => {
    const frame = decoding.createDecoder(encoding.encode(write))
    return encoding.encode((answer) => {
      provider.messageHandlers[type]?.(answer, frame, provider, true, type)
    })
  }
  return {
    doc,
    provider,
    told,
    receive,
    update: (number: number, update: Uint8Array = new Uint8Array()) =>
      receive(NUMBERED, (encoder) => {
        encoding.writeVarUint(encoder, number)
        encoding.writeVarUint8Array(encoder, update)
      }),
    close(): void {
      provider.destroy()
      doc.destroy()
    },
  }
}

/** The updates of somebody who writes three keys. */
function threeEdits(): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on("update", (update: Uint8Array) => updates.push(update))
  for (const key of ["a", "b", "c"]) doc.getMap("m").set(key, true)
  return updates
}

test("numbered updates that follow each other are applied and need no answer", () => {
  const room = opened()
  const [a, b] = threeEdits()
  for (const answer of [room.update(7), room.update(8, a), room.update(9, b), room.update(10)])
    assert.is(answer.length, 0)
  assert.equal(room.doc.getMap("m").toJSON(), { a: true, b: true })
  room.close()
})

test("a number that is missing is noticed, and what was in it is asked for at once", () => {
  const room = opened()
  const [a, , c] = threeEdits()
  room.update(1)
  room.update(2, a)
  const answer = decoding.createDecoder(room.update(4, c))
  assert.equal([decoding.readVarUint(answer), decoding.readVarUint(answer)], [0, 0])
  assert.equal(decoding.readVarUint8Array(answer), Y.encodeStateVector(room.doc))
  assert.is(room.update(5).length, 0, "once is enough")
  room.close()
})

test("after a break the numbers begin anew", () => {
  const room = opened()
  room.update(41)
  room.provider.emit("status", [{ status: "disconnected" }])
  assert.is(room.update(1).length, 0)
  room.close()
})

test("what was refused, and the window in which to come back, are told", () => {
  const room = opened()
  const refusals = [{ key: "clock", reason: "no" }]
  room.receive(REFUSED, (encoder) => encoding.writeVarString(encoder, JSON.stringify(refusals)))
  room.receive(WINDOW, (encoder) => encoding.writeVarUint(encoder, 1_200))
  assert.equal(room.told, [...refusals, 1_200])
  room.close()
})

test.run()
