import * as Y from "yjs"
import type { ServerName } from "./dialects.ts"
import { type Edits, makeEdits } from "./edits.ts"
import type { Sample } from "./measurement.ts"
import { pump } from "./pump.ts"
import { Readers } from "./readers.ts"
import { Server } from "./server.ts"

const ROOM = "tournament/throughput"
/** One more has the clock. */
const READERS = 49
const IN_FLIGHT = 200
const FOR_MS = 5_000
/** More than any of the servers takes in that time. */
const EDITS_MAX = 250_000

let made: Edits | undefined

/** How many edits of one client reach 50 others in a second, as fast as the server takes them. */
export async function measureThroughput(name: ServerName): Promise<Sample[]> {
  const edits = (made ??= makeEdits(EDITS_MAX))
  const server = await Server.start(name)
  const readers = await Readers.start()
  await readers.join(server, { room: ROOM, count: READERS, as: "counted" })
  await readers.begin()
  const before = await server.timeUsed()
  const done = await pump(server, { room: ROOM, edits, inFlight: IN_FLIGHT, forMs: FOR_MS })
  const { least, most } = await readers.counted(edits.client, done.edits)
  const after = await server.timeUsed()
  if (least !== most) throw new Error(`One reader of ${name} got ${least} bytes, another ${most}.`)
  assertWhole(done.updates, edits, done.edits)
  await readers.stop()
  await server.stop()
  const perEdit = (1_000 * (after.own - before.own)) / done.edits
  return [
    {
      name: "edits relayed to 50 readers",
      unit: "per second",
      value: (done.edits / done.ms) * 1_000,
      better: "more",
      timesLimit: 1,
    },
    { name: "CPU per edit relayed to 50 readers", unit: "µs", value: perEdit },
    { name: "bytes per edit and reader at full speed", unit: "bytes", value: most / done.edits },
  ]
}

/** What a reader got is a document that holds all edits. */
function assertWhole(updates: readonly Uint8Array[], { client }: Edits, count: number): void {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  const clock = Y.getState(doc.store, client)
  if (clock !== count || doc.store.pendingStructs !== null)
    throw new Error(`Of ${count} edits a reader has ${clock} in its document.`)
}
