import { sumOf } from "../../domain/postings.ts"
import { BrokenChain } from "../../ledger/chain.ts"
import type { Entry } from "../../schemas/entry.ts"

/** Entries up to the first that cannot be trusted, and why that one cannot be. */
export class SoundEntries {
  broken: BrokenChain | null = null
  readonly #entries: AsyncIterable<Entry>

  constructor(entries: AsyncIterable<Entry>) {
    this.#entries = entries
  }

  async *read(): AsyncIterable<Entry> {
    try {
      for await (const entry of this.#entries) {
        const { outcome, sequence } = entry
        if (outcome.kind === "accepted" && sumOf(outcome.postings) !== 0)
          throw new BrokenChain(sequence, "its postings do not sum to zero")
        yield entry
      }
    } catch (error) {
      if (!(error instanceof BrokenChain)) throw error
      this.broken = error
    }
  }
}
