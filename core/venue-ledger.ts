import * as v from "valibot"
import { GENESIS_HASH } from "../domain/ledger.ts"
import type { Head } from "../ledger/chain.ts"
import {
  ENTRY_COLUMNS,
  entryRow,
  fingerprintOfRows,
  POSTING_COLUMNS,
  postingRows,
} from "../ledger/rows.ts"
import type { StoredLedger, Sums } from "../ledger/store.ts"
import { Account } from "../schemas/account.ts"
import { Entry } from "../schemas/entry.ts"
import { TournamentId } from "../schemas/ids.ts"
import { type ReportBy, ReportRow } from "../schemas/report.ts"
import { Cents } from "../schemas/units.ts"
import { addToNights } from "./nights.ts"
import type { TenantSql, Tenants } from "./tenants.ts"
import type { VenueOf } from "./venues.ts"

/** Lines do not follow what is stored: another Core has stored them meanwhile, or others. */
export class NotTheNext extends Error {
  override readonly name = "NotTheNext"
}

/** How far a venue's ledger has been taken in, and why it does not go on. */
export type Taken = Head & { takenAt: Date | null; alarm: string | null }

/** PostgreSQL gives a bigint as a text, for it may be more than a number can hold. */
const Whole = v.pipe(v.string(), v.transform(Number), v.safeInteger())
const WholeCents = v.pipe(Whole, Cents)
const HeadRow = v.object({
  sequence: Whole,
  hash: v.string(),
  taken_at: v.date(),
  alarm: v.nullable(v.string()),
})

/** A venue's ledger in Core's database, seen by its tenant alone. */
export class VenueLedger implements StoredLedger {
  readonly #tenants: Tenants
  readonly #venue: VenueOf

  constructor(tenants: Tenants, venue: VenueOf) {
    this.#tenants = tenants
    this.#venue = venue
  }

