import type { DocumentStore } from "./document-store.ts"

/** A store that lasts as long as the process: for tests and simulations. */
export class MemoryDocumentStore implements DocumentStore {
  readonly #rooms = new Map<string, Uint8Array[]>()

  rooms(): Promise<string[]> {
    return Promise.resolve([...this.#rooms.keys()])
  }

  load(room: string): Promise<Uint8Array[]> {
    return Promise.resolve([...(this.#rooms.get(room) ?? [])])
  }

  append(room: string, update: Uint8Array): Promise<void> {
    const updates = this.#rooms.get(room) ?? []
    this.#rooms.set(room, updates)
    updates.push(update.slice())
    return Promise.resolve()
  }

  compact(room: string, whole: Uint8Array): Promise<boolean> {
    this.#rooms.set(room, [whole.slice()])
    return Promise.resolve(true)
  }
}
