import { JURISDICTIONS, jurisdictionNames } from "../domain/jurisdictions.ts"
import type { TenantSql } from "./tenants.ts"

/** Nothing of a person is left but the results under ids that say nothing; once is enough. */
export async function erase(sql: TenantSql, personId: string, askedBy: string): Promise<void> {
  const { rowCount } = await sql.query(
    "update person set erased_at = now() where person_id = $1 and erased_at is null",
    [personId],
  )
  if (rowCount !== 1) return
  await keepForAccounts(sql, personId)
  await sql.query(
    "update player set name = 'Player ' || right(player_id, 4), details = null, " +
      "is_erased = true where person_id = $1",
    [personId],
  )
  await sql.query("insert into erasure (person_id, asked_by) values ($1, $2)", [personId, askedBy])
}

/** Puts aside what the accounts must still say of a person who is about to be erased. */
async function keepForAccounts(sql: TenantSql, personId: string): Promise<void> {
  for (const jurisdiction of jurisdictionNames) {
    const { areNamesInAccounts, accountsYears } = JURISDICTIONS[jurisdiction]
    if (areNamesInAccounts) await sql.query(KEEP, [personId, jurisdiction, accountsYears])
  }
}

const KEEP = `
insert into kept_identity (venue_id, player_id, name, keep_until)
select venue_id, player_id, player.name,
       to_timestamp(last_at_ms / 1000.0) + make_interval(years => $3)
  from player
  join venue using (tenant_id, venue_id)
  join player_seen using (tenant_id, venue_id, player_id)
 where person_id = $1 and jurisdiction = $2
   and to_timestamp(last_at_ms / 1000.0) + make_interval(years => $3) > now()
on conflict (tenant_id, venue_id, player_id) do nothing`
