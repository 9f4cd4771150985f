import * as Y from "yjs"
import { sharedNow } from "./clock.ts"

/** Two bytes that an edit's time stands behind; the time itself is in microseconds. */
const MARK = 0x7e
const DIGITS = 14
const MICROSECONDS = 1_000
const KEYS = 8
/** An author's number takes as many bytes as it is large: in each run the same. */
const AUTHOR = 3_000_000_000

/** Edits of one author, made before they are needed: the writer then costs the machine little. */
export type Edits = { client: number; updates: Uint8Array[] }

export function makeEdits(count: number): Edits {
  const doc = newAuthor()
  const updates: Uint8Array[] = []
  doc.on("update", (update: Uint8Array) => updates.push(update))
  for (let index = 0; index < count; index++) edit(doc, index)
  return { client: doc.clientID, updates }
}

/** An empty document whose edits are of the same size in each run; one a room. */
export function newAuthor(): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = AUTHOR
  return doc
}

/** Sets one of a few keys to a value with the time in it: an update of 52 to 55 bytes. */
export function edit(doc: Y.Doc, index: number): void {
  const key = `k${index % KEYS}`
  const time = String(Math.round(sharedNow() * MICROSECONDS)).padStart(DIGITS, "0")
  doc.getMap("m").set(key, `seat 4.7 ~~${time}`)
}

/** Calls back with the time of every edit in a frame, in milliseconds. */
export function eachTime(frame: Uint8Array, tell: (at: number) => void): void {
  for (let at = frame.indexOf(MARK); at !== -1; at = frame.indexOf(MARK, at + 1)) {
    if (frame[at + 1] !== MARK) continue
    const time = digits(frame, at + 2)
    if (time !== null) tell(time / MICROSECONDS)
  }
}

function digits(frame: Uint8Array, start: number): number | null {
  let value = 0
  for (let at = start; at < start + DIGITS; at++) {
    const digit = (frame[at] ?? 0) - 48
    if (digit < 0 || digit > 9) return null
    value = value * 10 + digit
  }
  return value
}
