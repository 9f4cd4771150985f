import type { Retention } from "../schemas/accounts.ts"
import type { TenantId } from "../schemas/ids.ts"
import { erase } from "./erasing.ts"
import type { TenantSql, Tenants } from "./tenants.ts"

/** So long a tenant that has not said otherwise keeps who somebody is who is not seen any more. */
const CONTACT_MONTHS = 24
/** The trail of who has read what is personal data too. */
const READS_MONTHS = 24
const EVERY_MS = 3_600_000
/** So many are forgotten at once, that no transaction is a long one. */
const PAGE = 200

/** What a look at a tenant's time limits has come to. */
export type Forgotten = { people: number; kept: number; reads: number }

export const readRetention = (tenants: Tenants, tenantId: TenantId): Promise<Retention> =>
  tenants.within(tenantId, async (sql) => ({ contactMonths: await monthsOf(sql) }))

export async function setRetention(
  tenants: Tenants,
  tenantId: TenantId,
  { contactMonths }: Retention,
): Promise<void> {
  await tenants.within(tenantId, (sql) =>
    sql.query(
      "insert into retention (contact_months) values ($1) " +
        "on conflict (tenant_id) do update set contact_months = excluded.contact_months",
      [contactMonths],
    ),
  )
}

/**
 * Erases who was not seen at any venue for as long as the tenant keeps people, and what was kept for
 * accounts beyond its time.
 * @param now in milliseconds since 1970
 */
export async function forget(
  tenants: Tenants,
  tenantId: TenantId,
  now: number,
): Promise<Forgotten> {
  const forgotten: Forgotten = { people: 0, kept: 0, reads: 0 }
  for (let isMore = true; isMore;)
    isMore = await tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query<{ person_id: string }>(NOT_SEEN, [
        now,
        await monthsOf(sql),
        PAGE,
      ])
      for (const { person_id: personId } of rows) await erase(sql, personId, "retention")
      forgotten.people += rows.length
      return rows.length === PAGE
    })
  await tenants.within(tenantId, async (sql) => {
    const due = (statement: string, ...values: unknown[]) =>
      sql.query(statement, [now, ...values]).then(({ rowCount }) => rowCount ?? 0)
    forgotten.kept = await due(
      "delete from kept_identity where keep_until < to_timestamp($1 / 1000.0)",
    )
    forgotten.reads = await due(
      "delete from personal_read where at < to_timestamp($1 / 1000.0) - make_interval(months => $2)",
      READS_MONTHS,
    )
    await due("delete from member_session where expires_at < to_timestamp($1 / 1000.0)")
    await due(
      "delete from enrolment where expires_at < to_timestamp($1 / 1000.0) - interval '30 days'",
    )
    await due(
      "delete from sign_in_failure where last_at < to_timestamp($1 / 1000.0) - interval '1 day'",
    )
  })
  return forgotten
}

/** Looks at every tenant's limits now and then; twice at once does no harm. Returns the way to stop. */
export function forgetNowAndThen(
  tenants: Tenants,
  now: () => number,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let turn: Promise<void> = Promise.resolve()
  const look = async () => {
    for (const { tenantId } of await tenants.list()) await forget(tenants, tenantId, now())
  }
  const timer = setInterval(() => {
    turn = turn.then(look).catch(onError)
  }, EVERY_MS)
  return () => {
    clearInterval(timer)
    return turn
  }
}

async function monthsOf(sql: TenantSql): Promise<number> {
  const { rows } = await sql.query<{ contact_months: number }>(
    "select contact_months from retention",
  )
  return rows[0]?.contact_months ?? CONTACT_MONTHS
}

/** Of whom no venue has seen anything since the limit. */
const NOT_SEEN = `
select person_id from person
 where erased_at is null
   and exists (select from player where player.person_id = person.person_id)
   and not exists (
     select from player
       left join player_seen using (tenant_id, venue_id, player_id)
      where player.person_id = person.person_id
        and greatest(first_seen_at, to_timestamp(coalesce(last_at_ms, 0) / 1000.0))
            >= to_timestamp($1 / 1000.0) - make_interval(months => $2))
 limit $3`
