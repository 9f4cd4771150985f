import * as v from "valibot"
import { GENESIS_HASH } from "../domain/ledger.ts"
import { type TenantId, VenueId } from "../schemas/ids.ts"
import type { OwnedVenue, OwnedVenues } from "../schemas/owner.ts"
import { Count, type Millis, millis } from "../schemas/units.ts"
import type { Tenants } from "./tenants.ts"
import type { VenueOf } from "./venues.ts"

/** The venues of a tenant, as their owner sees them. */
export class VenueOverview {
  readonly #tenants: Tenants
  readonly #lastOf: (venue: VenueOf) => number

  /** @param lastOf the last line of a venue's ledger that has come in, stored or not */
  constructor(tenants: Tenants, lastOf: (venue: VenueOf) => number) {
    this.#tenants = tenants
    this.#lastOf = lastOf
  }

  look(tenantId: TenantId): Promise<OwnedVenues> {
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query(VENUES)
      const { rows: keys } = await sql.query(
        "select venue_name as name, expires_at from enrolment " +
          "where used_by is null and expires_at > now() order by expires_at, venue_name",
      )
      const { rows: own } = await sql.query("select name, now() as now from tenant")
      const [{ name, now }] = v.parse(v.tuple([Own]), own)
      return {
        organisation: name,
        now: at(now),
        venues: v.parse(v.array(Row), rows).map((row) => this.#seen(tenantId, row)),
        keys: v
          .parse(v.array(Key), keys)
          .map((key) => ({ name: key.name, expiresAt: at(key.expires_at) })),
      }
    })
  }

  #seen(tenantId: TenantId, row: v.InferOutput<typeof Row>): OwnedVenue {
    const { venue_id: venueId, lines, alarm, alarm_at: alarmAt } = row
    return {
      venueId,
      name: row.name,
      hasToken: row.has_token,
      lastContactAt: row.last_contact_at && at(row.last_contact_at),
      ledger: {
        lines,
        hash: row.hash ?? GENESIS_HASH,
        waiting: Math.max(0, this.#lastOf({ tenantId, venueId }) - lines),
        takenAt: row.taken_at && at(row.taken_at),
        alarm: alarm === null || alarmAt === null ? null : { text: alarm, since: at(alarmAt) },
      },
      documents: row.documents,
      players: row.players,
      toErase: row.to_erase,
      jurisdiction: row.jurisdiction,
    }
  }
}

const at = (date: Date): Millis => millis(date.getTime())

const Own = v.object({ name: v.string(), now: v.date() })
const Key = v.object({ name: v.string(), expires_at: v.date() })
const Row = v.object({
  venue_id: VenueId,
  name: v.string(),
  has_token: v.boolean(),
  last_contact_at: v.nullable(v.date()),
  lines: v.pipe(v.string(), v.transform(Number), Count),
  hash: v.nullable(v.string()),
  taken_at: v.nullable(v.date()),
  alarm: v.nullable(v.string()),
  alarm_at: v.nullable(v.date()),
  documents: Count,
  players: Count,
  to_erase: Count,
  jurisdiction: v.string(),
})

/** Beyond so many nobody needs to know how many documents there are, and counting them takes long. */
const MOST_COUNTED = 1_000

/** A head without a line says when it was made, and not when one was stored. */
const VENUES = `
select venue.venue_id, venue.name, venue.token_hash is not null as has_token,
       venue.last_contact_at, venue.jurisdiction,
       coalesce(head.sequence, 0)::text as lines, head.hash,
       case when head.sequence > 0 then head.taken_at end as taken_at,
       head.alarm, head.alarm_at,
       (select count(*)::int from (
          select from document_room room where room.venue = venue.venue_id limit ${MOST_COUNTED}
        ) rooms) as documents,
       venue.players,
       (select count(*)::int from player
         where player.venue_id = venue.venue_id and is_erased and erased_there_at is null)
         as to_erase
  from venue left join ledger_head head using (tenant_id, venue_id)
 order by lower(venue.name), venue.venue_id`
