import process from "node:process"
import * as v from "valibot"
import { readConfig } from "../core/config.ts"
import { poolOf } from "../core/database.ts"
import { Venues } from "../core/venues.ts"
import { StartRefused } from "../program/start-refused.ts"
import { VenueId } from "../schemas/ids.ts"
import { InputError } from "./input-error.ts"

/** Undefined table: a database in which no Core was ever started. */
const NO_TABLE = "42P01"

/**
 * Gives a venue a new token for the Core of this environment, which must run; one that it had is
 * worth nothing from then on.
 * @param revoke takes the token away and gives none
 * @throws InputError for what is no venue's id, StartRefused where the database does not answer
 */
export async function venueToken(
  id: string,
  { revoke }: { revoke: boolean },
): Promise<{ venueId: VenueId; token: string | null }> {
  const venueId = v.safeParse(VenueId, id)
  if (!venueId.success)
    throw new InputError(`"${id}" is no venue's id: see GET /api/venue of its Leaf.`)
  const pool = poolOf(readConfig(process.env))
  try {
    const venues = new Venues(pool)
    if (!revoke) return { venueId: venueId.output, token: await venues.issueToken(venueId.output) }
    await venues.revokeToken(venueId.output)
    return { venueId: venueId.output, token: null }
  } catch (cause) {
    const isNew = cause instanceof Error && "code" in cause && cause.code === NO_TABLE
    const why = isNew ? "No Core was ever started on it" : String(cause)
    throw new StartRefused(`Core's database does not answer: ${why}. Start Core: npm run core.`, {
      cause,
    })
  } finally {
    await pool.end()
  }
}
