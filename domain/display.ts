import { chips, cents, type Millis } from "../schemas/units.ts"
import type { DisplayState } from "../schemas/wire.ts"
import type { TournamentAccount } from "./account.ts"
import { playersLeft, type TournamentState } from "./tournament.ts"

/** Joins floor and money into what a screen on the wall shows. Holds no name and no id of a person. */
export function displayState(
  state: TournamentState,
  account: TournamentAccount | null,
  now: Millis,
): DisplayState {
  if (!state.tournament) return { kind: "waiting", now }
  const { name, structure } = state.tournament
  return {
    kind: "tournament",
    now,
    name,
    levels: structure.levels,
    clock: state.clock,
    currency: account?.terms.currency ?? null,
    poolCents: account?.poolCents ?? cents(0),
    prizesCents: account?.prizesCents ?? [],
    playersLeft: playersLeft(state),
    entries: account?.counts.entries ?? state.entries.length,
    chipsInPlay: chipsInPlay(state, account),
    lateRegistrationEndsAt: structure.lateRegistrationEndsAt,
  }
}

/** Every chip that was handed out for money is in play. */
export function chipsInPlay(state: TournamentState, account: TournamentAccount | null) {
  const structure = state.tournament?.structure
  if (!structure || !account) return chips(0)
  const { entries, rebuys, addOns } = account.counts
  return chips(
    entries * structure.startingStack +
      rebuys * structure.rebuyStack +
      addOns * structure.addOnStack,
  )
}
