import { type Edits } from "./edits.ts"
import { clockIn, isUpdate, updateFrame, updateIn } from "./frames.ts"
import { RawClient } from "./raw-client.ts"
import type { Server } from "./server.ts"
import { within } from "../../tests/support/until.ts"

const ENDED_WITHIN_MS = 300_000

export type Pumped = {
  /** How many edits the reader got. */
  edits: number
  ms: number
  /** Every update that it got. */
  updates: Uint8Array[]
}

/**
 * Writes edits into a room as fast as the server takes them: so many are on their way that an edit
 * counts as done when another client, the reader, has it.
 * @param forMs after so long no more are written; those on their way are waited for
 */
export async function pump(
  server: Server,
  options: { room: string; edits: Edits; inFlight: number; forMs?: number },
): Promise<Pumped> {
  const { room, edits, inFlight, forMs = Infinity } = options
  const place = { port: server.port, room }
  const updates: Uint8Array[] = []
  const frames = edits.updates.map(updateFrame)
  let [sent, done, last] = [0, 0, frames.length]
  let onDone: () => void = () => {}
  const writer = new RawClient(server.name, { ...place, token: "writer" })
  const reader = new RawClient(server.name, { ...place, token: "w-reader" }, (frame) => {
    if (!isUpdate(frame)) return
    const update = updateIn(frame)
    updates.push(update)
    done = Math.max(done, clockIn(update, edits.client))
    fill()
  })
  await Promise.all([writer.synced, reader.synced])
  const startedAt = performance.now()
  const fill = () => {
    if (performance.now() - startedAt > forMs) last = sent
    for (; sent - done < inFlight && sent < last; sent++) {
      const frame = frames[sent]
      if (frame) writer.send(frame)
    }
    if (done === last) onDone()
  }
  const ended = new Promise<void>((resolve) => {
    onDone = resolve
  })
  fill()
  await within("all edits have arrived", ended, ENDED_WITHIN_MS)
  const ms = performance.now() - startedAt
  await Promise.all([writer.close(), reader.close()])
  return { edits: done, ms, updates }
}
