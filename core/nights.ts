import * as v from "valibot"
import type { Entry } from "../schemas/entry.ts"
import type { TenantId, VenueId } from "../schemas/ids.ts"
import {
  Night,
  type NightsPage,
  type TonightEverywhere,
  Totals,
  type TotalsQuery,
} from "../schemas/nights.ts"
import { tournamentRoom, venueRoom } from "../schemas/documents/rooms.ts"
import { type Millis, millis } from "../schemas/units.ts"
import type { TenantSql, Tenants } from "./tenants.ts"
import { floorIn, nameIn, readRooms } from "./venue-documents.ts"

const PAGE = 50
/** The longest night, and the time until its money is counted. */
const TONIGHT_MS = 18 * 3_600_000

/**
 * Adds lines to what their tournaments came to, in the transaction that stores them.
 * @param entries the next lines of the venue's ledger, in order
 */
export async function addToNights(
  sql: TenantSql,
  venueId: string,
  entries: readonly Entry[],
): Promise<void> {
  const lines = JSON.stringify(
    entries.map(({ sequence, intent, recordedAt, outcome }) => ({
      sequence,
      tournament_id: intent.tournamentId,
      at: recordedAt,
      player_id: "playerId" in intent ? intent.playerId : null,
      currency:
        intent.kind === "open-tournament" && outcome.kind === "accepted"
          ? intent.terms.currency
          : null,
    })),
  )
  await sql.query(ADD_NIGHTS, [venueId, lines])
  await sql.query(ADD_SEEN, [venueId, lines])
  const postings = entries.flatMap(({ intent, outcome }) =>
    outcome.kind === "accepted"
      ? outcome.postings.map(({ account, amountCents }) => ({
          tournament_id: intent.tournamentId,
          account,
          amount: amountCents,
        }))
      : [],
  )
  await sql.query(ADD_ACCOUNTS, [venueId, JSON.stringify(postings)])
}

/** Tournaments of a time, the last first, a page at a time. */
export async function nightsPage(
  tenants: Tenants,
  tenantId: TenantId,
  { from, to, venue, after }: TotalsQuery & { after: string },
): Promise<NightsPage> {
  const [lastAt = "", venueId = "", tournamentId = ""] = after.split("/")
  const before = after === "" ? [to + 1, "", ""] : [Number(lastAt), venueId, tournamentId]
  const stored = await tenants.within(tenantId, async (sql) => {
    const { rows } = await sql.query(NIGHTS, [from, ...before, venue ?? null, PAGE])
    return v.parse(v.array(Stored), rows)
  })
  const venueOf = ({ venueId: of }: { venueId: VenueId }) => ({ venueId: of, room: venueRoom(of) })
  const read = await readRooms(tenants, tenantId, stored.map(venueOf))
  const venues = new Map(stored.map((night) => [night.venueId, read(venueOf(night))]))
  const nights = stored.map((night) => ({
    ...night,
    name: nameIn(venues.get(night.venueId) ?? new Map(), night.tournamentId),
  }))
  const last = nights.length < PAGE ? undefined : nights.at(-1)
  return {
    nights,
    next: last ? `${last.lastAt}/${last.venueId}/${last.tournamentId}` : null,
  }
}

/** What is played at any venue, or was until a while ago. */
export async function tonight(
  tenants: Tenants,
  tenantId: TenantId,
  now: Millis,
): Promise<TonightEverywhere> {
  const range = {
    from: millis(Math.max(0, now - TONIGHT_MS)),
    to: millis(now + TONIGHT_MS),
    after: "",
  }
  const { nights } = await nightsPage(tenants, tenantId, range)
  const floorOf = ({ venueId, tournamentId }: Night) => ({
    venueId,
    room: tournamentRoom(tournamentId),
  })
  const read = await readRooms(tenants, tenantId, nights.map(floorOf))
  const tournaments = nights.map((night) => ({
    ...night,
    floor: floorIn(read(floorOf(night)), now),
  }))
  return { now, tournaments }
}

