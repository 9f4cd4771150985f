import * as v from "valibot"
import type { TenantId, VenueId } from "../schemas/ids.ts"
import { type VenueKey, VenueName } from "../schemas/owner.ts"
import { millis } from "../schemas/units.ts"
import type { TenantSql, Tenants } from "./tenants.ts"
import { hashOf, isTokenOf, newToken, readTenantToken, readVenueToken } from "./tokens.ts"

/** So long a key to join waits for its Leaf. */
const KEY_LASTS_HOURS = 24
/** A contact is noted so seldom: a Leaf's token is used many times a minute. */
const CONTACT_IS_NEW_SECONDS = 60

/** A venue, by whose it is: two tenants' venues of one id have nothing to do with each other. */
export type VenueOf = { tenantId: TenantId; venueId: VenueId }

/** The venues of tenants, and the token with which each one's Leaf comes. */
export class Venues {
  readonly #tenants: Tenants

  constructor(tenants: Tenants) {
    this.#tenants = tenants
  }

  /** Makes a new token for a venue, which is added where it is new; one that it had is worth nothing. */
  issueToken({ tenantId, venueId }: VenueOf): Promise<string> {
    return this.#tenants.within(tenantId, (sql) =>
      replaceToken(sql, { tenantId, venueId }, venueId),
    )
  }

  /** Takes a venue's token away; what it has stored stays. @returns whether there is such a venue */
  revokeToken({ tenantId, venueId }: VenueOf): Promise<boolean> {
    return this.#tenants.within(tenantId, async (sql) => {
      const { rowCount } = await sql.query(
        "update venue set token_hash = null, former_token_hash = null where venue_id = $1",
        [venueId],
      )
      return rowCount === 1
    })
  }

  /** Gives a venue that there is another name. @returns whether there is */
  rename({ tenantId, venueId }: VenueOf, name: string): Promise<boolean> {
    return this.#tenants.within(tenantId, async (sql) => {
      const { rowCount } = await sql.query("update venue set name = $2 where venue_id = $1", [
        venueId,
        v.parse(VenueName, name),
      ])
      return rowCount === 1
    })
  }

  /** Makes a new token for a venue that there is; the one that it had is worth nothing. */
  renewToken({ tenantId, venueId }: VenueOf): Promise<string | null> {
    const token = newToken(tenantId, venueId)
    return this.#tenants.within(tenantId, async (sql) => {
      const { rowCount } = await sql.query(
        "update venue set token_hash = $2, former_token_hash = null where venue_id = $1",
        [venueId, hashOf(token)],
      )
      return rowCount === 1 ? token : null
    })
  }

  /** A key with which one Leaf joins within a day, once. */
  issueKey(tenantId: TenantId, venueName: string): Promise<VenueKey> {
    const key = newToken(tenantId)
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query<{ expires_at: Date }>(
        "insert into enrolment (key_hash, venue_name, expires_at) " +
          `values ($1, $2, now() + interval '${KEY_LASTS_HOURS} hours') returning expires_at`,
        [hashOf(key), v.parse(VenueName, venueName)],
      )
      return { key, expiresAt: millis(rows[0]?.expires_at.getTime() ?? 0) }
    })
  }

  /**
   * A Leaf joins: its venue becomes the tenant's whose key it has. The same Leaf may ask again with
   * the same key while the key lasts, as one that never got its answer must.
   * @returns its token; `null` where the key is nobody's, too old, or was another Leaf's
   */
  async join(key: string, venueId: VenueId): Promise<string | null> {
    const tenantId = readTenantToken(key)
    if (tenantId === null) return null
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query<{ venue_name: string }>(
        "update enrolment set used_by = $2 where key_hash = $1 and expires_at > now() " +
          "and (used_by is null or used_by = $2) returning venue_name",
        [hashOf(key), venueId],
      )
      const [found] = rows
      return found ? replaceToken(sql, { tenantId, venueId }, found.venue_name) : null
    })
  }

  /**
   * Gives a Leaf a new token for its own. The one it came with counts until the new one is used for
   * the first time, so that an answer that is lost locks nobody out.
   */
  rotateToken(venue: VenueOf, current: string): Promise<string> {
    const token = newToken(venue.tenantId, venue.venueId)
    return this.#tenants.within(venue.tenantId, async (sql) => {
      await sql.query(
        "update venue set former_token_hash = $2, token_hash = $3 where venue_id = $1",
        [venue.venueId, hashOf(current), hashOf(token)],
      )
      return token
    })
  }

  /** Whose token this is; `null` for nobody's. The venue has been in contact by that. */
  async find(token: string | null): Promise<VenueOf | null> {
    const said = readVenueToken(token)
    if (token === null || said === null) return null
    return this.#tenants.within(said.tenantId, async (sql) => {
      const { rows } = await sql.query<Tokens>(
        "select token_hash, former_token_hash, " +
          `coalesce(last_contact_at > now() - interval '${CONTACT_IS_NEW_SECONDS} seconds', false) ` +
          "as is_noted from venue where venue_id = $1",
        [said.venueId],
      )
      const [kept] = rows
      if (!kept) return null
      const isNew = isTokenOf(token, kept.token_hash)
      if (!isNew && !isTokenOf(token, kept.former_token_hash)) return null
      if (isNew && kept.former_token_hash !== null)
        await sql.query("update venue set former_token_hash = null where venue_id = $1", [
          said.venueId,
        ])
      if (!kept.is_noted)
        await sql.query("update venue set last_contact_at = now() where venue_id = $1", [
          said.venueId,
        ])
      return said
    })
  }
}

type Tokens = {
  token_hash: Buffer | null
  former_token_hash: Buffer | null
  is_noted: boolean
}

async function replaceToken(sql: TenantSql, venue: VenueOf, name: string): Promise<string> {
  const token = newToken(venue.tenantId, venue.venueId)
  await sql.query(
    "insert into venue (venue_id, name, token_hash) values ($1, $2, $3) " +
      "on conflict (tenant_id, venue_id) do update " +
      "set token_hash = excluded.token_hash, former_token_hash = null",
    [venue.venueId, v.parse(VenueName, name), hashOf(token)],
  )
  return token
}
