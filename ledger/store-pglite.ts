import { createHash } from "node:crypto"
import { cpSync, existsSync } from "node:fs"
import { open, readFile, rm } from "node:fs/promises"
import { dirname } from "node:path"
import { setFlagsFromString } from "node:v8"
import { PGlite } from "@electric-sql/pglite"
import * as v from "valibot"
import { Account } from "../schemas/account.ts"
import { Entry } from "../schemas/entry.ts"
import type { TournamentId } from "../schemas/ids.ts"
import { type ReportBy, ReportRow } from "../schemas/report.ts"
import { Cents } from "../schemas/units.ts"
import { GENESIS_HASH } from "../domain/ledger.ts"
import type { Head } from "./chain.ts"
import {
  ENTRY_COLUMNS,
  entryRow,
  fingerprintOfEntries,
  fingerprintOfRows,
  POSTING_COLUMNS,
  postingRows,
} from "./rows.ts"
import { type Store, Sums } from "./store.ts"
import { syncFolder, syncTree } from "../program/sync-files.ts"

const SCHEMA = new URL("../schemas/sql/001_ledger.sql", import.meta.url)

/** PostgreSQL's own settings for a small box: 170 MB instead of 300. */
const SMALL = [
  "shared_buffers=4MB",
  "max_connections=5",
  "wal_buffers=256kB",
  // Each new file of its log, at every 6,000 lines or so, took 15 MB for good to be filled with zeros.
  "wal_init_zero=off",
].flatMap((setting) => ["-c", setting])

/**
 * The two databases that others would be made from are six hundred of a new one's thousand files, each
 * of them copied at a start after a cut and put on the disk at every orderly end.
 */
const DROP_TEMPLATES = [
  "update pg_database set datistemplate = false",
  "drop database template0",
  "drop database template1",
]

/**
 * WebAssembly stays as V8 compiles it at first. To compile one enormous function of PostgreSQL's anew,
 * which every start meets, takes 600 MB for seconds; a hundred thousand lines are projected no faster.
 */
setFlagsFromString("--no-wasm-tier-up")
setFlagsFromString("--no-wasm-dynamic-tiering")

/**
 * The projection in PGlite. It never syncs its files, so after an unclean stop they are worth
 * nothing, not even to be opened: a marker is written only by an orderly close, and without it the
 * folder is deleted and the log read again.
 */
export class PGliteStore implements Store {
  readonly #sql: PGlite
  readonly #folder: string
  readonly #marker: string

  private constructor(sql: PGlite, folder: string, marker: string) {
    this.#sql = sql
    this.#folder = folder
    this.#marker = marker
  }

  /**
   * @param folder where the database lives; the marker is the file next to it
   * @param blank the folder of an empty one, which costs a tenth of a second to copy and seconds to
   *   make; `null` to do without
   */
  static async open(folder: string, blank: string | null): Promise<PGliteStore> {
    const marker = `${folder}.clean`
    if (!existsSync(marker)) await rm(folder, { recursive: true, force: true })
    if (existsSync(marker)) {
      await rm(marker)
      await syncFolder(dirname(marker))
    }
    if (blank && !existsSync(folder)) copyFolder(blank, folder)
    const isNew = !existsSync(folder)
    const sql = await PGlite.create({
      dataDir: folder,
      startParams: [...PGlite.defaultStartParams, ...SMALL],
    })
    if (isNew) for (const statement of DROP_TEMPLATES) await sql.exec(statement)
    const store = new PGliteStore(sql, folder, marker)
    await store.#createTables()
    return store
  }

  async head(): Promise<Head> {
    const { rows } = await this.#sql.query<Head>("select sequence, hash from head")
    return rows[0] ?? { sequence: 0, hash: GENESIS_HASH }
  }

