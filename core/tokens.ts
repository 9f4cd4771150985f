import { createHash, randomBytes, timingSafeEqual } from "node:crypto"
import * as v from "valibot"
import { TenantId, VenueId } from "../schemas/ids.ts"

/**
 * What Core gives out begins with whose it is, so that the door can be opened for that tenant before
 * anything is looked up: there is no table in which all tenants' tokens lie side by side.
 */
const SECRET_BYTES = 32

/** Of 32 random bytes nobody can find another with the same hash, so that one round is enough. */
export const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest()

/** A new secret behind these names. */
export const newToken = (...names: readonly string[]): string =>
  [...names, randomBytes(SECRET_BYTES).toString("base64url")].join(".")

const Parts = {
  venue: v.strictTuple([TenantId, VenueId, v.string()]),
  tenant: v.strictTuple([TenantId, v.string()]),
}

/** `<tenant>.<venue>.<secret>`: whose it says it is; `null` for what is no such token. */
export function readVenueToken(
  token: string | null,
): { tenantId: TenantId; venueId: VenueId } | null {
  const parts = v.safeParse(Parts.venue, token?.split("."))
  return parts.success ? { tenantId: parts.output[0], venueId: parts.output[1] } : null
}

/** `<tenant>.<secret>`: whose it says it is; `null` for what is no such token. */
export function readTenantToken(token: string | null): TenantId | null {
  const parts = v.safeParse(Parts.tenant, token?.split("."))
  return parts.success ? parts.output[0] : null
}

/** Whether a token is that of which the hash was kept. */
export const isTokenOf = (token: string, kept: Uint8Array | null): boolean =>
  kept !== null && timingSafeEqual(hashOf(token), kept)
