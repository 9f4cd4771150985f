import * as v from "valibot"
import * as Y from "yjs"
import { clockAt, levelNumber } from "../domain/clock.ts"
import { playersLeft, readTournament } from "../domain/tournament.ts"
import { Registers } from "../schemas/documents/registers.ts"
import { ListedTournament } from "../schemas/documents/venue.ts"
import type { TenantId, TournamentId, VenueId } from "../schemas/ids.ts"
import type { FloorTonight } from "../schemas/nights.ts"
import type { Millis } from "../schemas/units.ts"
import type { Tenants } from "./tenants.ts"

/** What the registers of a room held when they were read. */
type Values = ReadonlyMap<string, unknown>

/** A document of one of the tenant's venues. */
type VenueRoom = { venueId: VenueId; room: string }

/**
 * Documents of a tenant's venues as their Leaves have brought them: read, and never written.
 * @returns how to look at one of them; all were read at once, for a page asks for fifty
 */
export async function readRooms(
  tenants: Tenants,
  tenantId: TenantId,
  rooms: readonly VenueRoom[],
): Promise<(of: VenueRoom) => Values> {
  const { rows } = await tenants.within(tenantId, (sql) =>
    sql.query<{ venue: string; room: string; update: Buffer }>(UPDATES, [
      rooms.map(({ venueId }) => venueId),
      rooms.map(({ room }) => room),
    ]),
  )
  const updates = new Map<string, Buffer[]>()
  for (const { venue, room, update } of rows) {
    const name = `${venue}/${room}`
    updates.set(name, [...(updates.get(name) ?? []), update])
  }
  return ({ venueId, room }) => {
    const doc = new Y.Doc()
    for (const update of updates.get(`${venueId}/${room}`) ?? []) Y.applyUpdate(doc, update)
    const values = new Registers(doc).all()
    doc.destroy()
    return values
  }
}

/** What a tournament is called, by its venue's document; `null` where that does not say. */
export function nameIn(venue: Values, tournamentId: TournamentId): string | null {
  const listed = v.safeParse(ListedTournament, venue.get(`tournament/${tournamentId}`))
  return listed.success ? listed.output.name : null
}

/** Where a tournament stands at `now`, by its document; `null` where there is no floor of it. */
export function floorIn(tournament: Values, now: Millis): FloorTonight | null {
  const state = readTournament(tournament)
  const levels = state.tournament?.structure.levels
  if (!levels || levels.length === 0) return null
  const clock = clockAt(levels, state.clock, now)
  const left = playersLeft(state)
  return {
    status: left <= 1 && state.entries.length > 1 ? "over" : clock.status,
    level: levelNumber(levels, clock.levelIndex),
    isBreak: clock.level.kind === "break",
    entries: state.entries.length,
    playersLeft: left,
    tables: state.tables.filter(({ status }) => status === "open").length,
  }
}

const UPDATES = `
select venue, room, update
  from (select distinct venue, room from unnest($1::text[], $2::text[]) given (venue, room)) wanted
  join document_update using (venue, room)
 order by sequence`
