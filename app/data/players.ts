import { createSignal } from "solid-js"
import * as v from "valibot"
import { pseudonymOf } from "../../domain/pseudonym.ts"
import type { PlayerId } from "../../schemas/ids.ts"
import { Player } from "../../schemas/player.ts"
import { ask } from "./api.ts"
import { backoffMs } from "./backoff.ts"
import { deviceDatabase } from "./device.ts"

const ASK_AGAIN_AFTER_MS = 2_000
const BATCH = 500
const PlayersAnswer = v.object({ players: v.array(Player) })

/**
 * Joins names to ids at the last moment. Names made on this device are usable at once and are kept
 * here until the Leaf has them; the others are as the Leaf last told them, so a name that was
 * erased there is gone here with the next contact.
 */
export class Players {
  readonly #token: string
  readonly #known: () => ReadonlyMap<string, Player>
  readonly #setKnown: (known: ReadonlyMap<string, Player>) => void
  readonly #unsent: () => readonly Player[]
  readonly #setUnsent: (players: readonly Player[]) => void
  #lastAskedAt = 0
  #isAnswered = false
  #heardAt: number | null = null
  #isSending = false
  #isClosed = false

  constructor(token: string) {
    this.#token = token
    const [known, setKnown] = createSignal<ReadonlyMap<string, Player>>(new Map())
    const [unsent, setUnsent] = createSignal<readonly Player[]>([])
    this.#known = known
    this.#setKnown = setKnown
    this.#unsent = unsent
    this.#setUnsent = setUnsent
  }

  all(): Player[] {
    return [...this.#known().values()]
  }

  /** How many names the Leaf has not got yet. */
  unsent(): number {
    return this.#unsent().length
  }

  /** The player's name; a short id while the name is unknown, which is then asked for. */
  nameOf(playerId: PlayerId | undefined): string {
    if (playerId === undefined) return "…"
    const player = this.#known().get(playerId)
    if (player) return player.name
    if (Date.now() - this.#lastAskedAt > ASK_AGAIN_AFTER_MS) void this.refresh()
    return pseudonymOf(playerId)
  }

  /** Brings back what this device kept, then asks the Leaf. */
  async open(): Promise<void> {
    const database = await deviceDatabase()
    this.#setUnsent([...read(await database.getAll("players")), ...this.#unsent()])
    this.#learn(read([await database.get("names", "all")].flat()))
    await this.refresh()
    await this.#send()
  }

  /** Makes a player known here now, and to the Leaf as soon as it can be reached. */
  async add(player: Player): Promise<void> {
    this.#setUnsent([...this.#unsent(), player])
    this.#learn([...this.#known().values()])
    await (await deviceDatabase()).put("players", player, player.playerId)
    void this.#send()
  }

  /** Makes many known at once, as `add` does one. */
  async addAll(players: readonly Player[]): Promise<void> {
    this.#setUnsent([...this.#unsent(), ...players])
    this.#learn([...this.#known().values()])
    const kept = (await deviceDatabase()).transaction("players", "readwrite")
    for (const player of players) void kept.store.put(player, player.playerId)
    await kept.done
    void this.#send()
  }

  /** Asks anew where a name has changed or gone since the names that are here were asked for. */
  hear(changedAt: number): void {
    const isNews = this.#heardAt === null ? !this.#isAnswered : this.#heardAt !== changedAt
    this.#heardAt = changedAt
    if (isNews) void this.refresh()
  }

  async refresh(): Promise<void> {
    this.#lastAskedAt = Date.now()
    try {
      const { players } = await ask("/api/players", PlayersAnswer, { token: this.#token })
      this.#learn(players)
      this.#isAnswered = true
      await this.#keep()
    } catch (error) {
      // The next word of the Leaf is news again.
      this.#isAnswered = false
      this.#heardAt = null
      console.info("The players' names could not be fetched; they will be asked for again.", error)
    }
  }

  close(): void {
    this.#isClosed = true
  }

  /** These are all the names there are, with those made here. */
  #learn(players: readonly Player[]): void {
    const all = [...players, ...this.#unsent()]
    this.#setKnown(new Map(all.map((player) => [player.playerId, player])))
  }

  /** Keeps all names on the device, for a reload without the Leaf. */
  async #keep(): Promise<void> {
    await (await deviceDatabase()).put("names", this.all(), "all")
  }

  async #send(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    for (let failures = 0; this.unsent() > 0 && !this.#isClosed;) {
      failures = (await this.#sendBatch(this.#unsent().slice(0, BATCH))) ? 0 : failures + 1
      if (failures > 0)
        await new Promise((done) => setTimeout(done, backoffMs(failures + 1, Math.random())))
    }
    this.#isSending = false
  }

  async #sendBatch(players: readonly Player[]): Promise<boolean> {
    try {
      const asked = { method: "POST" as const, body: { players }, token: this.#token }
      await ask("/api/players", PlayersAnswer, asked)
    } catch (error) {
      console.info("The Leaf has not taken the new names yet; they are sent again.", error)
      return false
    }
    const database = await deviceDatabase()
    await Promise.all(players.map(({ playerId }) => database.delete("players", playerId)))
    await this.#keep()
    const sent = new Set(players.map(({ playerId }) => playerId))
    this.#setUnsent(this.#unsent().filter(({ playerId }) => !sent.has(playerId)))
    return true
  }
}

const read = (values: readonly unknown[]): Player[] =>
  values.flatMap((value) => {
    const player = v.safeParse(Player, value)
    return player.success ? [player.output] : []
  })
