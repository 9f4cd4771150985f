import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { VenueLedger } from "../../core/venue-ledger.ts"
import type { VenueOf } from "../../core/venues.ts"
import { blankProjection } from "../../leaf/blank-projection.ts"
import { PGliteStore } from "../../ledger/store-pglite.ts"
import { VenueId } from "../../schemas/ids.ts"
import { answersOf, NIGHT, storedLedgerContract } from "../contracts/stored-ledger.ts"
import { TestCoreDatabase } from "../support/core-database.ts"
import { temporaryFolder } from "../support/folder.ts"

const database = await TestCoreDatabase.start()
const venueId = v.parse(VenueId, "card-room")

/** A venue of a new tenant each time; all say that they are the same one. */
const newVenue = (): Promise<VenueOf> => database.newVenue(venueId)
const openPostgres = async () => new VenueLedger(database.tenants, await newVenue())

const pglite = suite("stored ledger in PGlite")
const opened: PGliteStore[] = []
const openPglite = async () => {
  const store = await PGliteStore.open(`${temporaryFolder()}/projection`, blankProjection())
  opened.push(store)
  return store
}
pglite.after.each(async () => {
  for (const store of opened.splice(0)) await store.close()
})
storedLedgerContract(pglite, openPglite)
pglite.run()

const postgres = suite("stored ledger in Postgres")
storedLedgerContract(postgres, openPostgres)

postgres("every question has the answer that the Leaf gives", async () => {
  const [here, there] = [await openPglite(), await openPostgres()]
  for (const stored of [here, there]) await stored.project(NIGHT)
  const answers = await answersOf(there)
  assert.equal(answers, await answersOf(here))
  assert.ok(answers.reports.every((rows) => rows.length > 0))
})

postgres("of two Cores that store the same lines at once one does", async () => {
  const venue = await newVenue()
  const results = await Promise.allSettled(
    [1, 2, 3].map(() => new VenueLedger(database.tenants, venue).project(NIGHT)),
  )
  assert.is(results.filter(({ status }) => status === "fulfilled").length, 1)
  assert.is((await new VenueLedger(database.tenants, venue).sums()).lines, NIGHT.length)
})

postgres(
  "a tenant sees its own venue's ledger, also where another's has the same name",
  async () => {
    const [a, b] = [await newVenue(), await newVenue()]
    await new VenueLedger(database.tenants, a).project(NIGHT)
    const others = new VenueLedger(database.tenants, b)
    assert.is((await others.head()).sequence, 0)
    assert.equal(await others.entries({ tournament: null, after: 0, limit: 10 }), [])
    assert.equal(await others.sums(), { lines: 0, balances: [] })
    assert.equal(await others.report("method", null), [])
    // Whatever a query asks for.
    for (const table of ["ledger_head", "ledger_entry", "ledger_posting", "ledger_tendered"]) {
      const { rows } = await database.tenants.within(b.tenantId, (sql) =>
        sql.query(`select * from ${table}`),
      )
      assert.equal(rows, [], table)
    }
  },
)

postgres("what is stored cannot be changed or taken out by Core", async () => {
  const venue = await newVenue()
  await new VenueLedger(database.tenants, venue).project(NIGHT)
  for (const statement of [
    "update ledger_entry set line = ''",
    "delete from ledger_entry",
    "update ledger_posting set amount_cents = 0",
    "delete from ledger_posting",
    "delete from ledger_head",
    "truncate ledger_posting",
  ])
    await database.tenants
      .within(venue.tenantId, (sql) => sql.query(statement))
      .then(
        () => assert.unreachable(statement),
        (error: Error) => assert.match(error.message, /permission denied/, statement),
      )
})

postgres.after(async () => {
  for (const store of opened.splice(0)) await store.close()
  await database.stop()
})
postgres.run()
