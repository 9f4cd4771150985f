import * as Y from "yjs"

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
  /** Which register counts under each key; followed change by change. */
  #current = new Map<string, Register>()
  #lamport = 0
  /** Whether what counts has to be read anew. */
  #isStale = true
  /** The keys in their order, until one is added. */
  #keys: readonly string[] | null = null

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.#array = doc.getArray<Register>(REGISTERS)
    this.#array.observe(this.#onChange)
  }

  readonly #onChange = (_event: unknown, transaction: Y.Transaction): void => {
    if (this.#isStale) return
    for (const value of addedTo(this.#array, transaction)) this.#take(value)
    for (const value of deletedFrom(this.#array, transaction))
      // Another with its key may be left, which lost against it and counts now.
      if (isRegister(value) && this.#current.get(value.key) === value) this.#isStale = true
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
    const current = this.#read()
    this.#keys ??= [...current.keys()].toSorted((a, b) => (a < b ? -1 : 1))
    const values = new Map<string, unknown>()
    for (const key of this.#keys) {
      const value = current.get(key)?.value ?? null
      if (value !== null) values.set(key, value)
    }
    return values
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
      const lamport = this.#lamport
      const registers = values.map(([key, value]) => ({ key, value, lamport }))
      this.#array.push(registers)
      // They count at once, also for what the caller goes on to do in its transaction.
      for (const register of registers) this.#take(register)
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
      this.#isStale = true
    })
  }

  /** Goes through them once: to ask for one by its place goes through all that its author wrote before it. */
  #delete(keys: ReadonlySet<string>): void {
    const places: number[] = []
    let place = 0
    for (const register of this.#array) {
      if (isRegister(register) && keys.has(register.key)) places.push(place)
      place += 1
    }
    for (const each of places.toReversed()) this.#array.delete(each)
  }

  /** Calls `listener` after every change, own or another's. Returns the way to stop it. */
  observe(listener: () => void): () => void {
    this.#array.observe(listener)
    return () => this.#array.unobserve(listener)
  }

  #read(): ReadonlyMap<string, Register> {
    if (!this.#isStale) return this.#current
    this.#current = new Map()
    this.#keys = null
    for (const register of this.#array) {
      if (!isRegister(register)) continue
      this.#lamport = Math.max(this.#lamport, register.lamport)
      const other = this.#current.get(register.key)
      if (!other || register.lamport >= other.lamport) this.#current.set(register.key, register)
    }
    this.#isStale = false
    return this.#current
  }

  /** Whatever was added, wherever it stands. */
  #take(value: unknown): void {
    if (!isRegister(value)) return
    this.#lamport = Math.max(this.#lamport, value.lamport)
    const other = this.#current.get(value.key)
    if (other === value) return
    if (!other) this.#keys = null
    // Among equals the rightmost counts, and which one that is is not known here.
    if (other?.lamport === value.lamport) this.#isStale = true
    else if (!other || value.lamport > other.lamport) this.#current.set(value.key, value)
  }
}

/** What a transaction has added to an array, without a look at the rest of it. */
function* addedTo(
  array: Y.Array<Register>,
  { doc, beforeState, afterState }: Y.Transaction,
): Generator {
  for (const [client, end] of afterState) {
    const start = beforeState.get(client) ?? 0
    const structs = doc.store.clients.get(client)
    if (!structs || end === start) continue
    for (let index = Y.findIndexSS(structs, start); index < structs.length; index++)
      yield* contentIn(array, structs[index])
  }
}

/** What a transaction has deleted from an array. */
function deletedFrom(array: Y.Array<Register>, transaction: Y.Transaction): unknown[] {
  const values: unknown[] = []
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (isIn(array, struct)) values.push(...struct.content.getContent())
  })
  return values
}

function contentIn(array: Y.Array<Register>, struct: unknown): unknown[] {
  return isIn(array, struct) && !struct.deleted ? struct.content.getContent() : []
}

const isIn = (array: Y.Array<Register>, struct: unknown): struct is Y.Item =>
  struct instanceof Y.Item && struct.parent === array

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
