import { createMemo, mapArray } from "solid-js"
import { readTournament, type TournamentState } from "../../domain/tournament.ts"
import type { TournamentId } from "../../schemas/ids.ts"
import type { Room } from "./documents.ts"
import { type FloorFacts, factsOf } from "./nights.ts"

/** A tournament's floor whose room is open on this device. */
export type OpenFloor = {
  id: TournamentId
  room: Room
  floor: () => TournamentState
  facts: () => FloorFacts
}

/**
 * Keeps the rooms of these tournaments open, each for as long as it is one of them.
 *
 * @param open opens a room for as long as the calling owner lives
 */
export function openFloors(
  ids: () => readonly TournamentId[],
  open: (id: TournamentId) => Room,
): { all: () => readonly OpenFloor[]; of: (id: TournamentId | null) => OpenFloor | null } {
  const all = createMemo(
    mapArray(ids, (id): OpenFloor => {
      const room = open(id)
      const floor = createMemo(() => readTournament(room.values()))
      return { id, room, floor, facts: createMemo(() => factsOf(floor())) }
    }),
  )
  const byId = createMemo(() => new Map(all().map((each) => [each.id, each])))
  return { all, of: (id) => (id === null ? null : (byId().get(id) ?? null)) }
}
