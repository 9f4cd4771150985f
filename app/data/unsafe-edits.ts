import * as Y from "yjs"

/** What this device has written and the Leaf has not yet; `null` where nothing is there. */
export type UnsafeEdit = {
  at: number
  changes: readonly { key: string; before: unknown; after: unknown }[]
}

/** An edit of this device: what its author had written after it; what it was, if made on this visit. */
type Edit = { client: number; clock: number; made: UnsafeEdit | null }

/**
 * The edits of one document that the Leaf has not said to be on its disk. In contact, up to date,
 * and mine are safe are three things; only the Leaf's word tells the third.
 */
export class UnsafeEdits {
  readonly #doc: Y.Doc
  readonly #onChange: (count: number, made: UnsafeEdit[]) => void
  readonly #durable = new Map<number, number>()
  #edits: Edit[] = []

  /** @param onChange told how many there are, and those made on this visit, whenever that changes */
  constructor(doc: Y.Doc, onChange: (count: number, made: UnsafeEdit[]) => void) {
    this.#doc = doc
    this.#onChange = onChange
  }

  /** Counts an edit that was just made here. */
  noteEdit(made: UnsafeEdit | null = null): void {
    const client = this.#doc.clientID
    this.#note([{ client, clock: Y.getState(this.#doc.store, client), made }])
  }

  /** Up to where each author wrote that the Leaf has not, to be kept beside the document over a reload. */
  get ends(): readonly Pick<Edit, "client" | "clock">[] {
    return this.#edits.map(({ client, clock }) => ({ client, clock }))
  }

  /** Counts what this device had kept: its edits of earlier visits, until the Leaf has them. */
  noteKept(ends: readonly Pick<Edit, "client" | "clock">[]): void {
    this.#note(ends.map((end) => ({ ...end, made: null })))
  }

  /** Takes the Leaf's word for what is on its disk. */
  takeDurable(stateVector: Uint8Array): void {
    for (const [client, clock] of Y.decodeStateVector(stateVector))
      this.#durable.set(client, Math.max(clock, this.#durable.get(client) ?? 0))
    this.#note([])
  }

  #note(more: readonly Edit[]): void {
    const before = this.#edits.length
    this.#edits = [...this.#edits, ...more].filter(
      ({ client, clock }) => clock > (this.#durable.get(client) ?? 0),
    )
    if (this.#edits.length !== before)
      this.#onChange(
        this.#edits.length,
        this.#edits.flatMap(({ made }) => made ?? []),
      )
  }
}
