import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import * as Y from "yjs"
import { type Parts, routes } from "../../core/http/routes.ts"
import { nightsPage, tonight, totals } from "../../core/nights.ts"
import { Members } from "../../core/members.ts"
import { People } from "../../core/people.ts"
import type { Tenants, TenantSql } from "../../core/tenants.ts"
import { Leagues } from "../../core/leagues.ts"
import { VenueOverview } from "../../core/venue-overview.ts"
import { SharedLibrary } from "../../core/shared-library.ts"
import { NotTheNext, VenueLedger } from "../../core/venue-ledger.ts"
import { VenuePlayers } from "../../core/venue-players.ts"
import { Venues } from "../../core/venues.ts"
import { newClock, startClock } from "../../domain/clock.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { PostgresDocumentStore } from "../../sync-server/document-store-postgres.ts"
import type { Entry } from "../../schemas/entry.ts"
import type { TenantId, TournamentId, VenueId } from "../../schemas/ids.ts"
import { TotalsQuery } from "../../schemas/nights.ts"
import { millis } from "../../schemas/units.ts"
import { buyIns, intent } from "../support/intents.ts"
import { linesOf } from "../support/ledger-lines.ts"
import { TestCoreDatabase } from "../support/core-database.ts"
import { tournamentOf } from "../support/tablet.ts"

const test = suite("nights")

let database: TestCoreDatabase
let tenants: Tenants
let tenantId: TenantId
const venueId = "v1" as VenueId
const unknownNight = "n-unknown" as TournamentId
const tournament = "t1" as TournamentId
const all = v.parse(TotalsQuery, {})

test.before(async () => {
  database = await TestCoreDatabase.start()
  tenants = database.tenants
  tenantId = await tenants.add("A")
  for (const venue of [venueId, "v2", "v3"])
    await tenants.within(tenantId, (sql) =>
      sql.query("insert into venue (venue_id, name) values ($1, $1)", [venue]),
    )
})
test.after(async () => {
  await database.stop()
})

/** Debit and credit of each account, from the lines themselves. */
function reckoned(entries: readonly Entry[]): Map<string, [number, number]> {
  const sums = new Map<string, [number, number]>()
  for (const { outcome } of entries) {
    if (outcome.kind !== "accepted") continue
    for (const { account, amountCents } of outcome.postings) {
      const [debit, credit] = sums.get(account) ?? [0, 0]
      sums.set(account, [debit + Math.max(0, amountCents), credit - Math.min(0, amountCents)])
    }
  }
  return sums
}

