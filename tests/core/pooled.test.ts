import { Pool } from "pg"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import { migrateAll } from "../../core/database.ts"
import { Members } from "../../core/members.ts"
import { nightsPage } from "../../core/nights.ts"
import { People } from "../../core/people.ts"
import { connectionOf } from "../../core/postgres.ts"
import { CORE_ROLE } from "../../core/roles.ts"
import { SharedLibrary } from "../../core/shared-library.ts"
import { Tenants } from "../../core/tenants.ts"
import { VenueLedger } from "../../core/venue-ledger.ts"
import { VenuePlayers } from "../../core/venue-players.ts"
import { Venues } from "../../core/venues.ts"
import type { PlayerId, TenantId, VenueId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import { PostgresDocumentStore } from "../../sync-server/document-store-postgres.ts"
import { ledgerOf } from "../support/ledger-lines.ts"
import { PASSWORD } from "../support/core.ts"
import { TestPostgres } from "../support/postgres.ts"
import { TransactionPooler } from "../support/transaction-pooler.ts"

const test = suite("pooled")
const TENANTS = 4
const venueId = "v1" as VenueId

let postgres: TestPostgres
let pooler: TransactionPooler
const mismatches: unknown[] = []
const pools: Pool[] = []
test.before(async () => {
  postgres = await TestPostgres.start()
  await migrateAll(connectionOf(postgres.folder))
  pooler = await TransactionPooler.start(postgres.folder, CORE_ROLE)
})
test.after(async () => {
  for (const pool of pools) await pool.end()
  await pooler.close()
  await postgres.stop()
})

/** A Core with connections of its own, which are all the pooler's one. */
function anotherCore(): Tenants {
  const pool = new Pool({ host: "127.0.0.1", port: pooler.port, user: CORE_ROLE, max: 4 })
  // Ended with the pooler; whoever uses one is told.
  pool.on("error", () => {})
  pools.push(pool)
  return new Tenants(pool, (mismatch) => mismatches.push(mismatch))
}

/** Everything that is asked of the database for a tenant, as one of its nights does. */
async function night(tenants: Tenants, tenantId: TenantId): Promise<void> {
  const [venue, members] = [{ tenantId, venueId }, new Members(tenants)]
  const venues = new Venues(tenants)
  const { key } = await venues.issueKey(tenantId, "Card room")
  assert.ok(await venues.join(key, venueId))
  const invitation = await members.invite(tenantId, "owner", "owner")
  const session = await members.accept(invitation ?? "", PASSWORD)
  const reader = (await members.find(session?.token ?? null))?.memberId ?? ""
  const lines = ledgerOf(20)
  const [ledger, store] = [
    new VenueLedger(tenants, venue),
    await PostgresDocumentStore.open(tenants.poolOf(tenantId), venueId),
  ]
  await Promise.all([
    (async () => {
      for (let from = 0; from < lines.length; from += 5)
        await ledger.project(lines.slice(from, from + 5))
    })(),
    (async () => {
      for (let update = 0; update < 10; update++) await store.append("room", Buffer.from(tenantId))
      await store.compact("room", Buffer.from(tenantId))
    })(),
    new VenuePlayers(tenants).keep(venue, [
      { playerId: "p1" as PlayerId, name: `Nora ${tenantId}`, details: null },
    ]),
    new SharedLibrary(tenants).add(venue, []),
  ])
  const { people } = await new People(tenants).page(tenantId, reader, { search: "", after: "" })
  assert.equal(
    people.map(({ name }) => name),
    [`Nora ${tenantId}`],
  )
  const { nights } = await nightsPage(tenants, tenantId, {
    from: millis(0),
    to: millis(Date.now()),
    after: "",
  })
  assert.equal(
    nights.map(({ lines: count }) => count),
    [20],
  )
  assert.equal(await store.load("room"), [new Uint8Array(Buffer.from(tenantId))])
}

test("two Cores on one connection of a pooler in transaction mode: every tenant's night, all at once, and nobody meets another's", async () => {
  const cores = [anotherCore(), anotherCore()]
  await Promise.all(
    Array.from({ length: TENANTS }, async (_, number) => {
      const tenants = cores[number % cores.length] ?? anotherCore()
      await night(tenants, await tenants.add(`T${number}`))
    }),
  )
  assert.ok(pooler.handedOver > 50, `handed over ${pooler.handedOver} times`)
  assert.equal(mismatches, [])
})

test("what asks for a session of its own is seen here: a prepared name is there for another client too", async () => {
  const [one, other] = [anotherCore(), anotherCore()]
  const tenantId = await one.add("Prepared")
  await one.within(tenantId, (sql) => sql.query("prepare kept as select 1"))
  const again = await other
    .within(tenantId, (sql) => sql.query("prepare kept as select 2"))
    .catch((error: unknown) => error)
  assert.match(String(again), /already exists/)
})

test.run()
