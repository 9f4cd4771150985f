import { screenName } from "../domain/display-people.ts"
import type { Registration } from "../domain/registration.ts"
import type { PlayerId, TournamentId } from "../schemas/ids.ts"
import type { Registrations } from "./registrations.ts"

type Said = ReadonlyMap<PlayerId, Registration>

/**
 * What people are called on the screens of the venue. The nicknames that they have chosen are read of
 * their registrations when a screen first shows the tournament, and again when one is written.
 */
export class ScreenNames {
  readonly #nameOf: (player: PlayerId) => string | undefined
  readonly #registrations: Registrations
  readonly #onError: (error: unknown) => void
  readonly #said = new Map<TournamentId, Said>()
  readonly #listeners = new Set<() => void>()

  /** @param options.nameOf somebody's whole name, as the Leaf alone knows it */
  constructor(options: {
    nameOf: (player: PlayerId) => string | undefined
    registrations: Registrations
    onError: (error: unknown) => void
  }) {
    this.#nameOf = options.nameOf
    this.#registrations = options.registrations
    this.#onError = options.onError
    this.#registrations.subscribe((tournament) => {
      if (this.#said.has(tournament)) this.#read(tournament)
    })
  }

  /** What somebody is called on the screens; `null` where the Leaf knows no name. */
  of(tournament: TournamentId, player: PlayerId): string | null {
    const name = this.#nameOf(player)
    if (name === undefined) return null
    return screenName({ playerId: player, name }, this.nickname(tournament, player))
  }

  /** What somebody wants to be called before everybody; `null` where nothing was said. */
  nickname(tournament: TournamentId, player: PlayerId): string | null {
    return this.#said.get(tournament)?.get(player)?.nickname ?? null
  }

  /** To be told when somebody's name has changed, or is gone. */
  note(): void {
    for (const listener of this.#listeners) listener()
  }

  /** Reads the registrations of a tournament, once. Whoever has subscribed hears of each nickname. */
  follow(tournament: TournamentId): void {
    if (this.#said.has(tournament)) return
    this.#said.set(tournament, new Map())
    this.#read(tournament)
  }

  /** Tells of a new name or nickname. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #read(tournament: TournamentId): void {
    this.#registrations
      .of(tournament)
      .then((said) => {
        const before = this.#said.get(tournament)
        this.#said.set(tournament, said)
        if (before && nicknames(before) === nicknames(said)) return
        this.note()
      })
      .catch(this.#onError)
  }
}

const nicknames = (said: Said): string =>
  JSON.stringify([...said].map(([player, { nickname }]) => [player, nickname]))
