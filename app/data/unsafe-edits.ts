import * as Y from "yjs"

/** An edit of this device: what its author had written after it. */
export type Edit = { client: number; clock: number }

/**
 * The edits of one document that the Leaf has not said to be on its disk. In contact, up to date,
 * and mine are safe are three things; only the Leaf's word tells the third.
 */
export class UnsafeEdits {
  readonly #doc: Y.Doc
  readonly #onChange: (count: number) => void
  readonly #durable = new Map<number, number>()
  #edits: Edit[] = []

  /** @param onChange told how many there are, whenever that changes */
  constructor(doc: Y.Doc, onChange: (count: number) => void) {
    this.#doc = doc
    this.#onChange = onChange
  }

  /** Counts an edit that was just made here. */
  noteEdit(): void {
    this.#note([
      { client: this.#doc.clientID, clock: Y.getState(this.#doc.store, this.#doc.clientID) },
    ])
  }

  /** Those that the Leaf has not, to be kept beside the document over a reload. */
  get all(): readonly Edit[] {
    return this.#edits
  }

  /** Counts what this device had kept: its edits of earlier visits, until the Leaf has them. */
  noteKept(edits: readonly Edit[]): void {
    this.#note(edits)
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
    if (this.#edits.length !== before) this.#onChange(this.#edits.length)
  }
}
