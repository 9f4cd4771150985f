import * as v from "valibot"
import { Method } from "./account.ts"
import { TournamentId } from "./ids.ts"
import { Cents, Currency, Millis, Sequence } from "./units.ts"

/**
 * What is printed on a receipt for the Leaf to check: the line's number and the first 16 digits of
 * its hash, `45-9f86d081884c7d65`. Nobody who has not got the line can guess it.
 */
export const ReceiptCode = v.pipe(
  v.string(),
  v.regex(/^[1-9]\d{0,15}-[0-9a-f]{16}$/, "a receipt's code is a number and 16 digits, 45-9f86…"),
  v.brand("ReceiptCode"),
)
export type ReceiptCode = v.InferOutput<typeof ReceiptCode>

/** What a receipt can be for: all that makes money change hands. */
export const ReceiptKind = v.picklist([
  "buy-in",
  "re-entry",
  "rebuy",
  "add-on",
  "bounty",
  "payout",
  "refund",
  "void",
  "correct",
  "resolve",
])

/** `GET /api/receipts/<code>`: what the ledger says of a line that moved money. Names nobody. */
export const Receipt = v.strictObject({
  code: ReceiptCode,
  sequence: Sequence,
  hash: v.string(),
  recordedAt: Millis,
  tournamentId: TournamentId,
  kind: ReceiptKind,
  /** What the venue took in; below zero what it paid out. */
  amountCents: Cents,
  currency: Currency,
  /** Where it went through: several, where a line was corrected by hand. */
  methods: v.array(Method),
  /** The line that took it back; `null` while it stands. */
  takenBackBy: v.nullable(Sequence),
})
export type Receipt = v.InferOutput<typeof Receipt>
