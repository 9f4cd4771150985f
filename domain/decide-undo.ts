import type { Outcome } from "../schemas/entry.ts"
import type { EntryId } from "../schemas/ids.ts"
import type { IntentOf } from "../schemas/intent.ts"
import type { LedgerState, Movement, TournamentLedger } from "./ledger.ts"
import { standing } from "./movements.ts"
import { amountAt, refunded, reversed, transferLegs } from "./postings.ts"
import { whatClosesPool } from "./premises.ts"
import { accepted, type Obstacle, refuse, rejected, sequencesOf } from "./verdict.ts"
import { payoutsAt } from "./decide-prizes.ts"

type TakeBack = IntentOf<"void" | "refund">

/**
 * Takes a movement back, as long as nothing stands on it: a void by its exact reverse, a refund with
 * the money going back by the method of now. Cash of a till that is closed by now goes back without
 * one: its shift is over and counted.
 */
export function decideTakeBack(
  { tills }: Pick<LedgerState, "tills">,
  ledger: TournamentLedger,
  intent: TakeBack,
): Outcome {
  const movement = ledger.movements.get(intent.sequence)
  if (!movement)
    return rejected("nothing_to_void", `Line ${intent.sequence} moved no money of this tournament.`)
  if (movement.voidedBy !== null)
    return refuse(intent, [movement.voidedBy], {
      unseen: "voided_meanwhile",
      seen: "already_void",
      detail: `Line ${intent.sequence} was taken back in line ${movement.voidedBy}.`,
    })
  const obstacle = whatStandsOn(ledger, movement)
  if (obstacle) return refuse(intent, obstacle.lines, obstacle)
  const { postings } = movement
  if (intent.kind === "refund") return accepted(refunded(postings, intent))
  return accepted(
    reversed(postings).map(({ till, ...posting }) =>
      till === undefined || tills.get(till)?.closed ? posting : { ...posting, till },
    ),
  )
}

/** The lines that have to be taken back before a movement can be; `null` where there are none. */
export function whatStandsOn(ledger: TournamentLedger, movement: Movement): Obstacle | null {
  const { intent: moved } = movement
  switch (moved.kind) {
    case "payout":
    case "bounty":
    case "correct":
      return null
    case "agree-deal": {
      const paid = moved.shares.flatMap((_, index) => payoutsAt(ledger, index + 1))
      if (paid.length === 0) return null
      return {
        lines: paid,
        unseen: "paid_meanwhile",
        seen: "deal_was_paid",
        detail: `The deal was paid from line ${paid[0]} on: take those back first.`,
      }
    }
    case "rebuy":
    case "add-on":
    case "top-up":
      return whatClosesPool(ledger)
    case "buy-in":
    case "re-entry":
      return (
        whatClosesPool(ledger) ??
        headIsPaid(ledger, moved.entryId) ??
        entryHasMore(ledger, moved.entryId) ??
        bountiesAreShort(ledger, movement)
      )
  }
}

/** Whoever knocked the entry out was paid for its head, which must stay in the pool until then. */
function headIsPaid(ledger: TournamentLedger, entryId: EntryId): Obstacle | null {
  const paid = standing(ledger, ["bounty"]).filter(
    ({ intent }) => intent.kind === "bounty" && intent.loserEntryId === entryId,
  )
  if (paid.length === 0) return null
  return {
    lines: sequencesOf(paid),
    unseen: "paid_meanwhile",
    seen: "bounty_was_paid",
    detail: `The bounty on this entry was paid in line ${paid[0]?.sequence}: take that back first.`,
  }
}

function entryHasMore(ledger: TournamentLedger, entryId: EntryId): Obstacle | null {
  const more = standing(ledger, ["rebuy", "add-on", "bounty"], entryId)
  if (more.length === 0) return null
  return {
    lines: sequencesOf(more),
    unseen: "bought_meanwhile",
    seen: "entry_has_more",
    detail: `The entry has more to take back first, in line ${more[0]?.sequence}.`,
  }
}

/** Others' heads may have been paid with more than their own: what is left must still be this one's. */
function bountiesAreShort(ledger: TournamentLedger, { postings }: Movement): Obstacle | null {
  const left = 0 - ledger.balances.bountyPool
  const own = 0 - amountAt(postings, "bountyPool")
  if (left >= own) return null
  return {
    lines: sequencesOf(standing(ledger, ["bounty"])),
    unseen: "paid_meanwhile",
    seen: "more_than_the_bounties",
    detail: `${own} cents of it went to the bounties, and ${left} of those are left.`,
  }
}

/** Moves an amount between accounts, as a person found them wrong. */
export function decideCorrection(intent: IntentOf<"correct">): Outcome {
  const { debit, credit, amountCents, till } = intent
  if (debit === credit)
    return rejected("amount_differs", `A correction moves nothing from ${debit} to itself.`)
  const inTill = (account: string) => till !== undefined && account === "cash:drawer"
  const legs = transferLegs({ account: debit, amountCents }, credit)
  return accepted(legs.map((leg) => (inTill(leg.account) && till ? { ...leg, till } : leg)))
}
