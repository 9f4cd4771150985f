import * as v from "valibot"
import { type PlayerId, type TenantId, VenueId } from "../schemas/ids.ts"
import {
  ErasureLine,
  ErasureReceipt,
  type PeoplePage,
  Person,
  PersonalRead,
  PersonId,
  PersonLine,
} from "../schemas/people.ts"
import { erase } from "./erasing.ts"
import { noteRead } from "./personal-reads.ts"
import type { TenantSql, Tenants } from "./tenants.ts"

const PAGE = 50

/**
 * The people of a tenant. Whoever reads one says who they are, and it is written down in the same
 * transaction: there is no other way to read.
 */
export class People {
  readonly #tenants: Tenants

  constructor(tenants: Tenants) {
    this.#tenants = tenants
  }

  /**
   * Players by name, a page at a time.
   * @param search part of a name
   * @param after `next` of the page before
   */
  page(
    tenantId: TenantId,
    reader: string,
    { search, after }: { search: string; after: string },
  ): Promise<PeoplePage> {
    const [name = "", venueId = "", playerId = ""] = after.split("\n")
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query(PAGE_OF_PLAYERS, [
        name,
        venueId,
        playerId,
        `%${search.toLowerCase().replaceAll(/[\\%_]/g, "\\$&")}%`,
        PAGE,
      ])
      const lines = v.parse(v.array(Line), rows)
      await noteRead(sql, reader, { what: "list", people: lines.length })
      const last = lines.length < PAGE ? undefined : lines.at(-1)
      return {
        people: lines.map(({ sortName: _sortName, venueId: _venueId, ...line }) => line),
        next: last ? [last.sortName, last.venueId, last.playerId].join("\n") : null,
      }
    })
  }

  /** Everything about one person; `null` for nobody. */
  find(tenantId: TenantId, reader: string, id: string): Promise<Person | null> {
    return this.#tenants.within(tenantId, (sql) => readPerson(sql, reader, id, "person"))
  }

  /** Everything about one person, for that person. */
  export(tenantId: TenantId, reader: string, id: string): Promise<Person | null> {
    return this.#tenants.within(tenantId, (sql) => readPerson(sql, reader, id, "export"))
  }

  /**
   * Two people turn out to be one: the other's players become this one's.
   * @returns whether both are there, differ, and neither was erased
   */
  link(tenantId: TenantId, id: string, other: string): Promise<boolean> {
    if (id === other || !v.is(PersonId, id) || !v.is(PersonId, other)) return Promise.resolve(false)
    return this.#tenants.within(tenantId, async (sql) => {
      const { rowCount } = await sql.query(
        "select from person where person_id in ($1, $2) and erased_at is null for update",
        [id, other],
      )
      if (rowCount !== 2) return false
      await sql.query("update player set person_id = $1 where person_id = $2", [id, other])
      await sql.query("delete from person where person_id = $1", [other])
      return true
    })
  }

  /** Takes a link back: one venue's player is a person of its own again. @returns who that is now */
  unlink(
    tenantId: TenantId,
    id: string,
    { venueId, playerId }: { venueId: VenueId; playerId: PlayerId },
  ): Promise<string | null> {
    if (!v.is(PersonId, id)) return Promise.resolve(null)
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows: players } = await sql.query<{ venue_id: string; player_id: string }>(
        "select venue_id, player_id from player where person_id = $1 and not is_erased for update",
        [id],
      )
      const isOneOfSeveral =
        players.length > 1 &&
        players.some((each) => each.venue_id === venueId && each.player_id === playerId)
      if (!isOneOfSeveral) return null
      const { rows } = await sql.query<{ person_id: string }>(
        "insert into person default values returning person_id",
      )
      await sql.query("update player set person_id = $1 where venue_id = $2 and player_id = $3", [
        rows[0]?.person_id,
        venueId,
        playerId,
      ])
      return rows[0]?.person_id ?? null
    })
  }

  /**
   * Erases a person at every venue: here at once, at each Leaf when it is next in contact.
   * @param askedBy a member's id, or what asked
   * @returns the receipt, the same for one who was erased before; `null` for nobody
   */
  erase(tenantId: TenantId, id: string, askedBy: string): Promise<ErasureReceipt | null> {
    if (!v.is(PersonId, id)) return Promise.resolve(null)
    return this.#tenants.within(tenantId, async (sql) => {
      await erase(sql, id, askedBy)
      return receiptOf(sql, id)
    })
  }

  /** What became of an erasure, as far as the Leaves have said. */
  receipt(tenantId: TenantId, id: string): Promise<ErasureReceipt | null> {
    if (!v.is(PersonId, id)) return Promise.resolve(null)
    return this.#tenants.within(tenantId, (sql) => receiptOf(sql, id))
  }

  /** The last erasures, newest first, with at how many venues nothing is left. */
  erasures(tenantId: TenantId): Promise<ErasureLine[]> {
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query(
        `select erasure_id as "erasureId", erasure.person_id as "personId",
                ${millisOf("asked_at")} as "askedAt", asked_by as "askedBy",
                seen.venues, seen.gone as "erasedAt"
           from (select * from erasure order by asked_at desc, person_id limit 200) erasure
           cross join lateral (
             select count(*)::int as venues, count(erased_there_at)::int as gone
               from player where person_id = erasure.person_id) seen
          order by asked_at desc`,
      )
      return v.parse(v.array(ErasureLine), rows)
    })
  }

  /** The last reads of personal data, newest first. */
  reads(tenantId: TenantId): Promise<PersonalRead[]> {
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query(
        `select ${millisOf("at")} as at, reader, what, person_id as "personId", people
           from personal_read order by personal_read.at desc limit 200`,
      )
      return v.parse(v.array(PersonalRead), rows)
    })
  }
}

