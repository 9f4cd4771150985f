import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import * as v from "valibot"
import { writeSyncStep1 } from "y-protocols/sync"
import type { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import { DURABLE, NUMBERED, REFUSED, Refusals, WINDOW } from "../../schemas/documents/frames.ts"
import type { UnsafeEdits } from "./unsafe-edits.ts"

const SYNC = 0

/** What the Leaf says of a room besides its content. */
type Listeners = {
  edits: UnsafeEdits
  onRefused: (refusals: Refusals) => void
  /** In how many milliseconds all devices together should be back after a break. */
  onWindow: (spreadMs: number) => void
}

/**
 * Teaches a stock provider what Felt's relay adds (schemas/documents/frames.ts): what is on the Leaf's
 * disk, what was refused, and a number for every update, so that one that is missing is noticed and
 * asked for at once.
 */
export function speakFelt(provider: WebsocketProvider, listeners: Listeners): void {
  const { edits, onRefused, onWindow } = listeners
  provider.on("status", ({ status }) => {
    if (status !== "connected") return
    provider.ws?.send(Uint8Array.of(DURABLE))
    provider.ws?.send(Uint8Array.of(NUMBERED))
  })
  provider.messageHandlers[DURABLE] = (_answer, message) => {
    edits.takeDurable(decoding.readVarUint8Array(message))
  }
  provider.messageHandlers[REFUSED] = (_answer, message) => {
    onRefused(v.parse(v.pipe(v.string(), v.parseJson(), Refusals), decoding.readVarString(message)))
  }
  provider.messageHandlers[WINDOW] = (_answer, message) => {
    onWindow(decoding.readVarUint(message))
  }
  countUpdates(provider)
}

/** Takes the numbered updates; where a number is missing, asks for everything that is. */
function countUpdates(provider: WebsocketProvider): void {
  let last: number | null = null
  provider.on("status", ({ status }) => {
    if (status !== "connected") last = null
  })
  provider.messageHandlers[NUMBERED] = (answer, message) => {
    const number = decoding.readVarUint(message)
    const update = decoding.readVarUint8Array(message)
    if (update.length > 0) Y.applyUpdate(provider.doc, update, provider)
    if (last !== null && number !== last + 1) {
      console.warn(
        `${provider.roomname}: after ${last} came ${number}; what is missing is asked for.`,
      )
      encoding.writeVarUint(answer, SYNC)
      writeSyncStep1(answer, provider.doc)
    }
    last = number
  }
}
