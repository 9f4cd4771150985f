import * as v from "valibot"
import { accountOf, type TournamentAccount } from "../../domain/account.ts"
import { decide } from "../../domain/decide.ts"
import { apply, type LedgerState, newLedger } from "../../domain/ledger.ts"
import type { Outcome } from "../../schemas/entry.ts"
import { TournamentId } from "../../schemas/ids.ts"
import type { Intent } from "../../schemas/intent.ts"
import { millis, sequence } from "../../schemas/units.ts"
import { buyIns, intent, seen } from "./intents.ts"

seen.sequence = 1_000_000

/** Decides each intent and folds it in, as the ledger does; hashes are its business. */
export function record(state: LedgerState, ...intents: Intent[]): Outcome[] {
  return intents.map((each) => {
    const outcome = decide(state, each)
    const at = sequence(state.lastSequence + 1)
    apply(state, {
      version: 1,
      sequence: at,
      previousHash: state.headHash,
      recordedAt: millis(0),
      intent: each,
      outcome,
      hash: String(at).padStart(64, "0"),
    })
    return outcome
  })
}

/** Line 1 opens, the next ones are the buy-ins of e1, e2 and so on. */
export function ledgerOf(players: number, terms?: object): LedgerState {
  const state = newLedger()
  record(state, intent("open-tournament", terms ? { terms } : {}), ...buyIns(players))
  return state
}

export function account(state: LedgerState): TournamentAccount {
  const found = accountOf(state, v.parse(TournamentId, "t1"))
  if (!found) throw new Error("There is no tournament t1.")
  return found
}
