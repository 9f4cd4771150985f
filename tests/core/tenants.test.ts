import { setTimeout as wait } from "node:timers/promises"
import type { Pool, PoolClient } from "pg"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import { connectionOf } from "../../core/postgres.ts"
import { APP_ROLE, CORE_ROLE } from "../../core/roles.ts"
import { migrateAll } from "../../core/database.ts"
import { type TenantMismatch, Tenants, type TenantSql } from "../../core/tenants.ts"
import { VenueLedger } from "../../core/venue-ledger.ts"
import { Venues } from "../../core/venues.ts"
import type { TenantId, VenueId } from "../../schemas/ids.ts"
import { PostgresDocumentStore } from "../../sync-server/document-store-postgres.ts"
import { seededRandom, uniform } from "../../domain/random.ts"
import { ledgerOf } from "../support/ledger-lines.ts"
import { TestPostgres } from "../support/postgres.ts"

const test = suite("tenants")

let postgres: TestPostgres
/** As Core signs in. */
let pool: Pool
let tenants: Tenants
let a: TenantId
let b: TenantId
const mismatches: TenantMismatch[] = []
const room = "venue/v1"

test.before(async () => {
  postgres = await TestPostgres.start()
  await migrateAll(connectionOf(postgres.folder))
  pool = postgres.newPool({ user: CORE_ROLE, max: 2 })
  tenants = new Tenants(pool, (error) => mismatches.push(error))
  a = await tenants.add("A")
  b = await tenants.add("B")
  for (const tenantId of [a, b]) await furnish(tenantId)
})
test.after(() => postgres.stop())

/** Gives a tenant a row in every table that a request may fill. */
async function furnish(tenantId: TenantId): Promise<void> {
  const venues = new Venues(tenants)
  await venues.issueToken({ tenantId, venueId: "v1" as VenueId })
  await venues.issueKey(tenantId, "Another")
  const ledger = new VenueLedger(tenants, { tenantId, venueId: "v1" as VenueId })
  await ledger.project(ledgerOf(2))
  const store = await PostgresDocumentStore.open(tenants.poolOf(tenantId), "v1")
  await store.append(room, new TextEncoder().encode(tenantId))
  await tenants.within(tenantId, async (sql) => {
    await sql.query(
      "insert into member (member_id, sign_in_name, role) values ($1, 'x', 'owner')",
      ["00000000-0000-4000-8000-000000000001"],
    )
    await sql.query(
      "insert into member_session (token_hash, member_id, expires_at) values ($1, $2, now())",
      [Buffer.from("t"), "00000000-0000-4000-8000-000000000001"],
    )
    await sql.query("insert into sign_in_failure values (default, $1, 1, now())", [
      Buffer.from("n"),
    ])
    const person = await sql.query<{ id: string }>(
      "insert into person default values returning person_id as id",
    )
    const personId = person.rows[0]?.id
    await sql.query(
      "insert into player (venue_id, player_id, person_id, name) values ('v1', 'p', $1, 'n')",
      [personId],
    )
    await sql.query("insert into erasure (person_id, asked_by) values ($1, 'test')", [personId])
    await sql.query("insert into personal_read (reader, what, people) values ('t', 'list', 1)")
    await sql.query("insert into retention (contact_months) values (24)")
    await sql.query("insert into kept_identity values (default, 'v1', 'p', 'n', now())")
    await sql.query("insert into library_head (last_number) values (1)")
    await sql.query("insert into library_change values (default, 1, 'i', 'h', 'c', 'v1')")
    const league = "00000000-0000-4000-8000-000000000002"
    await sql.query("insert into league values (default, $1, 'l', '{}')", [league])
    await sql.query("insert into league_part values (default, $1, 'v1', 's')", [league])
    await sql.query("insert into night_result values (default, 'v1', 't', 'b', null)")
  })
}

