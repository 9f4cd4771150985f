import { randomUUID } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import { type ClientBase, DatabaseError, type Pool } from "pg"
import { type DocumentStore, DocumentStoreError } from "./document-store.ts"
import { migrate } from "./migrate.ts"

/** Before what was lost with its connection is asked again: 3 s together, in which a server starts. */
const PAUSES_MS = [100, 200, 400, 800, 1_600] as const
/** SQLSTATE: no connection, a server that stops or starts, a deadlock, no connection left. */
const PASSING = /^(08|57P|40|53300)/
const NOT_ALLOWED = "42501"

/** What the store uses of a pool of `pg`. */
export type Database = Pick<Pool, "query">

/**
 * Documents in Postgres, one row an update. A database holds many venues: what stands here of one
 * is never seen by the store of another, also where their rooms have the same names. The tables are
 * made by `migrateDocuments`.
 *
 * Erasure: from the moment at which `compact` resolves nothing that it replaced can be read through
 * Postgres. Its bytes are still in the files: in the table until autovacuum, a minute later, has
 * given their place free and something else was written there; in the write-ahead log until that
 * is used anew. `purgeReplaced` takes them out of both at once. Replicas, archives of the log and
 * backups have a time of their own.
 */
export class PostgresDocumentStore implements DocumentStore {
  readonly #database: Database
  readonly #venue: string
  /** The sequence of each room up to which this store has loaded or appended everything. */
  readonly #known = new Map<string, number>()
  /** What each room was asked last: one after the other, so that the order is kept. */
  readonly #turns = new Map<string, Promise<unknown>>()

  private constructor(database: Database, venue: string) {
    this.#database = database
    this.#venue = venue
  }

  /** @throws DocumentStoreError where the database may lose what it has confirmed */
  static async open(database: Database, venue: string): Promise<PostgresDocumentStore> {
    await assertDurable(database)
    return new PostgresDocumentStore(database, venue)
  }

  async rooms(): Promise<string[]> {
    try {
      const { rows } = await askAgain(() =>
        this.#database.query<{ room: string }>(ROOMS, [this.#venue]),
      )
      return rows.map(({ room }) => room)
    } catch (cause) {
      throw new DocumentStoreError("The names of the rooms could not be read.", { cause })
    }
  }

  load(room: string): Promise<Uint8Array[]> {
    return this.#inTurn(
      room,
      `The document ${room} could not be read from the database.`,
      async () => {
        // One statement sees one state of the database.
        const { rows } = await askAgain(() =>
          this.#database.query<LoadedRow>(LOAD, [this.#venue, room]),
        )
        const last = Number(rows[0]?.last_sequence ?? 0)
        const first = Number(rows[0]?.sequence ?? 0)
        const updates = rows.flatMap(({ update }) => (update ? [new Uint8Array(update)] : []))
        if (last > 0 && (first === 0 || updates.length !== last - first + 1))
          throw new Error(
            `Of ${last - first + 1} updates up to ${last} there are ${updates.length}.`,
          )
        this.#known.set(room, last)
        return updates
      },
    )
  }

  append(room: string, update: Uint8Array): Promise<void> {
    // Copied now: it may wait for its turn, and for a connection.
    const values = [this.#venue, room, Buffer.from(update), randomUUID()]
    return this.#inTurn(room, `The database did not confirm an update of ${room}.`, async () => {
      const sequence = (await this.#write(APPEND, values)) ?? (await this.#head(room))?.sequence
      // Another number than the next one: something of another's is in between.
      const known = this.#known.get(room) ?? 0
      if (sequence === known + 1) this.#known.set(room, sequence)
    })
  }

  compact(room: string, whole: Uint8Array): Promise<boolean> {
    const id = randomUUID()
    const copy = Buffer.from(whole)
    return this.#inTurn(room, `The document ${room} could not be compacted.`, async () => {
      const known = this.#known.get(room) ?? 0
      const written = await this.#write(COMPACT, [this.#venue, room, copy, id, known])
      if (written === null && (await this.#head(room))?.writing !== id) return false
      this.#known.set(room, known + 1)
      return true
    })
  }

  /** @returns the sequence that was written; `null` where the statement wrote nothing */
  async #write(statement: string, values: unknown[]): Promise<number | null> {
    const { rows } = await askAgain(() =>
      this.#database.query<{ sequence: string }>(statement, values),
    )
    return rows[0] ? Number(rows[0].sequence) : null
  }

  /** The last sequence of a room and the id of what wrote it. */
  async #head(room: string): Promise<{ sequence: number; writing: string } | null> {
    const { rows } = await askAgain(() =>
      this.#database.query<{ sequence: string; writing: string }>(HEAD, [this.#venue, room]),
    )
    return rows[0] ? { ...rows[0], sequence: Number(rows[0].sequence) } : null
  }

  async #inTurn<T>(room: string, failure: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(room) ?? Promise.resolve()).then(work, work)
    this.#turns.set(room, turn)
    try {
      return await turn
    } catch (cause) {
      throw new DocumentStoreError(failure, { cause })
    } finally {
      if (this.#turns.get(room) === turn) this.#turns.delete(room)
    }
  }
}

