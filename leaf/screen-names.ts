import * as v from "valibot"
import { screenName } from "../domain/display-people.ts"
import { Registers } from "../schemas/documents/registers.ts"
import { RegistrationFields } from "../schemas/documents/registration.ts"
import { parseRoom, registrationRoom } from "../schemas/documents/rooms.ts"
import { type PlayerId, TournamentId } from "../schemas/ids.ts"
import type { DocumentStore } from "../sync-server/document-store.ts"
import type { Relay } from "../sync-server/relay.ts"

/**
 * What people are called on the screens of the venue. The nicknames that they have chosen are read of
 * their registrations when a screen first shows the tournament, and again when one is written.
 */
export class ScreenNames {
  readonly #nameOf: (player: PlayerId) => string | undefined
  readonly #relay: Relay
  readonly #store: DocumentStore
  readonly #onError: (error: unknown) => void
  readonly #nicknames = new Map<string, string>()
  readonly #listeners = new Set<() => void>()
  readonly #followed = new Set<TournamentId>()
  #reading: Promise<void> = Promise.resolve()

  /** @param options.nameOf somebody's whole name, as the Leaf alone knows it */
  constructor(options: {
    nameOf: (player: PlayerId) => string | undefined
    relay: Relay
    store: DocumentStore
    onError: (error: unknown) => void
  }) {
    this.#nameOf = options.nameOf
    this.#relay = options.relay
    this.#store = options.store
    this.#onError = options.onError
  }

  /** What somebody is called on the screens; `null` where the Leaf knows no name. */
  of(tournament: TournamentId, player: PlayerId): string | null {
    const name = this.#nameOf(player)
    if (name === undefined) return null
    return screenName(name, this.#nicknames.get(registrationRoom(tournament, player)) ?? null)
  }

  /** Reads the registrations of a tournament, once. Whoever has subscribed hears of each nickname. */
  follow(tournament: TournamentId): void {
    if (this.#followed.has(tournament)) return
    this.#followed.add(tournament)
    this.#then(async () => {
      for (const room of await this.#store.rooms())
        if (room.startsWith(`registration/${tournament}/`)) await this.#read(room)
    })
  }

  /** Something new is stored in a room. */
  note(name: string): void {
    const room = parseRoom(name)
    if (room?.kind !== "registration") return
    const tournament = v.parse(TournamentId, room.tournamentId)
    if (this.#followed.has(tournament)) this.#then(() => this.#read(name))
  }

  /** Tells of a new nickname. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** One after the other, so that the last one written is the last one read. */
  #then(read: () => Promise<void>): void {
    this.#reading = this.#reading.then(read).catch(this.#onError)
  }

  async #read(name: string): Promise<void> {
    const room = await this.#relay.open(name)
    try {
      const read = v.safeParse(RegistrationFields.nickname, new Registers(room.doc).get("nickname"))
      const nickname = read.success ? read.output : ""
      if (nickname === (this.#nicknames.get(name) ?? "")) return
      if (nickname === "") this.#nicknames.delete(name)
      else this.#nicknames.set(name, nickname)
    } finally {
      room.close()
    }
    for (const listener of this.#listeners) listener()
  }
}