  async head(): Promise<Taken> {
    const { rows } = await this.#query(
      "select sequence, hash, taken_at, alarm from ledger_head where venue_id = $1",
    )
    const [row] = v.parse(v.array(HeadRow), rows)
    if (!row) return { sequence: 0, hash: GENESIS_HASH, takenAt: null, alarm: null }
    const { sequence, hash, taken_at: takenAt, alarm } = row
    return { sequence, hash, takenAt, alarm }
  }

  /** @throws NotTheNext where the first is not; several Cores may store at once, and one wins */
  async project(entries: readonly Entry[]): Promise<void> {
    const [first, last] = [entries[0], entries.at(-1)]
    if (!first || !last) return
    const { venueId } = this.#venue
    await this.#tenants.within(this.#venue.tenantId, async (sql) => {
      if (first.sequence === 1) await this.#addHead(sql)
      const moved = await sql.query(
        "update ledger_head set sequence = $2, hash = $3, taken_at = now(), alarm = null, " +
          "alarm_at = null where venue_id = $1 and sequence = $4 and hash = $5",
        [venueId, last.sequence, last.hash, first.sequence - 1, first.previousHash],
      )
      if (moved.rowCount !== 1)
        throw new NotTheNext(`Line ${first.sequence} of ${venueId} is not the next one.`)
      await sql.query(
        `insert into ledger_entry (venue_id, ${ENTRY_COLUMNS}) select $1, ${ENTRY_COLUMNS} ` +
          "from json_populate_recordset(null::ledger_entry, $2) row",
        [venueId, JSON.stringify(entries.map(entryRow))],
      )
      await sql.query(
        `insert into ledger_posting (venue_id, ${POSTING_COLUMNS}) select $1, ${POSTING_COLUMNS} ` +
          "from json_populate_recordset(null::ledger_posting, $2) row",
        [venueId, JSON.stringify(entries.flatMap(postingRows))],
      )
      await addToNights(sql, venueId, entries)
    })
  }

  /** Keeps why nothing more is taken in; the first time of it stays. */
  async keepAlarm(alarm: string): Promise<void> {
    await this.#tenants.within(this.#venue.tenantId, async (sql) => {
      await this.#addHead(sql)
      await sql.query(
        "update ledger_head set alarm = $2, alarm_at = now() " +
          "where venue_id = $1 and alarm is distinct from $2",
        [this.#venue.venueId, alarm],
      )
    })
  }

  async entries(query: {
    tournament: TournamentId | null
    after: number
    limit: number
  }): Promise<Entry[]> {
    const { rows } = await this.#query<{ line: string }>(
      `select line from ledger_entry
        where venue_id = $1 and sequence > $2 and ($3::text is null or tournament_id = $3)
        order by sequence limit $4`,
      query.after,
      query.tournament,
      query.limit,
    )
    return rows.map(({ line }) => v.parse(Entry, JSON.parse(line)))
  }

  async balances(tournament: TournamentId) {
    const { rows } = await this.#query(
      `select account, sum(amount_cents)::bigint as "balanceCents" from ledger_posting
        where venue_id = $1 and tournament_id = $2 group by account order by account`,
      tournament,
    )
    return v.parse(v.array(v.object({ account: Account, balanceCents: WholeCents })), rows)
  }

  async report(by: ReportBy, tournament: TournamentId | null): Promise<ReportRow[]> {
    // The column's name comes from a closed list, never from a request's text.
    const { rows } = await this.#query(
      `select ${by} as "of", count(distinct sequence)::int as lines,
              coalesce(sum(amount_cents) filter (where amount_cents > 0), 0)::bigint as "inCents",
              coalesce(-sum(amount_cents) filter (where amount_cents < 0), 0)::bigint as "outCents"
         from ledger_tendered where venue_id = $1 and ($2::text is null or night = $2)
        group by 1 order by 1 nulls last`,
      tournament,
    )
    const Row = v.strictObject({
      ...ReportRow.entries,
      inCents: WholeCents,
      outCents: WholeCents,
    })
    return v.parse(v.array(Row), rows)
  }

  async sums(): Promise<Sums> {
    const { rows: counted } = await this.#query<{ lines: number }>(
      "select count(*)::int as lines from ledger_entry where venue_id = $1",
    )
    const { rows } = await this.#query(
      `select tournament_id as "tournamentId", account, sum(amount_cents)::bigint as "balanceCents"
         from ledger_posting where venue_id = $1 group by 1, 2`,
    )
    const Balance = v.object({
      tournamentId: TournamentId,
      account: Account,
      balanceCents: WholeCents,
    })
    return { lines: counted[0]?.lines ?? 0, balances: v.parse(v.array(Balance), rows) }
  }

  fingerprint(upTo: number): Promise<string> {
    // As JSON, so that numbers are numbers, as they are on the Leaf.
    const page = async (columns: string, table: string, order: string, range: number[]) => {
      const { rows } = await this.#query<{ row: unknown }>(
        `select row_to_json(found) as row from (
           select ${columns} from ${table}
            where venue_id = $1 and sequence > $2 and sequence <= $3 order by ${order}) found`,
        ...range,
      )
      return rows.map(({ row }) => row)
    }
    return fingerprintOfRows(upTo, {
      entries: (...range) => page(ENTRY_COLUMNS, "ledger_entry", "sequence", range),
      postings: (...range) => page(POSTING_COLUMNS, "ledger_posting", "sequence, leg", range),
    })
  }

  async #addHead(sql: TenantSql): Promise<void> {
    await sql.query(
      "insert into ledger_head (venue_id, sequence, hash) values ($1, 0, $2) " +
        "on conflict (tenant_id, venue_id) do nothing",
      [this.#venue.venueId, GENESIS_HASH],
    )
  }

  /** A question of which the venue's id is the first value. */
  #query<Row extends object>(text: string, ...values: unknown[]) {
    const { tenantId, venueId } = this.#venue
    return this.#tenants.within(tenantId, (sql) => sql.query<Row>(text, [venueId, ...values]))
  }
}
