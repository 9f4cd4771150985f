import type * as Y from "yjs"

/**
 * A register: one value under one key, replaced whole. Registers live in one Y.Array per document,
 * and a newer one deletes the older, so a value that changes all evening leaves almost nothing
 * behind (24 kB against 1.67 MB for a Y.Map after 100,000 edits).
 */
export type Register = { key: string; value: unknown; lamport: number }

/** The Y.Array that holds them. */
export const REGISTERS = "registers"

/**
 * Reads and writes the registers of one document.
 *
 * Two devices may write one key while apart. Both registers are then in the array; every peer
 * takes the one with the highest Lamport time and, among equals, the rightmost, so all agree. The
 * next write to that key removes the loser.
 */
export class Registers {
  readonly doc: Y.Doc
  readonly #array: Y.Array<Register>
  #current = new Map<string, Register>()
  #lamport = 0
  #stale = true

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.#array = doc.getArray<Register>(REGISTERS)
    this.#array.observe(this.#onChange)
  }

  readonly #onChange = (): void => {
    this.#stale = true
  }

  /** Hears of no more changes; for who reads once a document that others keep open. */
  close(): void {
    this.#array.unobserve(this.#onChange)
  }

  /** The value under `key`, unparsed; `undefined` where there is none. */
  get(key: string): unknown {
    return this.#read().get(key)?.value ?? undefined
  }

  /** Every key with its value, in the order of the keys, without the removed ones. */
  all(): Map<string, unknown> {
    const sorted = [...this.#read()].toSorted(([a], [b]) => (a < b ? -1 : 1))
    return new Map(
      sorted.filter(([, { value }]) => value !== null).map(([key, { value }]) => [key, value]),
    )
  }

  /** How many keys there are, those of removed values included. */
  get count(): number {
    return this.#read().size
  }

  /** The highest Lamport time so far. */
  get lamport(): number {
    this.#read()
    return this.#lamport
  }

  /** Replaces the value under `key`; `null` removes it. Within a transaction of the caller's if any. */
  set(key: string, value: unknown): void {
    this.setAll([[key, value]])
  }

  /** Replaces several values at once, as one update. */
  setAll(values: readonly (readonly [key: string, value: unknown])[]): void {
    this.#read()
    this.doc.transact(() => {
      this.#delete(new Set(values.map(([key]) => key)))
      this.#lamport += 1
      this.#array.push(values.map(([key, value]) => ({ key, value, lamport: this.#lamport })))
    })
  }

  /** The registers that now count under these keys, to be put back later. */
  registersOf(keys: readonly string[]): Map<string, Register | undefined> {
    const current = this.#read()
    return new Map(keys.map((key) => [key, current.get(key)]))
  }

  /**
   * Puts registers back as they were, and those that were not there away without a trace. They keep
   * their time: whatever was written meanwhile, elsewhere and by right, still comes after them.
   */
  restore(before: ReadonlyMap<string, Register | undefined>): void {
    this.doc.transact(() => {
      this.#delete(new Set(before.keys()))
      this.#array.push([...before.values()].filter((register) => register !== undefined))
    })
  }

  #delete(keys: ReadonlySet<string>): void {
    for (let index = this.#array.length - 1; index >= 0; index--) {
      const register: unknown = this.#array.get(index)
      if (isRegister(register) && keys.has(register.key)) this.#array.delete(index)
    }
  }

  /** Calls `listener` after every change, own or another's. Returns the way to stop it. */
  observe(listener: () => void): () => void {
    this.#array.observe(listener)
    return () => this.#array.unobserve(listener)
  }

  #read(): Map<string, Register> {
    if (!this.#stale) return this.#current
    this.#current = new Map()
    for (const register of this.#array) {
      if (!isRegister(register)) continue
      this.#lamport = Math.max(this.#lamport, register.lamport)
      const other = this.#current.get(register.key)
      if (!other || register.lamport >= other.lamport) this.#current.set(register.key, register)
    }
    this.#stale = false
    return this.#current
  }
}

/** What a document holds now, as `Registers.all` tells it, for who does not go on reading it. */
export function readRegisters(doc: Y.Doc): Map<string, unknown> {
  const registers = new Registers(doc)
  const values = registers.all()
  registers.close()
  return values
}

/** Another peer's bytes may hold anything; what is no register is passed over. */
export const isRegister = (value: unknown): value is Register =>
  typeof value === "object" &&
  value !== null &&
  "key" in value &&
  typeof value.key === "string" &&
  "lamport" in value &&
  Number.isSafeInteger(value.lamport)
