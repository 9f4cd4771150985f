import type { Outcome } from "../schemas/entry.ts"
import type { Intent, IntentOf } from "../schemas/intent.ts"
import { cents } from "../schemas/units.ts"
import { payoutsAt, prizeFor, sharedOtherwise } from "./decide-prizes.ts"
import { priceOf, type Sale } from "./price.ts"
import { type LedgerState, resolvedIntent, type TournamentLedger } from "./ledger.ts"
import { placeTaken } from "./movements.ts"
import { paymentLegs, saleLegs, tenderLeg } from "./postings.ts"
import { entryIsGone, poolIsClosed } from "./premises.ts"
import { accepted, refuse, rejected } from "./verdict.ts"

/**
 * Closes a conflict as a person decided, and never by itself.
 *
 *   accept    it happened, so its money moves: by the rules where they still have a place for it;
 *             else what came in or went out stands at `unallocated` until a person settles it, so
 *             that neither a pool that is being paid nor a prize that was paid changes
 *   drop      it is the same as what is recorded, or never was: nothing moves
 *   instead   something else happened, for the same money: that is decided in its place
 *
 * @param decide the decision on any other intent
 */
export function decideResolve(
  state: LedgerState,
  intent: IntentOf<"resolve">,
  decide: (state: LedgerState, intent: Intent) => Outcome,
): Outcome {
  const conflict = state.conflicts.get(intent.conflict)
  if (!conflict || conflict.intent.tournamentId !== intent.tournamentId)
    return rejected("unknown_conflict", `Line ${intent.conflict} is no conflict of this account.`)
  if (conflict.closed)
    return refuse(intent, [conflict.closed.sequence], {
      unseen: "resolved_meanwhile",
      seen: "conflict_is_closed",
      detail: `The conflict was closed in line ${conflict.closed.sequence}.`,
    })
  const { resolution } = intent
  if (resolution.kind === "drop") return accepted([])
  const asked = resolvedIntent(conflict, intent)
  const counts = asked && withOpenTill(state, asked)
  if (!counts || counts.kind === "resolve")
    return rejected(
      resolution.kind === "accept" ? "cannot_be_accepted" : "cannot_be_replaced",
      "There is no money in it that could count: drop it.",
    )
  // The person sees all that there is: nothing is unseen any more.
  const outcome = decide(state, { ...counts, observedSequence: state.lastSequence })
  if (outcome.kind === "accepted") return outcome
  const ledger = state.tournaments.get(intent.tournamentId)
  const late = resolution.kind === "accept" && ledger ? acceptLate(ledger, counts) : null
  if (late) return late
  const why = outcome.kind === "rejected" ? outcome.detail : "Another conflict would follow."
  return resolution.kind === "accept"
    ? rejected("cannot_be_accepted", `It cannot count any more. ${why}`)
    : rejected("cannot_be_replaced", `It cannot be recorded so. ${why}`)
}

/** Cash of a till that is closed by now counts without a till: its shift is over and counted. */
function withOpenTill(state: LedgerState, intent: Intent): Intent {
  if (
    !("till" in intent) ||
    intent.till === undefined ||
    intent.kind === "open-till" ||
    intent.kind === "count-till" ||
    intent.kind === "close-till" ||
    !state.tills.get(intent.till)?.closed
  )
    return intent
  const { till: _closed, ...without } = intent
  return without
}

/** Money that moved though the rules have no place for it any more; `null` for all else. */
function acceptLate(ledger: TournamentLedger, intent: Intent): Outcome | null {
  switch (intent.kind) {
    case "buy-in":
    case "re-entry":
      return ledger.entries.has(intent.entryId) ? null : sellLate(ledger, intent)
    case "rebuy":
    case "add-on":
      return ledger.entries.has(intent.entryId) ? sellLate(ledger, intent) : null
    case "payout": {
      const isTaken =
        payoutsAt(ledger, placeTaken(intent)).length + sharedOtherwise(ledger, intent).length > 0
      const prize = isTaken ? 0 : (prizeFor(ledger, intent) ?? 0)
      const available = Math.min(prize, 0 - ledger.balances.prizePool)
      return accepted(paymentLegs(intent, intent.amountCents, { from: "prizePool", available }))
    }
    case "bounty": {
      const available = 0 - ledger.balances.bountyPool
      return accepted(paymentLegs(intent, intent.amountCents, { from: "bountyPool", available }))
    }
    case "open-tournament":
    case "close-registration":
    case "reopen-registration":
    case "set-payouts":
    case "top-up":
    case "agree-deal":
    case "void":
    case "refund":
    case "correct":
    case "resolve":
    case "open-till":
    case "count-till":
    case "close-till":
      return null
  }
}

/**
 * The money came in, at the price of then. While the pool is open and the entry in play it is a sale
 * like any other, whatever stood in its way; else it belongs to nobody until a person settles it.
 */
function sellLate(ledger: TournamentLedger, intent: Sale): Outcome | null {
  const price = priceOf(ledger.terms, intent)
  if (price?.priceCents !== intent.amountCents) return null
  const isNew = intent.kind === "buy-in" || intent.kind === "re-entry"
  if (!poolIsClosed(ledger, intent) && (isNew || !entryIsGone(ledger, intent)))
    return accepted(saleLegs(price, intent))
  return accepted([
    tenderLeg(intent, intent.amountCents),
    { account: "unallocated", amountCents: cents(0 - intent.amountCents) },
  ])
}
