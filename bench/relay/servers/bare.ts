import { once } from "node:events"
import { createServer } from "node:http"
import type { Duplex } from "node:stream"
import { WebSocketServer } from "ws"
import { toMessage } from "../../../sync-server/message.ts"
import { isStep1, isUpdate, NOTHING_TO_TELL } from "../frames.ts"
import { place, serve } from "./serve.ts"

/**
 * No document, no rights, no store: hands every update on as it came, encoded once. What it takes, no
 * server over these sockets can be without; it is what the others are to be held against.
 */
const { port } = place()
const server = createServer()
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
const peers = new Set<Duplex>()
const nothing = toMessage(NOTHING_TO_TELL)
server.on("upgrade", (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (client) => {
    peers.add(socket)
    client.once("close", () => peers.delete(socket))
    client.on("message", (data) => {
      if (!(data instanceof Buffer)) return
      if (isStep1(data)) socket.write(nothing)
      if (!isUpdate(data)) return
      const message = toMessage(data)
      for (const peer of peers) if (peer !== socket) peer.write(message)
    })
  })
})
server.listen(port, "127.0.0.1")
await once(server, "listening")
const address = server.address()
if (typeof address !== "object" || !address) throw new Error("The server does not run.")
serve({ port: address.port, stop: () => Promise.resolve() })
