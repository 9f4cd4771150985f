import { createSignal } from "solid-js"
import type { StaffId } from "../../schemas/ids.ts"
import type { Room } from "./documents.ts"

/** Rooms that somebody has left with edits that the Leaf does not have yet. */
type Lingering = { name: string; staffId: StaffId; over: Promise<void> }
const [rooms, setRooms] = createSignal<readonly Lingering[]>([])

/** Whether somebody's edits are still on their way. */
export const isLingering = (staffId: StaffId): boolean =>
  rooms().some((room) => room.staffId === staffId)

/**
 * Resolves when all edits that others have left in a room have gone out, each with its author's own
 * session: the next person's connection waits for that, or the edits would go out as theirs, and be
 * refused where they may not make them.
 */
export async function afterLingering(name: string): Promise<void> {
  await Promise.all(rooms().flatMap((room) => (room.name === name ? [room.over] : [])))
}

/** Closes a room once the Leaf has everything that was written in it. */
export function leaveRoom(room: Room, staffId: StaffId): void {
  if (room.unsafe() === 0) return room.close()
  const over = room.linger()
  const lingering = { name: room.name, staffId, over }
  setRooms((all) => [...all, lingering])
  void over.then(() => setRooms((all) => all.filter((each) => each !== lingering)))
}
