import * as v from "valibot"
import { Child } from "./child.ts"
import { sharedNow } from "./clock.ts"
import type { ServerName } from "./dialects.ts"
import { makeHistory } from "./history.ts"
import type { Sample } from "./measurement.ts"
import { pump } from "./pump.ts"
import { Server } from "./server.ts"

const SCRIPT = new URL("storm-child.ts", import.meta.url)
const ROOM = "tournament/storm"
const CLIENTS = 500
const EDITS = 1_000
const IN_FLIGHT = 100
/** What Felt promises. */
const WHOLE_WITHIN_MS = 1_000
const Back = v.object({ lastAt: v.number(), misled: v.number() })

/** A server that is cut off while it has 500 clients, and starts again at once. */
export async function measureStorm(name: ServerName): Promise<Sample[]> {
  const first = await Server.start(name)
  await pump(first, { room: ROOM, edits: makeHistory(EDITS), inFlight: IN_FLIGHT })
  await first.stop()
  const second = await first.startAgain()
  const parameters = [name, String(second.port), ROOM, String(CLIENTS)]
  const clients = await Child.start(SCRIPT, ...parameters)
  await clients.ask("forget")
  const cutAt = sharedNow()
  await second.kill()
  const third = await second.startAgain()
  const { lastAt, misled } = v.parse(Back, await clients.ask("back"))
  await clients.kill()
  await third.stop()
  const of = `${CLIENTS} clients`
  return [
    {
      name: `start again to ${of} whole`,
      unit: "ms",
      value: lastAt - third.listeningAt,
      limit: WHOLE_WITHIN_MS,
    },
    { name: `cut to ${of} whole`, unit: "ms", value: lastAt - cutAt },
    {
      name: `told that they are in sync with an empty document, of ${of}`,
      unit: "clients",
      value: misled,
      limit: 0,
    },
  ]
}
