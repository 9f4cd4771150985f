import * as v from "valibot"
import { Account } from "./account.ts"
import { TournamentId, VenueId } from "./ids.ts"
import { Cents, Count, Currency, Millis } from "./units.ts"

/** What Core tells of tournaments over all venues of a tenant. */

const Moment = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}$/, "expected milliseconds since 1970"),
  v.transform(Number),
  Millis,
)

/** What went into an account and out of it; the difference is what stands there. */
export const AccountSum = v.strictObject({
  account: Account,
  debitCents: Cents,
  creditCents: Cents,
})
export type AccountSum = v.InferOutput<typeof AccountSum>

/** A tournament as the ledger knows it. */
export const Night = v.strictObject({
  venueId: VenueId,
  venueName: v.string(),
  tournamentId: TournamentId,
  /** `null` where the venue's document of it has not arrived. */
  name: v.nullable(v.string()),
  firstAt: Millis,
  lastAt: Millis,
  lines: Count,
  /** `null` where no line has said in what the amounts are. */
  currency: v.nullable(Currency),
  accounts: v.array(AccountSum),
})
export type Night = v.InferOutput<typeof Night>

/** Of which time, by the last line of a tournament, and of which venue; of all where it is not said. */
const Range = {
  from: v.optional(Moment, "0"),
  to: v.optional(Moment, "999999999999999"),
  venue: v.optional(VenueId),
}

/** `GET /api/nights?from=&to=&venue=&after=` of Core: the last first. */
export const NightsQuery = v.object({ ...Range, after: v.optional(v.string(), "") })
export const NightsPage = v.strictObject({
  nights: v.array(Night),
  /** To be given as `after` for the next page; `null` after the last. */
  next: v.nullable(v.string()),
})
export type NightsPage = v.InferOutput<typeof NightsPage>

/** `GET /api/report?from=&to=&venue=` of Core. */
export const TotalsQuery = v.object(Range)
export type TotalsQuery = v.InferOutput<typeof TotalsQuery>
export const Totals = v.strictObject({
  nights: Count,
  lines: Count,
  /** Each account once in each currency, for amounts of two currencies are never added up. */
  accounts: v.array(v.strictObject({ currency: v.nullable(Currency), ...AccountSum.entries })),
})
export type Totals = v.InferOutput<typeof Totals>

/** Where a tournament stands. */
export const FloorTonight = v.strictObject({
  status: v.picklist(["running", "paused", "finished", "over"]),
  /** As players count it. */
  level: Count,
  isBreak: v.boolean(),
  entries: Count,
  playersLeft: Count,
  tables: Count,
})
export type FloorTonight = v.InferOutput<typeof FloorTonight>

/** `GET /api/tonight` of Core: tournaments of which something was recorded in the last hours. */
export const TonightEverywhere = v.strictObject({
  now: Millis,
  tournaments: v.array(v.strictObject({ ...Night.entries, floor: v.nullable(FloorTonight) })),
})
export type TonightEverywhere = v.InferOutput<typeof TonightEverywhere>