/** As `pg` gives them: a bigint as text. A room without updates has one row, without an update. */
type LoadedRow = { last_sequence: string; sequence: string | null; update: Buffer | null }

const ROOMS = "select room from document_room where venue = $1 order by room"

const HEAD =
  "select last_sequence as sequence, last_writing as writing from document_room " +
  "where venue = $1 and room = $2"

const LOAD = `
select head.last_sequence, kept.sequence, kept.update
  from document_room head
  left join document_update kept using (venue, room)
 where venue = $1 and room = $2
 order by kept.sequence`

/**
 * The room's row holds up all others who write the room, so that sequences are given and become
 * visible in one order. A writing that is already there as the last, because only its answer was
 * lost, is not there twice.
 */
const APPEND = `
with head as (
  insert into document_room (venue, room, last_sequence, last_writing)
  values ($1, $2, 1, $4)
  on conflict on constraint document_room_pkey do update
    set last_sequence = document_room.last_sequence + 1, last_writing = excluded.last_writing
    where document_room.last_writing <> excluded.last_writing
  returning last_sequence
)
insert into document_update (venue, room, sequence, update)
select $1, $2, last_sequence, $3 from head
returning sequence`

/** Writes only where $5 is still the room's last sequence; that is asked again once the row is held. */
const COMPACT = `
with head as (
  insert into document_room (venue, room, last_sequence, last_writing)
  values ($1, $2, $5::bigint + 1, $4)
  on conflict on constraint document_room_pkey do update
    set last_sequence = excluded.last_sequence, last_writing = excluded.last_writing
    where document_room.last_sequence = $5::bigint
  returning last_sequence
), replaced as (
  delete from document_update
   where venue = $1 and room = $2 and exists (select from head)
)
insert into document_update (venue, room, sequence, update)
select $1, $2, last_sequence, $3 from head
returning sequence`

/** Each is run once in every database, in this order; what stands here is never changed, only added to. */
const MIGRATIONS = [
  `
create table document_room (
  venue text not null,
  room text not null,
  last_sequence bigint not null,
  -- What wrote it, so that it can be told whether an unanswered attempt succeeded.
  last_writing uuid not null,
  primary key (venue, room)
-- Written anew at every update: with room on the page that costs no index entry.
) with (fillfactor = 50);

create table document_update (
  venue text not null,
  room text not null,
  sequence bigint not null,
  update bytea not null,
  primary key (venue, room, sequence)
-- What a compaction has replaced is cleared away however large the rest is.
) with (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
  toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 500
);`,
] as const

/** Makes the tables of this store, or brings them to what this version needs. */
export const migrateDocuments = (client: ClientBase): Promise<void> =>
  migrate(client, "documents", MIGRATIONS)

/** @throws DocumentStoreError where the database may lose what it has confirmed */
export async function assertDurable(database: Database): Promise<void> {
  const { rows } = await askAgain(() =>
    database.query<{ name: string; setting: string }>(
      "select name, setting from pg_settings " +
        "where name in ('fsync', 'full_page_writes', 'synchronous_commit')",
    ),
  )
  const unsafe = rows.find(({ setting }) => setting !== "on" && setting !== "remote_apply")
  if (unsafe)
    throw new DocumentStoreError(
      `The database may lose what it has confirmed: its setting ${unsafe.name} is ` +
        `${unsafe.setting}. Set it to on; Felt keeps no documents there otherwise.`,
    )
}

/**
 * Takes what compactions have replaced out of the files: the table is written anew, and the
 * write-ahead log of before is let go. Writers wait meanwhile, about a second for each 100 MB. For
 * the log the user must be allowed to; where it is not, that goes as the server does it anyway.
 */
export async function purgeReplaced(database: Database): Promise<void> {
  await database.query("vacuum (full, analyze) document_update")
  try {
    await database.query("select pg_switch_wal()")
    await database.query("checkpoint")
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === NOT_ALLOWED)) throw error
  }
}

async function askAgain<T>(
  ask: () => Promise<T>,
  pausesMs: readonly number[] = PAUSES_MS,
): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const [pauseMs, ...left] = pausesMs
    const mayPass = !(error instanceof DatabaseError) || PASSING.test(error.code ?? "")
    if (pauseMs === undefined || !mayPass) throw error
    await wait(pauseMs)
    return askAgain(ask, left)
  }
}
