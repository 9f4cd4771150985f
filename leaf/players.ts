import type { KV } from "@nats-io/kv"
import * as v from "valibot"
import type { PlayerId } from "../schemas/ids.ts"
import { Player } from "../schemas/player.ts"

/**
 * The names behind the ids: the one place on the Leaf that holds personal data. Each person's
 * record lies under a key of its own and can be purged for real.
 */
export class Players {
  readonly #bucket: KV
  readonly #players: Map<PlayerId, Player>

  private constructor(bucket: KV, players: Map<PlayerId, Player>) {
    this.#bucket = bucket
    this.#players = players
  }

  static async open(bucket: KV): Promise<Players> {
    const players = new Map<PlayerId, Player>()
    for await (const entry of await bucket.history({ key: ">" })) {
      if (entry.operation !== "PUT") continue
      const player = v.parse(Player, entry.json())
      players.set(player.playerId, player)
    }
    return new Players(bucket, players)
  }

  all(): Player[] {
    return [...this.#players.values()]
  }

  find(playerId: PlayerId): Player | undefined {
    return this.#players.get(playerId)
  }

  /** Keeps or replaces each player under its id. Resolves when all are on the disk. */
  async keep(players: readonly Player[]): Promise<void> {
    await Promise.all(
      players.map(async (player) => {
        await this.#bucket.put(player.playerId, JSON.stringify(player))
        this.#players.set(player.playerId, player)
      }),
    )
  }
}
