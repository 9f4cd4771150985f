import type { Pool } from "pg"
import * as v from "valibot"
import * as Y from "yjs"
import type { Tenants } from "../../core/tenants.ts"
import { newClock, startClock } from "../../domain/clock.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { type TenantId, TournamentId, VenueId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import { PostgresDocumentStore } from "../../sync-server/document-store-postgres.ts"
import { tournamentOf } from "../../tests/support/tablet.ts"

/** How much a tenant has. */
export type Size = { venues: number; players: number; lines: number }

/** Lines of a night of 127 players with rebuys and add-ons. */
export const LINES_OF_A_NIGHT = 400
const HOUR_MS = 3_600_000

export const venueOf = (index: number) => v.parse(VenueId, `venue-${index}`)
export const nightsOf = ({ venues, lines }: Size): number => lines / venues / LINES_OF_A_NIGHT

/** The last night of every venue is tonight. */
export const lastNight = (size: Size) => v.parse(TournamentId, `night-${nightsOf(size) - 1}`)

/**
 * Gives a tenant years of venues, as whoever owns the tables and without looking at each foreign key:
 * through Core it would take an hour.
 */
export async function fill(owner: Pool, tenants: Tenants, tenantId: TenantId, size: Size) {
  const client = await owner.connect()
  try {
    await client.query(`begin; set local session_replication_role = replica;
      set local synchronous_commit = off; set local work_mem = '256MB'`)
    await client.query("select set_config('app.tenant_id', $1, true)", [tenantId])
    const { venues, players } = size
    const now = Date.now() - HOUR_MS
    await client.query(
      "insert into venue (venue_id, name) select 'venue-' || n, 'Card room ' || n " +
        "from generate_series(0, $1::int - 1) n on conflict do nothing",
      [venues],
    )
    await client.query(PEOPLE, [venues, players])
    await client.query(LINES, [venues, size.lines / venues, LINES_OF_A_NIGHT, players, now])
    await client.query(POSTINGS)
    for (const statement of KEPT) await client.query(statement)
    await client.query("commit")
  } finally {
    client.release()
  }
  const documents = makeDocuments(size)
  for (let index = 0; index < size.venues; index++) {
    const store = await PostgresDocumentStore.open(tenants.poolOf(tenantId), venueOf(index))
    await store.append(venueRoom(venueOf(index)), documents.venue)
    await store.append(tournamentRoom(lastNight(size)), documents.floor)
  }
}

/** The names of all nights of a venue, and the floor of tonight. */
function makeDocuments(size: Size) {
  const venue = new Registers(new Y.Doc())
  for (let night = 0; night < nightsOf(size); night++)
    venue.set(`tournament/night-${night}`, { name: `Night ${night}`, createdAt: night })
  const floor = tournamentOf(127)
  const levels = floor.read().tournament?.structure.levels ?? []
  floor.registers.set("clock", startClock(levels, newClock(), millis(Date.now() - HOUR_MS)))
  return {
    venue: Y.encodeStateAsUpdate(venue.doc),
    floor: Y.encodeStateAsUpdate(floor.registers.doc),
  }
}

/** Everybody plays at one venue; six of ten have given their address, and some have the same name. */
const PEOPLE = `
with known as (
  select v, n, gen_random_uuid() as person_id,
         (array['Anna','Bo','Clara','David','Emil','Freja','Gustav','Hanne','Ida','Jens','Karl',
                'Lone','Mads','Nora','Oskar','Pia','Rasmus','Sofie','Thor','Ulla'])[1 + n % 20] || ' ' ||
         (array['Andersen','Berg','Christensen','Dahl','Eriksen','Frandsen','Gade','Holm','Iversen',
                'Jensen','Krogh','Lund','Madsen','Nielsen','Olsen','Poulsen','Riis','Skov','Thomsen',
                'Winther'])[1 + n / 20 % 20] || ' ' || n as name
    from generate_series(0, $1::int - 1) v, generate_series(1, $2::int) n
), persons as (
  insert into person (person_id) select person_id from known
)
insert into player (venue_id, player_id, person_id, name, details)
select 'venue-' || v, 'p' || n, person_id, name,
       case when n % 10 < 6 then jsonb_build_object(
         'consent', jsonb_build_object('version', 1, 'at', 1, 'purposes', array['age', 'reach']),
         'contact', jsonb_build_object('email', 'p' || n || '@' || v || '.example',
           'phone', '+45' || (10000000 + v * 100000 + n)::text,
           'birthDate', (date '1960-01-01' + n % 15000)::text)) end
  from known`

