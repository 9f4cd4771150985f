import { randomUUID } from "node:crypto"
import * as Y from "yjs"

/** So many updates are kept for readers who come back. */
const KEPT = 256

/** What a reader is told: the whole document, or what is new since the event before. */
export type FeedEvent = { id: string; kind: "snapshot" | "update"; update: Uint8Array }

/**
 * A room for those who only read: a snapshot, then update after update, each with a number. Who
 * comes back with the last number gets what it missed, or where that is not known any more a
 * snapshot; so a reader can prove that it missed nothing. There is no way up.
 *
 * The snapshot is encoded once for all who come between two updates.
 */
export class Feed {
  readonly #doc: Y.Doc
  readonly #readers = new Set<(event: FeedEvent) => void>()
  /** Names this run of numbers: after a restart or a failure another one begins. */
  #run = randomUUID()
  #last = 0
  #recent: Uint8Array[] = []
  #snapshot: FeedEvent | null = null

  /** @param doc only ever changed together with `push` or `restart` */
  constructor(doc: Y.Doc) {
    this.#doc = doc
  }

  /** The number of the last update; 0 where there was none since the room was loaded. */
  get last(): number {
    return this.#last
  }

  /** Tells all readers what is new; it is in the document already. */
  push(update: Uint8Array): void {
    this.#last += 1
    this.#snapshot = null
    this.#recent.push(update)
    if (this.#recent.length > KEPT) this.#recent.shift()
    this.#tell({ id: this.#id(this.#last), kind: "update", update })
  }

  /** The document was read anew: nobody knows what was new in it. */
  restart(): void {
    this.#run = randomUUID()
    this.#last = 0
    this.#recent = []
    this.#snapshot = null
    if (this.#readers.size > 0) this.#tell(this.#whole())
  }

  /**
   * Tells a reader what it has missed, at once, and everything from then on.
   * @param lastSeen the id of the last event that it had, if any
   * @returns the way to stop
   */
  watch(lastSeen: string | null, reader: (event: FeedEvent) => void): () => void {
    for (const event of this.#since(lastSeen)) reader(event)
    this.#readers.add(reader)
    return () => this.#readers.delete(reader)
  }

  #since(lastSeen: string | null): FeedEvent[] {
    const [run, number] = lastSeen?.split(".") ?? []
    const seen = Number(number)
    const isKnown =
      run === this.#run && Number.isSafeInteger(seen) && seen >= 0 && seen <= this.#last
    const first = this.#last - this.#recent.length
    if (!isKnown || seen < first) return [this.#whole()]
    return this.#recent.slice(seen - first).map((update, index) => ({
      id: this.#id(seen + index + 1),
      kind: "update",
      update,
    }))
  }

  #whole(): FeedEvent {
    this.#snapshot ??= {
      id: this.#id(this.#last),
      kind: "snapshot",
      update: Y.encodeStateAsUpdate(this.#doc),
    }
    return this.#snapshot
  }

  #id(number: number): string {
    return `${this.#run}.${number}`
  }

  #tell(event: FeedEvent): void {
    for (const reader of this.#readers) reader(event)
  }
}
