import process from "node:process"
import { WebSocket } from "ws"
import { type Dialect, DIALECTS, type Place, type ServerName } from "./dialects.ts"
import { ASK_ALL, isStep1, isStep2, NOTHING_TO_TELL } from "./frames.ts"

/**
 * A socket that says what a client with an empty document says, and reads of what it gets as little
 * as it can: as light for each server, so that the figures are the servers' own.
 */
export class RawClient {
  /** Resolves with the first step 2. */
  readonly synced: Promise<void>
  readonly closed: Promise<void>
  readonly dialect: Dialect
  readonly #socket: WebSocket
  readonly #prefix: Uint8Array

  /** @param onFrame gets each frame without what its server puts before it, which is `prefixBytes` */
  constructor(server: ServerName, place: Place, onFrame: (frame: Buffer) => void = () => {}) {
    this.dialect = DIALECTS[server]
    this.#prefix = this.dialect.prefix(place.room)
    this.#socket = new WebSocket(this.dialect.address(place), { perMessageDeflate: false })
    this.#socket.on("open", () => {
      const greeting = this.dialect.greeting(place.token)
      if (greeting) this.send(greeting)
      this.send(ASK_ALL)
    })
    this.closed = new Promise((resolve) => {
      this.#socket.once("close", () => resolve())
    })
    this.synced = new Promise((resolve, reject) => {
      this.#socket.on("error", reject)
      this.#socket.once("close", (code) => reject(new Error(`Closed with ${code}.`)))
      this.#socket.on("message", (data) => {
        if (!Buffer.isBuffer(data)) return
        const frame = this.#prefix.length === 0 ? data : data.subarray(this.#prefix.length)
        if (isStep1(frame)) this.send(NOTHING_TO_TELL)
        if (isStep2(frame)) resolve()
        onFrame(frame)
      })
    })
    // Who does not wait for it has `closed`.
    this.synced.catch(() => {})
  }

  get prefixBytes(): number {
    return this.#prefix.length
  }

  send(frame: Uint8Array): void {
    const { length } = this.#prefix
    if (length === 0) return this.#socket.send(frame)
    const message = Buffer.allocUnsafe(length + frame.length)
    message.set(this.#prefix)
    message.set(frame, length)
    this.#socket.send(message)
  }

  async close(): Promise<void> {
    this.#socket.close()
    await this.closed
  }
}

/** So many sockets with one token: Felt's relay allows a few more. */
const SOCKETS_PER_TOKEN = 50

/** The token of a client of this process by its number; "w" may write, "r" only read. */
export const tokenOf = (index: number, access: "w" | "r" = "w"): string =>
  `${access}${process.pid}-${Math.floor(index / SOCKETS_PER_TOKEN)}`
