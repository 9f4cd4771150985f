import type { Outcome, Posting } from "../schemas/entry.ts"
import type { Intent, IntentOf } from "../schemas/intent.ts"
import type { Conflict, Refusal } from "../schemas/refusal.ts"
import type { Price } from "../schemas/terms.ts"
import { type Cents, cents, type Sequence } from "../schemas/units.ts"
import { feeCents } from "./fees.ts"
import {
  type LedgerState,
  type Movement,
  prizesCents,
  standing,
  type TournamentLedger,
} from "./ledger.ts"

/**
 * Decides what becomes of an intent. Pure: the same state and intent give the same outcome.
 *
 *   accepted   its postings, which sum to zero
 *   conflict   an entry that the device had not seen took away the intent's premises; a person
 *              decides, and until then no balance moves
 *   rejected   it is impossible, and its device could have known
 *
 * Where several refusals hold, the first in the order of `Refusal` is given.
 */
export function decide(state: LedgerState, intent: Intent): Outcome {
  const ledger = state.tournaments.get(intent.tournamentId)
  if (intent.kind === "open-tournament") return decideOpen(intent, ledger)
  if (!ledger)
    return rejected("unknown_tournament", `There is no tournament ${intent.tournamentId}.`)
  switch (intent.kind) {
    case "set-payouts":
      return decidePayouts(ledger, intent)
    case "buy-in":
      return decideBuyIn(ledger, intent)
    case "re-entry":
      return decideReEntry(ledger, intent)
    case "rebuy":
      return decideRebuy(ledger, intent)
    case "add-on":
      return decideAddOn(ledger, intent)
    case "payout":
      return decidePayout(ledger, intent)
    case "void":
      return decideVoid(ledger, intent)
  }
}

function decideOpen(
  intent: IntentOf<"open-tournament">,
  ledger: TournamentLedger | undefined,
): Outcome {
  if (!ledger) return accepted([])
  return refuse(intent, [ledger.openedAt], "tournament_opened_meanwhile", "tournament_exists", {
    detail: "The tournament has been opened already.",
  })
}

function decidePayouts(ledger: TournamentLedger, intent: IntentOf<"set-payouts">): Outcome {
  const entries = standing(ledger, ["buy-in", "re-entry"]).length
  const places = intent.payouts.shares.length
  if (places > entries)
    return rejected(
      "more_places_than_entries",
      `${places} places cannot be paid with ${entries} entries.`,
    )
  return payoutsStarted(ledger, intent) ?? accepted([])
}

function decideBuyIn(ledger: TournamentLedger, intent: IntentOf<"buy-in">): Outcome {
  if (ledger.entries.has(intent.entryId)) return entryExists(intent)
  const earlier = entriesOf(ledger, intent)
  if (earlier.length > 0)
    return refuse(intent, earlier, "player_entered_meanwhile", "player_has_entry", {
      detail: `The player has an entry already, in line ${earlier[0]}.`,
    })
  return payoutsStarted(ledger, intent) ?? take(intent, ledger.terms.buyIn)
}

function decideReEntry(ledger: TournamentLedger, intent: IntentOf<"re-entry">): Outcome {
  if (ledger.entries.has(intent.entryId)) return entryExists(intent)
  const earlier = entriesOf(ledger, intent)
  if (earlier.length === 0)
    return rejected("player_has_no_entry", "A re-entry needs an earlier entry of the same player.")
  const twin = standing(ledger, ["re-entry"]).filter(
    (movement) => playerOf(movement) === intent.playerId && isTwin(movement, intent),
  )
  if (twin.length > 0) return conflict("recorded_on_two_devices", sequencesOf(twin))
  return payoutsStarted(ledger, intent) ?? take(intent, ledger.terms.buyIn)
}

