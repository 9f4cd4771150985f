import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import * as Y from "yjs"
import { DURABLE } from "../../schemas/documents/frames.ts"
import { clockIn, isUpdate, updateIn } from "./frames.ts"

/** The last is none: it hands on what comes, and shows what no server can be without. */
export const SERVERS = ["felt", "reference", "hocuspocus", "bare"] as const
export type ServerName = (typeof SERVERS)[number]

/** A room of a server that runs, and with what token it is opened. */
export type Place = { port: number; room: string; token: string }

/**
 * In what the three differ on the wire; the rest is y-websocket's for all of them. That the client is
 * in sync each says with a step 2.
 */
export type Dialect = {
  address: (place: Place) => string
  /** Stands before every frame, both ways. */
  prefix: (room: string) => Uint8Array
  /** What a client says before its first step 1. */
  greeting: (token: string) => Uint8Array | null
  /** With what a writer asks to be told that its edits are kept. */
  request: Uint8Array | null
  /** Who is told: the writer, or where there is no such thing, a reader that has them. */
  told: "writer" | "reader"
  /**
   * How many edits of a client are acknowledged, in the server's own sense.
   * @param before as many as before this frame
   */
  acknowledged: (frame: Uint8Array, client: number, before: number) => number
  /** How many of them are for what the client said when it came in. */
  atTheDoor: number
}

const NOTHING = new Uint8Array()
const AUTH = 2
const SYNC_STATUS = 8

const REFERENCE: Dialect = {
  address: ({ port, room }) => `ws://127.0.0.1:${port}/${room}`,
  prefix: () => NOTHING,
  greeting: () => null,
  request: null,
  told: "reader",
  acknowledged: (frame, client, before) =>
    isUpdate(frame) ? Math.max(before, clockIn(updateIn(frame), client)) : before,
  atTheDoor: 0,
}

export const DIALECTS: Record<ServerName, Dialect> = {
  felt: {
    address: ({ port, room, token }) => `ws://127.0.0.1:${port}/sync/${room}?token=${token}`,
    prefix: () => NOTHING,
    greeting: () => null,
    request: Uint8Array.of(DURABLE),
    told: "writer",
    acknowledged(frame, client, before) {
      if (frame[0] !== DURABLE) return before
      const decoder = decoding.createDecoder(frame)
      decoding.readVarUint(decoder)
      const stored = Y.decodeStateVector(decoding.readVarUint8Array(decoder))
      return Math.max(before, stored.get(client) ?? 0)
    },
    atTheDoor: 0,
  },
  reference: REFERENCE,
  hocuspocus: {
    address: ({ port }) => `ws://127.0.0.1:${port}/`,
    prefix: (room) => encoding.encode((encoder) => encoding.writeVarString(encoder, room)),
    greeting: (token) =>
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, AUTH)
        encoding.writeVarUint(encoder, 0)
        encoding.writeVarString(encoder, token)
      }),
    request: null,
    told: "writer",
    acknowledged: (frame, _client, before) =>
      frame[0] === SYNC_STATUS && frame[1] === 1 ? before + 1 : before,
    atTheDoor: 1,
  },
  bare: REFERENCE,
}
