import * as v from "valibot"
import { Account } from "../schemas/account.ts"
import type { Entry } from "../schemas/entry.ts"
import { TournamentId } from "../schemas/ids.ts"
import type { ReportBy, ReportRow } from "../schemas/report.ts"
import { Cents, Count } from "../schemas/units.ts"
import type { Head } from "./chain.ts"

/**
 * The port to the projection: the ledger's lines as SQL tables, for questions. It is never the only
 * copy of anything: missing, behind or in doubt, it is emptied and filled again from the log.
 *
 *   - Lines come in the log's order, without a gap, and the head moves with them in the same
 *     transaction: whatever is stored is a whole prefix of the log.
 */
export interface Store extends StoredLedger {
  /** What `fingerprint` must be where exactly these lines, from the first, have been projected. */
  fingerprintOf(entries: AsyncIterable<Entry>): Promise<string>
  /** Forgets everything. */
  empty(): Promise<void>
  close(): Promise<void>
}

/** What the ledger itself needs of it: to keep it in step. The rest are questions. */
export type Projection = Pick<
  Store,
  "head" | "project" | "sums" | "fingerprint" | "fingerprintOf" | "empty" | "close"
>

/** What one ledger's projection takes and answers, on its Leaf and in Core. */
export interface StoredLedger {
  /** The last line that was projected. */
  head(): Promise<Head>
  /**
   * Stores lines that follow the head, all of them or none.
   * @throws where the first is not the next one
   */
  project(entries: readonly Entry[]): Promise<void>
  /** Up to `limit` lines after the given one, in order, of one tournament or of all. */
  entries(query: {
    tournament: TournamentId | null
    after: number
    limit: number
  }): Promise<Entry[]>
  /** The sum of every account of a tournament, by name. */
  balances(tournament: TournamentId): Promise<{ account: Account; balanceCents: Cents }[]>
  /** What changed hands, summed up; of one tournament or of all. */
  report(by: ReportBy, tournament: TournamentId | null): Promise<ReportRow[]>
  /** How many lines there are, and what their postings come to. */
  sums(): Promise<Sums>
  /** A hash over all that is stored of the lines up to one, equal for equal content. */
  fingerprint(upTo: number): Promise<string>
}

export const Sums = v.object({
  lines: Count,
  balances: v.array(
    v.object({ tournamentId: TournamentId, account: Account, balanceCents: Cents }),
  ),
})
export type Sums = v.InferOutput<typeof Sums>
