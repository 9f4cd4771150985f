import { setTimeout as wait } from "node:timers/promises"
import * as v from "valibot"
import type { PlayerId } from "../schemas/ids.ts"
import { ErasedPlayers, VenuePlayersPage } from "../schemas/people.ts"
import type { CoreAccess } from "./config.ts"
import { askCoreApi } from "./core-api.ts"
import type { Players } from "./players.ts"

/** So many are said at once: with contact details of the longest kind far below what Core takes. */
const PAGE = 200
/** An erasure that was asked for elsewhere is heard of so soon. */
const ASK_EVERY_MS = 30_000

export type PeopleUplinkOptions = {
  core: CoreAccess
  players: Players
  /** Erases everything of a player from this Leaf. */
  erase: (playerId: PlayerId) => Promise<void>
  /** In milliseconds since 1970. */
  now: () => number
  /** How long to wait after so many failures in a row, in milliseconds. */
  patienceMs: (failures: number) => number
  onError: (error: unknown) => void
}

/** How far Core knows who plays here. */
export type PeopleUplinkState = {
  isConnected: boolean
  /** Since when that is so, in milliseconds since 1970. */
  since: number
  /** Players of whom Core has not confirmed what is known here. */
  waitingPlayers: number
  problem: string | null
}

/**
 * Tells Core who the venue's players are, and does here what was asked to be erased elsewhere. Every
 * contact begins with the erasures, before anything is sent: what comes from an old backup goes
 * before it could spread. At a start everybody waits, since saying the same again changes nothing;
 * after that whoever has changed.
 */
export class PeopleUplink {
  readonly #options: PeopleUplinkOptions
  readonly #waiting: Set<PlayerId>
  readonly #stop = new AbortController()
  readonly #done: Promise<void>
  readonly #unsubscribe: () => void
  #contact: { isConnected: boolean; since: number; problem: string | null }
  #wake = () => {}

  private constructor(options: PeopleUplinkOptions) {
    const { players, now } = options
    this.#options = options
    this.#contact = { isConnected: false, since: now(), problem: null }
    this.#waiting = new Set([...players.all().map(({ playerId }) => playerId), ...players.erased()])
    this.#unsubscribe = players.onChange((playerId) => {
      this.#waiting.add(playerId)
      this.#wake()
    })
    this.#done = this.#run()
  }

  static start(options: PeopleUplinkOptions): PeopleUplink {
    return new PeopleUplink(options)
  }

  get state(): PeopleUplinkState {
    return { ...this.#contact, waitingPlayers: this.#waiting.size }
  }

  /** Ends; what waits is found again at the next start. */
  async close(): Promise<void> {
    this.#unsubscribe()
    this.#stop.abort()
    this.#wake()
    await this.#done
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stop.signal.aborted;) {
      try {
        await this.#eraseWhatIsAsked()
        await this.#sayWhatWaits()
        failures = 0
        this.#note(true, null)
      } catch (error) {
        failures += 1
        this.#note(false, error instanceof Error ? error.message : String(error))
        this.#options.onError(error)
      }
      await this.#rest(failures)
    }
  }

  /** Until there is something to say, or it is time to ask again. After a failure only time helps. */
  async #rest(failures: number): Promise<void> {
    const ended = new AbortController()
    const signal = AbortSignal.any([this.#stop.signal, ended.signal])
    const pauseMs = failures > 0 ? this.#options.patienceMs(failures) : ASK_EVERY_MS
    const news = new Promise<void>((resolve) => {
      this.#wake = failures > 0 ? () => {} : resolve
    })
    if (failures === 0 && this.#waiting.size > 0) return
    await Promise.race([news, wait(pauseMs, undefined, { signal, ref: false }).catch(() => {})])
    ended.abort()
  }

  async #eraseWhatIsAsked(): Promise<void> {
    const { core, erase } = this.#options
    for (;;) {
      const asked = await askCoreApi(core, ["GET", "/api/venue/erasures"], {
        answer: ErasedPlayers,
      })
      if (asked.playerIds.length === 0) return
      for (const playerId of asked.playerIds) await erase(playerId)
      await this.#sayErased(asked.playerIds)
    }
  }

  async #sayWhatWaits(): Promise<void> {
    const { players, core } = this.#options
    const all = [...this.#waiting]
    for (let start = 0; start < all.length && !this.#stop.signal.aborted; start += PAGE) {
      const page = all.slice(start, start + PAGE)
      const erased = page.filter((playerId) => players.isErased(playerId))
      if (erased.length > 0) await this.#sayErased(erased)
      const known = page.flatMap((playerId) => players.find(playerId) ?? [])
      // Taken out first: whoever changes while this is on its way waits again.
      for (const playerId of page) this.#waiting.delete(playerId)
      try {
        const said = await Promise.all(
          known
            .filter(({ playerId }) => !players.isErased(playerId))
            .map(async (each) => ({ ...each, details: await players.details(each.playerId) })),
        )
        if (said.length > 0)
          await askCoreApi(core, ["POST", "/api/venue/players"], {
            body: { players: said },
            answer: v.null(),
          })
      } catch (error) {
        for (const playerId of page) this.#waiting.add(playerId)
        throw error
      }
    }
  }

  async #sayErased(playerIds: readonly PlayerId[]): Promise<void> {
    await askCoreApi(this.#options.core, ["POST", "/api/venue/erasures"], {
      body: { playerIds },
      answer: v.null(),
    })
    for (const playerId of playerIds) this.#waiting.delete(playerId)
  }

  #note(isConnected: boolean, problem: string | null): void {
    const isSame = this.#contact.isConnected === isConnected
    const since = isSame ? this.#contact.since : this.#options.now()
    this.#contact = { isConnected, since, problem }
  }
}

/**
 * Gives a Leaf that is new the players whom Core knows of its venue.
 * @returns how many
 */
export async function restorePlayers(core: CoreAccess, players: Players): Promise<number> {
  let restored = 0
  for (let after: string | null = ""; after !== null;) {
    const page: VenuePlayersPage = await askCoreApi(
      core,
      ["GET", `/api/venue/players?after=${encodeURIComponent(after)}`],
      { answer: VenuePlayersPage },
    )
    await players.keep(page.players.map(({ playerId, name }) => ({ playerId, name })))
    for (const { playerId, details } of page.players)
      if (details) await players.keepDetails(playerId, details)
    for (const playerId of page.erased) await players.erase(playerId)
    restored += page.players.length
    after = page.next
  }
  return restored
}