  async project(entries: readonly Entry[]): Promise<void> {
    const [first, last] = [entries[0], entries.at(-1)]
    if (!first || !last) return
    await this.#sql.transaction(async (sql) => {
      const moved = await sql.query(
        `update head set sequence = $1, hash = $2 where sequence = $3 and hash = $4`,
        [last.sequence, last.hash, first.sequence - 1, first.previousHash],
      )
      if (moved.affectedRows !== 1)
        throw new Error(`Broken assumption: line ${first.sequence} is the projection's next.`)
      await sql.query(
        `insert into entries select * from json_populate_recordset(null::entries, $1)`,
        [entries.map(entryRow)],
      )
      await sql.query(
        `insert into postings select * from json_populate_recordset(null::postings, $1)`,
        [entries.flatMap(postingRows)],
      )
    })
  }

  async entries({
    tournament,
    after,
    limit,
  }: {
    tournament: TournamentId | null
    after: number
    limit: number
  }): Promise<Entry[]> {
    const { rows } = await this.#sql.query<{ line: string }>(
      `select line from entries
        where sequence > $1 and ($2::text is null or tournament_id = $2)
        order by sequence limit $3`,
      [after, tournament, limit],
    )
    return rows.map(({ line }) => v.parse(Entry, JSON.parse(line)))
  }

  async balances(tournament: TournamentId) {
    const { rows } = await this.#sql.query(
      `select account, sum(amount_cents)::bigint as "balanceCents" from postings
        where tournament_id = $1 group by account order by account`,
      [tournament],
    )
    return v.parse(v.array(v.object({ account: Account, balanceCents: Cents })), rows)
  }

  async report(by: ReportBy, tournament: TournamentId | null): Promise<ReportRow[]> {
    // The column's name comes from a closed list, never from a request's text.
    const { rows } = await this.#sql.query(
      `select ${by} as "of", count(distinct sequence)::int as lines,
              coalesce(sum(amount_cents) filter (where amount_cents > 0), 0)::bigint as "inCents",
              coalesce(-sum(amount_cents) filter (where amount_cents < 0), 0)::bigint as "outCents"
         from tendered where $1::text is null or night = $1
        group by 1 order by 1 nulls last`,
      [tournament],
    )
    return v.parse(v.array(ReportRow), rows)
  }

  async sums(): Promise<Sums> {
    const { rows: counted } = await this.#sql.query<{ lines: number }>(
      "select count(*)::int as lines from entries",
    )
    const { rows: balances } = await this.#sql.query(
      `select tournament_id as "tournamentId", account, sum(amount_cents)::bigint as "balanceCents"
         from postings group by 1, 2`,
    )
    return v.parse(Sums, { lines: counted[0]?.lines, balances })
  }

  async fingerprint(upTo: number): Promise<string> {
    const within = "where sequence > $1 and sequence <= $2 order by sequence"
    return fingerprintOfRows(upTo, {
      entries: async (...page) =>
        (await this.#sql.query(`select ${ENTRY_COLUMNS} from entries ${within}`, page)).rows,
      postings: async (...page) =>
        (await this.#sql.query(`select ${POSTING_COLUMNS} from postings ${within}, leg`, page))
          .rows,
    })
  }

  fingerprintOf(entries: AsyncIterable<Entry>): Promise<string> {
    return fingerprintOfEntries(entries)
  }

  async empty(): Promise<void> {
    await this.#makeTables()
  }

  async close(): Promise<void> {
    await this.#sql.close()
    // The marker must not outlive, over a power cut, the pages that it vouches for.
    await syncTree(this.#folder)
    await (await open(this.#marker, "w")).close()
    await syncTree(this.#marker)
    await syncFolder(dirname(this.#marker))
  }

  /** Whether the tables that are there are those of this version. */
  async #isMadeFrom(hash: string): Promise<boolean> {
    const { rows } = await this.#sql.query(`select to_regclass('public.made_from') as found`)
    if (!v.parse(v.tuple([v.object({ found: v.nullable(v.string()) })]), rows)[0].found)
      return false
    const { rows: made } = await this.#sql.query("select schema_hash as hash from made_from")
    return v.is(v.tuple([v.object({ hash: v.literal(hash) })]), made)
  }

  /** Makes the tables, unless those of this version are there. */
  async #createTables(): Promise<void> {
    if (!(await this.#isMadeFrom(await readSchemaHash()))) await this.#makeTables()
  }

  /** In the place of whatever is there, at once: whoever reads meanwhile finds either. */
  async #makeTables(): Promise<void> {
    const schema = await readFile(SCHEMA, "utf8")
    const hash = await readSchemaHash()
    await this.#sql.transaction(async (sql) => {
      await sql.exec("drop schema public cascade; create schema public")
      await sql.exec(schema)
      await sql.query("insert into made_from (schema_hash) values ($1)", [hash])
      await sql.query("insert into head (sequence, hash) values (0, $1)", [GENESIS_HASH])
    })
  }
}

/** All at once: a thousand small files, one after the other, take ten times as long. */
const copyFolder = (from: string, to: string): void => cpSync(from, to, { recursive: true })

const readSchemaHash = async (): Promise<string> =>
  createHash("sha256")
    .update(await readFile(SCHEMA, "utf8"))
    .digest("hex")