/** Buy-ins, one after the other; each night's lines together, a night every third day. */
const LINES = `
insert into ledger_entry (venue_id, sequence, intent_id, tournament_id, kind, outcome, player_id,
                          entry_id, staff_id, device_id, recorded_at_ms, line)
select 'venue-' || v, n, uuidv7(), 'night-' || (n - 1) / $3::int, 'buy-in', 'accepted',
       'p' || 1 + (n * 7) % $4::int, 'e' || n, 'staff-' || n % 5, 'tablet-' || n % 3,
       $5::bigint - (($2::int - n) / $3::int) * 259200000::bigint + n % $3::int,
       repeat(md5(n::text), 22)
  from generate_series(0, $1::int - 1) v, generate_series(1, $2::int) n`

const POSTINGS = `
insert into ledger_posting (venue_id, sequence, leg, tournament_id, account, amount_cents)
select venue_id, sequence, leg, tournament_id, account, cents
  from ledger_entry
  join (values (0, 'cash', 5500), (1, 'prizePool', -5000), (2, 'house:fee', -500))
       leg (leg, name, cents) on true
 cross join lateral (select case when name <> 'cash' then name
     when sequence % 3 = 0 then 'card:terminal' else 'cash:drawer' end as account) paid
 where tenant_id = current_tenant()`

const KEPT = [
  `insert into night (venue_id, tournament_id, first_at_ms, last_at_ms, lines)
   select venue_id, tournament_id, min(recorded_at_ms), max(recorded_at_ms), count(*)
     from ledger_entry where tenant_id = current_tenant() group by 1, 2`,
  `insert into night_account (venue_id, tournament_id, account, debit_cents, credit_cents)
   select venue_id, tournament_id, account, coalesce(sum(greatest(amount_cents, 0)), 0),
          coalesce(-sum(least(amount_cents, 0)), 0)
     from ledger_posting where tenant_id = current_tenant() group by 1, 2, 3`,
  // As many accounts as a night with tills, bounties and staff has.
  `insert into night_account (venue_id, tournament_id, account, debit_cents, credit_cents)
   select venue_id, tournament_id, account, lines, lines
     from night, unnest(array['bountyPool', 'staff:fee', 'bank:transfer', 'vouchers']) account
    where tenant_id = current_tenant()`,
  `insert into player_seen (venue_id, player_id, last_at_ms, nights, last_tournament_id)
   select venue_id, player_id, max(recorded_at_ms), count(distinct tournament_id),
          max(tournament_id)
     from ledger_entry where tenant_id = current_tenant() group by 1, 2`,
  `insert into ledger_head (venue_id, sequence, hash)
   select venue_id, max(sequence), 'h' from ledger_entry
    where tenant_id = current_tenant() group by 1`,
  `insert into personal_read (at, reader, what, people)
   select now() - n * interval '1 minute', 'm', 'list', 50 from generate_series(1, 50000) n`,
  `insert into library_head (last_number) values (5000)`,
  `insert into library_change (number, item_id, hash, change, venue_id)
   select n, 'item-' || n % 100, sha256(n::text::bytea), decode(repeat(md5(n::text), 10), 'hex'),
          'venue-0'
     from generate_series(1, 5000) n`,
]
