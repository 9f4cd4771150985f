import type { Close } from "../schemas/documents/frames.ts"
import type { Grant } from "./access.ts"
import type { Message } from "./message.ts"
import { toMessage } from "./message.ts"
import { EMPTY_AWARENESS } from "./protocol.ts"

/** What may wait for a peer that reads slowly before it is cut off. */
const WAITING_MAX_BYTES = 8 * 1024 * 1024
/** How long a peer may take to answer that its socket is closed. */
const GOODBYE_MS = 1_000
const STILL_HERE = toMessage(EMPTY_AWARENESS)

/** Why nothing is read from a peer for a while. */
type Hold = "the store is behind" | "it has asked too much" | "others may come first"

/** What a peer needs of its WebSocket; `ws` has it. */
export type PeerSocket = {
  readonly readyState: number
  readonly OPEN: number
  on(event: "pong", listener: () => void): unknown
  once(event: "close", listener: () => void): unknown
  ping(): void
  pause(): void
  resume(): void
  close(code: number, reason: string): void
  terminate(): void
}

/** What carries it: takes whole messages (message.ts), and says how many bytes were not read yet. */
export type Carrier = { readonly writableLength: number; write(message: Message): unknown }

let made = 0

/** One client of one room. */
export class Peer {
  readonly grant: Grant
  /** With what it came. */
  readonly token: string | null
  /** When it came, in milliseconds since 1970. */
  readonly since: number
  /** Counts all peers of this process. */
  readonly number = ++made
  /** Whether it has asked to be told what is durable, and why something was refused. */
  isTold = false
  /** Whether it has asked for a number with each update. */
  isNumbered = false
  /** How many of its edits were refused. */
  refused = 0
  readonly #webSocket: PeerSocket
  readonly #socket: Carrier
  // Most peers never need either, and a thousand empty sets are memory too.
  #holds: Set<Hold> | undefined
  #present: Set<number> | undefined
  #resting: NodeJS.Timeout | undefined
  #isAlive = true

  /** @param socket what carries the WebSocket; nothing is compressed on it */
  constructor(
    webSocket: PeerSocket,
    socket: Carrier,
    { grant, token, since }: { grant: Grant; token: string | null; since: number },
  ) {
    this.grant = grant
    this.token = token
    this.since = since
    this.#webSocket = webSocket
    this.#socket = socket
    webSocket.on("pong", () => {
      this.#isAlive = true
    })
  }

  /** The clients whose presence came through this peer. */
  get present(): Set<number> {
    return (this.#present ??= new Set())
  }

  /** How many bytes it has not read yet. */
  get waitingBytes(): number {
    return this.#socket.writableLength
  }

  /** Sends a frame to this peer alone. */
  send(frame: Uint8Array): void {
    this.share(toMessage(frame))
  }

  /**
   * Sends what others get as well. A peer that is too far behind is cut off: it is sooner whole by
   * coming back.
   */
  share(message: Message): void {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return
    if (this.waitingBytes > WAITING_MAX_BYTES) this.#webSocket.terminate()
    // `ws` writes each of its messages in one go too, so that they cannot mix.
    else this.#socket.write(message)
  }

  /** Tells a quiet peer that we are here, and finds out whether it is. */
  keepAlive(): void {
    if (!this.#isAlive) return this.#webSocket.terminate()
    this.#isAlive = false
    if (this.#webSocket.readyState === this.#webSocket.OPEN) this.#webSocket.ping()
    this.share(STILL_HERE)
  }

  /** Reads nothing from it until every hold is released. */
  hold(why: Hold): void {
    ;(this.#holds ??= new Set()).add(why)
    this.#webSocket.pause()
  }

  release(why: Hold): void {
    if (this.#holds?.delete(why) && this.#holds.size === 0) this.#webSocket.resume()
  }

  /** Reads nothing from it for so long, counted from now. */
  rest(ms: number): void {
    clearTimeout(this.#resting)
    this.hold("it has asked too much")
    this.#resting = setTimeout(() => this.release("it has asked too much"), ms)
  }

  /** @param reason at most 123 bytes */
  close(code: Close, reason: string): void {
    // What it sends from now on is read, or its goodbye would never be; nobody listens to it.
    clearTimeout(this.#resting)
    this.#holds?.clear()
    this.#webSocket.resume()
    this.#webSocket.close(code, reason)
    const timer = setTimeout(() => this.#webSocket.terminate(), GOODBYE_MS)
    this.#webSocket.once("close", () => clearTimeout(timer))
  }
}
