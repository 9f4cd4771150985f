import * as Y from "yjs"
import { contains, decodeSound } from "./checks.ts"
import type { DocumentStore } from "./document-store.ts"

/** What is merged into one append; the log takes messages of 1 MiB at most. */
const APPEND_MAX_BYTES = 512 * 1024
/** A room is written anew as one update when it has so many, or so many bytes of them. */
const LONG_UPDATES = 1_000
const LONG_BYTES = 512 * 1024
/** What was replaced so long ago is gone from the disk as well, however little it is. */
const OLD_MS = 60 * 60 * 1_000
/** One update must fit into the log as one message; a document that does not takes no more edits. */
const DOCUMENT_MAX_BYTES = 900 * 1024

type Waiting = { update: Uint8Array; onDurable: () => void }

export type JournalOptions = {
  room: string
  doc: Y.Doc
  store: DocumentStore
  /** In milliseconds since 1970. */
  now: () => number
  /** Told when it is not known any more what the store holds; the room must be loaded again. */
  onFailed: (error: unknown) => void
  /** Told of a failure that costs nobody anything. */
  onError: (error: unknown, context: string) => void
  /** Told whenever something has become durable. */
  onStored: () => void
}

/**
 * What of one room is in the store. Updates go in one after the other; what comes in meanwhile is
 * merged. The document may be ahead of the store by what is on its way there, and by nothing else.
 */
export class Journal {
  readonly #options: JournalOptions
  #waiting: Waiting[] = []
  #waitingBytes = 0
  #writing: Promise<void> = Promise.resolve()
  #isWriting = false
  /** What was stored since the room was last written as one, and when the first of it was. */
  #stored = { updates: 0, bytes: 0, since: 0 }
  #isFull = false

  constructor(options: JournalOptions) {
    this.#options = options
  }

  /** Whether the document is so large that something has to be taken out of it first. */
  get isFull(): boolean {
    return this.#isFull
  }

  get isBusy(): boolean {
    return this.#isWriting
  }

  /** What is not durable yet. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  /** What the store has since the room was last written as one. */
  get size(): { updates: number; bytes: number } {
    const { updates, bytes } = this.#stored
    return { updates, bytes }
  }

  /**
   * Brings document and store together: applies everything stored, and stores what the document had
   * ahead of a failure.
   * @throws DocumentStoreError
   */
  async load(origin: unknown): Promise<void> {
    const { doc, store, room } = this.#options
    const updates = await store.load(room)
    const ahead = aheadOf(updates, doc)
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update, origin)
    })
    // When they were stored is not known: what there is more than one of counts as old.
    this.#stored = { updates: updates.length, bytes: sizeOf(updates), since: 0 }
    if (ahead) await this.#append(ahead)
  }

  /** Stores an update that the document has already. `onDurable` is not called where that fails. */
  write(update: Uint8Array, onDurable: () => void): void {
    this.#waiting.push({ update, onDurable })
    this.#waitingBytes += update.length
    this.#start()
  }

  /** Resolves when everything that was written so far is durable, or has failed. Never rejects. */
  settled(): Promise<void> {
    return this.#writing
  }

  /** Leaves the room as one update: that is soon read at the next start. Never rejects. */
  async close(): Promise<void> {
    await this.#writing
    if (this.#stored.updates > 1 && !this.#isFull) await this.#compact()
  }

  /** Writes the room anew where that is due and nothing else is to be written. */
  tidy(): void {
    if (this.#isDue) this.#start()
  }

  /** Whether the room is long, or has long held what was replaced. */
  get #isDue(): boolean {
    const { updates, bytes, since } = this.#stored
    if (updates <= 1) return false
    return updates >= LONG_UPDATES || bytes >= LONG_BYTES || this.#options.now() - since >= OLD_MS
  }

  #start(): void {
    if (!this.#isWriting) this.#writing = this.#writeAll()
  }

  /** Never rejects: whatever fails in here fails the room. */
  async #writeAll(): Promise<void> {
    this.#isWriting = true
    try {
      do {
        await this.#writeSome()
        if (this.#isDue) await this.#compact()
      } while (this.#waiting.length > 0)
    } catch (error) {
      this.#waiting = []
      this.#waitingBytes = 0
      this.#options.onFailed(error)
    } finally {
      this.#isWriting = false
    }
  }

  async #writeSome(): Promise<void> {
    const batch = takeUpTo(APPEND_MAX_BYTES, this.#waiting)
    if (batch.length === 0) return
    const updates = batch.map(({ update }) => update)
    const [first, ...others] = updates
    await this.#append(first && others.length === 0 ? first : Y.mergeUpdates(updates))
    this.#waitingBytes -= sizeOf(updates)
    for (const { onDurable } of batch) onDurable()
    this.#options.onStored()
  }

  async #append(update: Uint8Array): Promise<void> {
    await this.#options.store.append(this.#options.room, update)
    this.#stored.updates += 1
    this.#stored.bytes += update.length
    // The first after the whole is the first that may replace something.
    if (this.#stored.updates === 2) this.#stored.since = this.#options.now()
  }

  /**
   * Writes the room anew as one update: values that were replaced are then gone from the disk as
   * well. Where it fails the room is as it was, only longer.
   */
  async #compact(): Promise<void> {
    const { doc, store, room, now, onError } = this.#options
    const whole = Y.encodeStateAsUpdate(doc)
    this.#isFull = whole.length > DOCUMENT_MAX_BYTES
    // Not tried again at every edit, also where it is refused or is hardly shorter.
    this.#stored = { updates: 1, bytes: 0, since: now() }
    if (this.#isFull) return
    try {
      await store.compact(room, whole)
    } catch (error) {
      onError(error, `compacting the room ${room}`)
    }
  }
}

/** What a document has and these updates have not; `null` where that is nothing. */
function aheadOf(updates: readonly Uint8Array[], doc: Y.Doc): Uint8Array | null {
  if (doc.store.clients.size === 0) return null
  const stored = new Y.Doc()
  for (const update of updates) Y.applyUpdate(stored, update)
  const ahead = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(stored))
  const decoded = decodeSound(ahead)
  return decoded && contains(stored, decoded) ? null : ahead
}

/** Takes from the front what is not more than so many bytes together; the first in any case. */
function takeUpTo(maxBytes: number, waiting: Waiting[]): Waiting[] {
  let bytes = 0
  const tooMuch = waiting.findIndex(({ update }, index) => {
    bytes += update.length
    return index > 0 && bytes > maxBytes
  })
  return waiting.splice(0, tooMuch === -1 ? waiting.length : tooMuch)
}

const sizeOf = (updates: readonly Uint8Array[]): number =>
  updates.reduce((bytes, update) => bytes + update.length, 0)
