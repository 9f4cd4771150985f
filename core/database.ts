import { Pool } from "pg"
import { StartRefused } from "../program/start-refused.ts"
import { migrateDocuments } from "../sync-server/document-store-postgres.ts"
import type { Config } from "./config.ts"
import { connectionOf, EmbeddedPostgres } from "./postgres.ts"
import { migrateVenues } from "./venues.ts"

/** Core's database: somebody else's Postgres, or its own as a child. */
export type CoreDatabase = {
  pool: Pool
  /** Resolves with its last words when Core's own Postgres has ended by itself. */
  ended: Promise<string>
  close(): Promise<void>
}

/**
 * Opens the database and brings its tables to what this version needs.
 * @throws StartRefused where it cannot be used; NewerDatabase where a newer Core has been there
 */
export async function openDatabase(config: Config): Promise<CoreDatabase> {
  const own = config.databaseUrl === null ? await EmbeddedPostgres.start(config.data) : null
  const pool = poolOf(config)
  const close = async () => {
    await pool.end()
    await own?.stop()
  }
  try {
    await migrateAll(pool)
  } catch (error) {
    await close()
    throw error
  }
  return { pool, ended: own?.ended ?? new Promise(() => {}), close }
}

/** The way to a database that runs already. */
export function poolOf({ databaseUrl, data }: Config): Pool {
  const pool = new Pool(
    databaseUrl === null ? connectionOf(data) : { connectionString: databaseUrl },
  )
  // A connection that is lost while nobody uses it; who uses one is told.
  pool.on("error", () => {})
  return pool
}

async function migrateAll(pool: Pool): Promise<void> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw new StartRefused(`The database does not answer: ${String(cause)}.`, { cause })
  })
  try {
    await migrateDocuments(client)
    await migrateVenues(client)
  } finally {
    client.release()
  }
}
