import type { Outcome } from "../schemas/entry.ts"
import type { EntryId } from "../schemas/ids.ts"
import type { Intent } from "../schemas/intent.ts"
import type { TournamentLedger } from "./ledger.ts"
import { standing } from "./movements.ts"
import { type Obstacle, refuse, rejected, sequencesOf } from "./verdict.ts"

/** Nothing may change the pool once a prize has been paid from it, or a deal shares it. */
export function poolIsClosed(ledger: TournamentLedger, intent: Intent): Outcome | null {
  const closed = whatClosesPool(ledger)
  return closed && refuse(intent, closed.lines, closed)
}

/** The lines after which nothing may change the pool. */
export function whatClosesPool(ledger: TournamentLedger): Obstacle | null {
  const paid = sequencesOf(standing(ledger, ["payout"]))
  if (paid.length > 0)
    return {
      lines: paid,
      unseen: "payouts_started_meanwhile",
      seen: "payouts_started",
      detail: `Prizes have been paid since line ${paid[0]}; the pool is closed.`,
    }
  if (!ledger.deal) return null
  return {
    lines: [ledger.deal.sequence],
    unseen: "deal_agreed_meanwhile",
    seen: "deal_is_agreed",
    detail: `The pool was shared by the deal in line ${ledger.deal.sequence}.`,
  }
}

/** Whether the entry that an intent is about is unknown, void or paid. */
export function entryIsGone(
  ledger: TournamentLedger,
  intent: Intent & { entryId: EntryId },
): Outcome | null {
  return entryIsVoid(ledger, intent, intent.entryId) ?? entryIsPaid(ledger, intent)
}

/** Whether an entry is unknown, or was taken back. */
export function entryIsVoid(
  ledger: TournamentLedger,
  intent: Intent,
  entryId: EntryId,
): Outcome | null {
  const entry = ledger.entries.get(entryId)
  if (!entry) return rejected("unknown_entry", `There is no entry ${entryId} in this tournament.`)
  const voidedBy = ledger.movements.get(entry.sequence)?.voidedBy
  if (!voidedBy) return null
  return refuse(intent, [voidedBy], {
    unseen: "voided_meanwhile",
    seen: "entry_is_void",
    detail: `The entry was voided in line ${voidedBy}.`,
  })
}

function entryIsPaid(
  ledger: TournamentLedger,
  intent: Intent & { entryId: EntryId },
): Outcome | null {
  const paid = sequencesOf(standing(ledger, ["payout"], intent.entryId))
  if (paid.length === 0) return null
  return refuse(intent, paid, {
    unseen: "paid_meanwhile",
    seen: "entry_was_paid",
    detail: `The entry was paid its prize in line ${paid[0]}.`,
  })
}
