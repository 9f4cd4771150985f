import process from "node:process"
import { Pool, type PoolConfig } from "pg"
import { connectionOf, EmbeddedPostgres } from "../../core/postgres.ts"
import { migrateDocuments } from "../../sync-server/document-store-postgres.ts"
import { giveBlankCluster } from "./blank-cluster.ts"
import { temporaryFolder } from "./folder.ts"

const running = new Set<EmbeddedPostgres>()
process.on("exit", () => {
  for (const server of running) void server.kill()
})

/** A real Postgres with an empty database, in a folder of its own. */
export class TestPostgres {
  readonly folder: string
  /** Lasts over restarts of the server, as a program's own does. */
  readonly pool: Pool
  readonly #pools: Pool[] = []
  #server: EmbeddedPostgres

  private constructor(folder: string, server: EmbeddedPostgres) {
    this.folder = folder
    this.#server = server
    this.pool = this.newPool()
  }

  static async start(folder = temporaryFolder()): Promise<TestPostgres> {
    await giveBlankCluster(folder)
    return new TestPostgres(folder, await startServer(folder))
  }

  /** Another pool, with settings of its own; ended with the server. */
  newPool(config: PoolConfig = {}): Pool {
    const pool = new Pool({ ...connectionOf(this.folder), ...config })
    // A connection that is lost while nobody uses it; who uses one is told.
    pool.on("error", () => undefined)
    this.#pools.push(pool)
    return pool
  }

  /** Makes the tables of documents. */
  async migrate(): Promise<this> {
    const client = await this.pool.connect()
    try {
      await migrateDocuments(client)
    } finally {
      client.release()
    }
    return this
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    await this.#server.kill()
    running.delete(this.#server)
  }

  /** After `kill`. */
  async startAgain(): Promise<void> {
    this.#server = await startServer(this.folder)
  }

  async stop(): Promise<void> {
    await Promise.all(this.#pools.filter(({ ended }) => !ended).map((pool) => pool.end()))
    await this.#server.stop()
    running.delete(this.#server)
  }
}

async function startServer(folder: string): Promise<EmbeddedPostgres> {
  const server = await EmbeddedPostgres.start(folder)
  running.add(server)
  return server
}
