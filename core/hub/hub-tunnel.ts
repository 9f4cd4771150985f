import type { IncomingMessage } from "node:http"
import { connect } from "node:net"
import { type Duplex, pipeline } from "node:stream"
import { createWebSocketStream, WebSocketServer } from "ws"
import { refuseUpgrade } from "../../sync-server/refuse-upgrade.ts"
import { tokenOf } from "../../sync-server/relay.ts"
import type { VenueOf } from "../venues.ts"

/** A batch of lines comes in pieces of a socket's size. */
const MAX_PAYLOAD_BYTES = 1_000_000

type Options = {
  /** Where the hub listens. */
  server: { host: string; port: number }
  /** Whose token this is; `null` for nobody's. */
  find: (token: string | null) => Promise<VenueOf | null>
  onError: (error: unknown, context: string) => void
}

/**
 * The way to the hub through Core's own address, for Leaves that can reach nothing else: what comes
 * over a WebSocket goes to the hub as it is. Only a venue's token opens it; the hub asks once more.
 */
export class HubTunnel {
  readonly #options: Options
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD_BYTES,
  })

  constructor(options: Options) {
    this.#options = options
  }

  /** For the `upgrade` event of a node:http server. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { find, server, onError } = this.#options
    // Node leaves this socket to us; an error that nobody hears would end the process.
    socket.on("error", () => socket.destroy())
    find(tokenOf(request)).then(
      (venue) => {
        if (!venue) return refuseUpgrade(socket, 401, "The token is no venue's.")
        this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
          const near = createWebSocketStream(webSocket)
          // Either end that is gone takes the other with it; who comes again begins anew.
          pipeline(near, connect(server), near, () => webSocket.terminate())
        })
      },
      (error: unknown) => {
        onError(error, "letting a venue through to the hub")
        refuseUpgrade(socket, 503, "Core cannot tell at the moment. Come again.")
      },
    )
  }

  close(): void {
    for (const each of this.#sockets.clients) each.terminate()
  }
}
