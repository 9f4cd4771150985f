import type { IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import { type WebSocket, WebSocketServer } from "ws"
import type * as Y from "yjs"
import { Close } from "../schemas/documents/frames.ts"
import { parseRoom } from "../schemas/documents/rooms.ts"
import { WIRE_VERSION } from "../schemas/version.ts"
import type { Authorize } from "./access.ts"
import { Bearers } from "./bearers.ts"
import type { DocumentStore } from "./document-store.ts"
import type { Feed } from "./feed.ts"
import { Peer } from "./peer.ts"
import { refuseUpgrade } from "./refuse-upgrade.ts"
import { Room, type RoomOptions } from "./room.ts"
import { type RoomReport, reportOn } from "./room-report.ts"

const PATH = "/sync/"
/** A little less than the log's own limit of 1 MiB, which counts its header too. */
const FRAME_MAX_BYTES = 1024 * 1024 - 1024
/** A stock client leaves after 30 s of silence. */
const KEEP_ALIVE_MS = 20_000
/** The peers are kept alive in so many turns, so that a thousand do not make all else wait. */
const KEEP_ALIVE_TURNS = 20
const IDLE_MS = 30_000
/** Everybody is back by then, or has nothing that others would bring instead. */
const GRACE_MS = 3_000
/** For each peer, so much of the time in which all come back; and between what and what. */
const SPREAD = { msEach: 2, least: 500, most: 10_000 }

export type RelayOptions = {
  store: DocumentStore
  authorize: Authorize
  /** Told of every failure that is not the peer's own; `context` says what was being done. */
  onError: (error: unknown, context: string) => void
  /** Told of what was not taken from whom, and why; without what it was. */
  onRefused?: RoomOptions["onRefused"]
  /** Told whenever there is something new in the store. */
  onStored?: RoomOptions["onStored"]
  /** Told what was done, by whom and on which device, as soon as it is stored. */
  onActs?: RoomOptions["onActs"]
  /** In milliseconds since 1970. */
  now?: () => number
  keepAliveMs?: number
  /** How often rooms that nobody needs are put away. */
  idleMs?: number
  /** How long authors are waited for after a start; see room.ts. */
  graceMs?: number
  /** How much one bearer may ask; see bearers.ts. */
  perSecond?: number
}

/** A room as something else in the same process sees it. */
export type OpenRoom = {
  /** Ahead of the store by what is on its way there; the same one until closed. Observe it; never write it. */
  doc: Y.Doc
  /** What changes in it, for readers elsewhere. */
  feed: Feed
  /**
   * Takes what another relay has checked and stored already.
   * @throws Error where it could not be stored
   */
  bring(update: Uint8Array): Promise<void>
  close(): void
}

/**
 * The relay: Yjs documents by name, opened when somebody comes, put away when nobody is left. It
 * speaks the protocol of y-websocket on `/sync/<room>?token=<token>`, so that any stock Yjs client
 * works with it; what it adds is in room.ts.
 */
export class Relay {
  readonly #options: RelayOptions
  readonly #now: () => number
  readonly #rooms = new Map<string, Room>()
  readonly #timers: NodeJS.Timeout[]
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Frames are written past `ws`, which must therefore not compress its own (message.ts).
    perMessageDeflate: false,
    maxPayload: FRAME_MAX_BYTES,
  })
  readonly #bearers: Bearers
  #turn = 0
  /** Counts how often somebody was sent away. */
  #sentAway = 0
  #isClosed = false

  constructor(options: RelayOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#bearers = new Bearers(options.perSecond)
    const { keepAliveMs = KEEP_ALIVE_MS, idleMs = IDLE_MS } = options
    this.#timers = [
      setInterval(() => this.#keepSomeAlive(), keepAliveMs / KEEP_ALIVE_TURNS),
      setInterval(() => this.#putAwayIdle(), idleMs),
    ]
  }

  get roomCount(): number {
    return this.#rooms.size
  }

  get peerCount(): number {
    return [...this.#rooms.values()].reduce((count, room) => count + room.peers.size, 0)
  }

  /** The rooms that are open at the moment: who is there, how large, what was refused to whom. */
  report(): RoomReport[] {
    return [...this.#rooms.values()].map(reportOn)
  }

  /**
   * Answers a request to open a WebSocket; give it to the `upgrade` event of a node:http server.
   * Who may not come in gets a plain HTTP answer: 404 for no room of Felt's, 403 for a page of
   * another site, 401 for a token that gives no right to the room, 429 for one that has too many open
   * already or opens too many, 503 while the relay cannot tell.
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
   * Opens a room for something in this process and keeps it loaded until closed.
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
    const bring = (update: Uint8Array) => room.bring(update)
    return { doc: room.doc, feed: room.feed, bring, close }
  }

  /**
   * Sends peers away at once, whose rights have changed: those who may still come in do so by
   * themselves. Whoever is on the way in is asked about again.
   */
  sendAway(isMeant: (peer: Pick<Peer, "token" | "grant">) => boolean, code: Close): void {
    this.#sentAway += 1
    for (const room of this.#rooms.values())
      for (const peer of room.peers)
        if (isMeant(peer)) room.dismiss(peer, code, "Your rights have changed.")
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
    const token = tokenOf(request)
    let sentAway = this.#sentAway
    let grant = await this.#options.authorize(name, token)
    if (!grant) return refuseUpgrade(socket, 401, "The token gives no right to this room.")
    const tooMany = this.#bearers.enter(token ?? "", socket)
    if (tooMany !== null) return refuseUpgrade(socket, 429, tooMany)
    const version = address.searchParams.get("version")
    const isStranger = version !== null && version !== String(WIRE_VERSION)
    const room = this.#isClosed || isStranger ? null : await this.#loaded(name)
    while (grant && sentAway !== this.#sentAway) {
      sentAway = this.#sentAway
      grant = await this.#options.authorize(name, token)
    }
    if (!grant) return refuseUpgrade(socket, 401, "The token gives no right to this room.")
    if (this.#isClosed) return refuseUpgrade(socket, 503, "The relay is stopping. Come again.")
    const identity = { grant, token, since: this.#now() }
    // Only now, so that no frame can arrive for a document that is not there yet.
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on("error", (error) => this.#options.onError(error, `a peer of ${name}`))
      if (room) this.#attach(room, new Peer(webSocket, socket, identity), webSocket)
      // A page sees no HTTP answer, only the code of a socket that was open.
      else if (isStranger) webSocket.close(Close.OTHER_VERSION, otherVersion(version))
      else webSocket.close(Close.SERVER_ERROR, "The room could not be loaded. Come again.")
    })
  }

  #attach(room: Room, peer: Peer, webSocket: WebSocket): void {
    webSocket.on("message", (data, isBinary) => {
      // A text is no frame, and neither is nothing.
      const frame = isBinary && data instanceof Uint8Array ? data : new Uint8Array()
      const waitMs = this.#bearers.spend(peer.token ?? "", frame.length)
      room.receive(peer, frame)
      if (waitMs > 0) peer.rest(waitMs)
    })
    webSocket.on("close", () => {
      room.leave(peer)
      // A room that was only looked at leaves nothing behind.
      if (room.isIdle && room.isBlank) this.#putAway(room)
    })
    room.join(peer)
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
    const { store, onError, onRefused = () => {}, onStored = () => {} } = this.#options
    const { graceMs = GRACE_MS, onActs } = this.#options
    const now = this.#now
    const spreadMs = () => this.#spreadMs()
    const room =
      this.#rooms.get(name) ??
      new Room({ name, store, now, graceMs, spreadMs, onError, onRefused, onStored, onActs })
    this.#rooms.set(name, room)
    return room
  }

  #spreadMs(): number {
    return Math.min(SPREAD.most, Math.max(SPREAD.least, this.peerCount * SPREAD.msEach))
  }

  #keepSomeAlive(): void {
    this.#turn = (this.#turn + 1) % KEEP_ALIVE_TURNS
    for (const room of this.#rooms.values())
      for (const peer of room.peers)
        if (peer.number % KEEP_ALIVE_TURNS === this.#turn) {
          peer.keepAlive()
          void this.#askAgain(room, peer)
        }
  }

  /** Whoever was signed out meanwhile, or whose time is over, is sent away. */
  async #askAgain(room: Room, peer: Peer): Promise<void> {
    try {
      const grant = await this.#options.authorize(room.name, peer.token)
      if (!grant) room.dismiss(peer, Close.SIGNED_OUT, "The token gives no right to this room.")
    } catch (error) {
      // Who cannot be asked about now is asked about again later.
      this.#options.onError(error, `asking again about a peer of ${room.name}`)
    }
  }

  #putAwayIdle(): void {
    this.#bearers.forgetIdle()
    for (const room of this.#rooms.values()) {
      room.tidy()
      if (room.isIdle) this.#putAway(room)
    }
  }

  #putAway(room: Room): void {
    this.#rooms.delete(room.name)
    void room.close()
  }
}

/** The token of a request: from its address, since a page can give a WebSocket no header, or from one. */
export function tokenOf({ url, headers }: IncomingMessage): string | null {
  const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1]
  return bearer ?? URL.parse(url ?? "", "http://relay")?.searchParams.get("token") ?? null
}

const otherVersion = (version: string): string =>
  `This client speaks version ${version.slice(0, 8)}, the relay ${WIRE_VERSION}. Load it anew.`

/** A browser names the page's site in `Origin`; a script has no page and names none. */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined || URL.parse(headers.origin)?.host === headers.host
}
