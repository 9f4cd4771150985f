import type { LedgerState } from "../domain/ledger.ts"
import type { Intent } from "../schemas/intent.ts"

/**
 * A copy of the state to decide several intents on, one after the other, while none of their lines
 * is durable yet. What lines about their tournaments can change is copied; everything else is
 * shared, and left alone.
 */
export function draftOf(state: LedgerState, intents: readonly Intent[]): LedgerState {
  const tournaments = new Map(state.tournaments)
  for (const tournamentId of new Set(intents.map((intent) => intent.tournamentId))) {
    const ledger = state.tournaments.get(tournamentId)
    if (ledger) tournaments.set(tournamentId, structuredClone(ledger))
  }
  return {
    ...state,
    answers: new Map(),
    tournaments,
    conflicts: structuredClone(state.conflicts),
    tills: structuredClone(state.tills),
  }
}
