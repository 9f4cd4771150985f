import type { DocumentStore } from "../../sync-server/document-store.ts"
import { MemoryDocumentStore } from "../../sync-server/document-store-memory.ts"

/** A store whose doors can be shut: loads and appends then wait until they are opened again. */
export class GatedStore implements DocumentStore {
  readonly #inner = new MemoryDocumentStore()
  #gates = { load: opened(), append: opened() }
  loads = 0
  appends = 0
  compactions = 0

  shut(door: "load" | "append"): void {
    this.#gates[door] = new Gate()
  }

  open(door: "load" | "append"): void {
    this.#gates[door].open()
  }

  rooms(): Promise<string[]> {
    return this.#inner.rooms()
  }

  async load(room: string): Promise<Uint8Array[]> {
    this.loads += 1
    await this.#gates.load.passed
    return this.#inner.load(room)
  }

  async append(room: string, update: Uint8Array): Promise<void> {
    this.appends += 1
    await this.#gates.append.passed
    await this.#inner.append(room, update)
  }

  compact(room: string, whole: Uint8Array): Promise<boolean> {
    this.compactions += 1
    return this.#inner.compact(room, whole)
  }
}

/**
 * A store that fails on demand, as a real one does: before anything was written, or after, when
 * only the answer was lost.
 */
export class FailingStore implements DocumentStore {
  readonly #inner = new MemoryDocumentStore()
  failLoads = 0
  failAppends = 0
  failCompactions = 0
  /** What has become of an update whose append fails. */
  failing: "before" | "after" = "before"

  rooms(): Promise<string[]> {
    return this.#inner.rooms()
  }

  load(room: string): Promise<Uint8Array[]> {
    if (this.failLoads-- > 0) return Promise.reject(new Error("The disk cannot be read."))
    return this.#inner.load(room)
  }

  async append(room: string, update: Uint8Array): Promise<void> {
    const fails = this.failAppends-- > 0
    if (!fails || this.failing === "after") await this.#inner.append(room, update)
    if (fails) throw new Error("The disk cannot be written.")
  }

  compact(room: string, whole: Uint8Array): Promise<boolean> {
    return this.failCompactions-- > 0
      ? Promise.reject(new Error("The disk cannot be written."))
      : this.#inner.compact(room, whole)
  }
}

class Gate {
  readonly passed: Promise<void>
  open: () => void = () => undefined

  constructor() {
    this.passed = new Promise((resolve) => {
      this.open = resolve
    })
  }
}

function opened(): Gate {
  const gate = new Gate()
  gate.open()
  return gate
}
