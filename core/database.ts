import { readdirSync, readFileSync } from "node:fs"
import { Client, type ClientBase, Pool, type PoolConfig } from "pg"
import { StartRefused } from "../program/start-refused.ts"
import { migrateDocuments } from "../sync-server/document-store-postgres.ts"
import { migrate } from "../sync-server/migrate.ts"
import type { Config } from "./config.ts"
import { connectionOf, EmbeddedPostgres } from "./postgres.ts"
import { CORE_ROLE, GIVE_TO_OWNER, makeRoles } from "./roles.ts"

const STEPS = new URL("../schemas/sql/core/", import.meta.url)

/** Core's database: somebody else's Postgres, or its own as a child. */
export type CoreDatabase = {
  /** For `Tenants` alone: nobody else may ask without a tenant. */
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
  try {
    await migrateAll(ownerOf(config))
  } catch (error) {
    await own?.stop()
    throw error
  }
  const pool = poolOf(config)
  const close = async () => {
    await pool.end()
    await own?.stop()
  }
  return { pool, ended: own?.ended ?? new Promise(() => {}), close }
}

/** The way to a database that runs already. */
export function poolOf({ databaseUrl, data }: Config): Pool {
  const pool = new Pool(
    databaseUrl === null
      ? { ...connectionOf(data), user: CORE_ROLE }
      : { connectionString: databaseUrl },
  )
  // A connection that is lost while nobody uses it; who uses one is told.
  pool.on("error", () => {})
  return pool
}

/** As whom tables are made. */
const ownerOf = ({ databaseOwnerUrl, databaseUrl, data }: Config): PoolConfig => {
  const url = databaseOwnerUrl ?? databaseUrl
  return url === null ? connectionOf(data) : { connectionString: url }
}

/** Brings a database to what this version needs. @param owner who may make roles and tables */
export async function migrateAll(owner: PoolConfig): Promise<void> {
  const client = new Client(owner)
  try {
    await client.connect()
  } catch (cause) {
    throw new StartRefused(`The database does not answer: ${String(cause)}.`, { cause })
  }
  try {
    await makeRoles(client)
    await migrateDocuments(client)
    await migrateCore(client)
  } finally {
    await client.end()
  }
}

/** Its steps are the files of schemas/sql/core in the order of their names; none is ever changed. */
async function migrateCore(client: ClientBase): Promise<void> {
  const steps = readdirSync(STEPS)
    .filter((name) => name.endsWith(".sql"))
    .toSorted()
    .map((name) => `${readFileSync(new URL(name, STEPS), "utf8")};\n${GIVE_TO_OWNER}`)
  await migrate(client, "venues", steps)
}
