import * as v from "valibot"
import { Account } from "./account.ts"
import { TillId } from "./ids.ts"
import { Intent } from "./intent.ts"
import { Conflict, Refusal } from "./refusal.ts"
import { FeeName } from "./terms.ts"
import { Cents, Millis, Sequence } from "./units.ts"

/** One leg of a movement; the postings of an entry sum to zero. */
export const Posting = v.strictObject({
  account: Account,
  amountCents: Cents,
  /** Which of the house's fees, where it has a name. */
  name: v.optional(FeeName),
  /** Which cashier's till the cash went through. */
  till: v.optional(TillId),
})
export type Posting = v.InferOutput<typeof Posting>

/** What `decide` made of an intent. Refusals and conflicts move no money. */
export const Outcome = v.variant("kind", [
  v.strictObject({ kind: v.literal("accepted"), postings: v.array(Posting) }),
  v.strictObject({
    kind: v.literal("conflict"),
    reason: Conflict,
    /** The entries that the device had not seen. */
    against: v.array(Sequence),
  }),
  v.strictObject({ kind: v.literal("rejected"), reason: Refusal, detail: v.string() }),
])
export type Outcome = v.InferOutput<typeof Outcome>

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "expected a SHA-256 in hex"))

/**
 * One line of the ledger: an intent, what became of it, and its place in the hash chain. `hash`
 * covers every other field, `previousHash` included, so no line can be changed, dropped or moved
 * without breaking all that follow.
 */
export const Entry = v.strictObject({
  version: v.literal(1),
  sequence: v.pipe(
    Sequence,
    v.check((value) => value >= 1, "the ledger starts at 1"),
  ),
  previousHash: Hash,
  /** The Leaf's wall clock, for people to read. It orders nothing. */
  recordedAt: Millis,
  intent: Intent,
  outcome: Outcome,
  hash: Hash,
})
export type Entry = v.InferOutput<typeof Entry>
