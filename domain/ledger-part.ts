import type { Entry } from "../schemas/entry.ts"
import type { TournamentId } from "../schemas/ids.ts"
import { sequence } from "../schemas/units.ts"
import { apply, newLedger, type TournamentLedger } from "./ledger.ts"

/**
 * One tournament's part of a ledger, from its own lines alone. Those between them are not looked at,
 * and neither are tills, which belong to no tournament: only for lines of a ledger that was checked
 * as a whole, where the rest of it would take long to read.
 * @param lines of that tournament, in order
 * @returns `null` where none of them opens it
 */
export function ledgerPartOf(
  tournamentId: TournamentId,
  lines: readonly Entry[],
): TournamentLedger | null {
  const state = newLedger()
  for (const line of lines) {
    state.lastSequence = sequence(line.sequence - 1)
    state.headHash = line.previousHash
    apply(state, withoutTill(line))
  }
  return state.tournaments.get(tournamentId) ?? null
}

function withoutTill(line: Entry): Entry {
  const { outcome } = line
  if (outcome.kind !== "accepted") return line
  const postings = outcome.postings.map(({ till: _till, ...posting }) => posting)
  return { ...line, outcome: { ...outcome, postings } }
}
