import type { Outcome } from "../schemas/entry.ts"
import type { IntentOf } from "../schemas/intent.ts"
import type { Sequence } from "../schemas/units.ts"
import type { TournamentLedger } from "./ledger.ts"
import { placeTaken, poolCents, prizesCents, standing, sumOfPrizes } from "./movements.ts"
import { paymentLegs, transferLegs } from "./postings.ts"
import { entryIsGone, entryIsVoid, poolIsClosed } from "./premises.ts"
import { shareOut, sum } from "./share-out.ts"
import { accepted, refuse, rejected, sequencesOf } from "./verdict.ts"

export function decidePayouts(ledger: TournamentLedger, intent: IntentOf<"set-payouts">): Outcome {
  const entries = standing(ledger, ["buy-in", "re-entry"]).length
  const { shares, seatCents } = intent.payouts
  // As many places as the pool pays seats for: there is a seat or cash for one at least.
  const places = seatCents === undefined ? shares.length : 1
  if (places > entries)
    return rejected(
      "more_places_than_entries",
      `${places} places cannot be paid with ${entries} entries.`,
    )
  return poolIsClosed(ledger, intent) ?? accepted([])
}

/** The house makes good what the pool is short of its guarantee. */
export function decideTopUp(ledger: TournamentLedger, intent: IntentOf<"top-up">): Outcome {
  const closed = poolIsClosed(ledger, intent)
  if (closed) return closed
  const missing = (ledger.terms.guaranteeCents ?? 0) - poolCents(ledger)
  if (intent.amountCents > missing)
    return refuse(intent, poolChanges(ledger), {
      unseen: "payouts_changed_meanwhile",
      seen: "more_than_guaranteed",
      detail: `The pool is ${Math.max(0, missing)} cents short of its guarantee.`,
    })
  const { amountCents } = intent
  return accepted(transferLegs({ account: "house:overlay", amountCents }, "prizePool"))
}

/**
 * What a payout must come to: the prize of its place, its part of the prizes that a tie shares, or
 * what was agreed in a deal.
 * @returns `null` where the place is not paid
 */
export function prizeFor(ledger: TournamentLedger, intent: IntentOf<"payout">): number | null {
  const prizes = prizesCents(ledger)
  const { place, tie } = intent
  if (!tie || place <= (ledger.deal?.shares.length ?? 0))
    return prizes[placeTaken(intent) - 1] ?? null
  const shared = prizes.slice(place - 1, place - 1 + tie.entries)
  if (shared.length === 0) return null
  const parts = shareOut(
    sum(shared),
    Array.from({ length: tie.entries }, () => 1),
  )
  return parts[tie.position - 1] ?? null
}

export function decidePayout(ledger: TournamentLedger, intent: IntentOf<"payout">): Outcome {
  const unknown = entryIsVoid(ledger, intent, intent.entryId)
  if (unknown?.kind === "rejected" && unknown.reason === "unknown_entry") return unknown
  if (!ledger.payouts)
    return rejected("payouts_not_set", "Set the payouts before the first prize is paid.")
  const gone = entryIsGone(ledger, intent)
  if (gone) return gone
  const prize = prizeFor(ledger, intent)
  if (prize === null)
    return rejected(
      "place_not_paid",
      `Place ${intent.place} is not paid: ${prizesCents(ledger).length} are.`,
    )
  const place = placeTaken(intent)
  const paid = payoutsAt(ledger, place)
  if (paid.length > 0)
    return refuse(intent, paid, {
      unseen: "paid_meanwhile",
      seen: "place_already_paid",
      detail: `Place ${place} was paid in line ${paid[0]}.`,
    })
  const others = sharedOtherwise(ledger, intent)
  if (others.length > 0)
    return refuse(intent, others, {
      unseen: "paid_meanwhile",
      seen: "place_already_paid",
      detail: `The prizes of place ${place} were shared otherwise in line ${others[0]}.`,
    })
  const share = ledger.deal?.shares[place - 1]
  if (ledger.deal && share && share.entryId !== intent.entryId)
    return refuse(intent, [ledger.deal.sequence], {
      unseen: "deal_agreed_meanwhile",
      seen: "not_in_the_deal",
      detail: `By the deal in line ${ledger.deal.sequence}, place ${place} is entry ${share.entryId}.`,
    })
  if (prize !== intent.amountCents)
    return refuse(intent, poolChanges(ledger), {
      unseen: "payouts_changed_meanwhile",
      seen: "amount_differs",
      detail: `Place ${place} pays ${prize} cents, not ${intent.amountCents}.`,
    })
  return accepted(paymentLegs(intent, prize, { from: "prizePool", available: prize }))
}

