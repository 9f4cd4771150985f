import type { KV } from "@nats-io/kv"
import * as v from "valibot"
import { pseudonymOf } from "../domain/pseudonym.ts"
import type { PlayerId } from "../schemas/ids.ts"
import { Player, PlayerDetails } from "../schemas/player.ts"
import type { Millis } from "../schemas/units.ts"

/** Ids have no full stop, so these keys are nobody's id. */
const DETAILS = "details."
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
  readonly #now: () => Millis
  readonly #listeners = new Set<() => void>()
  #changedAt: Millis

  private constructor(
    bucket: KV,
    wipe: (revision: number) => Promise<unknown>,
    now: () => Millis,
    players: Map<PlayerId, Player>,
  ) {
    this.#bucket = bucket
    this.#wipe = wipe
    this.#now = now
    this.#changedAt = now()
    this.#players = players
  }

  /** @param wipe overwrites one revision of the bucket on the disk: purging alone leaves its bytes */
  static async open(
    bucket: KV,
    now: () => Millis,
    wipe: (revision: number) => Promise<unknown>,
  ): Promise<Players> {
    const players = new Map<PlayerId, Player>()
    for await (const entry of await bucket.history({ key: ">" })) {
      if (entry.operation !== "PUT" || entry.key.startsWith(DETAILS)) continue
      const player = v.parse(Player, entry.json())
      players.set(player.playerId, player)
    }
    return new Players(bucket, wipe, now, players)
  }

  all(): Player[] {
    return [...this.#players.values()]
  }

  find(playerId: PlayerId): Player | undefined {
    return this.#players.get(playerId)
  }

  /** Keeps or replaces each player under its id. Resolves when all are on the disk. */
  async keep(players: readonly Player[]): Promise<void> {
    let isChanged = false
    await Promise.all(
      players.map(async (player) => {
        await this.#bucket.put(player.playerId, JSON.stringify(player))
        const before = this.#players.get(player.playerId)
        if (before && before.name !== player.name) isChanged = true
        this.#players.set(player.playerId, player)
      }),
    )
    if (!isChanged) return
    this.#changedAt = this.#now()
    for (const listener of this.#listeners) listener()
  }

  /** When a name last changed or went; when the Leaf started, where none has. */
  get changedAt(): Millis {
    return this.#changedAt
  }

  /** Tells when somebody who was known has another name, or none any more. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
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
    await this.eraseDetails(playerId)
    await this.#bucket.put(detailsKey(playerId), JSON.stringify(details))
  }

  /**
   * Forgets who a player is, for good: nothing of the name or the contact details is on the disk when
   * this resolves. The results stay under the id, which says nothing of a person.
   */
  async erase(playerId: PlayerId): Promise<void> {
    await this.eraseDetails(playerId)
    const entry = await this.#bucket.get(playerId)
    if (entry) await this.#wipe(entry.revision)
    await this.keep([{ playerId, name: pseudonymOf(playerId) }])
  }

  /** The consent is taken back: the details are off the disk when this resolves. */
  async eraseDetails(playerId: PlayerId): Promise<void> {
    const entry = await this.#bucket.get(detailsKey(playerId))
    if (entry) await this.#wipe(entry.revision)
  }
}
