import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import * as Y from "yjs"
import { Leagues } from "../../core/leagues.ts"
import { People } from "../../core/people.ts"
import type { Tenants } from "../../core/tenants.ts"
import { VenueLedger } from "../../core/venue-ledger.ts"
import { VenuePlayers } from "../../core/venue-players.ts"
import { bust } from "../../domain/floor.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { PlayerId, SeasonId, type TenantId, TournamentId, VenueId } from "../../schemas/ids.ts"
import { LeagueBody } from "../../schemas/league.ts"
import { millis } from "../../schemas/units.ts"
import { PostgresDocumentStore } from "../../sync-server/document-store-postgres.ts"
import { buyIns, intent } from "../support/intents.ts"
import { linesOf } from "../support/ledger-lines.ts"
import { TestCoreDatabase } from "../support/core-database.ts"
import { id, type Tablet, tournamentOf } from "../support/tablet.ts"

const test = suite("leagues over venues")

const [club, bar] = ["club", "bar"].map((name) => v.parse(VenueId, name)) as [VenueId, VenueId]
const season = v.parse(SeasonId, "autumn")
const night = v.parse(TournamentId, "t1")
const RULES = { formula: "n - k + 1", tieBreaks: [] }
const BOTH = v.parse(LeagueBody, {
  name: "Both houses",
  rules: RULES,
  parts: [club, bar].map((venueId) => ({ venueId, seasonId: season })),
})

let database: TestCoreDatabase
let tenants: Tenants
let leagues: Leagues
let tenantId: TenantId
test.before(async () => {
  database = await TestCoreDatabase.start()
  tenants = database.tenants
  leagues = new Leagues(tenants)
  tenantId = await tenants.add("A")
  for (const venueId of [club, bar]) await open(venueId)
})
test.after(async () => {
  await database.stop()
})

/** A venue with a season, and four players whose ids are the same at every venue. */
async function open(venueId: VenueId): Promise<void> {
  await tenants.within(tenantId, (sql) =>
    sql.query("insert into venue (venue_id, name) values ($1, $1)", [venueId]),
  )
  const venue = new Registers(new Y.Doc())
  venue.setAll([
    ["league/tuesdays", { name: "Tuesdays" }],
    ["season/autumn", { league: "tuesdays", name: "Autumn" }],
    ["season/autumn/rules", RULES],
    [`tournament/${night}`, { name: "Tuesday", createdAt: 1 }],
    [`tournament/${night}/season`, season],
  ])
  await write(venueId, venueRoom(venueId), venue)
  await new VenuePlayers(tenants).keep(
    { tenantId, venueId },
    [1, 2, 3, 4].map((number) => ({
      playerId: v.parse(PlayerId, `p${number}`),
      name: `${venueId} ${number}`,
      details: null,
    })),
  )
}

async function write(venueId: VenueId, room: string, registers: Registers): Promise<void> {
  const store = await PostgresDocumentStore.open(tenants.poolOf(tenantId), venueId)
  await store.append(room, Y.encodeStateAsUpdate(registers.doc))
}

/** A night of four; who is out first is last. */
function played(out: readonly number[]): Tablet {
  const floor = tournamentOf(4)
  for (const [order, number] of out.entries())
    floor.press((state) => bust(state, id(number), millis(order)))
  return floor
}

async function table(leagueId: string, reader: string | null = "m") {
  const found = await leagues.table(tenantId, reader, leagueId)
  assert.ok(found)
  return {
    ...found,
    rows: found.standings.map((each) => [
      each.place,
      each.name,
      each.hundredths / 100,
      each.played,
    ]),
  }
}

let leagueId = ""

test("what can count in a league is every venue's seasons", async () => {
  const { seasons } = await leagues.list(tenantId)
  assert.equal(
    seasons.map(({ venueId, leagueName, seasonName }) => [venueId, leagueName, seasonName]),
    [
      ["bar", "Tuesdays", "Autumn"],
      ["club", "Tuesdays", "Autumn"],
    ],
  )
  leagueId = (await leagues.keep(tenantId, null, BOTH)) ?? ""
  assert.equal((await leagues.list(tenantId)).leagues[0]?.parts.length, 2)
})

test("a night counts when it is over, with what the ledger says of it", async () => {
  await write(club, tournamentRoom(night), played([4, 3]).registers)
  const running = await table(leagueId)
  assert.equal(
    [running.rows, running.tournaments.map(({ state }) => state)],
    [[], ["notOver", "notOver"]],
  )
  const lines = linesOf([intent("open-tournament"), ...buyIns(4)])
  await new VenueLedger(tenants, { tenantId, venueId: club }).project(lines)
  await write(club, tournamentRoom(night), played([4, 3, 2]).registers)
  const { rows, tournaments } = await table(leagueId)
  assert.equal(rows, [
    [1, "club 1", 4, 1],
    [2, "club 2", 3, 1],
    [3, "club 3", 2, 1],
    [4, "club 4", 1, 1],
  ])
  assert.equal(
    tournaments.map(({ venueId, name, state, players }) => [venueId, name, state, players]),
    [
      ["bar", "Tuesday", "notOver", 0],
      ["club", "Tuesday", "counted", 4],
    ],
  )
})

test("people of two venues are told apart by person, and one whom somebody has linked is there once", async () => {
  await write(bar, tournamentRoom(night), played([1, 4, 3]).registers)
  assert.is((await table(leagueId)).rows.length, 8)
  const people = new People(tenants)
  const found = async (search: string) =>
    (await people.page(tenantId, "m", { search, after: "" })).people[0]?.personId ?? ""
  await people.link(tenantId, await found("club 2"), await found("bar 2"))
  const { rows } = await table(leagueId)
  assert.is(rows.length, 7)
  assert.equal(rows[0], [1, "club 2", 7, 2])
  await people.erase(tenantId, await found("club 2"), "m")
  assert.equal((await table(leagueId)).rows[0], [1, "Player p2", 7, 2])
})

test("what was reckoned is kept until something has changed, and is never another's", async () => {
  const kept = async () =>
    (
      await tenants.within(tenantId, (sql) =>
        sql.query<{ xmin: string }>("select xmin::text from night_result order by venue_id"),
      )
    ).rows
  const before = await kept()
  await table(leagueId)
  assert.equal(await kept(), before)
  const back = played([4, 3, 2])
  back.registers.set(`entry/${id(2)}/out`, null)
  await write(club, tournamentRoom(night), back.registers)
  await table(leagueId)
  assert.not.equal(await kept(), before)
})

test("a viewer sees the places and nobody's name; whoever reads names is written down", async () => {
  const { rows } = await table(leagueId, null)
  assert.ok(rows.every(([, name]) => name === null))
  await table(leagueId, "the owner")
  const [read] = await new People(tenants).reads(tenantId)
  assert.equal([read?.reader, read?.what], ["the owner", "list"])
})

test("other rules, other points; a formula that is none gives nobody any and says why", async () => {
  await leagues.keep(tenantId, leagueId, { ...BOTH, rules: { ...RULES, takingPart: 10 } })
  assert.ok((await table(leagueId)).rows.every(([, , points]) => Number(points) > 10))
  await leagues.keep(tenantId, leagueId, { ...BOTH, rules: { ...RULES, formula: "n -" } })
  const broken = await table(leagueId)
  assert.equal(broken.rows, [])
  assert.ok(broken.problem)
  assert.is(await leagues.remove(tenantId, leagueId), true)
  assert.is(await leagues.table(tenantId, "m", leagueId), null)
})

test.run()
