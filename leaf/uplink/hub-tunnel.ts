import { createServer, type Socket } from "node:net"
import { pipeline } from "node:stream"
import { createWebSocketStream, WebSocket } from "ws"
import type { CoreAccess } from "../config.ts"

const OPENED_WITHIN_MS = 10_000

/**
 * The way to Core's hub through Core's own address: a port of this machine, of which the first that
 * comes is connected, over a WebSocket, as if it were the hub's.
 */
export function openTunnel({ url, token }: CoreAccess): Promise<{ port: number }> {
  const server = createServer((socket) => {
    server.close()
    carry(socket, url, token)
  })
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      if (typeof address === "object" && address) resolve({ port: address.port })
      else reject(new Error("The system gives no port for the way to Core's hub."))
    })
    // Nobody may have come; the process does not stay for it.
    server.unref()
  })
}

function carry(socket: Socket, url: string, token: string): void {
  const far = createWebSocketStream(
    new WebSocket(`${url.replace(/^http/, "ws")}/hub`, {
      headers: { Authorization: `Bearer ${token}` },
      perMessageDeflate: false,
      handshakeTimeout: OPENED_WITHIN_MS,
    }),
  )
  // Either end that is gone takes the other with it; the client says what it has lost.
  pipeline(socket, far, socket, () => {
    far.destroy()
    socket.destroy()
  })
}
