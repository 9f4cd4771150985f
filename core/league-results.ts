import * as v from "valibot"
import { ledgerPartOf } from "../domain/ledger-part.ts"
import { resultsOf } from "../domain/league-results.ts"
import type { Counted } from "../domain/leagues.ts"
import type { LeagueResult } from "../domain/points.ts"
import { readTournament } from "../domain/tournament.ts"
import { tournamentRoom } from "../schemas/documents/rooms.ts"
import { Entry } from "../schemas/entry.ts"
import { PlayerId } from "../schemas/ids.ts"
import type { Tenants } from "./tenants.ts"
import { readRooms } from "./venue-documents.ts"
import type { VenueOf } from "./venues.ts"

const Whole = v.pipe(v.number(), v.safeInteger())
const Result = v.object({
  playerId: PlayerId,
  place: Whole,
  entries: Whole,
  buyInCents: Whole,
  expenseCents: Whole,
  paidPlaces: Whole,
  prizeCents: Whole,
  poolCents: Whole,
  knockouts: Whole,
})
const Kept = v.object({ basis: v.string(), results: v.nullable(v.array(Result)) })

/**
 * What everybody did in a tournament of a venue, `null` where it is not over. It is kept with how far
 * ledger and documents had come, and read anew only when one of them has gone on.
 */
export async function resultsAt(
  tenants: Tenants,
  venue: VenueOf,
  counted: Counted,
): Promise<LeagueResult[] | null> {
  const { tenantId, venueId } = venue
  const rooms = counted.parts.map(({ id }) => tournamentRoom(id))
  const { basis, kept } = await tenants.within(tenantId, async (sql) => {
    const { rows } = await sql.query<{ basis: string }>(BASIS, [venueId, counted.id, rooms])
    const known = await sql.query(
      "select basis, results from night_result where venue_id = $1 and tournament_id = $2",
      [venueId, counted.id],
    )
    return {
      // How the venue lists it decides too: its parts, and whether it was put away.
      basis: `${rows[0]?.basis} ${JSON.stringify(counted)}`,
      kept: known.rows[0] ? v.parse(Kept, known.rows[0]) : null,
    }
  })
  if (kept?.basis === basis) return kept.results
  const read = await readRooms(
    tenants,
    tenantId,
    rooms.map((room) => ({ venueId, room })),
  )
  const stages = counted.parts.map(({ id, part }) => ({
    part,
    state: readTournament(read({ venueId, room: tournamentRoom(id) })),
  }))
  const ledger = ledgerPartOf(counted.id, await linesOf(tenants, venue, counted))
  const results = resultsOf({ stages, ledger, isPutAway: counted.isPutAway })
  await tenants.within(tenantId, (sql) =>
    sql.query(KEEP, [venueId, counted.id, basis, results && JSON.stringify(results)]),
  )
  return results
}

function linesOf(tenants: Tenants, { tenantId, venueId }: VenueOf, { id }: Counted) {
  return tenants.within(tenantId, async (sql) => {
    const { rows } = await sql.query<{ line: string }>(
      "select line from ledger_entry where venue_id = $1 and tournament_id = $2 order by sequence",
      [venueId, id],
    )
    return rows.map(({ line }) => v.parse(Entry, JSON.parse(line)))
  })
}

const BASIS = `
select concat_ws(' ',
  (select lines from night where venue_id = $1 and tournament_id = $2),
  (select string_agg(room || ' ' || last_sequence, ' ' order by room)
     from document_room where venue = $1 and room = any($3))) as basis`

const KEEP = `
insert into night_result (venue_id, tournament_id, basis, results) values ($1, $2, $3, $4)
on conflict (tenant_id, venue_id, tournament_id) do update
  set basis = excluded.basis, results = excluded.results`
