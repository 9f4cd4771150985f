import { once } from "node:events"
import { createServer } from "node:http"
import type { Grant } from "../../../sync-server/access.ts"
import { Door } from "../../../sync-server/door.ts"
import { startLog } from "../../../tests/support/nats.ts"
import { sharedNow } from "../clock.ts"
import { place, serve } from "./serve.ts"

/** Felt's relay over a real log, every write synced, as the Leaf runs it. */
const { port, data } = place()
const door = new Door()
const server = createServer()
server.on("upgrade", (request, socket, head) => door.handleUpgrade(request, socket, head))
server.listen(port, "127.0.0.1")
await once(server, "listening")
const listeningAt = sharedNow()
const opening = startLog(data)
// While the log's own process starts, this one reads its code.
const { Relay } = await import("../../../sync-server/relay.ts")
const { JetStreamDocumentStore } = await import("../../../sync-server/document-store-jetstream.ts")
const log = await opening
const relay = new Relay({
  store: new JetStreamDocumentStore(log.connection),
  authorize,
  onError: (error, context) => console.error(context, error),
  now: () => Date.now(),
  // One writer stands for many here; the others do not limit it either.
  perSecond: 1_000_000,
})
door.open(relay)
const address = server.address()
if (typeof address !== "object" || !address || log.nats.processId === undefined)
  throw new Error("The server does not run.")
serve({ port: address.port, listeningAt, store: log.nats.processId, stop })

/** Whoever begins with a "w" may write, with an "r" read. */
function authorize(_room: string, token: string | null): Grant | null {
  if (token?.startsWith("w")) return { bearer: token, access: "write", refuses: null }
  return token?.startsWith("r") ? { bearer: token, access: "read" } : null
}

async function stop(): Promise<void> {
  door.close()
  await relay.close()
  server.close()
  await log.stop()
}