test("what a night came to is the sum of its lines, however they were stored, and what is stored twice counts once", async () => {
  const lines = linesOf([intent("open-tournament"), ...buyIns(40)])
  const ledger = new VenueLedger(tenants, { tenantId, venueId })
  const batches = [lines.slice(0, 1), lines.slice(1, 20), lines.slice(20)]
  for (const batch of batches) await ledger.project(batch)
  const [last = []] = batches.slice(-1)
  await ledger.project(last).then(
    () => assert.unreachable("it is stored"),
    (error: unknown) => assert.instance(error, NotTheNext),
  )
  const { nights } = await nightsPage(tenants, tenantId, { ...all, after: "" })
  assert.equal(
    nights.map((each) => [each.tournamentId, each.lines]),
    [["t1", 41]],
  )
  const { accounts, ...counted } = await totals(tenants, tenantId, all)
  assert.equal(counted, { nights: 1, lines: 41 })
  assert.equal([...new Set(accounts.map(({ currency }) => currency))], ["EUR"])
  assert.equal(
    accounts.map(({ account, debitCents, creditCents }) => [account, [debitCents, creditCents]]),
    [...reckoned(lines)].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
  const { rows } = await tenants.within(tenantId, (sql) =>
    sql.query("select count(*)::int as players, max(nights) as most from player_seen"),
  )
  assert.equal(rows, [{ players: 40, most: 1 }])
})

test("tonight everywhere: what is played, by its name, and where it stands; a night of long ago is not", async () => {
  const floor = tournamentOf(20)
  const clock = startClock(floor.read().tournament?.structure.levels ?? [], newClock(), millis(0))
  floor.registers.set("clock", clock)
  const venue = new Registers(new Y.Doc())
  venue.set("tournament/t1", { name: "Friday", createdAt: 0 })
  const store = await PostgresDocumentStore.open(tenants.poolOf(tenantId), venueId)
  await store.append(tournamentRoom(tournament), Y.encodeStateAsUpdate(floor.registers.doc))
  await store.append(venueRoom(venueId), Y.encodeStateAsUpdate(venue.doc))
  const { tournaments } = await tonight(tenants, tenantId, millis(60_000))
  assert.equal(
    tournaments.map(({ name, floor: at }) => [name, at]),
    [
      [
        "Friday",
        { status: "running", level: 1, isBreak: false, entries: 20, playersLeft: 20, tables: 3 },
      ],
    ],
  )
  assert.equal((await tonight(tenants, tenantId, millis(86_400_000))).tournaments, [])
})

test("amounts of two currencies are never added up", async () => {
  const opened = intent("open-tournament")
  const abroad = { ...opened, terms: { ...opened.terms, currency: "SEK" as const } }
  const ledger = new VenueLedger(tenants, { tenantId, venueId: "v3" as VenueId })
  await ledger.project(linesOf([abroad, ...buyIns(2)]))
  const { accounts } = await totals(tenants, tenantId, all)
  const cash = accounts.filter(({ account }) => account === "cash:drawer")
  assert.equal(
    cash.map(({ currency }) => currency),
    ["EUR", "SEK"],
  )
  const only = await totals(tenants, tenantId, { ...all, venue: "v3" as VenueId })
  assert.equal(
    only.accounts,
    accounts.filter(({ currency }) => currency === "SEK"),
  )
})

const LEAGUE = "00000000-0000-4000-8000-000000000009"

/** Years of a venue: 400 nights, 20,000 lines, 10,000 players; enough that an index is worth it. */
const FILL = `
insert into night (venue_id, tournament_id, first_at_ms, last_at_ms, lines)
  select 'v2', 'n' || n, n * 1000, n * 1000 + 500, 50 from generate_series(1, 2000) n;
insert into night_account (venue_id, tournament_id, account, debit_cents, credit_cents)
  select 'v2', 'n' || n, account, n, n from generate_series(1, 2000) n,
    unnest(array['cash:drawer', 'prizePool', 'house:fee', 'staff:fee']) account;
insert into ledger_entry (venue_id, sequence, intent_id, tournament_id, kind, outcome, staff_id,
                          device_id, recorded_at_ms, line, player_id)
  select 'v2', n, gen_random_uuid(), 'n' || n / 50, 'buy-in', 'accepted', 's', 'd', n, '{}',
         'p' || n % 10000 from generate_series(1, 20000) n;
insert into ledger_posting (venue_id, sequence, leg, tournament_id, account, amount_cents)
  select 'v2', n, leg, 'n' || n / 50, 'prizePool', 5
    from generate_series(1, 20000) n, generate_series(0, 1) leg;
insert into person (person_id) select md5(n::text)::uuid from generate_series(1, 10000) n;
insert into player (venue_id, player_id, person_id, name)
  select 'v2', 'p' || n, md5(n::text)::uuid, 'Name ' || n from generate_series(1, 10000) n;
insert into personal_read (reader, what, people)
  select 'm', 'list', 50 from generate_series(1, 5000);
insert into library_change (number, item_id, hash, change, venue_id)
  select n, 'i', sha256(n::text::bytea), 'c', 'v2' from generate_series(1, 5000) n;
insert into erasure (person_id, asked_by)
  select md5(n::text)::uuid, 'm' from generate_series(1, 5000) n;
insert into league (league_id, name, rules) values ('${LEAGUE}', 'L', '{"formula":"n","tieBreaks":[]}');
insert into league_part (league_id, venue_id, season_id) values ('${LEAGUE}', 'v2', 's')`

/** Every address that answers with a list or a report, as it is asked for in the middle of much. */
const ASKED: Record<string, string> = {
  "/api/erasures": "",
  "/api/leagues": "",
  "/api/leagues/:league": "",
  "/api/members": "",
  "/api/people": "?after=name%205%0Av2%0Ap5",
  "/api/people/:person": "",
  "/api/people/:person/export": "",
  "/api/people/:person/erasure": "",
  "/api/reads": "",
  "/api/nights": "?to=1990000",
  "/api/tonight": "",
  "/api/report": "?from=1990000",
  "/api/retention": "",
  "/api/venues": "",
  "/api/venues/:venue/nights/:tournament/accounts": "",
  "/api/venue/players": "?after=p5",
  "/api/venue/erasures": "",
  "/api/venue/library": "?after=100",
}
/** Asks the hub, and of the database only how far one ledger has come. */
const IN_THE_HUB = "/api/venue"
/** More than a page of anything, and far less than there is. */
const MOST_ROWS = 1_500

/** What a plan did with tables: rows that it looked at, wanted or not. */
const Plan: v.GenericSchema<unknown, PlanNode> = v.object({
  "Relation Name": v.optional(v.string()),
  "Actual Rows": v.number(),
  "Actual Loops": v.number(),
  "Rows Removed by Filter": v.optional(v.number()),
  Plans: v.optional(v.array(v.lazy(() => Plan))),
})
type PlanNode = {
  "Relation Name"?: string | undefined
  "Actual Rows": number
  "Actual Loops": number
  "Rows Removed by Filter"?: number | undefined
  Plans?: PlanNode[] | undefined
}
const Explained = v.tuple([v.object({ "QUERY PLAN": v.tuple([v.object({ Plan })]) })])

function rowsRead(node: PlanNode): number {
  const { "Actual Rows": kept, "Rows Removed by Filter": removed = 0, Plans = [] } = node
  const own = node["Relation Name"] === undefined ? 0 : (kept + removed) * node["Actual Loops"]
  return Plans.reduce((sum, each) => sum + rowsRead(each), own)
}

/** The same door, through which it is seen what is asked. */
function watched(asked: [text: string, values: unknown[]][]): Tenants {
  const watching: Pick<Tenants, "within" | "poolOf"> = {
    within: <T>(of: TenantId, work: (sql: TenantSql) => Promise<T>) =>
      tenants.within(of, (sql) => {
        const query = (text: string, values: unknown[] = []) => {
          asked.push([text, values])
          return sql.query(text, values)
        }
        /* oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same door, looked through */
        return work({ query } as unknown as TenantSql)
      }),
    poolOf: (of) => {
      const query = (text: string, values?: unknown[]) =>
        watching.within(of, (sql) => sql.query(text, values))
      /* oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the door's own */
      return { query } as unknown as ReturnType<Tenants["poolOf"]>
    },
  }
  /* oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the door this is what they use */
  return watching as unknown as Tenants
}

test("no list and no report reads a large table from end to end", async () => {
  // Without looking at each foreign key: it is the plans that are wanted.
  await database.owner.query(
    `select set_config('app.tenant_id', '${tenantId}', false); ` +
      `set session_replication_role = replica; ${FILL}; analyze; ` +
      "reset session_replication_role; reset app.tenant_id",
  )
  const asked: [text: string, values: unknown[]][] = []
  const watching = watched(asked)
  await askEverything(watching)
  const ledger = new VenueLedger(watching, { tenantId, venueId: "v2" as VenueId })
  await ledger.entries({ tournament: null, after: 20_000, limit: 100 })
  await ledger.entries({ tournament: unknownNight, after: 0, limit: 100 })
  await ledger.balances(unknownNight)
  await ledger.report("method", unknownNight)
  for (const [text, values] of asked.filter(([query]) => /^\s*(select|with own)/.test(query))) {
    const { rows } = await tenants.within(tenantId, (sql) =>
      sql.query(`explain (analyze, format json) ${text}`, values),
    )
    const [row] = v.parse(Explained, rows)
    const read = rowsRead(row["QUERY PLAN"][0].Plan)
    assert.ok(read <= MOST_ROWS, `${read} rows: ${text}\n${JSON.stringify(row)}`)
  }
})

/** Whoever adds a list says here how it is asked for. */
async function askEverything(watching: Tenants): Promise<void> {
  const member = { kind: "member", tenantId, memberId: "m", name: "m", role: "owner" } as never
  const venue = { kind: "venue", tenantId, venueId: "v2", token: "" } as never
  const { rows } = await tenants.within(tenantId, (sql) =>
    sql.query<{ id: string }>("select person_id as id from player where player_id = 'p5000'"),
  )
  const params = { person: rows[0]?.id ?? "", venue: "v2", tournament: "n200", league: LEAGUE }
  const parts = {
    tenants: watching,
    venues: new Venues(watching),
    members: new Members(watching),
    people: new People(watching),
    venuePlayers: new VenuePlayers(watching),
    library: new SharedLibrary(watching),
    leagues: new Leagues(watching),
    overview: new VenueOverview(watching, () => 0),
  }
  /* oxlint-disable-next-line typescript/no-unsafe-type-assertion -- hub and backup are of the one address that is left out */
  const lists = routes(parts as unknown as Parts).filter(
    ({ method, path }) => method === "GET" && path !== IN_THE_HUB,
  )
  assert.equal(lists.map(({ path }) => path).toSorted(), Object.keys(ASKED).toSorted())
  for (const { path, access, handle } of lists) {
    const request = new Request(`http://core.example/${ASKED[path]}`)
    const session = access === "venue" ? venue : member
    const answer = await handle({ session, request, params, address: "" }).catch(
      (error: unknown) => error,
    )
    // Who was not erased has no receipt of it.
    if (!path.endsWith("/erasure")) assert.is((answer as Response).status, 200, path)
  }
}

test.run()
