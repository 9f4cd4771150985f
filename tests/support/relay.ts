import { once } from "node:events"
import { createServer } from "node:http"
import * as encoding from "lib0/encoding"
import * as sync from "y-protocols/sync"
import { WebSocket } from "ws"
import { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import type { Grant } from "../../sync-server/access.ts"
import type { DocumentStore } from "../../sync-server/document-store.ts"
import { MemoryDocumentStore } from "../../sync-server/document-store-memory.ts"
import { readFrame } from "../../sync-server/protocol.ts"
import { Relay, type RelayOptions } from "../../sync-server/relay.ts"
import { until, within } from "./until.ts"

/** What is in a frame of the kind 0. */
const [STEP_2, UPDATE] = [1, 2]

export const ROOM = "tournament/t1"

/** `staff` may write every room, `viewer` may read every room, and nobody else may anything. */
export function authorize(_room: string, token: string | null): Grant | null {
  if (token === "staff") return { bearer: token, access: "write", refuses: null }
  return token === "viewer" ? { bearer: token, access: "read" } : null
}

/** A relay on a real HTTP server on a free port, and clients of it; `stop` ends them all. */
export class TestRelay {
  readonly relay: Relay
  readonly store: DocumentStore
  readonly errors: { error: unknown; context: string }[] = []
  readonly #server = createServer()
  readonly #clients: { stop(): void }[] = []

  private constructor(options: Partial<RelayOptions>) {
    this.store = options.store ?? new MemoryDocumentStore()
    this.relay = new Relay({
      authorize,
      now: Date.now,
      // Tests are faster than people; those of the limit set their own.
      perSecond: 1_000_000,
      graceMs: 0,
      onError: (error, context) => this.errors.push({ error, context }),
      ...options,
      store: this.store,
    })
    this.#server.on("upgrade", (request, socket, head) =>
      this.relay.handleUpgrade(request, socket, head),
    )
  }

  static async start(options: Partial<RelayOptions> & { port?: number } = {}): Promise<TestRelay> {
    const started = new TestRelay(options)
    started.#server.listen(options.port ?? 0, "127.0.0.1")
    await once(started.#server, "listening")
    return started
  }

  get port(): number {
    const address = this.#server.address()
    if (typeof address !== "object" || !address) throw new Error("The server does not listen.")
    return address.port
  }

  /** A stock y-websocket client, as anybody would write it. */
  stockClient(options: StockOptions = {}): StockClient {
    const client = new StockClient(this.port, options)
    this.#clients.push(client)
    return client
  }

  /** A socket that says what the test says. */
  async rawClient(options: RawOptions = {}): Promise<RawClient> {
    const client = await RawClient.connect(this.port, options)
    this.#clients.push(client)
    return client
  }

  /** Opens a socket and closes it at once; gives the HTTP status of the answer. */
  knock({ room = ROOM, token = "staff", headers = {} }: RawOptions): Promise<number> {
    const query = token === null ? "" : `?token=${token}`
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/sync/${room}${query}`, { headers })
    return new Promise((resolve, reject) => {
      socket.on("open", () => {
        socket.on("close", () => resolve(101))
        socket.close()
      })
      socket.on("unexpected-response", (request, { statusCode }) => {
        request.destroy()
        resolve(statusCode ?? 0)
      })
      socket.on("error", reject)
    })
  }

  /** What a relay that starts now would find in the store. */
  async stored(room = ROOM): Promise<Y.Doc> {
    const doc = new Y.Doc()
    for (const update of await this.store.load(room)) Y.applyUpdate(doc, update)
    return doc
  }

  /** Stops the relay and its server; the clients stay and try to come back. */
  async stopServer(): Promise<void> {
    await this.relay.close()
    if (!this.#server.listening) return
    this.#server.close()
    await within("the HTTP server is closed", once(this.#server, "close"))
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.stop()
    await this.stopServer()
  }
}

type StockOptions = { room?: string; token?: string; doc?: Y.Doc; connect?: boolean }

export class StockClient {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  /** The codes with which the server closed this client's sockets. */
  readonly closeCodes: number[] = []
  /** Set once the provider has decided not to come back. */
  final: { code: number; reason: string } | null = null

  constructor(port: number, { room = ROOM, token = "staff", doc, connect = true }: StockOptions) {
    this.doc = doc ?? new Y.Doc()
    this.provider = new WebsocketProvider(`ws://127.0.0.1:${port}/sync`, room, this.doc, {
      params: { token },
      connect,
      // Else the clients of one process would find each other without the relay.
      disableBc: true,
      maxBackoffTime: 100,
    })
    this.provider.on("connection-close", (event) => {
      if (event) this.closeCodes.push(event.code)
    })
    this.provider.on("closed", (event) => {
      this.final = event
    })
  }

  get map(): Y.Map<unknown> {
    return this.doc.getMap("m")
  }

  async synced(): Promise<this> {
    await until("the client is in sync", () => this.provider.synced)
    return this
  }

  stop(): void {
    this.provider.destroy()
    this.doc.destroy()
  }
}

