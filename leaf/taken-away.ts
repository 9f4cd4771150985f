import { listedDisplays } from "../domain/screens.ts"
import { Registers } from "../schemas/documents/registers.ts"
import { venueRoom } from "../schemas/documents/rooms.ts"
import type { DisplayId, VenueId } from "../schemas/ids.ts"
import type { Relay } from "../sync-server/relay.ts"
import type { Sessions } from "./sessions.ts"

/**
 * A screen that the staff take away loses its token: at once, or when the Leaf next starts. The
 * document says which screens there are, so it can be done on a tablet that is offline, too.
 * @param onGone told of each display whose tokens are closed
 * @returns the way to stop
 */
export async function watchTakenAway(options: {
  relay: Relay
  venueId: VenueId
  sessions: Sessions
  onGone: (displayId: DisplayId) => void
  onError: (error: unknown) => void
}): Promise<() => void> {
  const { relay, venueId, sessions, onGone, onError } = options
  const room = await relay.open(venueRoom(venueId))
  const registers = new Registers(room.doc)
  let listed = listedDisplays(registers.all())
  const close = async (isGone: (displayId: DisplayId) => boolean) => {
    for (const displayId of await sessions.closeDisplays(isGone)) onGone(displayId)
  }
  await close((displayId) => !listed.has(displayId))
  let closing = Promise.resolve()
  const stop = registers.observe(() => {
    const before = listed
    listed = listedDisplays(registers.all())
    const now = listed
    const gone = new Set([...before].filter((displayId) => !now.has(displayId)))
    if (gone.size > 0)
      closing = closing.then(() => close((displayId) => gone.has(displayId))).catch(onError)
  })
  return () => {
    stop()
    room.close()
  }
}
