import { setTimeout as wait } from "node:timers/promises"
import { sharedNow } from "./clock.ts"
import type { ServerName } from "./dialects.ts"
import type { Sample } from "./measurement.ts"
import type { As } from "./questions.ts"
import { Readers } from "./readers.ts"
import { Server } from "./server.ts"

const ROOM = "tournament/idle"
const CLIENTS = 500
/** Longer than it takes everybody to say once more that they are there. */
const FOR_MS = 20_000
/** What one client says of itself. */
const PRESENCE_BYTES = 50
/** What Felt promises for its server. */
const PERCENT_MOST = 3

/** What 500 clients cost that do nothing but be there. */
export async function measureIdle(name: ServerName): Promise<Sample[]> {
  const samples = await idle(name, "present", `${CLIENTS} idle clients with presence`)
  if (name !== "felt") return samples
  // Only Felt knows readers, who have none.
  return [...samples, ...(await idle(name, "viewer", `${CLIENTS} idle readers`))]
}

async function idle(name: ServerName, as: As, of: string): Promise<Sample[]> {
  const server = await Server.start(name)
  const readers = await Readers.start()
  await readers.join(server, { room: ROOM, count: CLIENTS, as })
  await readers.settle()
  await readers.begin()
  const [before, startedAt] = [await server.timeUsed(), sharedNow()]
  await wait(FOR_MS)
  const [after, ms] = [await server.timeUsed(), sharedNow() - startedAt]
  const heard = await readers.heard()
  if (as === "present" && heard < CLIENTS * PRESENCE_BYTES)
    throw new Error(`A client of ${name} heard ${heard} bytes of presence: not everybody's.`)
  await readers.stop()
  await server.stop()
  const own = (100 * (after.own - before.own)) / ms
  const store = (100 * (after.store - before.store)) / ms
  return [
    { name: `of a core, ${of}`, unit: "%", value: own, limit: PERCENT_MOST },
    { name: `of a core with its store's process, ${of}`, unit: "%", value: own + store },
  ]
}
