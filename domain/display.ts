import type { EventPart } from "../schemas/documents/venue.ts"
import { chips, cents, type Millis } from "../schemas/units.ts"
import type { DisplayState } from "../schemas/wire.ts"
import type { TournamentAccount } from "./account.ts"
import { chipsOnFloor } from "./stages.ts"
import { playersLeft, type TournamentState } from "./tournament.ts"

/**
 * Joins floor and money into what a screen on the wall shows. Holds no name and no id of a person.
 * @param part which flight or day of an event this is: then the account is the whole event's
 */
export function displayState(
  state: TournamentState,
  account: TournamentAccount | null,
  now: Millis,
  part?: EventPart,
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
    entries: (part ? null : account?.counts.entries) ?? state.entries.length,
    chipsInPlay: part ? chipsOnFloor(state, account, part) : chipsInPlay(state, account),
    lateRegistrationEndsAt: structure.lateRegistrationEndsAt,
  }
}

/** Every chip that was handed out for money is in play, but for those that left with a seat won. */
export function chipsInPlay(state: TournamentState, account: TournamentAccount | null) {
  const structure = state.tournament?.structure
  if (!structure || !account) return chips(0)
  const { entries, rebuys, addOns } = account.counts
  const won = state.entries.reduce((sum, { out }) => sum + (out?.won ?? 0), 0)
  const bought =
    entries * structure.startingStack +
    rebuys * structure.rebuyStack +
    addOns * structure.addOnStack
  return chips(Math.max(0, bought - won))
}
