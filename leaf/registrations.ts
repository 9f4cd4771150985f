import { readRegistration, type Registration } from "../domain/registration.ts"
import { type RegistrationField, registrationFields } from "../schemas/documents/registration.ts"
import { Registers } from "../schemas/documents/registers.ts"
import { parseRoom, registrationRoom } from "../schemas/documents/rooms.ts"
import { PlayerId, TournamentId } from "../schemas/ids.ts"
import type { DocumentStore } from "../sync-server/document-store.ts"
import type { Relay } from "../sync-server/relay.ts"
import * as v from "valibot"
import * as Y from "yjs"

type Kept = Map<PlayerId, ReadonlyMap<string, unknown>>

/**
 * What players have said of themselves, of all tournaments that somebody looks at: each in a document
 * of its own, read when the first asks and again whenever it is stored anew.
 */
export class Registrations {
  readonly #relay: Relay
  readonly #store: Pick<DocumentStore, "rooms">
  readonly #onError: (error: unknown) => void
  readonly #tournaments = new Map<TournamentId, Promise<Kept>>()
  readonly #listeners = new Set<(tournament: TournamentId) => void>()
  #reading: Promise<void> = Promise.resolve()

  constructor(options: {
    relay: Relay
    store: Pick<DocumentStore, "rooms">
    onError: (error: unknown) => void
  }) {
    this.#relay = options.relay
    this.#store = options.store
    this.#onError = options.onError
  }

  /** All that is known of a tournament's players, by player. */
  async of(tournament: TournamentId): Promise<Map<PlayerId, Registration>> {
    const kept = await this.#open(tournament)
    return new Map([...kept].map(([playerId, values]) => [playerId, readRegistration(values)]))
  }

  /** What one player has written anywhere, as it stands in the documents. */
  async byPlayer(
    playerId: PlayerId,
  ): Promise<{ tournamentId: TournamentId; fields: Record<string, unknown> }[]> {
    const found = []
    for (const name of await this.#store.rooms()) {
      const room = parseRoom(name)
      if (room?.kind !== "registration" || room.playerId !== playerId) continue
      const values = await this.#read(name)
      const tournamentId = v.parse(TournamentId, room.tournamentId)
      if (values.size > 0) found.push({ tournamentId, fields: Object.fromEntries(values) })
    }
    return found
  }

  /** To be told of every room that has something new in the store. */
  note(name: string): void {
    const room = parseRoom(name)
    if (room?.kind !== "registration") return
    const tournament = v.parse(TournamentId, room.tournamentId)
    const playerId = v.parse(PlayerId, room.playerId)
    const opening = this.#tournaments.get(tournament)
    if (!opening) return
    // One after the other, so that what was read last is what was stored last.
    this.#reading = this.#reading
      .then(async () => {
        const kept = await opening
        kept.set(playerId, await this.#read(name))
        for (const listener of this.#listeners) listener(tournament)
      })
      .catch(this.#onError)
  }

  /**
   * Writes some of a player's fields, `null` for those that are taken back. Resolves when they are on
   * the disk.
   */
  async write(
    tournament: TournamentId,
    playerId: PlayerId,
    fields: readonly (readonly [RegistrationField, unknown])[],
  ): Promise<void> {
    const room = await this.#relay.open(registrationRoom(tournament, playerId))
    try {
      const copy = new Y.Doc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(room.doc))
      const before = Y.encodeStateVector(copy)
      new Registers(copy).setAll(fields)
      await room.bring(Y.encodeStateAsUpdate(copy, before))
    } finally {
      room.close()
    }
  }

  /**
   * Takes out of the documents whatever a player has written, everywhere; the relay writes them anew,
   * and wipes what they held, within the hour.
   */
  async erase(playerId: PlayerId): Promise<void> {
    for (const { tournamentId, fields } of await this.byPlayer(playerId))
      await this.write(
        tournamentId,
        playerId,
        registrationFields
          .filter((field) => field in fields)
          .map((field) => [field, null] as const),
      )
  }

  /** Tells of every change in a tournament that was asked for. Returns the way to stop. */
  subscribe(listener: (tournament: TournamentId) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #open(tournament: TournamentId): Promise<Kept> {
    const known = this.#tournaments.get(tournament)
    if (known) return known
    const opening = this.#load(tournament)
    this.#tournaments.set(tournament, opening)
    // What could not be read is asked for again by the next who comes.
    opening.catch(() => this.#tournaments.delete(tournament))
    return opening
  }

  async #load(tournament: TournamentId): Promise<Kept> {
    const kept: Kept = new Map()
    for (const name of await this.#store.rooms()) {
      const room = parseRoom(name)
      if (room?.kind !== "registration" || room.tournamentId !== tournament) continue
      kept.set(v.parse(PlayerId, room.playerId), await this.#read(name))
    }
    return kept
  }

  async #read(name: string): Promise<ReadonlyMap<string, unknown>> {
    const room = await this.#relay.open(name)
    try {
      return new Registers(room.doc).all()
    } finally {
      room.close()
    }
  }
}