/** Every table and view but the list of migrations, which is about no tenant. */
async function relations(kinds: string): Promise<string[]> {
  const { rows } = await postgres.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
        and relkind = any($1) and relname <> 'migration' order by 1`,
    [kinds.split("")],
  )
  return rows.map(({ name }) => name)
}

/** Work of which nothing stays. */
async function rolledBack(on: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await on.connect()
  try {
    await client.query("begin")
    await work(client)
  } finally {
    await client.query("rollback")
    client.release()
  }
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "no error",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  )
const NOT_ALLOWED = "42501"

test("every table has rows of both, and each sees its own alone", async () => {
  for (const table of await relations("rp")) {
    const { rows } = await postgres.pool.query<{ tenants: number }>(
      `select count(distinct tenant_id)::int as tenants from ${table} where tenant_id in ($1, $2)`,
      [a, b],
    )
    assert.is(rows[0]?.tenants, 2, `${table} is furnished`)
    for (const tenantId of [a, b]) {
      const seen = await tenants.within(tenantId, (sql) =>
        sql.query<{ tenant_id: string }>(`select distinct tenant_id from ${table}`),
      )
      assert.equal(seen.rows, [{ tenant_id: tenantId }], table)
    }
  }
})

test("from below: as the application's role without the setting, every table is empty", async () => {
  const tables = await relations("rpv")
  await rolledBack(pool, async (client) => {
    await client.query(`set local role ${APP_ROLE}`)
    for (const table of tables)
      assert.is((await client.query(`select * from ${table}`)).rowCount, 0, table)
  })
})

test("outside the door Core's own user may ask nothing at all", async () => {
  for (const table of await relations("rpv"))
    assert.is(await codeOf(pool.query(`select * from ${table}`)), NOT_ALLOWED, table)
})

/** What the catalogue must not hold; each finding is a name. */
const FINDINGS: [what: string, sql: string][] = [
  [
    "a table without forced row-level security",
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
        and relkind in ('r', 'p') and relname <> 'migration'
        and not (relrowsecurity and relforcerowsecurity)`,
  ],
  [
    "a table without a policy that holds both what is read and what is written to the tenant",
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace
        and c.relkind in ('r', 'p') and c.relname <> 'migration' and not exists (
          select from pg_policy p where p.polrelid = c.oid
             and pg_get_expr(p.polqual, p.polrelid) = '(tenant_id = current_tenant())'
             and pg_get_expr(p.polwithcheck, p.polrelid) = '(tenant_id = current_tenant())')`,
  ],
  [
    "a policy that lets the application's role see more",
    `select polname as name from pg_policy
      where 'felt_app'::regrole = any(polroles) or polroles = '{0}'
     except select 'own_tenant'`,
  ],
  [
    "a unique key that does not begin with the tenant: it tells of another's rows",
    `select i.indexrelid::regclass::text as name from pg_index i
       join pg_class c on c.oid = i.indrelid
       join pg_attribute first on first.attrelid = c.oid and first.attnum = i.indkey[0]
      where c.relnamespace = 'public'::regnamespace and c.relname <> 'migration'
        and i.indisunique and first.attname <> 'tenant_id'`,
  ],
  [
    "an index without the tenant in front: of no use behind the policy",
    `select i.indexrelid::regclass::text as name from pg_index i
       join pg_class c on c.oid = i.indrelid
       join pg_attribute first on first.attrelid = c.oid and first.attnum = i.indkey[0]
      where c.relnamespace = 'public'::regnamespace and c.relname <> 'migration'
        and first.attname <> 'tenant_id'`,
  ],
  [
    "a foreign key that does not carry the tenant: it tells whether another's row exists",
    `select conname as name from pg_constraint k
      where contype = 'f' and connamespace = 'public'::regnamespace
        and not exists (select from pg_attribute own
          where own.attrelid = k.conrelid and own.attname = 'tenant_id'
            and own.attnum = any(k.conkey))`,
  ],
  [
    "a materialized view",
    `select relname as name from pg_class
      where relkind = 'm' and relnamespace = 'public'::regnamespace`,
  ],
  [
    "a view that asks as its owner",
    `select relname as name from pg_class where relkind = 'v'
        and relnamespace = 'public'::regnamespace
        and not coalesce('security_invoker=true' = any(reloptions), false)`,
  ],
  [
    "a function that runs as its owner",
    `select proname as name from pg_proc
      where pronamespace = 'public'::regnamespace and prosecdef`,
  ],
  [
    "a sequence, whose last number tells how much others do",
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
        and case relkind when 'S' then has_sequence_privilege('felt_app', oid, 'select, usage')
            else false end`,
  ],
  [
    "a privilege that goes round the policies",
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
        and relkind in ('r', 'p', 'v')
        and has_table_privilege('felt_app', oid, 'truncate, references, trigger')`,
  ],
  [
    "a role that bypasses, or may do more than it must",
    `select rolname as name from pg_roles where rolname like 'felt\\_%'
        and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication
             or rolcanlogin <> (rolname = 'felt_core'))`,
  ],
  [
    "a table of another owner than the one who signs in nowhere",
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
        and relkind in ('r', 'p', 'v') and relowner <> 'felt_owner'::regrole`,
  ],
]
for (const [what, sql] of FINDINGS)
  test(`the catalogue holds no ${what.replace(/^a /, "")}`, async () => {
    assert.equal((await postgres.pool.query(sql)).rows, [])
  })

