import { createEffect, createMemo, createSignal } from "solid-js"
import { openConflicts } from "../../domain/ledger.ts"
import { ledgerIdOf } from "../../domain/stages.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import type { TournamentId } from "../../schemas/ids.ts"
import type { Venue } from "../../schemas/wire.ts"
import type { Room } from "./documents.ts"
import { openFloors } from "./floors.ts"
import type { Ledger } from "./ledger.ts"
import { nightsOf } from "./nights.ts"
import {
  keptChoice,
  type Listed,
  listTournaments,
  newest,
  partsOf,
  readChoice,
  roomsToOpen,
  wallClock,
} from "./tournaments.ts"

export type Hall = ReturnType<typeof openHall>

/**
 * The venue's list of tournaments, which of them this device works on, and the floors it has open.
 *
 * @param open opens a room for as long as the calling owner lives
 */
export function openHall(open: (name: string) => Room, { venueId }: Venue, ledger: Ledger) {
  const hall = open(venueRoom(venueId))
  const tournaments = createMemo(() => listTournaments(hall.values()))
  const { selected, before, select } = createSelection(tournaments, hall.isSynced)
  const floors = openFloors(
    createMemo(() => roomsToOpen(tournaments(), [selected(), before()])),
    (id) => open(tournamentRoom(id)),
  )
  const listed = (id: TournamentId | null) => tournaments().find((each) => each.id === id)
  const ledgerOf = (id: TournamentId) => ledgerIdOf(id, listed(id)?.part)
  return {
    hall,
    tournaments,
    listed,
    selected,
    select,
    /** Every floor that is open here, of other tournaments too. */
    floors,
    /** Under which id a tournament's money is. */
    ledgerOf,
    /** The parts of the event that is shown; none outside of one. */
    parts: createMemo(() => partsOf(tournaments(), selected())),
    /** All tournaments in the order of their use, with what somebody should see to. */
    nights: createMemo(() =>
      nightsOf(tournaments(), {
        factsFor: ({ id }) => floors.of(id)?.facts() ?? null,
        // Those of an event are told once, at its first flight.
        conflictsFor: ({ id }) =>
          ledgerOf(id) === id ? openConflicts(ledger.state(), id).length : 0,
      }),
    ),
  }
}

const SELECTED_KEY = "felt.tournament"

/**
 * The tournament this device works on: the one chosen here, else the newest. Once one has been
 * shown, what others create elsewhere never takes its place under a finger.
 */
function createSelection(tournaments: () => readonly Listed[], isListComplete: () => boolean) {
  const kept = readChoice(localStorage.getItem(SELECTED_KEY), wallClock())
  const [choice, setChoice] = createSignal<{
    now: TournamentId | null
    before: TournamentId | null
  }>({ now: kept, before: null })
  const select = (id: TournamentId): void => {
    localStorage.setItem(SELECTED_KEY, keptChoice(id, wallClock()))
    setChoice(({ now, before }) => ({ now: id, before: now === id ? before : now }))
  }
  // A choice that is kept may be of a tournament that has been undone, or of another venue.
  const chosen = createMemo(() => {
    const { now } = choice()
    const isGone = isListComplete() && !tournaments().some(({ id }) => id === now)
    return now !== null && !isGone ? now : null
  })
  const selected = createMemo(() => chosen() ?? newest(tournaments()))
  createEffect(() => {
    const shown = selected()
    if (isListComplete() && chosen() === null && shown !== null) select(shown)
  })
  return { selected, before: () => choice().before, select }
}
