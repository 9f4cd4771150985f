import type { Outcome } from "../schemas/entry.ts"
import type { IntentOf } from "../schemas/intent.ts"
import type { LedgerState, Movement, TournamentLedger } from "./ledger.ts"
import { standing } from "./movements.ts"
import { refunded, reversed, transferLegs } from "./postings.ts"
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
export function whatStandsOn(
  ledger: TournamentLedger,
  { intent: moved }: Movement,
): Obstacle | null {
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
    case "re-entry": {
      const closed = whatClosesPool(ledger)
      if (closed) return closed
      const more = standing(ledger, ["rebuy", "add-on", "bounty"], moved.entryId)
      if (more.length === 0) return null
      return {
        lines: sequencesOf(more),
        unseen: "bought_meanwhile",
        seen: "entry_has_more",
        detail: `The entry has more to take back first, in line ${more[0]?.sequence}.`,
      }
    }
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