test("the catalogue's questions find what they look for", async () => {
  await rolledBack(postgres.pool, async (client) => {
    await client.query(`
      create table leak (id int generated by default as identity primary key,
        venue_id text, foreign key (id) references leak);
      create policy open_to_all on leak for select to felt_app using (true);
      create materialized view leak_seen as select * from leak;
      create view leak_view as select * from leak;
      create function leak_as_owner() returns int security definer language sql as 'select 1';
      grant truncate on leak to felt_app;
      grant usage on leak_id_seq to felt_app;
      alter role felt_app createdb`)
    for (const [what, sql] of FINDINGS)
      assert.not.equal((await client.query(sql)).rows, [], `no ${what} is found`)
  })
})

const SIDE_DOORS: [what: string, work: (sql: TenantSql) => Promise<unknown>][] = [
  ["TRUNCATE, which no policy sees", (sql) => sql.query("truncate venue")],
  ["a table of its own", (sql) => sql.query("create table mine (id int)")],
  ["a view of its own", (sql) => sql.query("create view mine as select * from venue")],
  [
    "switching the policies off",
    (sql) => sql.query("alter table venue disable row level security"),
  ],
  ["becoming the owner", (sql) => sql.query("set local role felt_owner")],
  [
    "opening the shutter that migrations use",
    (sql) => sql.query("call protect('venue', 'select')"),
  ],
  [
    "writing a row for another tenant",
    (sql) => sql.query("insert into venue (tenant_id, venue_id, name) values ($1, 'x', 'x')", [b]),
  ],
  ["moving a row to another tenant", (sql) => sql.query("update venue set tenant_id = $1", [b])],
]
for (const [what, work] of SIDE_DOORS)
  test(`side door: ${what}`, async () => {
    assert.is(await codeOf(tenants.within(a, work)), NOT_ALLOWED)
  })

test("side door: a foreign key does not tell whether another's row exists", async () => {
  await tenants.within(b, (sql) =>
    sql.query("insert into member (member_id, sign_in_name, role) values ($1, 'b', 'owner')", [
      "00000000-0000-4000-8000-00000000000b",
    ]),
  )
  const probe = (member: string) =>
    codeOf(
      tenants.within(a, (sql) =>
        sql.query(
          "insert into member_session (token_hash, member_id, expires_at) values ('p', $1, now())",
          [member],
        ),
      ),
    )
  const there = await probe("00000000-0000-4000-8000-00000000000b")
  const nowhere = await probe("00000000-0000-4000-8000-00000000000c")
  assert.is(there, nowhere)
  assert.is(there, "23503")
})

test("side door: a unique key does not tell whether another has the same", async () => {
  await tenants.within(a, (sql) =>
    sql.query("insert into member (member_id, sign_in_name, role) values ($1, 'b', 'owner')", [
      "00000000-0000-4000-8000-00000000000b",
    ]),
  )
})

test("side door: what an injection could say of another tenant ends with the transaction", async () => {
  const seen = await tenants.within(a, async (sql) => {
    await sql.query(`select set_config('app.tenant_id', '${b}', false)`)
    return sql.query<{ tenant_id: string }>("select tenant_id from venue")
  })
  // The known limit of a setting: whoever may run any words at all may run these. So nobody may
  // (every query's words are fixed, tests/tidy.test.ts), and what was said stays in no connection.
  assert.equal([...new Set(seen.rows.map(({ tenant_id }) => tenant_id))], [b])
  for (let each = 0; each < 4; each++) {
    const { rows } = await tenants.within(a, (sql) =>
      sql.query<{ tenant_id: string }>("select distinct tenant_id from venue"),
    )
    assert.equal(rows, [{ tenant_id: a }])
  }
})

