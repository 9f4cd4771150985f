import { setTimeout as wait } from "node:timers/promises"
import * as v from "valibot"
import { Child } from "./child.ts"
import { type ServerName } from "./dialects.ts"
import { makeHistory } from "./history.ts"
import type { Sample } from "./measurement.ts"
import { pump } from "./pump.ts"
import { Server } from "./server.ts"

const SCRIPT = new URL("outage-child.ts", import.meta.url)
const ROOM = "tournament/outage"
const CLIENTS = 500
const EDITS = 1_000
const IN_FLIGHT = 100
const AWAY_MS = 5_000
/** What Felt promises. */
const BACK_WITHIN_MS = 2_000

/**
 * 500 providers as y-websocket ships them, and a server that is away for a while: their own timing
 * decides when they try again, so the server can only add to it. Hocuspocus speaks to its own alone.
 */
export async function measureOutage(name: ServerName): Promise<Sample[]> {
  if (name === "hocuspocus") return []
  const first = await Server.start(name)
  await pump(first, { room: ROOM, edits: makeHistory(EDITS), inFlight: IN_FLIGHT })
  const clients = await Child.start(SCRIPT, name, String(first.port), ROOM, String(CLIENTS))
  await first.kill()
  await clients.ask("away")
  await wait(AWAY_MS)
  const second = await first.startAgain()
  const lastAt = v.parse(v.number(), await clients.ask("back"))
  await clients.kill()
  await second.stop()
  return [
    {
      name: `${AWAY_MS / 1_000} s away, start again to ${CLIENTS} stock providers in sync`,
      unit: "ms",
      value: lastAt - second.listeningAt,
      limit: BACK_WITHIN_MS,
    },
  ]
}
