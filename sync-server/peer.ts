import type { WebSocket } from "ws"
import type { Grant } from "./access.ts"
import { EMPTY_AWARENESS } from "./protocol.ts"

/** What may wait for a peer that reads slowly before it is cut off. */
const WAITING_MAX_BYTES = 8 * 1024 * 1024
/** How long a peer may take to answer that its socket is closed. */
const GOODBYE_MS = 1_000

/**
 * Why the relay closes a socket. A stock client comes back after 1001 and 1011, and stays away after
 * 4400 to 4499, where coming back with the same would not help.
 */
export const Close = {
  GOING_AWAY: 1001,
  SERVER_ERROR: 1011,
  BAD_FRAME: 4400,
  READ_ONLY: 4403,
  FOREIGN: 4422,
  TOO_MUCH: 4429,
} as const
export type Close = (typeof Close)[keyof typeof Close]

/** One client of one room. */
export class Peer {
  readonly grant: Grant
  /** Whether it has asked to be told what is durable, and why something was refused. */
  isTold = false
  /** How many of its edits were refused. */
  refused = 0
  /** The clients whose presence came through this peer. */
  readonly present = new Set<number>()
  readonly #socket: WebSocket
  #isAlive = true

  constructor(socket: WebSocket, grant: Grant) {
    this.grant = grant
    this.#socket = socket
    socket.on("pong", () => {
      this.#isAlive = true
    })
  }

  /** Sends a frame. A peer that is too far behind is cut off: it is sooner whole by coming back. */
  send(frame: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > WAITING_MAX_BYTES) this.#socket.terminate()
    else this.#socket.send(frame)
  }

  /** Tells a quiet peer that we are here, and finds out whether it is. */
  keepAlive(): void {
    if (!this.#isAlive) return this.#socket.terminate()
    this.#isAlive = false
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping()
    this.send(EMPTY_AWARENESS)
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** @param reason at most 123 bytes */
  close(code: Close, reason: string): void {
    this.#socket.resume()
    this.#socket.close(code, reason)
    const timer = setTimeout(() => this.#socket.terminate(), GOODBYE_MS)
    this.#socket.once("close", () => clearTimeout(timer))
  }
}
