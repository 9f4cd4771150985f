import type { Message } from "../../sync-server/message.ts"
import type { Carrier, PeerSocket } from "../../sync-server/peer.ts"
import type { Connection, End } from "./network.ts"

const [CONNECTING, OPEN, CLOSED] = [0, 1, 3]

/** A WebSocket as a page has it, on a connection of the simulated network. */
export class PageSocket {
  static readonly OPEN = OPEN
  readonly OPEN = OPEN
  binaryType = "arraybuffer"
  readyState = CONNECTING
  onopen: (() => void) | null = null
  onmessage: ((event: { data: Uint8Array }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: ((event: unknown) => void) | null = null
  #connection: Connection | null = null
  #end: End | null = null

  /** The other side has answered. */
  open(connection: Connection): void {
    if (this.readyState === CLOSED) return connection.break()
    const { client } = connection
    this.#connection = connection
    this.#end = client
    this.readyState = OPEN
    client.onMessage = (data) => this.onmessage?.({ data })
    client.onClose = (code) => this.fail(code)
    this.onopen?.()
  }

  /** It is over, or never came about. */
  fail(code: number): void {
    if (this.readyState === CLOSED) return
    this.readyState = CLOSED
    this.onclose?.({ code, reason: "" })
  }

  send(data: Uint8Array): void {
    if (this.#end) this.#connection?.send(this.#end, data.slice())
  }

  close(): void {
    if (this.#end) this.#connection?.close(this.#end, 1_000)
    else this.fail(1_006)
  }
}

/** The Leaf's side of it, as the relay's peers need it. */
export function peerSocketOf(connection: Connection): { socket: PeerSocket; carrier: Carrier } {
  const { server } = connection
  const onClose: (() => void)[] = []
  const onPong: (() => void)[] = []
  const before = server.onClose
  server.onClose = (code) => {
    before(code)
    for (const tell of onClose.splice(0)) tell()
  }
  return {
    socket: {
      OPEN,
      get readyState() {
        return server.isOpen ? OPEN : CLOSED
      },
      on: (_event, listener) => onPong.push(listener),
      once: (_event, listener) => onClose.push(listener),
      // The other side answers by itself, where it is there.
      ping: () => onPong.forEach((tell) => tell()),
      pause: () => (server.isPaused = true),
      resume: () => server.resume(),
      close: (code) => connection.close(server, code),
      terminate: () => connection.break(),
    },
    carrier: {
      writableLength: 0,
      write: (message) => connection.send(server, payloadOf(message)),
    },
  }
}

/** What a message of message.ts carries. */
function payloadOf(message: Message): Uint8Array {
  const length = (message[1] ?? 0) & 0x7f
  return message.slice(length < 126 ? 2 : length === 126 ? 4 : 10)
}
