import type { KV } from "@nats-io/kv"
import * as v from "valibot"
import { pseudonymOf } from "../domain/pseudonym.ts"
import { PlayerId } from "../schemas/ids.ts"
import { Player, PlayerDetails } from "../schemas/player.ts"
import type { Millis } from "../schemas/units.ts"

/** Ids have no full stop, so these keys are nobody's id. */
export const DETAILS = "details."
/** Under these stands that a player was erased, and nothing else. */
export const ERASED = "erased."
const erasedKey = (playerId: PlayerId): string => `${ERASED}${playerId}`
const detailsKey = (playerId: PlayerId): string => `${DETAILS}${playerId}`

/**
 * The names behind the ids, and the contact details of those who agreed to that: the one place on the
 * Leaf that holds personal data. A person's name and details lie under a key each and can be purged
 * for real.
 */
export class Players {
  readonly #bucket: KV
  readonly #wipe: (revision: number) => Promise<unknown>
  readonly #players: Map<PlayerId, Player>
  readonly #erased: Set<PlayerId>
  readonly #now: () => Millis
  readonly #listeners = new Set<(playerId: PlayerId) => void>()
  readonly #nameListeners = new Set<() => void>()
  #changedAt: Millis

  private constructor(
    bucket: KV,
    wipe: (revision: number) => Promise<unknown>,
    now: () => Millis,
    { players, erased }: { players: Map<PlayerId, Player>; erased: Set<PlayerId> },
  ) {
    this.#bucket = bucket
    this.#wipe = wipe
    this.#now = now
    this.#changedAt = now()
    this.#players = players
    this.#erased = erased
  }

  /** @param wipe overwrites one revision of the bucket on the disk: purging alone leaves its bytes */
  static async open(
    bucket: KV,
    now: () => Millis,
    wipe: (revision: number) => Promise<unknown>,
  ): Promise<Players> {
    const players = new Map<PlayerId, Player>()
    const erased = new Set<PlayerId>()
    for await (const entry of await bucket.history({ key: ">" })) {
      if (entry.operation !== "PUT" || entry.key.startsWith(DETAILS)) continue
      if (entry.key.startsWith(ERASED)) {
        erased.add(v.parse(PlayerId, entry.key.slice(ERASED.length)))
        continue
      }
      const player = v.parse(Player, entry.json())
      players.set(player.playerId, player)
    }
    return new Players(bucket, wipe, now, { players, erased })
  }

  all(): Player[] {
    return [...this.#players.values()]
  }

  find(playerId: PlayerId): Player | undefined {
    return this.#players.get(playerId)
  }

  /** Whether nothing of the player may ever be kept again. */
  isErased(playerId: PlayerId): boolean {
    return this.#erased.has(playerId)
  }

  erased(): PlayerId[] {
    return [...this.#erased]
  }

  /** Calls back for each player of whom something has changed; returns the way to stop it. */
  onChange(listener: (playerId: PlayerId) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Keeps or replaces each player under its id. Resolves when all are on the disk. Who was erased
   * stays so, whatever a tablet says that was away meanwhile.
   */
  async keep(players: readonly Player[]): Promise<void> {
    await Promise.all(
      players
        .filter(({ playerId }) => !this.isErased(playerId))
        .map(async (player) => {
          await this.#write(player)
          // Erased while this was on its way to the disk.
          if (this.isErased(player.playerId)) await this.#blank(player.playerId)
        }),
    )
  }

  /** When a name last changed or went; when the Leaf started, where none has. */
  get changedAt(): Millis {
    return this.#changedAt
  }

  /** Tells when somebody who was known has another name, or none any more. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#nameListeners.add(listener)
    return () => this.#nameListeners.delete(listener)
  }

  async #write(player: Player): Promise<void> {
    await this.#bucket.put(player.playerId, JSON.stringify(player))
    const before = this.#players.get(player.playerId)
    this.#players.set(player.playerId, player)
    this.#tell(player.playerId)
    if (!before || before.name === player.name) return
    this.#changedAt = this.#now()
    for (const listener of this.#nameListeners) listener()
  }

  #tell(playerId: PlayerId): void {
    for (const listener of this.#listeners) listener(playerId)
  }

  /** A player's contact details, read from the disk each time: they stay in no memory. */
  async details(playerId: PlayerId): Promise<PlayerDetails | null> {
    const entry = await this.#bucket.get(detailsKey(playerId))
    return entry?.operation === "PUT" ? v.parse(PlayerDetails, entry.json()) : null
  }

  /**
   * Keeps or replaces contact details with their consent. Resolves when they are on the disk, and
   * those before them are off it.
   */
  async keepDetails(playerId: PlayerId, details: PlayerDetails): Promise<void> {
    // The old ones go first: what has taken their place could not be told from them any more.
    if (this.isErased(playerId)) return
    await this.eraseDetails(playerId)
    await this.#bucket.put(detailsKey(playerId), JSON.stringify(details))
    this.#tell(playerId)
  }

  /**
   * Forgets who a player is, for good: nothing of the name or the contact details is on the disk when
   * this resolves. The results stay under the id, which says nothing of a person.
   */
  async erase(playerId: PlayerId): Promise<void> {
    // First of all, so that nothing new is kept while the old goes.
    await this.#bucket.put(erasedKey(playerId), "true")
    this.#erased.add(playerId)
    await this.eraseDetails(playerId)
    await this.#blank(playerId)
  }

  /** Writes over the name on the disk, and puts one there that says nothing. */
  async #blank(playerId: PlayerId): Promise<void> {
    const entry = await this.#bucket.get(playerId)
    if (entry) await this.#wipe(entry.revision)
    await this.#write({ playerId, name: pseudonymOf(playerId) })
  }

  /** The consent is taken back: the details are off the disk when this resolves. */
  async eraseDetails(playerId: PlayerId): Promise<void> {
    const entry = await this.#bucket.get(detailsKey(playerId))
    if (!entry) return
    await this.#wipe(entry.revision)
    this.#tell(playerId)
  }
}