function decideRebuy(ledger: TournamentLedger, intent: IntentOf<"rebuy">): Outcome {
  const { rebuy } = ledger.terms
  const refusal = entryIsGone(ledger, intent)
  if (refusal) return refusal
  if (!rebuy) return rejected("rebuys_not_offered", "This tournament has no rebuys.")
  const twin = standing(ledger, ["rebuy"], intent.entryId).filter((each) => isTwin(each, intent))
  if (twin.length > 0) return conflict("recorded_on_two_devices", sequencesOf(twin))
  return payoutsStarted(ledger, intent) ?? take(intent, rebuy)
}

function decideAddOn(ledger: TournamentLedger, intent: IntentOf<"add-on">): Outcome {
  const { addOn } = ledger.terms
  const refusal = entryIsGone(ledger, intent)
  if (refusal) return refusal
  if (!addOn) return rejected("add_ons_not_offered", "This tournament has no add-ons.")
  const taken = sequencesOf(standing(ledger, ["add-on"], intent.entryId))
  if (taken.length > 0)
    return refuse(intent, taken, "recorded_on_two_devices", "add_on_taken", {
      detail: `The entry has its add-on already, in line ${taken[0]}.`,
    })
  return payoutsStarted(ledger, intent) ?? take(intent, addOn)
}

function decidePayout(ledger: TournamentLedger, intent: IntentOf<"payout">): Outcome {
  if (!ledger.entries.has(intent.entryId)) return unknownEntry(intent)
  const prizes = prizesCents(ledger)
  if (!ledger.payouts)
    return rejected("payouts_not_set", "Set the payouts before the first prize is paid.")
  const gone = entryIsGone(ledger, intent)
  if (gone) return gone
  const prize = prizes[intent.place - 1]
  if (prize === undefined)
    return rejected("place_not_paid", `Place ${intent.place} is not paid: ${prizes.length} are.`)
  const paid = sequencesOf(
    standing(ledger, ["payout"]).filter(
      ({ intent: other }) => other.kind === "payout" && other.place === intent.place,
    ),
  )
  if (paid.length > 0)
    return refuse(intent, paid, "paid_meanwhile", "place_already_paid", {
      detail: `Place ${intent.place} was paid in line ${paid[0]}.`,
    })
  if (prize !== intent.amountCents)
    return refuse(intent, poolChanges(ledger), "payouts_changed_meanwhile", "amount_differs", {
      detail: `Place ${intent.place} pays ${prize} cents, not ${intent.amountCents}.`,
    })
  return accepted([
    { account: "prizePool", amountCents: prize },
    { account: "cash:drawer", amountCents: cents(0 - prize) },
  ])
}

function decideVoid(ledger: TournamentLedger, intent: IntentOf<"void">): Outcome {
  const movement = ledger.movements.get(intent.sequence)
  if (!movement)
    return rejected("nothing_to_void", `Line ${intent.sequence} moved no money of this tournament.`)
  if (movement.voidedBy !== null)
    return rejected(
      "already_void",
      `Line ${intent.sequence} was voided in line ${movement.voidedBy}.`,
    )
  if (movement.intent.kind !== "payout") {
    const started = payoutsStarted(ledger, intent)
    if (started) return started
  }
  if (movement.intent.kind === "buy-in" || movement.intent.kind === "re-entry") {
    const more = standing(ledger, ["rebuy", "add-on"], movement.intent.entryId)
    if (more.length > 0)
      return refuse(intent, sequencesOf(more), "bought_meanwhile", "entry_has_more", {
        detail: `The entry has more to void first, in line ${more[0]?.sequence}.`,
      })
  }
  return accepted(
    movement.postings.map(({ account, amountCents }) => ({
      account,
      amountCents: cents(0 - amountCents),
    })),
  )
}

