import * as v from "valibot"
import { uuidv7 } from "../../domain/ids.ts"
import { Intent, type IntentKind, type IntentOf } from "../../schemas/intent.ts"
import { millis } from "../../schemas/units.ts"

/** The terms of the demo night: EUR 55 of which 10 % is the fee; rebuys and add-ons without one. */
export const TERMS = {
  currency: "EUR",
  buyIn: { priceCents: 5_500, feeBasisPoints: 1_000 },
  rebuy: { priceCents: 5_000, feeBasisPoints: 0 },
  addOn: { priceCents: 5_000, feeBasisPoints: 0 },
}

/** Twelve paid places. */
export const TOP_12 = [2_700, 1_750, 1_200, 900, 725, 600, 500, 425, 350, 300, 275, 275]

/**
 * What the device of an intent had seen of the ledger: nothing, as a device that is new; where the
 * rules are tried without a Leaf, everything (tests/support/ledger.ts).
 */
export const seen = { sequence: 0 }

let made = 0

/** The n-th intent id of this test process; the same on every run. */
export const intentId = (): string => {
  made += 1
  const bytes = new Uint8Array(10)
  new DataView(bytes.buffer).setUint32(6, made)
  return uuidv7(millis(1_700_000_000_000 + made), bytes)
}

/** An intent as a device would make it, with what the test does not care about filled in. */
export function intent<Kind extends IntentKind>(
  kind: Kind,
  fields: Record<string, unknown> = {},
): IntentOf<Kind> {
  return v.parse(Intent, {
    kind,
    id: intentId(),
    tournamentId: "t1",
    staffId: "staff",
    deviceId: "tablet-1",
    lamport: 0,
    observedSequence: seen.sequence,
    // A Leaf refuses what a clock far off has dated.
    at: Date.now(),
    ...DEFAULTS[kind],
    ...fields,
  }) as IntentOf<Kind>
}

const DEFAULTS: Record<IntentKind, Record<string, unknown>> = {
  "open-tournament": { terms: TERMS },
  "set-payouts": { payouts: { shares: [6_000, 4_000], unitCents: 1 } },
  "buy-in": { playerId: "p1", entryId: "e1", amountCents: 5_500 },
  "re-entry": { playerId: "p1", entryId: "e1b", amountCents: 5_500 },
  rebuy: { entryId: "e1", amountCents: 5_000 },
  "add-on": { entryId: "e1", amountCents: 5_000 },
  payout: { entryId: "e1", place: 1, amountCents: 1 },
  void: { sequence: 1, reason: "mistake" },
  "close-registration": {},
  "reopen-registration": {},
  "top-up": { amountCents: 1 },
  bounty: { entryId: "e1", loserEntryId: "e2", amountCents: 1 },
  "agree-deal": { method: "icm", shares: [] },
  refund: { sequence: 1, reason: "withdrew" },
  correct: {
    debit: "card:terminal",
    credit: "cash:drawer",
    amountCents: 1,
    reason: "wrong_method",
  },
  resolve: { conflict: 1, resolution: { kind: "accept" }, reason: "happened_so" },
  "open-till": { tournamentId: "house", till: "till-1", floatCents: 20_000 },
  "count-till": { tournamentId: "house", till: "till-1", countedCents: 20_000 },
  "close-till": { tournamentId: "house", till: "till-1", countedCents: 20_000 },
}

/** Buy-ins of n players, p1 … pn with entries e1 … en. */
export const buyIns = (count: number, fields: Record<string, unknown> = {}): IntentOf<"buy-in">[] =>
  Array.from({ length: count }, (_, index) =>
    intent("buy-in", { playerId: `p${index + 1}`, entryId: `e${index + 1}`, ...fields }),
  )
