import * as v from "valibot"
import { createTournament } from "../../domain/floor.ts"
import type { Tournament } from "../../schemas/documents/tournament.ts"
import { DisplaySetting, type EventPart, ListedTournament } from "../../schemas/documents/venue.ts"
import { type SeasonId, TournamentId } from "../../schemas/ids.ts"
import type { Desk } from "./desk.ts"
import { newId } from "./device.ts"
import { MAIN_DISPLAY } from "./floor-acts.ts"
import type { Undo } from "./undoable.ts"
import { leafNow } from "./leaf-time.ts"
import { freeTablesFrom, listingOf, partName } from "./tournaments.ts"

/** What a new tournament may be besides a tournament on its own. */
export type Beginning = Pick<ListedTournament, "startsAt" | "satellite"> & {
  /** It is the first flight of an event. */
  event?: { mode: Extract<EventPart, { kind: "flight" }>["mode"]; flight: string } | undefined
  /** The number of its first table; the next ten that are free where nobody says. */
  tablesFrom?: number | undefined
  /** The season that it counts in. */
  season?: SeasonId | null
}

/**
 * Lists a tournament, shows it here and makes its floor. The main screen follows only where it shows
 * nothing that is still played: a screen that people look at is never taken from them in silence.
 */
export function beginTournament(
  desk: Desk,
  made: Pick<Tournament, "name" | "structure">,
  { event, tablesFrom, season = null, ...more }: Beginning,
): { id: TournamentId; isScreenTaken: boolean } {
  const id = v.parse(TournamentId, newId())
  const first = tablesFrom ?? freeTablesFrom(tablesInUse(desk))
  const isScreenTaken = screenIsTaken(desk)
  const part = event && { kind: "flight", event: id, ...event }
  desk.hall.registers.setAll([
    [`tournament/${id}`, { name: made.name, createdAt: leafNow(), ...more, ...(part && { part }) }],
    ...(season === null ? [] : [[`tournament/${id}/season`, season] as const]),
    ...(isScreenTaken ? [] : [[`display/${MAIN_DISPLAY}`, { tournamentId: id }] as const]),
  ])
  desk.select(id)
  const name = event ? partName(made.name, event.flight) : made.name
  const opened = desk.floors.of(id)
  opened?.room.registers.setAll(
    createTournament({ ...made, name, seed: newId(), tablesFrom: first }),
  )
  return { id, isScreenTaken }
}

/** The numbers of the tables that are played at, and those at which others are to begin. */
export const tablesInUse = (desk: Desk): number[] =>
  desk.floors
    .all()
    .filter(({ id }) => desk.listed(id) !== undefined && desk.listed(id)?.endedAt === undefined)
    .flatMap(({ floor, facts }) => [floor().tournament?.tablesFrom ?? 1, ...facts().tables])

function screenIsTaken(desk: Desk): boolean {
  const shown = v.safeParse(DisplaySetting, desk.hall.registers.get(`display/${MAIN_DISPLAY}`))
  const listed = shown.success ? desk.listed(shown.output.tournamentId) : undefined
  return listed !== undefined && listed.endedAt === undefined
}

const withoutEnd = (listed: ListedTournament): ListedTournament =>
  v.parse(
    ListedTournament,
    Object.fromEntries(Object.entries(listed).filter(([field]) => field !== "endedAt")),
  )

/** What changes about a tournament in the venue's list. */
export function listActs(desk: Desk) {
  /** Replaces what the list says of a tournament; the undo puts back what it said. */
  function relist(
    id: TournamentId,
    change: (listed: ListedTournament) => ListedTournament,
  ): Undo | null {
    const before = desk.listed(id)
    if (!before) return null
    const [key, listing] = listingOf(before)
    desk.hall.registers.set(key, change(listing))
    return () => desk.hall.registers.set(key, listing)
  }
  return {
    relist,
    /** Puts a tournament away; its floor and its money stay as they are. */
    finish: (id: TournamentId) => relist(id, (listed) => ({ ...listed, endedAt: leafNow() })),
    reopen: (id: TournamentId) => relist(id, withoutEnd),
  }
}
