import * as v from "valibot"
import type { Entry } from "../schemas/entry.ts"
import { type Receipt, ReceiptCode, ReceiptKind } from "../schemas/receipt.ts"
import { cents, type Sequence, sequence } from "../schemas/units.ts"
import { tenderOf } from "./accounts-lines.ts"
import type { LedgerState } from "./ledger.ts"
import { sum } from "./share-out.ts"

const HASH_DIGITS = 16

/** What a receipt for this line has printed on it. */
export const receiptCode = ({ sequence: line, hash }: Pick<Entry, "sequence" | "hash">) =>
  v.parse(ReceiptCode, `${line}-${hash.slice(0, HASH_DIGITS)}`)

/** The number of the line that a code is about. */
export const lineOfCode = (code: ReceiptCode): Sequence => sequence(Number(code.split("-")[0]))

/**
 * The receipt for a line.
 * @returns `null` where no money changed hands by it
 */
export function receiptOf(state: LedgerState, entry: Entry): Receipt | null {
  const { intent, outcome, recordedAt, hash } = entry
  const tournament = state.tournaments.get(intent.tournamentId)
  const kind = v.safeParse(ReceiptKind, intent.kind)
  if (outcome.kind !== "accepted" || !tournament || !kind.success) return null
  const tendered = tenderOf(outcome.postings)
  const amountCents = cents(sum(tendered.map((tender) => tender.amountCents)))
  if (amountCents === 0) return null
  return {
    code: receiptCode(entry),
    sequence: entry.sequence,
    hash,
    recordedAt,
    tournamentId: intent.tournamentId,
    kind: kind.output,
    amountCents,
    currency: tournament.terms.currency,
    methods: [...new Set(tendered.map(({ method }) => method))],
    takenBackBy: tournament.movements.get(entry.sequence)?.voidedBy ?? null,
  }
}
