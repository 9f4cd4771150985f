import * as Y from "yjs"
import type { RefusedEdit, Writing } from "./record.ts"
import type { Room } from "./room.ts"

/** A room as staff see it from outside. Nobody is named but by an id, and no value is in it. */
export type RoomReport = {
  readonly room: string
  readonly peers: {
    bearer: string
    access: "read" | "write"
    since: number
    waitingBytes: number
  }[]
  /** The number of the last update since the room was loaded. */
  readonly sequence: number
  readonly documentBytes: number
  /** What the store has since the room was last written as one. */
  readonly stored: { updates: number; bytes: number }
  readonly refused: readonly RefusedEdit[]
  readonly writings: (Writing & { key: string })[]
}

/** Nothing is made before it is asked for: who asks about a thousand rooms wants little of each. */
export const reportOn = (room: Room): RoomReport => ({
  room: room.name,
  get peers() {
    return [...room.peers].map(({ grant, since, waitingBytes }) => ({
      bearer: grant.bearer,
      access: grant.access,
      since,
      waitingBytes,
    }))
  },
  get sequence() {
    return room.feed.last
  },
  get documentBytes() {
    return sizeOf(room.doc)
  },
  get stored() {
    return room.stored
  },
  get refused() {
    return room.record.refused
  },
  get writings() {
    return [...room.record.writings].map(([key, writing]) => ({ key, ...writing }))
  },
})

/** To know a document's size it must be encoded: once, until it changes. */
const sizes = new WeakMap<Y.Doc, number>()

function sizeOf(doc: Y.Doc): number {
  const known = sizes.get(doc)
  if (known !== undefined) return known
  const size = Y.encodeStateAsUpdate(doc).length
  sizes.set(doc, size)
  // Not "update", for whose listeners Yjs encodes every change.
  doc.once("afterTransaction", () => sizes.delete(doc))
  return size
}
