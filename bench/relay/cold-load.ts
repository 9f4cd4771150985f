import { cpSync } from "node:fs"
import { within } from "../../tests/support/until.ts"
import { temporaryFolder } from "../../tests/support/folder.ts"
import { sharedNow } from "./clock.ts"
import type { ServerName } from "./dialects.ts"
import type { Edits } from "./edits.ts"
import { isWhole, makeHistory } from "./history.ts"
import type { Sample } from "./measurement.ts"
import { pump } from "./pump.ts"
import { RawClient } from "./raw-client.ts"
import { Server } from "./server.ts"

const ROOM = "tournament/history"
const EDITS = 100_000
const IN_FLIGHT = 1_000
/** What Felt promises. */
const READY_WITHIN_MS = 500
const WHOLE_WITHIN_MS = 60_000

let history: Edits | undefined
/** A data folder with the history for each server; it takes long to make and is copied for each round. */
const made = new Map<ServerName, Promise<string>>()

/** How long a room with a long history takes to be there after a start. */
export async function measureColdLoad(name: ServerName): Promise<Sample[]> {
  const making = made.get(name) ?? makeFolder(name)
  made.set(name, making)
  const data = temporaryFolder()
  cpSync(await making, data, { recursive: true })
  const [first, second] = [await load(name, data), await load(name, data)]
  const of = `room of ${EDITS.toLocaleString("en")} edits`
  return [
    { name: `connection to content, ${of}`, unit: "ms", value: first.fromConnection },
    { name: `start to content, ${of}`, unit: "ms", value: first.fromStart, limit: READY_WITHIN_MS },
    {
      name: `connection to content, ${of}, the second time`,
      unit: "ms",
      value: second.fromConnection,
    },
    { name: `start to content, ${of}, the second time`, unit: "ms", value: second.fromStart },
  ]
}

async function makeFolder(name: ServerName): Promise<string> {
  history ??= makeHistory(EDITS)
  const server = await Server.start(name)
  await pump(server, { room: ROOM, edits: history, inFlight: IN_FLIGHT })
  await server.stop()
  return server.data
}

async function load(name: ServerName, data: string) {
  const startedAt = sharedNow()
  const server = await Server.start(name, data)
  const connectedAt = sharedNow()
  const reader = await new Promise<RawClient>((resolve, reject) => {
    const place = { port: server.port, room: ROOM, token: "w-reader" }
    const client = new RawClient(name, place, (frame) => {
      if (isWhole(frame)) resolve(client)
    })
    within("the content is there", client.closed, WHOLE_WITHIN_MS).then(
      () => reject(new Error("The socket was closed.")),
      reject,
    )
  })
  const wholeAt = sharedNow()
  await reader.close()
  await server.stop()
  return { fromConnection: wholeAt - connectedAt, fromStart: wholeAt - startedAt }
}