/** What all tournaments of a time came to. */
export function totals(
  tenants: Tenants,
  tenantId: TenantId,
  { from, to, venue }: TotalsQuery,
): Promise<Totals> {
  return tenants.within(tenantId, async (sql) => {
    const values = [from, to, venue ?? null]
    const counted = await sql.query(COUNT, values)
    const sums = await sql.query(SUMS, values)
    const [count] = v.parse(v.array(Counted), counted.rows)
    return v.parse(Totals, { ...count, accounts: sums.rows })
  })
}

const { name: _fromTheDocument, ...kept } = Night.entries
const Stored = v.strictObject(kept)

const Counted = v.object({ nights: v.number(), lines: v.number() })

const ADD_NIGHTS = `
insert into night (venue_id, tournament_id, first_at_ms, last_at_ms, lines, currency)
select $1, tournament_id, min(at), max(at), count(*), max(currency)
  from json_to_recordset($2) as (tournament_id text, at bigint, currency text)
 group by tournament_id
on conflict (tenant_id, venue_id, tournament_id) do update
  set last_at_ms = greatest(night.last_at_ms, excluded.last_at_ms),
      lines = night.lines + excluded.lines,
      currency = coalesce(night.currency, excluded.currency)`

/** A night counts once for a player, whatever came between its lines. */
const ADD_SEEN = `
insert into player_seen (venue_id, player_id, last_at_ms, nights, last_tournament_id)
select $1, player_id, max(at), count(distinct tournament_id),
       (array_agg(tournament_id order by sequence desc))[1]
  from json_to_recordset($2)
    as (sequence bigint, tournament_id text, at bigint, player_id text)
 where player_id is not null group by player_id
on conflict (tenant_id, venue_id, player_id) do update
  set last_at_ms = greatest(player_seen.last_at_ms, excluded.last_at_ms),
      nights = player_seen.nights + excluded.nights
        - (player_seen.last_tournament_id = excluded.last_tournament_id)::int,
      last_tournament_id = excluded.last_tournament_id`

const ADD_ACCOUNTS = `
insert into night_account (venue_id, tournament_id, account, debit_cents, credit_cents)
select $1, tournament_id, account,
       coalesce(sum(amount) filter (where amount > 0), 0),
       coalesce(-sum(amount) filter (where amount < 0), 0)
  from json_to_recordset($2) as (tournament_id text, account text, amount bigint)
 group by tournament_id, account
on conflict (tenant_id, venue_id, tournament_id, account) do update
  set debit_cents = night_account.debit_cents + excluded.debit_cents,
      credit_cents = night_account.credit_cents + excluded.credit_cents`

const NIGHTS = `
select venue_id as "venueId", venue.name as "venueName", tournament_id as "tournamentId",
       first_at_ms::float8 as "firstAt", last_at_ms::float8 as "lastAt", lines, currency,
       (select coalesce(json_agg(json_build_object(
                 'account', account, 'debitCents', debit_cents, 'creditCents', credit_cents)
                 order by account), '[]')
          from night_account
         where (night_account.venue_id, night_account.tournament_id)
             = (night.venue_id, night.tournament_id)) as accounts
  from night join venue using (tenant_id, venue_id)
 where last_at_ms >= $1 and (last_at_ms, venue_id, tournament_id) < ($2, $3, $4)
   and ($5::text is null or venue_id = $5)
 order by last_at_ms desc, venue_id desc, tournament_id desc limit $6`

const IN_RANGE = "last_at_ms >= $1 and last_at_ms <= $2 and ($3::text is null or venue_id = $3)"

const COUNT = `
select count(*)::int as nights, coalesce(sum(lines), 0)::int as lines from night where ${IN_RANGE}`

const SUMS = `
select currency, account, sum(debit_cents)::float8 as "debitCents",
       sum(credit_cents)::float8 as "creditCents"
  from night join night_account using (tenant_id, venue_id, tournament_id)
 where ${IN_RANGE} group by currency, account order by currency, account`
