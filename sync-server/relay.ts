import type { IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import { type WebSocket, WebSocketServer } from "ws"
import type * as Y from "yjs"
import { parseRoom } from "../schemas/documents/rooms.ts"
import type { Authorize, Grant } from "./access.ts"
import type { DocumentStore } from "./document-store.ts"
import { Close, Peer } from "./peer.ts"
import type { Feed } from "./feed.ts"
import { refuseUpgrade } from "./refuse-upgrade.ts"
import { Room } from "./room.ts"

const PATH = "/sync/"
/** So many rooms may be open with one token: a tablet opens three, a phone two. */
const SOCKETS_MAX = 64
/** A little less than the log's own limit of 1 MiB, which counts its header too. */
const FRAME_MAX_BYTES = 1024 * 1024 - 1024
/** A stock client leaves after 30 s of silence. */
const KEEP_ALIVE_MS = 20_000
const IDLE_MS = 30_000

export type RelayOptions = {
  store: DocumentStore
  authorize: Authorize
  /** Told of every failure that is not the peer's own; `context` says what was being done. */
  onError: (error: unknown, context: string) => void
  keepAliveMs?: number
  /** How often rooms that nobody needs are put away. */
  idleMs?: number
}

/** A room as a reader in the same process sees it. */
export type OpenRoom = {
  /** Holds only what is stored, and stays the same one until closed. Observe it; never write it. */
  doc: Y.Doc
  /** What changes in it, for readers elsewhere. */
  feed: Feed
  close(): void
}

/**
 * The relay: Yjs documents by name, opened when somebody comes, put away when nobody is left. It
 * speaks the protocol of y-websocket on `/sync/<room>?token=<token>`, so that any stock Yjs client
 * works with it; what it adds is in room.ts.
 */
export class Relay {
  readonly #options: RelayOptions
  readonly #rooms = new Map<string, Room>()
  readonly #timers: NodeJS.Timeout[]
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: FRAME_MAX_BYTES,
  })
  /** How many sockets are open with each token. */
  readonly #sockets = new Map<string, number>()
  #isClosed = false

  constructor(options: RelayOptions) {
    this.#options = options
    const { keepAliveMs = KEEP_ALIVE_MS, idleMs = IDLE_MS } = options
    this.#timers = [
      setInterval(() => this.#rooms.forEach((room) => room.keepAlive()), keepAliveMs),
      setInterval(() => this.#putAwayIdle(), idleMs),
    ]
  }

  get roomCount(): number {
    return this.#rooms.size
  }

  get peerCount(): number {
    return [...this.#rooms.values()].reduce((count, room) => count + room.peerCount, 0)
  }

  /**
   * Answers a request to open a WebSocket; give it to the `upgrade` event of a node:http server.
   * Who may not come in gets a plain HTTP answer: 404 for no room of Felt's, 403 for a page of
   * another site, 401 for a token that gives no right to the room, 429 for one that has too many open
   * already, 503 while the relay cannot tell.
   */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Whoever leaves before the answer is owed none.
    socket.on("error", () => socket.destroy())
    this.#admit(request, socket, head).catch((error: unknown) => {
      this.#options.onError(error, "admitting a peer")
      refuseUpgrade(socket, 503, "The relay cannot tell at the moment. Come again.")
    })
  }

  /**
   * Opens a room for a reader in this process and keeps it loaded until closed.
   * @throws DocumentStoreError where it cannot be loaded
   */
  async open(name: string): Promise<OpenRoom> {
    if (this.#isClosed) throw new Error(`The relay is closed; ${name} cannot be opened.`)
    if (!parseRoom(name)) throw new Error(`There is no room ${JSON.stringify(name)}.`)
    const room = this.#room(name)
    const close = room.hold()
    try {
      await room.load()
    } catch (error) {
      close()
      throw error
    }
    return { doc: room.doc, feed: room.feed, close }
  }

  /** Stops: stores everything that has come in, then closes all sockets with 1001. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all([...this.#rooms.values()].map((room) => room.close()))
    this.#rooms.clear()
    this.#webSockets.close()
  }

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const address = URL.parse(request.url ?? "", "http://relay")
    const name = address?.pathname.startsWith(PATH) ? address.pathname.slice(PATH.length) : ""
    if (!address || !parseRoom(name))
      return refuseUpgrade(socket, 404, "There is no such room. Rooms are at /sync/<room>.")
    if (!isSameOrigin(request))
      return refuseUpgrade(socket, 403, "Pages of another site may not open rooms here.")
    const token = address.searchParams.get("token")
    const grant = await this.#options.authorize(name, token)
    if (!grant) return refuseUpgrade(socket, 401, "The token gives no right to this room.")
    if (!this.#count(token ?? "", socket))
      return refuseUpgrade(socket, 429, `The token has ${SOCKETS_MAX} rooms open already.`)
    const room = this.#isClosed ? null : await this.#loaded(name)
    if (this.#isClosed) return refuseUpgrade(socket, 503, "The relay is stopping. Come again.")
    // Only now, so that no frame can arrive for a document that is not there yet.
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on("error", (error) => this.#options.onError(error, `a peer of ${name}`))
      if (room) attach(room, webSocket, grant)
      else webSocket.close(Close.SERVER_ERROR, "The room could not be loaded. Come again.")
    })
  }

  /** Counts a socket to its token until it is closed; `false` where that has too many. */
  #count(token: string, socket: Duplex): boolean {
    const open = this.#sockets.get(token) ?? 0
    if (open >= SOCKETS_MAX) return false
    this.#sockets.set(token, open + 1)
    socket.once("close", () => {
      const left = (this.#sockets.get(token) ?? 1) - 1
      if (left > 0) this.#sockets.set(token, left)
      else this.#sockets.delete(token)
    })
    return true
  }

  async #loaded(name: string): Promise<Room | null> {
    const room = this.#room(name)
    try {
      await room.load()
      return room
    } catch (error) {
      this.#options.onError(error, `loading the room ${name}`)
      return null
    }
  }

  #room(name: string): Room {
    const room = this.#rooms.get(name) ?? new Room(name, this.#options.store, this.#options.onError)
    this.#rooms.set(name, room)
    return room
  }

  #putAwayIdle(): void {
    for (const [name, room] of this.#rooms) {
      if (!room.isIdle) continue
      this.#rooms.delete(name)
      void room.close()
    }
  }
}

function attach(room: Room, webSocket: WebSocket, grant: Grant): void {
  const peer = new Peer(webSocket, grant)
  webSocket.on("message", (data, isBinary) => {
    // A text is no frame, and neither is nothing.
    room.receive(peer, isBinary && data instanceof Uint8Array ? data : new Uint8Array())
  })
  webSocket.on("close", () => room.leave(peer))
  room.join(peer)
}

/** A browser names the page's site in `Origin`; a script has no page and names none. */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined || URL.parse(headers.origin)?.host === headers.host
}
