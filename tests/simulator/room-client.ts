import { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import { backoffMs } from "../../app/data/backoff.ts"
import { speakFelt } from "../../app/data/room-wire.ts"
import { UnsafeEdits } from "../../app/data/unsafe-edits.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import type { Writes } from "../../domain/floor.ts"
import { PageSocket } from "./sockets.ts"

/** What a device keeps of a room over a reload. */
export type KeptRoom = {
  update: Uint8Array
  unsafe: readonly { client: number; clock: number }[]
}

type Options = {
  room: string
  kept: KeptRoom | null
  /** Goes on where the page's socket is asked for. */
  connect: (socket: PageSocket) => void
  /** Told which edits are on the Leaf's disk, by the Leaf's word. */
  onDurable: (room: string, stateVector: ReadonlyMap<number, number>) => void
  onDenied: () => void
}

/** Those of a device, whose Leaf is believed only as far as it is written down. */
class HeardEdits extends UnsafeEdits {
  onDurable: (stateVector: Uint8Array) => void = () => {}

  override takeDurable(stateVector: Uint8Array): void {
    super.takeDurable(stateVector)
    this.onDurable(stateVector)
  }
}

/**
 * A room on a device, as the app opens it (app/data/documents.ts): y-websocket's own provider with
 * what Felt adds, on a socket of this world.
 */
export class RoomClient {
  readonly doc = new Y.Doc()
  readonly registers = new Registers(this.doc)
  readonly edits = new HeardEdits(this.doc, () => {})
  readonly #provider: WebsocketProvider
  #spreadMs = 0
  #attempt = 0

  constructor({ room, kept, connect, onDurable, onDenied }: Options) {
    if (kept) {
      Y.applyUpdate(this.doc, kept.update, "device")
      this.edits.noteKept(kept.unsafe)
    }
    this.doc.on("update", (_update, _origin, _doc, { local }) => {
      if (local) this.edits.noteEdit()
    })
    this.edits.onDurable = (vector) => onDurable(room, Y.decodeStateVector(vector))
    const Socket = class extends PageSocket {
      constructor() {
        super()
        connect(this)
      }
    }
    this.#provider = new WebsocketProvider("ws://leaf/sync", room, this.doc, {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has what y-websocket uses
      WebSocketPolyfill: Socket as unknown as typeof WebSocket,
      disableBc: true,
      connect: false,
      shouldReconnect: () => false,
    })
    this.#provider.awareness.setLocalState(null)
    speakFelt(this.#provider, {
      edits: this.edits,
      onRefused: () => {},
      onWindow: (ms) => (this.#spreadMs = ms),
    })
    this.#provider.on("sync", (isSynced) => {
      if (isSynced) this.#attempt = 0
    })
    this.#provider.on("closed", ({ code }) => {
      if (code >= 4_400 && code < 4_500) return onDenied()
      this.#attempt += 1
      const wait = backoffMs(this.#attempt, Math.random(), this.#spreadMs)
      setTimeout(() => this.#provider.connect(), wait)
    })
    this.#provider.connect()
  }

  /** Writes what a button of the floor writes. */
  write(writes: Writes): void {
    if (writes.length > 0) this.registers.setAll(writes)
  }

  kept(): KeptRoom {
    return { update: Y.encodeStateAsUpdate(this.doc), unsafe: [...this.edits.ends] }
  }

  /** Lets go of what it holds of this process, once the night is over. */
  destroy(): void {
    this.#provider.destroy()
    this.doc.destroy()
  }
}
