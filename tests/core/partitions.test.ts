import { readFileSync } from "node:fs"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { GIVE_TO_OWNER } from "../../core/roles.ts"
import { VenueLedger } from "../../core/venue-ledger.ts"
import { TournamentId, VenueId } from "../../schemas/ids.ts"
import { TestCoreDatabase } from "../support/core-database.ts"
import { ledgerOf } from "../support/ledger-lines.ts"

const test = suite("partitions")
const SKETCH = readFileSync(new URL("../../deploy/core/partition.sql", import.meta.url), "utf8")
const TENANTS = 6

test("the ledger's tables go into parts by tenant with nothing lost, and each tenant's questions look at one part", async () => {
  const database = await TestCoreDatabase.start()
  const night = v.parse(TournamentId, "t1")
  const ledgers: VenueLedger[] = []
  const lines = ledgerOf(30)
  for (let tenant = 0; tenant < TENANTS; tenant++) {
    const ledger = new VenueLedger(
      database.tenants,
      await database.newVenue(v.parse(VenueId, "v1")),
    )
    await ledger.project(lines.slice(0, 20))
    ledgers.push(ledger)
  }
  const look = () =>
    Promise.all(
      ledgers.map(async (ledger) => [
        await ledger.fingerprint(20),
        await ledger.report("method", night),
      ]),
    )
  const before = await look()
  await database.owner.query(`begin; ${SKETCH}; ${GIVE_TO_OWNER}; commit`)
  assert.equal(await look(), before)
  // It goes on, and what is there already is refused as before.
  for (const ledger of ledgers) await ledger.project(lines.slice(20))
  const { rows: parts } = await database.owner.query<{ rows: number }>(
    "select count(*)::int as rows from ledger_entry group by tableoid",
  )
  assert.is(
    parts.reduce((sum, { rows }) => sum + rows, 0),
    TENANTS * lines.length,
  )
  assert.ok(parts.length > 1)
  const tenantId = await database.tenants.list().then(([first]) => first?.tenantId)
  assert.ok(tenantId)
  const { rows: plan } = await database.tenants.within(tenantId, (sql) =>
    sql.query("explain (analyze) select line from ledger_entry where venue_id = 'v1'"),
  )
  const scanned = JSON.stringify(plan).match(/on ledger_entry_\d(?!.*never executed)/g) ?? []
  assert.is(new Set(scanned).size, 1, JSON.stringify(plan))
  const direct = database.tenants.within(tenantId, (sql) => sql.query("select from ledger_entry_0"))
  assert.match(String(await direct.catch((error: unknown) => error)), /permission denied/)
  await database.stop()
})

test.run()
