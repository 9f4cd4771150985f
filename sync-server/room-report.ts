import * as Y from "yjs"
import type { RefusedEdit, Writing } from "./record.ts"
import type { Room } from "./room.ts"

/** A room as staff see it from outside. Nobody is named but by an id, and no value is in it. */
export type RoomReport = {
  room: string
  peers: { bearer: string; access: "read" | "write"; since: number; waitingBytes: number }[]
  /** The number of the last update since the room was loaded. */
  sequence: number
  documentBytes: number
  /** What the store has since the room was last written as one. */
  stored: { updates: number; bytes: number }
  refused: readonly RefusedEdit[]
  writings: (Writing & { key: string })[]
}

export const reportOn = (room: Room): RoomReport => ({
  room: room.name,
  peers: [...room.peers].map(({ grant, since, waitingBytes }) => ({
    bearer: grant.bearer,
    access: grant.access,
    since,
    waitingBytes,
  })),
  sequence: room.feed.last,
  documentBytes: Y.encodeStateAsUpdate(room.doc).length,
  stored: room.stored,
  refused: room.record.refused,
  writings: [...room.record.writings].map(([key, writing]) => ({ key, ...writing })),
})
