import * as v from "valibot"
import type { JurisdictionName } from "../domain/jurisdictions.ts"
import { type NightAccounts, Payment } from "../schemas/accounts.ts"
import { AccountSum } from "../schemas/nights.ts"
import type { TenantId, TournamentId, VenueId } from "../schemas/ids.ts"
import { noteRead } from "./personal-reads.ts"
import type { Tenants } from "./tenants.ts"

type Asked = { venueId: VenueId; tournamentId: TournamentId }

/**
 * The accounts of a tournament as an inspector asks for them: every payment with its time, method,
 * amount and who it was with. Whoever was erased is named as long as the venue's law wants it.
 * @returns `null` where there is no such tournament
 */
export function nightAccounts(
  tenants: Tenants,
  tenantId: TenantId,
  reader: string,
  { venueId, tournamentId }: Asked,
): Promise<NightAccounts | null> {
  const asked = [venueId, tournamentId]
  return tenants.within(tenantId, async (sql) => {
    const { rows: sums } = await sql.query(SUMS, asked)
    if (sums.length === 0) return null
    const { rows } = await sql.query(PAYMENTS, asked)
    const payments = v.parse(v.array(Payment), rows)
    const people = new Set(payments.map(({ playerId }) => playerId)).size
    await noteRead(sql, reader, { what: "accounts", people })
    return { venueId, tournamentId, accounts: v.parse(v.array(AccountSum), sums), payments }
  })
}

/** Says by which country's law a venue goes. @returns whether there is such a venue */
export function setJurisdiction(
  tenants: Tenants,
  tenantId: TenantId,
  { venueId, jurisdiction }: { venueId: string; jurisdiction: JurisdictionName },
): Promise<boolean> {
  return tenants.within(tenantId, async (sql) => {
    const { rowCount } = await sql.query("update venue set jurisdiction = $2 where venue_id = $1", [
      venueId,
      jurisdiction,
    ])
    return rowCount === 1
  })
}

const SUMS = `
select account, debit_cents::float8 as "debitCents", credit_cents::float8 as "creditCents"
  from night_account where venue_id = $1 and tournament_id = $2 order by account`

const PAYMENTS = `
select tendered.sequence::int as sequence, entry.recorded_at_ms::float8 as at, tendered.kind,
       tendered.method, tendered.amount_cents::float8 as "amountCents",
       tendered.player as "playerId", coalesce(kept.name, player.name) as name
  from ledger_tendered tendered
  join ledger_entry entry using (tenant_id, venue_id, sequence)
  left join player
    on (player.tenant_id, player.venue_id, player.player_id)
     = (tendered.tenant_id, tendered.venue_id, tendered.player)
  left join kept_identity kept
    on (kept.tenant_id, kept.venue_id, kept.player_id)
     = (tendered.tenant_id, tendered.venue_id, tendered.player) and kept.keep_until > now()
 where tendered.venue_id = $1 and tendered.night = $2
 order by tendered.sequence`