test("a query that comes after the end of its transaction is refused", async () => {
  const kept = await tenants.within(a, (sql) => Promise.resolve(sql))
  assert.match(String(await codeOf(kept.query("select 1"))), /after the end of its transaction/)
})

test("work that hides that a query failed is not taken for done", async () => {
  const hidden = tenants.within(a, async (sql) => {
    await sql.query("insert into venue (venue_id, name) values ('hidden', 'x')")
    await sql.query("select 1 / 0").catch(() => undefined)
  })
  assert.match(String(await codeOf(hidden)), /everything was rolled back/)
})

test("what is no tenant's id never reaches the database", async () => {
  const forged = "x'; drop table venue; --" as TenantId
  assert.match(
    String(await codeOf(tenants.within(forged, (sql) => sql.query("select 1")))),
    /TenantId/,
  )
})

test("a connection that does not become what it must is told of, and closed", async () => {
  const owner = postgres.newPool({ max: 1 })
  // As in a pooler that runs its own words at each begin.
  const seen: TenantMismatch[] = []
  const strange = new Proxy(owner, {
    get: (target, key) =>
      key === "connect"
        ? async () => {
            const client = await target.connect()
            const query = client.query.bind(client) as (...all: unknown[]) => unknown
            client.query = ((text: string, ...rest: unknown[]) =>
              query(text.replace("set local role felt_app;", ""), ...rest)) as typeof client.query
            return client
          }
        : Reflect.get(target, key),
  })
  const door = new Tenants(strange, (error) => seen.push(error))
  assert.match(String(await codeOf(door.within(a, (sql) => sql.query("select 1")))), /began as/)
  assert.is(seen.length, 1)
  assert.is(owner.totalCount, 0)
})

test("a pool of 2, 200 interleaved requests of 20 tenants, errors and time-outs thrown in: never a foreign row, never a leftover", async () => {
  const many = await Promise.all(Array.from({ length: 20 }, (_, i) => tenants.add(`T${i}`)))
  for (const tenantId of many)
    await new Venues(tenants).issueToken({ tenantId, venueId: `own-${tenantId}` as VenueId })
  const random = seededRandom("interleaved")
  const outcomes = { right: 0, failed: 0, timedOut: 0 }
  await Promise.all(
    Array.from({ length: 200 }, async (_, request) => {
      const tenantId = many[uniform(random, many.length)] ?? a
      const [fate, pause] = [request % 5, uniform(random, 4)]
      const work = tenants.within(tenantId, async (sql) => {
        const before = await sql.query<{ venue_id: string }>("select venue_id from venue")
        assert.equal(before.rows, [{ venue_id: `own-${tenantId}` }])
        await wait(pause)
        if (fate === 1) throw new Error("The request fails in the middle.")
        if (fate === 2) await sql.query("select 1 / 0")
        if (fate === 3) await sql.query("set local statement_timeout = 5; select pg_sleep(10)")
        const after = await sql.query<{ t: string }>("select current_tenant()::text as t")
        assert.is(after.rows[0]?.t, tenantId)
      })
      try {
        await work
        outcomes.right += 1
      } catch (error) {
        if (error instanceof assert.Assertion) throw error
        if (error instanceof Error && "code" in error && error.code === "57014")
          outcomes.timedOut += 1
        else outcomes.failed += 1
      }
    }),
  )
  assert.equal(outcomes, { right: 80, failed: 80, timedOut: 40 })
  for (let each = 0; each < 4; each++) {
    const { rows } = await pool.query<{ role: string; tenant: string | null }>(
      "select current_user as role, nullif(current_setting('app.tenant_id', true), '') as tenant",
    )
    assert.equal(rows, [{ role: CORE_ROLE, tenant: null }])
  }
  assert.equal(mismatches, [])
})

test.run()
