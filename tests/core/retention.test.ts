import { suite } from "uvu"
import * as assert from "uvu/assert"
import { nightAccounts, setJurisdiction } from "../../core/accounts.ts"
import { People } from "../../core/people.ts"
import { forget, readRetention, setRetention } from "../../core/retention.ts"
import type { Tenants } from "../../core/tenants.ts"
import { VenueLedger } from "../../core/venue-ledger.ts"
import { VenuePlayers } from "../../core/venue-players.ts"
import type { PlayerId, TenantId, TournamentId, VenueId } from "../../schemas/ids.ts"
import { buyIns, intent } from "../support/intents.ts"
import { linesOf } from "../support/ledger-lines.ts"
import { TestCoreDatabase } from "../support/core-database.ts"

const test = suite("retention")

let database: TestCoreDatabase
let tenants: Tenants
let people: People
let tenantId: TenantId
const venueId = "club" as VenueId
const tournamentId = "t1" as TournamentId
/** All lines of the test's ledger are of the beginning of 1970; people are first seen today. */
const YEAR_MS = 365.25 * 86_400_000

test.before(async () => {
  database = await TestCoreDatabase.start()
  tenants = database.tenants
  people = new People(tenants)
  tenantId = await tenants.add("A")
  await tenants.within(tenantId, (sql) =>
    sql.query("insert into venue (venue_id, name) values ($1, 'The Club')", [venueId]),
  )
  const lines = linesOf([intent("open-tournament"), ...buyIns(3)])
  await new VenueLedger(tenants, { tenantId, venueId }).project(lines)
  const ids = lines.flatMap((line) => ("playerId" in line.intent ? [line.intent.playerId] : []))
  await new VenuePlayers(tenants).keep(
    { tenantId, venueId },
    ids.map((playerId, index) => ({ playerId, name: `Name ${index}`, details: null })),
  )
})
test.after(async () => {
  await database.stop()
})

/** As if the last line of everybody were of that time. */
const lastSeen = (at: number) =>
  tenants.within(tenantId, (sql) => sql.query("update player_seen set last_at_ms = $1", [at]))

const listed = async () => (await people.page(tenantId, "m", { search: "", after: "" })).people
const names = async () => (await listed()).map(({ name }) => name)
const payers = async () =>
  (await nightAccounts(tenants, tenantId, "m", { venueId, tournamentId }))?.payments.map(
    ({ name }) => name,
  )

test("where the law wants names in the accounts, an erased one is named there alone, and until then", async () => {
  await setJurisdiction(tenants, tenantId, { venueId, jurisdiction: "DK" })
  await lastSeen(Date.now() - YEAR_MS)
  const [first] = await listed()
  assert.equal(await payers(), ["Name 0", "Name 1", "Name 2"])
  const receipt = await people.erase(tenantId, first?.personId ?? "", "m")
  const [venue] = receipt?.venues ?? []
  assert.ok(Math.abs((venue?.keptUntil ?? 0) - (Date.now() + 4 * YEAR_MS)) < 3 * 86_400_000)
  assert.not.ok((await names()).includes("Name 0"))
  assert.equal(
    (await people.find(tenantId, "m", first?.personId ?? ""))?.players[0]?.name.slice(0, 6),
    "Player",
  )
  assert.equal(await payers(), ["Name 0", "Name 1", "Name 2"])
  await forget(tenants, tenantId, Date.now() + 5 * YEAR_MS)
  assert.not.ok((await payers())?.includes("Name 0"))
})

test("where it does not, nothing is kept", async () => {
  await setJurisdiction(tenants, tenantId, { venueId, jurisdiction: "none" })
  const extra = "late-comer" as PlayerId
  await new VenuePlayers(tenants).keep({ tenantId, venueId }, [
    { playerId: extra, name: "Late Comer", details: null },
  ])
  const found = (await listed()).find(({ name }) => name === "Late Comer")
  const receipt = await people.erase(tenantId, found?.personId ?? "", "m")
  assert.is(receipt?.venues[0]?.keptUntil, null)
})

test("who is not seen for as long as the tenant keeps people is forgotten; who is seen is not", async () => {
  assert.equal(await readRetention(tenants, tenantId), { contactMonths: 24 })
  await setRetention(tenants, tenantId, { contactMonths: 6 })
  const ids = ["old", "new"] as PlayerId[]
  await new VenuePlayers(tenants).keep(
    { tenantId, venueId },
    ids.map((playerId) => ({ playerId, name: `The ${playerId} one`, details: null })),
  )
  const now = Date.now()
  await tenants.within(tenantId, async (sql) => {
    await sql.query("update player set first_seen_at = now() - interval '3 years'")
    await sql.query(
      "insert into player_seen (venue_id, player_id, last_at_ms, nights, last_tournament_id) " +
        "values ($1, 'old', $2, 1, 't'), ($1, 'new', $3, 1, 't')",
      [venueId, now - 0.6 * YEAR_MS, now - 0.4 * YEAR_MS],
    )
  })
  assert.is((await forget(tenants, tenantId, now)).people, 1)
  const left = await names()
  assert.equal([left.includes("The old one"), left.includes("The new one")], [false, true])
})

test.run()