type RawOptions = {
  room?: string
  token?: string | null
  version?: string
  headers?: Record<string, string>
  autoPong?: boolean
}

export class RawClient {
  readonly socket: WebSocket
  readonly frames: Uint8Array[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  isClosed = false

  private constructor(
    port: number,
    { room = ROOM, token = "staff", version, ...options }: RawOptions,
  ) {
    const query = new URLSearchParams({
      ...(token === null ? {} : { token }),
      ...(version === undefined ? {} : { version }),
    })
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/sync/${room}?${query}`, options)
    this.socket.on("message", (data) => {
      if (data instanceof Uint8Array) this.frames.push(data)
    })
    this.closed = new Promise((resolve) => {
      this.socket.on("close", (code, reason) => {
        this.isClosed = true
        resolve({ code, reason: reason.toString() })
      })
    })
  }

  static async connect(port: number, options: RawOptions): Promise<RawClient> {
    const client = new RawClient(port, options)
    await within("the socket is open", once(client.socket, "open"))
    return client
  }

  send(...frame: number[]): void {
    this.socket.send(Uint8Array.from(frame))
  }

  sendUpdate(update: Uint8Array): void {
    this.socket.send(updateFrame(update))
  }

  /** @param update an awareness update */
  sendPresence(update: number[]): void {
    this.socket.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 1)
        encoding.writeVarUint8Array(encoder, Uint8Array.from(update))
      }),
    )
  }

  /** The document as the relay tells it to somebody who has nothing. */
  async ask(): Promise<Y.Doc> {
    const before = this.#ofStep(STEP_2).length
    // Sync, step 1, a state vector of one byte: no clients.
    this.send(0, 0, 1, 0)
    await until("step 1 is answered", () => this.#ofStep(STEP_2).length > before)
    const doc = new Y.Doc()
    for (const frame of this.#ofStep(STEP_2).slice(-1)) Y.applyUpdate(doc, updateIn(frame))
    return doc
  }

  /** The updates that came by themselves. */
  get updates(): Uint8Array[] {
    return this.#ofStep(UPDATE).map(updateIn)
  }

  /** Looked at often while something is waited for; what is in them may be large. */
  #ofStep(step: number): Uint8Array[] {
    return this.frames.filter((bytes) => bytes[0] === 0 && bytes[1] === step)
  }

  stop(): void {
    this.socket.terminate()
  }
}

function updateIn(bytes: Uint8Array): Uint8Array {
  const frame = readFrame(bytes)
  if (frame && "update" in frame) return frame.update
  throw new Error("The relay has sent what is no frame.")
}

/** Made with y-protocols alone, as a client would. */
export const updateFrame = (update: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0)
    sync.writeUpdate(encoder, update)
  })

/** An update that sets one key of the map "m", from an author of its own. */
export function edit(key: string, value: unknown = true): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap("m").set(key, value)
  return Y.encodeStateAsUpdate(doc)
}

/** Two updates of one author; the second cannot be applied before the first. */
export function editsInOrder(): [first: Uint8Array, second: Uint8Array] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on("update", (update: Uint8Array) => updates.push(update))
  doc.getMap("m").set("first", 1)
  doc.getMap("m").set("second", 2)
  const [first, second] = updates
  if (!first || !second) throw new Error("Yjs made no update for an edit.")
  return [first, second]
}
