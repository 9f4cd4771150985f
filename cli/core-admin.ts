import process from "node:process"
import * as v from "valibot"
import { readConfig } from "../core/config.ts"
import { poolOf } from "../core/database.ts"
import { Members } from "../core/members.ts"
import { type Tenant, TenantName, Tenants } from "../core/tenants.ts"
import { Venues } from "../core/venues.ts"
import { StartRefused } from "../program/start-refused.ts"
import { type TenantId, VenueId } from "../schemas/ids.ts"
import { describeIssues } from "../schemas/issues.ts"
import { MemberRole, SignInName, type VenueKey, VenueName } from "../schemas/owner.ts"
import { InputError } from "./input-error.ts"

/** What whoever runs Core does on its machine, on the database of this environment, which must run. */

type Invitation = { invitation: string | null; open: string | null }

/** An invitation, and where it is opened at Core's address: what is behind the # reaches no server's log. */
const invitationOf = (invitation: string | null): Invitation => ({
  invitation,
  open: invitation === null ? null : `/owner#invitation=${invitation}`,
})

/** Adds a tenant, with an invitation for the first person who is to sign in for it. */
export const addTenant = (
  name: string,
  ownerName: string,
): Promise<{ tenantId: TenantId } & Invitation> =>
  withCore(async ({ tenants, members }) => {
    const tenantName = read(TenantName, name)
    const owner = read(SignInName, ownerName)
    const tenantId = await tenants.add(tenantName)
    return { tenantId, ...invitationOf(await members.invite(tenantId, owner, "owner")) }
  })

export const listTenants = (): Promise<{ tenants: Tenant[] }> =>
  withCore(async ({ tenants }) => ({ tenants: await tenants.list() }))

/** @throws InputError where the name is taken */
export const inviteMember = (tenantId: string, name: string, role: string) =>
  withCore(async ({ tenants, members }) => {
    const tenant = await knownTenant(tenants, tenantId)
    const invitation = await members.invite(tenant, read(SignInName, name), read(MemberRole, role))
    if (invitation !== null) return invitationOf(invitation)
    throw new InputError(`There is a "${name}" already: choose another name.`)
  })

/** A key with which a new venue's Leaf joins: POST /api/venue/join. */
export const issueKey = (tenantId: string, venueName: string): Promise<VenueKey> =>
  withCore(async ({ tenants, venues }) =>
    venues.issueKey(await knownTenant(tenants, tenantId), read(VenueName, venueName)),
  )

/**
 * Gives a venue a new token; one that it had is worth nothing from then on.
 * @param revoke takes the token away and gives none
 * @throws InputError for what is no id
 */
export const venueToken = (
  tenantId: string,
  id: string,
  { revoke }: { revoke: boolean },
): Promise<{ venueId: VenueId; token: string | null }> =>
  withCore(async ({ tenants, venues }) => {
    const venueId = v.safeParse(VenueId, id)
    if (!venueId.success)
      throw new InputError(`"${id}" is no venue's id: see GET /api/venue of its Leaf.`)
    const venue = { tenantId: await knownTenant(tenants, tenantId), venueId: venueId.output }
    if (!revoke) return { venueId: venue.venueId, token: await venues.issueToken(venue) }
    await venues.revokeToken(venue)
    return { venueId: venue.venueId, token: null }
  })

async function knownTenant(tenants: Tenants, id: string): Promise<TenantId> {
  const known = await tenants.list()
  const found = known.find(({ tenantId }) => tenantId === id)
  if (found) return found.tenantId
  throw new InputError(`There is no tenant ${id}: felt tenant list.`)
}

function read<Output>(schema: v.GenericSchema<unknown, Output>, value: string): Output {
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  throw new InputError(describeIssues(parsed.issues))
}

/** Undefined role or table: a database in which no Core was ever started. */
const IS_NEW = ["28000", "42P01", "22023"]

/** @throws StartRefused where the database does not answer */
async function withCore<T>(
  work: (parts: { tenants: Tenants; venues: Venues; members: Members }) => Promise<T>,
): Promise<T> {
  const pool = poolOf(readConfig(process.env))
  const tenants = new Tenants(pool, () => {})
  try {
    return await work({ tenants, venues: new Venues(tenants), members: new Members(tenants) })
  } catch (cause) {
    if (cause instanceof InputError) throw cause
    const isNew = cause instanceof Error && "code" in cause && IS_NEW.includes(String(cause.code))
    const why = isNew ? "No Core was ever started on it" : String(cause)
    throw new StartRefused(`Core's database does not answer: ${why}. Start Core: npm run core.`, {
      cause,
    })
  } finally {
    await pool.end()
  }
}
