import { setTimeout as wait } from "node:timers/promises"
import * as Y from "yjs"
import { within } from "../../tests/support/until.ts"
import { type Dialect, DIALECTS, type ServerName } from "./dialects.ts"
import { newAuthor } from "./edits.ts"
import { isStep2, isUpdate, updateFrame, updateIn } from "./frames.ts"
import type { Sample } from "./measurement.ts"
import { RawClient } from "./raw-client.ts"
import { Server } from "./server.ts"

const ROOM = "tournament/lost"
const EDITS = 100
const PATIENCE_MS = 3_000
const LOOK_EVERY_MS = 20

/**
 * How many edits that a server acknowledged, in its own sense, it has no more after a cut. The
 * reference writes what it relays a tenth of a second later, Hocuspocus what it acknowledges two.
 */
export async function measureLost(kind: ServerName): Promise<Sample[]> {
  const server = await Server.start(kind)
  await writeUntilAcknowledged(server)
  await server.kill()
  const again = await server.startAgain()
  const found = await editsIn(again)
  await again.stop()
  const name = `lost after a cut, of ${EDITS} acknowledged`
  return [{ name, unit: "edits", value: EDITS - found, limit: 0 }]
}

async function writeUntilAcknowledged({ name, port }: Server): Promise<void> {
  const dialect = DIALECTS[name]
  const doc = newAuthor()
  const place = { port, room: ROOM }
  const all = EDITS + dialect.atTheDoor
  let acknowledged = 0
  let onDone: () => void = () => {}
  const done = new Promise<void>((resolve) => {
    onDone = resolve
  })
  const take = (told: Dialect["told"]) => (frame: Buffer) => {
    if (told !== dialect.told) return
    acknowledged = dialect.acknowledged(frame, doc.clientID, acknowledged)
    if (acknowledged >= all) onDone()
  }
  const writer = new RawClient(name, { ...place, token: "writer" }, take("writer"))
  const reader = new RawClient(name, { ...place, token: "w-reader" }, take("reader"))
  await Promise.all([writer.synced, reader.synced])
  if (dialect.request) writer.send(dialect.request)
  doc.on("update", (update: Uint8Array) => writer.send(updateFrame(update)))
  for (let edit = 0; edit < EDITS; edit++) doc.getMap("m").set(`k${edit}`, edit)
  await within("all edits are acknowledged", done)
}

/** Gives a server time that answers before it has read its own store. */
async function editsIn({ name, port }: Server): Promise<number> {
  const doc = new Y.Doc()
  const place = { port, room: ROOM, token: "w-reader" }
  const reader = new RawClient(name, place, (frame) => {
    if (isStep2(frame) || isUpdate(frame)) Y.applyUpdate(doc, updateIn(frame))
  })
  await reader.synced
  const deadline = performance.now() + PATIENCE_MS
  while (doc.getMap("m").size < EDITS && performance.now() < deadline) await wait(LOOK_EVERY_MS)
  await reader.close()
  return doc.getMap("m").size
}