async function readPerson(
  sql: TenantSql,
  reader: string,
  id: string,
  what: "person" | "export",
): Promise<Person | null> {
  if (!v.is(PersonId, id)) return null
  const { rows } = await sql.query<{ isErased: boolean }>(
    'select erased_at is not null as "isErased" from person where person_id = $1',
    [id],
  )
  const [found] = rows
  if (!found) return null
  const players = await sql.query(PLAYERS_OF_PERSON, [id])
  // What goes to the person names nobody else.
  const maybeSame = what === "export" ? [] : (await sql.query(MAYBE_SAME, [id])).rows
  await noteRead(sql, reader, { what, personId: id, people: 1 + maybeSame.length })
  return v.parse(Person, { personId: id, ...found, players: players.rows, maybeSame })
}

async function receiptOf(sql: TenantSql, personId: string): Promise<ErasureReceipt | null> {
  const { rows } = await sql.query(
    `select erasure_id as "erasureId", person_id as "personId",
            ${millisOf("asked_at")} as "askedAt", asked_by as "askedBy"
       from erasure where person_id = $1`,
    [personId],
  )
  if (!rows[0]) return null
  const venues = await sql.query(
    `select venue_id as "venueId", venue.name as "venueName", player_id as "playerId",
            ${millisOf("erased_there_at")} as "erasedAt", ${millisOf("keep_until")} as "keptUntil"
       from player join venue using (tenant_id, venue_id)
       left join kept_identity using (tenant_id, venue_id, player_id)
      where person_id = $1 order by venue.name, player_id`,
    [personId],
  )
  return v.parse(ErasureReceipt, { ...rows[0], venues: venues.rows })
}

/** Milliseconds since 1970, as everywhere in Felt. */
const millisOf = (column: string): string => `floor(extract(epoch from ${column}) * 1000)::float8`

const Line = v.object({ ...PersonLine.entries, sortName: v.string(), venueId: VenueId })

/** Found in the index alone, whose part of a tenant is small; only the page itself is fetched. */
const PAGE_OF_PLAYERS = `
with found as materialized (
  select sort_name, venue_id, player_id from player
   where (sort_name, venue_id, player_id) > ($1, $2, $3) and sort_name like $4
   order by sort_name, venue_id, player_id limit $5)
select person_id as "personId", player.name, venue.name as "venueName", player_id as "playerId",
       is_erased as "isErased", found.sort_name as "sortName", venue_id as "venueId"
  from found
  join player using (venue_id, player_id)
  join venue using (tenant_id, venue_id)
 order by found.sort_name, venue_id, player_id`

const PLAYERS_OF_PERSON = `
select venue_id as "venueId", venue.name as "venueName", player_id as "playerId", player.name,
       details, ${millisOf("first_seen_at")} as "firstSeenAt"
  from player join venue using (tenant_id, venue_id)
 where person_id = $1 order by first_seen_at, venue_id, player_id`

/** The same address or number, or the same name and date of birth. A person decides. */
const MAYBE_SAME = `
with own as materialized (select * from player where person_id = $1)
select distinct on (other.person_id) other.person_id as "personId", other.name, because
  from (
    select 1 as rank, 'email' as because, other.person_id, other.name
      from own join player other on other.email = own.email
    union all
    select 2, 'phone', other.person_id, other.name
      from own join player other on other.phone = own.phone
    union all
    select 3, 'birthDate', other.person_id, other.name
      from own
      join player other on other.sort_name = own.sort_name and other.birth_date = own.birth_date
  ) other
 where other.person_id <> $1
 order by other.person_id, rank limit 20`
