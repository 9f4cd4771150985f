import type { Outcome } from "../schemas/entry.ts"
import type { Intent, IntentOf } from "../schemas/intent.ts"
import { decideResolve } from "./decide-conflicts.ts"
import {
  decideBounty,
  decideDeal,
  decidePayout,
  decidePayouts,
  decideTopUp,
} from "./decide-prizes.ts"
import {
  decideAddOn,
  decideBuyIn,
  decideReEntry,
  decideRebuy,
  decideRegistration,
} from "./decide-sales.ts"
import { decideTill, tillIsGone } from "./decide-tills.ts"
import { decideCorrection, decideTakeBack } from "./decide-undo.ts"
import { isOfTheHouse, type LedgerState, type TournamentLedger } from "./ledger.ts"
import { accepted, refuse, rejected } from "./verdict.ts"

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
  if (intent.kind === "open-tournament") return decideOpen(state, intent)
  if (intent.kind === "open-till" || intent.kind === "count-till" || intent.kind === "close-till")
    return decideTill(state, intent)
  if (intent.kind === "resolve") return decideResolve(state, intent, decide)
  const ledger = state.tournaments.get(intent.tournamentId)
  if (!ledger)
    return rejected("unknown_tournament", `There is no tournament ${intent.tournamentId}.`)
  const gone = "till" in intent && intent.till ? tillIsGone(state, intent, intent.till) : null
  return gone ?? decideFor(state, ledger, intent)
}

type OfTournament = Exclude<
  Intent,
  { kind: "open-tournament" | "open-till" | "count-till" | "close-till" | "resolve" }
>

function decideFor(state: LedgerState, ledger: TournamentLedger, intent: OfTournament): Outcome {
  switch (intent.kind) {
    case "close-registration":
    case "reopen-registration":
      return decideRegistration(ledger, intent)
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
    case "top-up":
      return decideTopUp(ledger, intent)
    case "bounty":
      return decideBounty(ledger, intent)
    case "payout":
      return decidePayout(ledger, intent)
    case "agree-deal":
      return decideDeal(ledger, intent)
    case "void":
    case "refund":
      return decideTakeBack(state, ledger, intent)
    case "correct":
      return decideCorrection(intent)
  }
}

function decideOpen(state: LedgerState, intent: IntentOf<"open-tournament">): Outcome {
  if (isOfTheHouse(intent))
    return rejected("tournament_exists", `"${intent.tournamentId}" is the house's own account.`)
  const ledger = state.tournaments.get(intent.tournamentId)
  if (!ledger) return accepted([])
  return refuse(intent, [ledger.openedAt], {
    unseen: "tournament_opened_meanwhile",
    seen: "tournament_exists",
    detail: "The tournament has been opened already.",
  })
}
