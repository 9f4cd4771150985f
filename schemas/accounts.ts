import * as v from "valibot"
import { Method } from "./account.ts"
import { PlayerId, TournamentId, VenueId } from "./ids.ts"
import { AccountSum } from "./nights.ts"
import { Cents, Millis, Sequence } from "./units.ts"

/** Money that changed hands: above zero what the venue received. */
export const Payment = v.strictObject({
  sequence: Sequence,
  at: Millis,
  kind: v.string(),
  method: Method,
  amountCents: Cents,
  /** `null` where it was with nobody: a till's float, a correction. */
  playerId: v.nullable(PlayerId),
  name: v.nullable(v.string()),
})

/** `GET /api/venues/<venue>/nights/<tournament>/accounts` of Core. */
export const NightAccounts = v.strictObject({
  venueId: VenueId,
  tournamentId: TournamentId,
  accounts: v.array(AccountSum),
  payments: v.array(Payment),
})
export type NightAccounts = v.InferOutput<typeof NightAccounts>

/** `GET` and `POST /api/retention` of Core: after so long without a line a player is forgotten. */
export const Retention = v.strictObject({
  contactMonths: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(120)),
})
export type Retention = v.InferOutput<typeof Retention>
