import type { EventPart } from "../schemas/documents/venue.ts"
import type { DisplayState, PeopleShown, ScreenSettings } from "../schemas/display.ts"
import { chips, cents, type Millis } from "../schemas/units.ts"
import type { TournamentAccount } from "./account.ts"
import { finalTableSize } from "./final-table.ts"
import { chipsOnFloor } from "./stages.ts"
import { playersLeft, type TournamentState } from "./tournament.ts"

/**
 * Joins floor and money into what a screen on the wall shows. Holds no id of a person, and of names
 * those alone that `people` was made with.
 * @param part which flight or day of an event this is: then the account is the whole event's
 */
export function displayState(shown: {
  state: TournamentState
  account: TournamentAccount | null
  now: Millis
  screen: ScreenSettings
  part?: EventPart | undefined
  people?: PeopleShown
}): DisplayState {
  const { state, account, now, screen, part, people = {} } = shown
  if (!state.tournament) return { kind: "waiting", now, screen }
  const { name, structure } = state.tournament
  return {
    kind: "tournament",
    now,
    screen,
    name,
    levels: structure.levels,
    clock: state.clock,
    isHandForHand: state.isHandForHand ?? false,
    isFinalTable: isFinalTable(state),
    currency: account?.terms.currency ?? null,
    poolCents: account?.poolCents ?? cents(0),
    prizesCents: account?.prizesCents ?? [],
    bountiesLeftCents: account?.bountiesLeftCents ?? cents(0),
    playersLeft: playersLeft(state),
    entries: (part ? null : account?.counts.entries) ?? state.entries.length,
    chipsInPlay: part ? chipsOnFloor(state, account, part) : chipsInPlay(state, account),
    lateRegistrationEndsAt: structure.lateRegistrationEndsAt,
    people,
  }
}

/** All who are left sit at one table, after somebody has gone out. */
function isFinalTable({ tournament, entries }: TournamentState): boolean {
  const left = entries.filter(({ out }) => out === null)
  const tables = new Set(left.map(({ seat }) => seat?.table))
  return (
    tournament !== null &&
    left.length < entries.length &&
    tables.size === 1 &&
    left.length <= finalTableSize(tournament.structure.seatsPerTable)
  )
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
