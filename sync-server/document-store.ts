/**
 * The port to where documents are kept, as the Yjs updates (V1) that made them. What it must
 * guarantee:
 *
 *   - `append` resolves only when the update is durable; from then on every `load` of that room
 *     gives it, also after the power was cut.
 *   - When `append` rejects, the update may or may not have been stored. Storing it again does no
 *     harm: a Yjs update counts once however often it is applied.
 *   - `load` gives everything that was appended before it was called, or rejects. It never gives
 *     less, because a client that fills a half-loaded document duplicates what is in it.
 *   - The order within a room is kept. Rooms know nothing of each other.
 *
 * Room names are Felt's own (see schemas/documents/rooms.ts): words of letters, digits, "-" and
 * "_", with "/" between them.
 */
export interface DocumentStore {
  /**
   * The names of all rooms that were ever written, in no order.
   * @throws DocumentStoreError where they could not all be read
   */
  rooms(): Promise<string[]>
  /**
   * All updates of a room, oldest first; none for a room that nobody has written yet.
   * @throws DocumentStoreError where they could not all be read
   */
  load(room: string): Promise<Uint8Array[]>
  /**
   * Adds an update to a room.
   * @throws DocumentStoreError where it is not certain that the update was stored
   */
  append(room: string, update: Uint8Array): Promise<void>
  /**
   * Puts one update in the place of all that this store has loaded and appended of a room; what it
   * replaces is gone for good. Cut off anywhere, the room has either what it had or the one update.
   * @param whole holds everything that it replaces
   * @returns `false` where the room has something that came from elsewhere; then nothing was changed
   * @throws DocumentStoreError where it is not certain what was stored
   */
  compact(room: string, whole: Uint8Array): Promise<boolean>
}

/** The store could not do it; the cause says why. */
export class DocumentStoreError extends Error {
  override readonly name = "DocumentStoreError"
}
