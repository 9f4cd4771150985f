import { createHash } from "node:crypto"
import type { Entry } from "../schemas/entry.ts"
import { writeLine } from "./chain.ts"

/** The columns of the projection's tables, on the Leaf and in Core, in the order of a fingerprint. */
export const ENTRY_COLUMNS =
  "sequence, intent_id, tournament_id, kind, outcome, reason, player_id, entry_id, about, " +
  "staff_id, device_id, recorded_at_ms, line"
export const POSTING_COLUMNS =
  "sequence, leg, tournament_id, account, amount_cents, fee_name, till_id"

/** So many lines are read at once. */
const PAGE_LINES = 500

/** A hash over rows as they stand in the tables, made page by page. */
class RowHashes {
  readonly #entries = createHash("sha256")
  readonly #postings = createHash("sha256")

  entries(rows: readonly unknown[]): void {
    for (const row of rows) this.#entries.update(JSON.stringify(row))
  }

  postings(rows: readonly unknown[]): void {
    for (const row of rows) this.#postings.update(JSON.stringify(row))
  }

  digest(): string {
    const both = [this.#entries.digest("hex"), this.#postings.digest("hex")].join(" ")
    return createHash("sha256").update(both).digest("hex")
  }
}

/**
 * The hash over all that is stored of the lines up to one.
 * @param read the rows of the lines after one, up to another
 */
export async function fingerprintOfRows(
  upTo: number,
  read: {
    entries: (after: number, upTo: number) => Promise<readonly unknown[]>
    postings: (after: number, upTo: number) => Promise<readonly unknown[]>
  },
): Promise<string> {
  const hashes = new RowHashes()
  for (let after = 0; after < upTo; after += PAGE_LINES) {
    const end = Math.min(after + PAGE_LINES, upTo)
    hashes.entries(await read.entries(after, end))
    hashes.postings(await read.postings(after, end))
  }
  return hashes.digest()
}

/** The same hash, of lines themselves. */
export async function fingerprintOfEntries(entries: AsyncIterable<Entry>): Promise<string> {
  const hashes = new RowHashes()
  for await (const entry of entries) {
    hashes.entries([entryRow(entry)])
    hashes.postings(postingRows(entry))
  }
  return hashes.digest()
}

export const entryRow = (entry: Entry) => ({
  sequence: entry.sequence,
  intent_id: entry.intent.id,
  tournament_id: entry.intent.tournamentId,
  kind: entry.intent.kind,
  outcome: entry.outcome.kind,
  reason: entry.outcome.kind === "accepted" ? null : entry.outcome.reason,
  player_id: "playerId" in entry.intent ? entry.intent.playerId : null,
  entry_id: "entryId" in entry.intent ? entry.intent.entryId : null,
  about: aboutOf(entry),
  staff_id: entry.intent.staffId,
  device_id: entry.intent.deviceId,
  recorded_at_ms: entry.recordedAt,
  line: writeLine(entry),
})

const aboutOf = ({ intent }: Entry): number | null => {
  if (intent.kind === "resolve") return intent.conflict
  return intent.kind === "void" || intent.kind === "refund" ? intent.sequence : null
}

export const postingRows = ({ sequence, intent, outcome }: Entry) =>
  outcome.kind === "accepted"
    ? outcome.postings.map(({ account, amountCents, name, till }, leg) => ({
        sequence,
        leg,
        tournament_id: intent.tournamentId,
        account,
        amount_cents: amountCents,
        fee_name: name ?? null,
        till_id: till ?? null,
      }))
    : []
