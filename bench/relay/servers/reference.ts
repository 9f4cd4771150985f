import { once } from "node:events"
import { createServer } from "node:http"
import process from "node:process"
import { WebSocketServer } from "ws"
import { place, serve } from "./serve.ts"

/** The Yjs project's own server as its README starts it, with its own persistence. */
const { port, data } = place()
process.env["YPERSISTENCE"] = `${data}/leveldb`
// It says where it keeps documents on standard output, where ours says where it listens.
console.info = () => {}
const { getPersistence, setupWSConnection } = await import("@y/websocket-server/utils")
const server = createServer()
const sockets = new WebSocketServer({ server })
sockets.on("connection", (socket, request) => setupWSConnection(socket, request))
server.listen(port, "127.0.0.1")
await once(server, "listening")
const address = server.address()
if (typeof address !== "object" || !address) throw new Error("The server does not run.")
serve({ port: address.port, stop })

/** It knows no stop and loses what waits to be written; for the benchmark's own rooms that is waited for. */
async function stop(): Promise<void> {
  const persistence = getPersistence()
  if (!persistence || !("provider" in persistence) || !isQueue(persistence.provider))
    throw new Error("The server keeps nothing.")
  // One thing is done after the other, so this is answered when all before it is written.
  await persistence.provider.getMeta("none", "none")
}

type Queue = { getMeta: (room: string, key: string) => Promise<unknown> }
const isQueue = (value: unknown): value is Queue =>
  typeof value === "object" && value !== null && "getMeta" in value
