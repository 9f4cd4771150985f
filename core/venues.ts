import { createHash, randomBytes } from "node:crypto"
import type { ClientBase, Pool } from "pg"
import * as v from "valibot"
import { VenueId } from "../schemas/ids.ts"
import { migrate } from "../sync-server/migrate.ts"

const TOKEN_BYTES = 32

/** Each is run once in every database, in this order; what stands here is never changed, only added to. */
const MIGRATIONS = [
  `
create table venue (
  venue text primary key,
  -- Of the token only the hash is kept: who reads the table cannot come in with it.
  token_hash bytea unique,
  enrolled_at timestamptz not null default now()
);`,
] as const

export const migrateVenues = (client: ClientBase): Promise<void> =>
  migrate(client, "venues", MIGRATIONS)

/** The venues that Core backs up, and the token with which each one's Leaf comes. */
export class Venues {
  readonly #pool: Pick<Pool, "query">

  constructor(pool: Pick<Pool, "query">) {
    this.#pool = pool
  }

  /** Makes a new token for a venue; one that it had is worth nothing from then on. */
  async issueToken(venue: VenueId): Promise<string> {
    const token = randomBytes(TOKEN_BYTES).toString("base64url")
    await this.#pool.query(
      "insert into venue (venue, token_hash) values ($1, $2) " +
        "on conflict (venue) do update set token_hash = excluded.token_hash",
      [venue, hashOf(token)],
    )
    return token
  }

  /** Takes a venue's token away; what it has stored stays. */
  async revokeToken(venue: VenueId): Promise<void> {
    await this.#pool.query("update venue set token_hash = null where venue = $1", [venue])
  }

  /** Whose token this is; `null` for nobody's. */
  async find(token: string | null): Promise<VenueId | null> {
    if (token === null) return null
    const { rows } = await this.#pool.query<{ venue: string }>(
      "select venue from venue where token_hash = $1",
      [hashOf(token)],
    )
    return rows[0] ? v.parse(VenueId, rows[0].venue) : null
  }
}

/** Of 32 random bytes nobody can find another with the same, so that one round is enough. */
const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest()