/** The payouts that stand at a place. */
export const payoutsAt = (ledger: TournamentLedger, place: number): Sequence[] =>
  sequencesOf(
    standing(ledger, ["payout"]).filter(
      ({ intent }) => intent.kind === "payout" && placeTaken(intent) === place,
    ),
  )

/**
 * The payouts that stand and share the prizes of the same places among others: a prize that was
 * paid whole cannot be a part of a tie as well, or more would be paid than there is.
 */
export function sharedOtherwise(ledger: TournamentLedger, intent: IntentOf<"payout">): Sequence[] {
  const byDeal = ledger.deal?.shares.length ?? 0
  const last = ({ place, tie }: IntentOf<"payout">) => place + (tie?.entries ?? 1) - 1
  if (intent.place <= byDeal) return []
  return sequencesOf(
    standing(ledger, ["payout"]).filter(
      ({ intent: other }) =>
        other.kind === "payout" &&
        other.place > byDeal &&
        other.place <= last(intent) &&
        intent.place <= last(other) &&
        (other.place !== intent.place || last(other) !== last(intent)),
    ),
  )
}

/** A bounty of the bounty pool; of one head no more than once to the same winner. */
export function decideBounty(ledger: TournamentLedger, intent: IntentOf<"bounty">): Outcome {
  const gone =
    entryIsVoid(ledger, intent, intent.entryId) ?? entryIsVoid(ledger, intent, intent.loserEntryId)
  if (gone) return gone
  const paid = standing(ledger, ["bounty"], intent.entryId).filter(
    ({ intent: other }) => other.kind === "bounty" && other.loserEntryId === intent.loserEntryId,
  )
  if (paid.length > 0)
    return refuse(intent, sequencesOf(paid), {
      unseen: "recorded_on_two_devices",
      seen: "bounty_was_paid",
      detail: `The bounty was paid in line ${paid[0]?.sequence}.`,
    })
  const left = 0 - ledger.balances.bountyPool
  if (intent.amountCents > left)
    return refuse(intent, sequencesOf(standing(ledger, ["bounty"])), {
      unseen: "payouts_changed_meanwhile",
      seen: "more_than_the_bounties",
      detail: `There are ${left} cents of bounties left.`,
    })
  const { amountCents } = intent
  return accepted(paymentLegs(intent, amountCents, { from: "bountyPool", available: amountCents }))
}

/** A deal of everybody who is left, over the prizes of as many first places. */
export function decideDeal(ledger: TournamentLedger, intent: IntentOf<"agree-deal">): Outcome {
  for (const { entryId } of intent.shares) {
    const gone = entryIsGone(ledger, { ...intent, entryId })
    if (gone) return gone
  }
  if (!ledger.payouts)
    return rejected("payouts_not_set", "Set the payouts before a deal shares them.")
  if (ledger.deal) return poolIsClosed(ledger, intent) ?? accepted([])
  const paid = intent.shares.flatMap((_, index) => payoutsAt(ledger, index + 1))
  if (paid.length > 0)
    return refuse(intent, paid, {
      unseen: "paid_meanwhile",
      seen: "place_already_paid",
      detail: `A place of the deal was paid in line ${paid[0]}.`,
    })
  const prizes = sumOfPrizes(ledger, intent.shares.length)
  const shared = sum(intent.shares.map(({ amountCents }) => amountCents))
  if (shared === prizes) return accepted([])
  return refuse(intent, poolChanges(ledger), {
    unseen: "payouts_changed_meanwhile",
    seen: "amount_differs",
    detail: `The deal shares ${shared} cents, the prizes of its places are ${prizes}.`,
  })
}

/** The lines after which a prize may be another than a device believed. */
export const poolChanges = (ledger: TournamentLedger): Sequence[] => [
  ...(ledger.payouts ? [ledger.payouts.sequence] : []),
  ...(ledger.deal ? [ledger.deal.sequence] : []),
  ...[...ledger.movements.values()].flatMap(({ intent, sequence, voidedBy }) =>
    intent.kind === "payout" || intent.kind === "bounty" || intent.kind === "correct"
      ? []
      : voidedBy
        ? [sequence, voidedBy]
        : [sequence],
  ),
]
