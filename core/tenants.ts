import { randomUUID } from "node:crypto"
import type { Pool, PoolClient, QueryResult, QueryResultRow } from "pg"
import * as v from "valibot"
import { TenantId } from "../schemas/ids.ts"
import { APP_ROLE, PLATFORM_ROLE } from "./roles.ts"

/** What waits longer holds a connection that others need. */
const LONGEST_STATEMENT_MS = 30_000

declare const isOpen: unique symbol

/**
 * Questions and changes inside one tenant's transaction. There is no other way to the database: a
 * function that takes one of these cannot be called without a tenant.
 */
export type TenantSql = {
  readonly [isOpen]: true
  query<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<Row>>
}

/** A transaction was about to see another tenant's rows, or as another role: a mistake in Core. */
export class TenantMismatch extends Error {
  override readonly name = "TenantMismatch"
}

export const TenantName = v.pipe(
  v.string("expected a name"),
  v.trim(),
  v.minLength(1, "a tenant needs a name"),
  v.maxLength(80, "a name has at most 80 characters"),
)
export type Tenant = { tenantId: TenantId; name: string }

/**
 * The one door to the database. Behind it a transaction runs as a role that can bypass nothing, with
 * the tenant set for as long as the transaction lasts; both are looked at before the first query.
 * Whatever happens inside, the connection goes back with neither, or not at all.
 */
export class Tenants {
  readonly #pool: Pool
  readonly #onMismatch: (error: TenantMismatch) => void

  /** @param onMismatch told of what a guard has found, for whoever watches over security */
  constructor(pool: Pool, onMismatch: (error: TenantMismatch) => void) {
    this.#pool = pool
    this.#onMismatch = onMismatch
  }

  /**
   * Runs work as one tenant, all of it or none.
   * @throws what `work` throws, after everything was rolled back
   */
  within<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.#transaction(APP_ROLE, tenantId, work)
  }

  /** For what takes a pool and knows nothing of tenants: each query is a transaction of its own. */
  poolOf(tenantId: TenantId): Pick<Pool, "query"> {
    const query = (text: string, values?: unknown[]) =>
      this.within(tenantId, (sql) => sql.query(text, values))
    /* oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of pg's many ways to ask this is the one that is used */
    return { query } as unknown as Pick<Pool, "query">
  }

  /** Every tenant there is; for what Core does by itself, for each of them. */
  list(): Promise<Tenant[]> {
    return this.#transaction(PLATFORM_ROLE, null, async (sql) => {
      const { rows } = await sql.query<{ tenant_id: string; name: string }>(
        "select tenant_id, name from tenant order by created_at, tenant_id",
      )
      return rows.map((row) => ({ tenantId: v.parse(TenantId, row.tenant_id), name: row.name }))
    })
  }

  /** Adds a tenant; what it is called is for people. */
  add(name: string): Promise<TenantId> {
    const tenantId = v.parse(TenantId, randomUUID())
    return this.#transaction(PLATFORM_ROLE, null, async (sql) => {
      await sql.query("insert into tenant (tenant_id, name) values ($1, $2)", [
        tenantId,
        v.parse(TenantName, name),
      ])
      return tenantId
    })
  }

  /** Whether the database answers. */
  async assertAnswering(): Promise<void> {
    await this.#pool.query("select 1")
  }

  async #transaction<T>(
    role: typeof APP_ROLE | typeof PLATFORM_ROLE,
    tenantId: TenantId | null,
    work: (sql: TenantSql) => Promise<T>,
  ): Promise<T> {
    const client = await this.#pool.connect()
    let isClean = false
    const door = { isOpen: true }
    try {
      await this.#enter(client, role, tenantId)
      const result = await work(sqlOf(client, door))
      door.isOpen = false
      await leave(client)
      isClean = true
      return result
    } catch (error) {
      door.isOpen = false
      isClean = !(error instanceof TenantMismatch) && (await rolledBack(client))
      throw error
    } finally {
      // A connection of which nobody knows what is set on it is closed, not given to the next one.
      client.release(!isClean)
    }
  }

  /** One round trip: begin, become, say for whom, and look at what came of it. */
  async #enter(client: PoolClient, role: string, tenantId: TenantId | null): Promise<void> {
    const tenant = tenantId === null ? "" : v.parse(TenantId, tenantId)
    const answers: unknown = await client.query(
      `begin; set local role ${role}; set local statement_timeout = ${LONGEST_STATEMENT_MS}; ` +
        `select set_config('app.tenant_id', ${client.escapeLiteral(tenant)}, true); ` +
        "select current_user as role, current_setting('app.tenant_id', true) as tenant",
    )
    const last: unknown = Array.isArray(answers) ? answers.at(-1) : answers
    const seen = v.safeParse(Entered, last)
    const [row] = seen.success ? seen.output.rows : []
    if (row?.role === role && row.tenant === tenant) return
    const error = new TenantMismatch(
      `A transaction for the tenant "${tenant}" as ${role} began as ${JSON.stringify(row)}.`,
    )
    this.#onMismatch(error)
    throw error
  }
}

/**
 * Commits, and puts back whatever somebody has set for the session.
 * @throws where there was nothing to commit: a query had failed, and `work` has not said so
 */
async function leave(client: PoolClient): Promise<void> {
  const answers: unknown = await client.query("commit; reset all")
  const left = v.safeParse(Left, answers)
  if (left.success && left.output[0].command === "COMMIT") return
  throw new Error("A query of the transaction had failed: everything was rolled back.")
}

const Left = v.looseTuple([v.object({ command: v.string() })])

const Entered = v.object({ rows: v.tuple([v.object({ role: v.string(), tenant: v.string() })]) })

/** Whoever has kept it from before the end of its transaction gets an error, not another's rows. */
function sqlOf(client: PoolClient, door: { isOpen: boolean }): TenantSql {
  const query = <Row extends QueryResultRow>(text: string, values: unknown[] = []) => {
    if (!door.isOpen)
      return Promise.reject(new TenantMismatch("A query came after the end of its transaction."))
    return client.query<Row>(text, values)
  }
  /* oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made here and nowhere else */
  return { query } as TenantSql
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query("rollback; reset all")
    return true
  } catch {
    // Without a connection the server rolls back by itself.
    return false
  }
}
