import { setInterval as every } from "node:timers/promises"
import type * as Y from "yjs"
import type { ServerName } from "./dialects.ts"
import { edit, newAuthor } from "./edits.ts"
import { updateFrame } from "./frames.ts"
import type { Sample } from "./measurement.ts"
import { RawClient } from "./raw-client.ts"
import { Readers } from "./readers.ts"
import { Server } from "./server.ts"

const READERS = [50, 200, 1_000]
/** With so many Felt promises to be clearly ahead of the others. */
const PROMISED_READERS = 1_000
const P99_TIMES_MOST = 0.8
const EVERY_MS = 50
const WARM_UP_EDITS = 20
const EDITS = 100

/**
 * So many readers have a clock. The others are in another process: reading a frame takes as long as
 * sending it, and else the readers of this machine would be what is measured.
 */
const TIMED = 100
/** The two kinds come in by turns, so that those with a clock are not all served first. */
const TURNS = 20

type Audience = { timed: Readers; others: Readers }

/** How soon an edit of one is with all the others, what it costs the server, and the line. */
export async function measureFanOut(name: ServerName): Promise<Sample[]> {
  const server = await Server.start(name)
  const audience = { timed: await Readers.start(), others: await Readers.start() }
  const samples: Sample[] = []
  for (const count of READERS) samples.push(...(await fanOut(server, audience, count)))
  await audience.timed.stop()
  await audience.others.stop()
  await server.stop()
  return samples
}

async function fanOut(server: Server, audience: Audience, count: number): Promise<Sample[]> {
  const room = `tournament/fanout${count}`
  const timedCount = Math.min(TIMED, count)
  await gather(server, audience, { room, timed: timedCount, others: count - timedCount })
  const writer = new RawClient(server.name, { port: server.port, room, token: "writer" })
  await writer.synced
  const doc = newAuthor()
  let editBytes = 0
  doc.on("update", (update: Uint8Array) => {
    editBytes += update.length
    writer.send(updateFrame(update))
  })
  await write(doc, WARM_UP_EDITS)
  await audience.timed.timed(WARM_UP_EDITS * timedCount)
  await audience.timed.begin()
  editBytes = 0
  const before = await server.timeUsed()
  await write(doc, EDITS)
  const { p50, p99, bytes } = await audience.timed.timed(EDITS * timedCount)
  if (count > timedCount) await audience.others.counted(doc.clientID, WARM_UP_EDITS + EDITS)
  const after = await server.timeUsed()
  await writer.close()
  await Promise.all([audience.timed.leave(), audience.others.leave()])
  const own = ((after.own - before.own) * 1_000) / (EDITS * count)
  const store = ((after.store - before.store) * 1_000) / (EDITS * count)
  const of = `${count.toLocaleString("en")} readers`
  const isPromised = count === PROMISED_READERS
  return [
    { name: `fan-out p50, ${of}`, unit: "ms", value: p50 },
    {
      name: `fan-out p99, ${of}`,
      unit: "ms",
      value: p99,
      ...(isPromised ? { timesLimit: P99_TIMES_MOST } : {}),
    },
    { name: `CPU per delivery, ${of}`, unit: "µs", value: own },
    { name: `CPU per delivery with its store's process, ${of}`, unit: "µs", value: own + store },
    {
      name: `bytes per edit and reader, ${of}`,
      unit: "bytes",
      value: bytes / (EDITS * timedCount),
      ...(isPromised ? { timesLimit: 1 } : {}),
    },
    { name: `bytes of the edit itself, ${of}`, unit: "bytes", value: editBytes / EDITS },
  ]
}

async function gather(
  server: Server,
  audience: Audience,
  { room, timed, others }: { room: string; timed: number; others: number },
): Promise<void> {
  const share = (count: number, turn: number) => Math.round((count * turn) / TURNS)
  for (let turn = 1; turn <= TURNS; turn++) {
    await audience.others.join(server, { room, count: share(others, turn), as: "counted" })
    await audience.timed.join(server, { room, count: share(timed, turn), as: "timed" })
  }
}

/** An edit in every slot of time. */
async function write(doc: Y.Doc, edits: number): Promise<void> {
  let done = 0
  for await (const _ of every(EVERY_MS)) {
    edit(doc, done)
    done += 1
    if (done === edits) return
  }
}
