import process from "node:process"
import * as v from "valibot"
import { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import { until } from "../../tests/support/until.ts"
import { sharedNow } from "./clock.ts"
import { SERVERS, type ServerName } from "./dialects.ts"
import { tokenOf } from "./raw-client.ts"

const AT_ONCE = 50
const WITHIN_MS = 60_000

/** A provider as it is shipped, and when it was last told that it is in sync. */
class Stock {
  readonly provider: WebsocketProvider
  syncedAt = 0

  constructor(server: ServerName, port: string, room: string, index: number) {
    const path = server === "felt" ? "/sync" : ""
    this.provider = new WebsocketProvider(`ws://127.0.0.1:${port}${path}`, room, new Y.Doc(), {
      params: server === "felt" ? { token: tokenOf(index) } : {},
      disableBc: true,
    })
    this.provider.on("sync", (isSynced) => {
      if (isSynced) this.syncedAt = sharedNow()
    })
  }
}

const [server, port = "", room = "", count] = process.argv.slice(2)
const name = v.parse(v.picklist(SERVERS), server)
const clients: Stock[] = []
// Each provider wants to hear of the end of the process.
process.setMaxListeners(Number(count) + 10)
const allAreBack = () => clients.every(({ provider }) => provider.synced)
while (clients.length < Number(count)) {
  for (let each = 0; each < AT_ONCE; each++)
    clients.push(new Stock(name, port, room, clients.length))
  await until("all providers are in sync", allAreBack, WITHIN_MS)
}

process.once("disconnect", () => process.exit(0))
process.on("message", (question) => {
  if (question === "away") void away().then((said) => process.send?.(said))
  if (question === "back") void back().then((said) => process.send?.(said))
})
console.log(JSON.stringify("ready"))

async function away(): Promise<string> {
  const isAway = ({ provider }: Stock) => !provider.wsconnected
  await until("all have noticed", () => clients.every(isAway), WITHIN_MS)
  return "away"
}

async function back(): Promise<number> {
  await until("all providers are in sync again", allAreBack, WITHIN_MS)
  return Math.max(...clients.map(({ syncedAt }) => syncedAt))
}
