import { GENESIS_HASH } from "../../domain/ledger.ts"
import type { Head } from "../../ledger/chain.ts"
import { fingerprintOfEntries } from "../../ledger/rows.ts"
import type { Projection, Sums } from "../../ledger/store.ts"
import type { Entry } from "../../schemas/entry.ts"
import { cents } from "../../schemas/units.ts"

/** The ledger's lines in memory: what the ledger needs of a projection, without questions in SQL. */
export class MemoryProjection implements Projection {
  lines: Entry[] = []

  head(): Promise<Head> {
    const last = this.lines.at(-1)
    return Promise.resolve(last ?? { sequence: 0, hash: GENESIS_HASH })
  }

  async project(entries: readonly Entry[]): Promise<void> {
    const [first] = entries
    const head = await this.head()
    const follows = first?.sequence === head.sequence + 1 && first.previousHash === head.hash
    if (first && !follows)
      throw new Error(`Line ${first.sequence} is not the next to be projected.`)
    this.lines.push(...entries)
  }

  sums(): Promise<Sums> {
    const found = new Map<string, Sums["balances"][number]>()
    for (const { intent, outcome } of this.lines)
      for (const { account, amountCents } of outcome.kind === "accepted" ? outcome.postings : []) {
        const key = `${intent.tournamentId} ${account}`
        const before = found.get(key)?.balanceCents ?? 0
        const balanceCents = cents(before + amountCents)
        found.set(key, { tournamentId: intent.tournamentId, account, balanceCents })
      }
    return Promise.resolve({ lines: this.lines.length, balances: [...found.values()] })
  }

  fingerprintOf(entries: AsyncIterable<Entry>): Promise<string> {
    return fingerprintOfEntries(entries)
  }

  fingerprint(upTo: number): Promise<string> {
    return fingerprintOfEntries(each(this.lines.slice(0, upTo)))
  }

  empty(): Promise<void> {
    this.lines = []
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

async function* each(entries: readonly Entry[]): AsyncIterable<Entry> {
  yield* entries
}
