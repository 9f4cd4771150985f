import type { Outcome } from "../schemas/entry.ts"
import type { IntentOf } from "../schemas/intent.ts"
import type { Limit } from "../schemas/terms.ts"
import type { Sequence } from "../schemas/units.ts"
import type { TournamentLedger } from "./ledger.ts"
import { entriesOfPlayer, standing } from "./movements.ts"
import { priceOf, type Sale } from "./price.ts"
import { saleLegs } from "./postings.ts"
import { entryIsGone, poolIsClosed } from "./premises.ts"
import { accepted, conflict, isTwin, refuse, rejected, sequencesOf } from "./verdict.ts"

/** The player's first entry; while registration is open. */
export function decideBuyIn(ledger: TournamentLedger, intent: IntentOf<"buy-in">): Outcome {
  if (ledger.entries.has(intent.entryId)) return entryExists(intent)
  const earlier = entriesOfPlayer(ledger, intent.playerId)
  if (earlier.length > 0)
    return refuse(intent, earlier, {
      unseen: "player_entered_meanwhile",
      seen: "player_has_entry",
      detail: `The player has an entry already, in line ${earlier[0]}.`,
    })
  return (
    registrationIsClosed(ledger, intent) ??
    poolIsClosed(ledger, intent) ??
    limitReached(intent, ledger.terms.limits?.buyIn, earlier) ??
    take(ledger, intent)
  )
}

/** A new entry of a player who has had one; while registration is open. */
export function decideReEntry(ledger: TournamentLedger, intent: IntentOf<"re-entry">): Outcome {
  if (ledger.entries.has(intent.entryId)) return entryExists(intent)
  const earlier = entriesOfPlayer(ledger, intent.playerId)
  if (earlier.length === 0)
    return rejected("player_has_no_entry", "A re-entry needs an earlier entry of the same player.")
  if (ledger.terms.reEntry === null)
    return rejected("re_entries_not_offered", "This tournament has no re-entries.")
  const before = standing(ledger, ["re-entry"]).filter(
    (movement) =>
      movement.intent.kind === "re-entry" && movement.intent.playerId === intent.playerId,
  )
  const twins = before.filter((movement) => isTwin(movement, intent))
  if (twins.length > 0) return conflict("recorded_on_two_devices", sequencesOf(twins))
  return (
    registrationIsClosed(ledger, intent) ??
    poolIsClosed(ledger, intent) ??
    limitReached(intent, ledger.terms.limits?.reEntry, sequencesOf(before)) ??
    take(ledger, intent)
  )
}

/** More chips for an entry that is in play (TDA-2024 R27). */
export function decideRebuy(ledger: TournamentLedger, intent: IntentOf<"rebuy">): Outcome {
  const gone = entryIsGone(ledger, intent)
  if (gone) return gone
  if (!ledger.terms.rebuy) return rejected("rebuys_not_offered", "This tournament has no rebuys.")
  const before = standing(ledger, ["rebuy"], intent.entryId)
  const twins = before.filter((movement) => isTwin(movement, intent))
  if (twins.length > 0) return conflict("recorded_on_two_devices", sequencesOf(twins))
  return (
    poolIsClosed(ledger, intent) ??
    limitReached(intent, ledger.terms.limits?.rebuy, sequencesOf(before)) ??
    take(ledger, intent)
  )
}

/** Extra chips, once an entry where no limit says otherwise. */
export function decideAddOn(ledger: TournamentLedger, intent: IntentOf<"add-on">): Outcome {
  const gone = entryIsGone(ledger, intent)
  if (gone) return gone
  if (!ledger.terms.addOn) return rejected("add_ons_not_offered", "This tournament has no add-ons.")
  const limit = ledger.terms.limits?.addOn
  const taken = sequencesOf(standing(ledger, ["add-on"], intent.entryId))
  if (limit?.most === undefined && taken.length > 0)
    return refuse(intent, taken, {
      unseen: "recorded_on_two_devices",
      seen: "add_on_taken",
      detail: `The entry has its add-on already, in line ${taken[0]}.`,
    })
  return poolIsClosed(ledger, intent) ?? limitReached(intent, limit, taken) ?? take(ledger, intent)
}

/** Entries are taken no more, or again. */
export function decideRegistration(
  { registration: { isClosed, changedAt } }: TournamentLedger,
  intent: IntentOf<"close-registration" | "reopen-registration">,
): Outcome {
  const closes = intent.kind === "close-registration"
  if (closes !== isClosed) return accepted([])
  return refuse(intent, changedAt === null ? [] : [changedAt], {
    unseen: "registration_changed_meanwhile",
    seen: closes ? "registration_is_closed" : "registration_is_open",
    detail: closes
      ? `Registration was closed in line ${changedAt}.`
      : "Registration is open already.",
  })
}

/** The price against the amount the device named, and where each part of it goes. */
function take(ledger: TournamentLedger, intent: Sale): Outcome {
  const price = priceOf(ledger.terms, intent)
  if (price && intent.amountCents === price.priceCents) return accepted(saleLegs(price, intent))
  return rejected(
    "amount_differs",
    `The price is ${price?.priceCents} cents, not ${intent.amountCents}.`,
  )
}

function registrationIsClosed(
  { registration: { isClosed, changedAt } }: TournamentLedger,
  intent: IntentOf<"buy-in" | "re-entry">,
): Outcome | null {
  if (!isClosed || changedAt === null || intent.override) return null
  return refuse(intent, [changedAt], {
    unseen: "registration_changed_meanwhile",
    seen: "registration_is_closed",
    detail: `Registration was closed in line ${changedAt}.`,
  })
}

/** A limit of the terms, held against the ledger and against the floor as the device saw it. */
function limitReached(
  intent: Sale,
  limit: Limit | undefined,
  taken: readonly Sequence[],
): Outcome | null {
  if (!limit || intent.override) return null
  const { most, untilLevel, leastPlayersLeft } = limit
  if (most !== undefined && taken.length >= most)
    return refuse(intent, taken, {
      unseen: "bought_meanwhile",
      seen: "limit_reached",
      detail: `There are ${most} at most, and ${taken.length} were taken.`,
    })
  if (untilLevel === undefined && leastPlayersLeft === undefined) return null
  const { floor } = intent
  if (!floor)
    return rejected("limit_reached", "A limit depends on level and players left: say both.")
  if (untilLevel !== undefined && floor.levelIndex >= untilLevel)
    return rejected("limit_reached", `It was sold until level ${untilLevel} of the structure.`)
  if (leastPlayersLeft !== undefined && floor.playersLeft < leastPlayersLeft)
    return rejected("limit_reached", `It is not sold with fewer than ${leastPlayersLeft} left.`)
  return null
}

const entryExists = ({ entryId }: { entryId: string }): Outcome =>
  rejected("entry_exists", `The entry ${entryId} is in the ledger already.`)
