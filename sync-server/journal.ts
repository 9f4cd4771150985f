import * as Y from "yjs"
import type { DocumentStore } from "./document-store.ts"

/** A room is written anew as one update when it has so many, or so many bytes of them. */
const LONG_UPDATES = 1_000
const LONG_BYTES = 512 * 1024
/** What was replaced so long ago is gone from the disk as well, however little it is. */
const OLD_MS = 60 * 60 * 1_000
/** One update must fit into the log as one message; a document that does not takes no more edits. */
const DOCUMENT_MAX_BYTES = 900 * 1024

/** What the store has of one room, and when it has too much of it. */
export class Journal {
  readonly #room: string
  readonly #store: DocumentStore
  readonly #now: () => number
  readonly #onError: (error: unknown, context: string) => void
  /** What was stored since the room was last written as one, and when the first of it was. */
  #stored = { updates: 0, bytes: 0, since: 0 }
  #isFull = false

  constructor(
    room: string,
    store: DocumentStore,
    now: () => number,
    onError: (error: unknown, context: string) => void,
  ) {
    this.#room = room
    this.#store = store
    this.#now = now
    this.#onError = onError
  }

  /** Whether the document is so large that something has to be taken out of it first. */
  get isFull(): boolean {
    return this.#isFull
  }

  /** What the store has, so far as is known. */
  get size(): { updates: number; bytes: number } {
    const { updates, bytes } = this.#stored
    return { updates, bytes }
  }

  /**
   * Applies everything stored.
   * @throws DocumentStoreError
   */
  async load(doc: Y.Doc, origin: unknown): Promise<void> {
    const updates = await this.#store.load(this.#room)
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update, origin)
    })
    // When they were stored is not known: what there is more than one of counts as old.
    this.#stored = { updates: updates.length, bytes: sizeOf(updates), since: 0 }
  }

  /** Whether the room has to be written anew: it is long, or has long held what was replaced. */
  get isDue(): boolean {
    const { updates, bytes, since } = this.#stored
    if (updates <= 1) return false
    return updates >= LONG_UPDATES || bytes >= LONG_BYTES || this.#now() - since >= OLD_MS
  }

  /** @throws DocumentStoreError where it is not certain that the update was stored */
  async append(update: Uint8Array): Promise<void> {
    await this.#store.append(this.#room, update)
    this.#stored.updates += 1
    // The first after the whole is the first that may replace something.
    if (this.#stored.updates === 2) this.#stored.since = this.#now()
    this.#stored.bytes += update.length
  }

  /**
   * Writes the room anew as one update: values that were replaced are then gone from the disk as
   * well. Where it fails the room is as it was, only longer. Nothing may be appended meanwhile.
   */
  async compact(doc: Y.Doc): Promise<void> {
    const whole = Y.encodeStateAsUpdate(doc)
    this.#isFull = whole.length > DOCUMENT_MAX_BYTES
    // Not tried again at every edit, also where it is refused or is hardly shorter.
    this.#stored = { updates: 1, bytes: 0, since: this.#now() }
    if (this.#isFull) return
    try {
      await this.#store.compact(this.#room, whole)
    } catch (error) {
      this.#onError(error, `compacting the room ${this.#room}`)
    }
  }
}

const sizeOf = (updates: readonly Uint8Array[]): number =>
  updates.reduce((bytes, update) => bytes + update.length, 0)
