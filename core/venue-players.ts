import { randomUUID } from "node:crypto"
import * as v from "valibot"
import { PlayerId } from "../schemas/ids.ts"
import { VenuePlayer, type VenuePlayersPage } from "../schemas/people.ts"
import { erase } from "./erasing.ts"
import { noteRead } from "./personal-reads.ts"
import type { TenantSql, Tenants } from "./tenants.ts"
import type { VenueOf } from "./venues.ts"

/** So many players go back to a Leaf, or are named to it, at once. */
const PAGE = 500

/** What a venue's Leaf says of its players, and is told of them. */
export class VenuePlayers {
  readonly #tenants: Tenants

  constructor(tenants: Tenants) {
    this.#tenants = tenants
  }

  /**
   * Keeps what a Leaf knows of its players. The same again changes nothing; what is said of somebody
   * who was erased is not heard, from however old a backup it comes.
   */
  async keep({ tenantId, venueId }: VenueOf, players: readonly VenuePlayer[]): Promise<void> {
    const rows = players.map(({ playerId, name, details }) => ({
      player_id: playerId,
      name,
      details,
      person_id: randomUUID(),
    }))
    await this.#tenants.within(tenantId, async (sql) => {
      // One at a time for each venue, or the same new player could become two people.
      await sql.query("select from venue where venue_id = $1 for no key update", [venueId])
      await sql.query(KEEP, [venueId, JSON.stringify(rows)])
    })
  }

  /** What a new Leaf gets back: players after one, in the order of their ids. */
  page({ tenantId, venueId }: VenueOf, after: string): Promise<VenuePlayersPage> {
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query(
        'select player_id as "playerId", name, details, is_erased as "isErased" from player ' +
          "where venue_id = $1 and player_id > $2 order by player_id limit $3",
        [venueId, after, PAGE],
      )
      const page = v.parse(v.array(Restored), rows)
      const known = page.filter(({ isErased }) => !isErased)
      await noteRead(sql, `venue ${venueId}`, { what: "restore", people: known.length })
      return {
        players: known.map(({ isErased: _isErased, ...player }) => player),
        erased: page.flatMap(({ playerId, isErased }) => (isErased ? [playerId] : [])),
        next: page.length < PAGE ? null : (page.at(-1)?.playerId ?? null),
      }
    })
  }

  /** Players of whom this Leaf must erase everything and has not said that it did. */
  toErase({ tenantId, venueId }: VenueOf): Promise<PlayerId[]> {
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query<{ player_id: string }>(
        "select player_id from player " +
          "where venue_id = $1 and is_erased and erased_there_at is null limit $2",
        [venueId, PAGE],
      )
      return rows.map(({ player_id }) => v.parse(PlayerId, player_id))
    })
  }

  /**
   * A Leaf says that nothing is left of these players. Whoever asked for it there is erased at every
   * venue of the tenant.
   */
  async erasedThere(venue: VenueOf, playerIds: readonly PlayerId[]): Promise<void> {
    const { tenantId, venueId } = venue
    await this.#keepUnknown(venue, playerIds)
    await this.#tenants.within(tenantId, async (sql) => {
      for (const person of await peopleOf(sql, venueId, playerIds))
        await erase(sql, person, `venue ${venueId}`)
      await sql.query(
        "update player set erased_there_at = coalesce(erased_there_at, now()) " +
          "where venue_id = $1 and player_id = any($2)",
        [venueId, playerIds],
      )
    })
  }

  /** Somebody of whom Core never heard can have been erased too, and must not come up later. */
  async #keepUnknown({ tenantId, venueId }: VenueOf, ids: readonly PlayerId[]): Promise<void> {
    const unknown = await this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query<{ id: string }>(
        "select id from unnest($2::text[]) id where not exists " +
          "(select from player where venue_id = $1 and player_id = id)",
        [venueId, ids],
      )
      return rows.map(({ id }) => v.parse(PlayerId, id))
    })
    const nameless = unknown.map((playerId) => ({ playerId, name: "Player", details: null }))
    await this.keep({ tenantId, venueId }, nameless)
  }
}

const Restored = v.object({ ...VenuePlayer.entries, isErased: v.boolean() })

async function peopleOf(
  sql: TenantSql,
  venueId: string,
  playerIds: readonly PlayerId[],
): Promise<string[]> {
  const { rows } = await sql.query<{ person_id: string }>(
    "select distinct person_id from player where venue_id = $1 and player_id = any($2)",
    [venueId, playerIds],
  )
  return rows.map(({ person_id }) => person_id)
}

const KEEP = `
with incoming as (
  select * from json_to_recordset($2)
      as (player_id text, name text, details jsonb, person_id uuid)
), made as (
  insert into person (person_id)
  select person_id from incoming
   where not exists (
     select from player where venue_id = $1 and player.player_id = incoming.player_id)
), counted as (
  update venue set players = players + (
    select count(*) from incoming
     where not exists (
       select from player where venue_id = $1 and player.player_id = incoming.player_id))
   where venue_id = $1
)
insert into player (venue_id, player_id, person_id, name, details)
select $1, player_id, person_id, name, nullif(details, 'null') from incoming
on conflict (tenant_id, venue_id, player_id) do update
  set name = excluded.name, details = excluded.details
  where (player.name, player.details) is distinct from (excluded.name, excluded.details)
    and not player.is_erased`