/** The price against the amount the device named; the fee to the house, the rest to the pool. */
function take(intent: { amountCents: Cents }, price: Price): Outcome {
  if (intent.amountCents !== price.priceCents)
    return rejected(
      "amount_differs",
      `The price is ${price.priceCents} cents, not ${intent.amountCents}.`,
    )
  const fee = feeCents(price)
  return accepted(
    [
      { account: "cash:drawer" as const, amountCents: price.priceCents },
      { account: "prizePool" as const, amountCents: cents(fee - price.priceCents) },
      { account: "house:fee" as const, amountCents: cents(0 - fee) },
    ].filter(({ amountCents }) => amountCents !== 0),
  )
}

/** Nothing may change the pool once a prize has been paid from it. */
function payoutsStarted(ledger: TournamentLedger, intent: Intent): Outcome | null {
  const paid = sequencesOf(standing(ledger, ["payout"]))
  if (paid.length === 0) return null
  return refuse(intent, paid, "payouts_started_meanwhile", "payouts_started", {
    detail: `Prizes have been paid since line ${paid[0]}; the pool is closed.`,
  })
}

/** Whether the entry that an intent is about is unknown, void or paid. */
function entryIsGone(
  ledger: TournamentLedger,
  intent: IntentOf<"rebuy" | "add-on" | "payout">,
): Outcome | null {
  const entry = ledger.entries.get(intent.entryId)
  if (!entry) return unknownEntry(intent)
  const voidedBy = ledger.movements.get(entry.sequence)?.voidedBy
  if (voidedBy)
    return refuse(intent, [voidedBy], "voided_meanwhile", "entry_is_void", {
      detail: `The entry was voided in line ${voidedBy}.`,
    })
  const paid = sequencesOf(standing(ledger, ["payout"], intent.entryId))
  if (paid.length === 0) return null
  return refuse(intent, paid, "paid_meanwhile", "entry_was_paid", {
    detail: `The entry was paid its prize in line ${paid[0]}.`,
  })
}

/** A conflict where the device had not seen what stands in the way, a rejection where it had. */
function refuse(
  intent: Intent,
  against: readonly Sequence[],
  reason: Conflict,
  refusal: Refusal,
  { detail }: { detail: string },
): Outcome {
  const unseen = against.filter((each) => each > intent.observedSequence)
  return unseen.length > 0 ? conflict(reason, unseen) : rejected(refusal, detail)
}

/** The same act by another device, which this one had not seen: likely one payment, written twice. */
const isTwin = (movement: Movement, intent: Intent): boolean =>
  movement.sequence > intent.observedSequence && movement.intent.deviceId !== intent.deviceId

const entriesOf = (ledger: TournamentLedger, { playerId }: { playerId: string }): Sequence[] =>
  sequencesOf(
    standing(ledger, ["buy-in", "re-entry"]).filter((each) => playerOf(each) === playerId),
  )

const playerOf = ({ intent }: Movement): string | null =>
  intent.kind === "buy-in" || intent.kind === "re-entry" ? intent.playerId : null

/** The lines after which a prize may be another than a device believed. */
const poolChanges = (ledger: TournamentLedger): Sequence[] => [
  ...(ledger.payouts ? [ledger.payouts.sequence] : []),
  ...[...ledger.movements.values()].flatMap(({ intent, sequence, voidedBy }) =>
    intent.kind === "payout" ? [] : voidedBy ? [sequence, voidedBy] : [sequence],
  ),
]

const sequencesOf = (movements: readonly Movement[]): Sequence[] =>
  movements.map(({ sequence }) => sequence)

const unknownEntry = ({ entryId }: { entryId: string }): Outcome =>
  rejected("unknown_entry", `There is no entry ${entryId} in this tournament.`)

const entryExists = ({ entryId }: { entryId: string }): Outcome =>
  rejected("entry_exists", `The entry ${entryId} is in the ledger already.`)

const accepted = (postings: Posting[]): Outcome => ({ kind: "accepted", postings })
const conflict = (reason: Conflict, against: Sequence[]): Outcome => ({
  kind: "conflict",
  reason,
  against,
})
const rejected = (reason: Refusal, detail: string): Outcome => ({
  kind: "rejected",
  reason,
  detail,
})
