import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import * as sync from "y-protocols/sync"
import * as Y from "yjs"
import { DURABLE, NUMBERED, REFUSED, type Refusal, WINDOW } from "../schemas/documents/frames.ts"

/**
 * The wire of y-websocket. A frame is a number for its type and then:
 *
 *   0 sync             0 step 1, state vector: "this is what I have"
 *                      1 step 2, update:       "this is what you lack"
 *                      2 update, update:       "this is new"
 *   1 awareness        awareness update: who is there, kept by nobody
 *   3 query awareness  nothing: "who is there?"
 *
 * What Felt adds for clients that ask for it is in schemas/documents/frames.ts.
 */
const SYNC = 0
const AWARENESS = 1
const QUERY_AWARENESS = 3

export type Frame =
  | { kind: "step1"; stateVector: Uint8Array }
  | UpdateFrame
  | { kind: "awareness"; update: Uint8Array }
  | { kind: "query-awareness" }
  | { kind: "tell-me"; mark: number | null }
  | { kind: "number-for-me" }
export type UpdateFrame = { kind: "step2" | "update"; update: Uint8Array }

/** Nobody's presence. A stock client leaves when it hears nothing for 30 s; this is something. */
export const EMPTY_AWARENESS = Uint8Array.of(AWARENESS, 1, 0)

/** Reads one frame as a whole; `null` where the bytes are none. The update inside is not checked. */
export function readFrame(bytes: Uint8Array): Frame | null {
  // A copy: in the socket's own memory lib0 would read on past the end, into other peers' bytes.
  const decoder = decoding.createDecoder(Uint8Array.from(bytes))
  try {
    const frame = readBody(decoder)
    return decoder.pos === bytes.length ? frame : null
  } catch {
    // lib0 throws at the first byte that makes no sense; that is the answer.
    return null
  }
}

function readBody(decoder: decoding.Decoder): Frame | null {
  switch (decoding.readVarUint(decoder)) {
    case SYNC:
      return readSync(decoder)
    case AWARENESS:
      return { kind: "awareness", update: decoding.readVarUint8Array(decoder) }
    case QUERY_AWARENESS:
      return { kind: "query-awareness" }
    case DURABLE:
      return { kind: "tell-me", mark: optionalNumber(decoder) }
    case NUMBERED:
      return { kind: "number-for-me" }
    default:
      return null
  }
}

const optionalNumber = (decoder: decoding.Decoder): number | null =>
  decoding.hasContent(decoder) ? decoding.readVarUint(decoder) : null

function readSync(decoder: decoding.Decoder): Frame | null {
  const step = decoding.readVarUint(decoder)
  const content = decoding.readVarUint8Array(decoder)
  switch (step) {
    case sync.messageYjsSyncStep1:
      Y.decodeStateVector(content)
      return { kind: "step1", stateVector: content }
    case sync.messageYjsSyncStep2:
      return { kind: "step2", update: content }
    case sync.messageYjsUpdate:
      return { kind: "update", update: content }
    default:
      return null
  }
}

/** Asks to be told when everything that was sent so far is on the disk there. */
export const writeTellMe = (mark: number): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, DURABLE)
    encoding.writeVarUint(encoder, mark)
  })

/**
 * The number in the answer to `writeTellMe`; `null` where the frame is another word of the relay's.
 * @throws where the frame is damaged
 */
export function readMark(frame: Uint8Array): number | null {
  const decoder = decoding.createDecoder(frame)
  decoding.readVarUint(decoder)
  decoding.readVarUint8Array(decoder)
  return optionalNumber(decoder)
}

/** Asks the peer for what this document lacks. */
export const writeStep1 = (doc: Y.Doc): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, SYNC)
    sync.writeSyncStep1(encoder, doc)
  })

/** Gives the peer what it lacks. */
export const writeStep2 = (doc: Y.Doc, stateVector: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, SYNC)
    sync.writeSyncStep2(encoder, doc, stateVector)
  })

/** Tells the peer what is new. */
export const writeUpdate = (update: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, SYNC)
    sync.writeUpdate(encoder, update)
  })

export const writeAwareness = (update: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, AWARENESS)
    encoding.writeVarUint8Array(encoder, update)
  })

/** Tells a client how much of what it wrote is on the disk; `mark` is the number that it asked with. */
export const writeDurable = (stateVector: Uint8Array, mark: number | null = null): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, DURABLE)
    encoding.writeVarUint8Array(encoder, stateVector)
    if (mark !== null) encoding.writeVarUint(encoder, mark)
  })

/** Tells a client what is new, and which number it is in this room; empty where it wrote it. */
export const writeNumbered = (number: number, update: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, NUMBERED)
    encoding.writeVarUint(encoder, number)
    encoding.writeVarUint8Array(encoder, update)
  })

/** Tells a client over how many milliseconds to spread when all have to come back. */
export const writeWindow = (spreadMs: number): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, WINDOW)
    encoding.writeVarUint(encoder, spreadMs)
  })

/** Tells a client what of its edits was put back as it was. */
export const writeRefused = (refusals: readonly Refusal[]): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, REFUSED)
    encoding.writeVarString(encoder, JSON.stringify(refusals))
  })
