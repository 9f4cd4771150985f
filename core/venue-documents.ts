import * as v from "valibot"
import * as Y from "yjs"
import { clockAt, levelNumber } from "../domain/clock.ts"
import { playersLeft, readTournament } from "../domain/tournament.ts"
import { Registers } from "../schemas/documents/registers.ts"
import { tournamentRoom, venueRoom } from "../schemas/documents/rooms.ts"
import { ListedTournament } from "../schemas/documents/venue.ts"
import type { TournamentId } from "../schemas/ids.ts"
import type { FloorTonight } from "../schemas/nights.ts"
import type { Millis } from "../schemas/units.ts"
import { PostgresDocumentStore } from "../sync-server/document-store-postgres.ts"
import type { Tenants } from "./tenants.ts"
import type { VenueOf } from "./venues.ts"

/** What the registers of a room held when they were read. */
type Values = ReadonlyMap<string, unknown>

/** A venue's documents as its Leaf has brought them: read, and never written. */
export class VenueDocuments {
  readonly #venue: VenueOf
  readonly #store: Promise<PostgresDocumentStore>
  #listed: Promise<Values> | null = null

  constructor(tenants: Tenants, venue: VenueOf) {
    this.#venue = venue
    this.#store = PostgresDocumentStore.open(tenants.poolOf(venue.tenantId), venue.venueId)
    this.#store.catch(() => {})
  }

  /** What a tournament is called; `null` where its venue has not said. */
  async nameOf(tournamentId: TournamentId): Promise<string | null> {
    this.#listed ??= this.read(venueRoom(this.#venue.venueId))
    const listed = v.safeParse(
      ListedTournament,
      (await this.#listed).get(`tournament/${tournamentId}`),
    )
    return listed.success ? listed.output.name : null
  }

  /** Where a tournament stands at `now`; `null` where its venue has brought no floor of it. */
  async floorOf(tournamentId: TournamentId, now: Millis): Promise<FloorTonight | null> {
    const state = readTournament(await this.read(tournamentRoom(tournamentId)))
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

  /** The registers of one of the venue's rooms. */
  async read(room: string): Promise<Values> {
    const doc = new Y.Doc()
    for (const update of await (await this.#store).load(room)) Y.applyUpdate(doc, update)
    const values = new Registers(doc).all()
    doc.destroy()
    return values
  }
}
