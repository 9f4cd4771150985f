import * as v from "valibot"
import type { PlayerId } from "../../schemas/ids.ts"
import { ErasedPlayers, VenuePlayersPage } from "../../schemas/people.ts"
import type { CoreAccess } from "../config.ts"
import { askCoreApi } from "./core-api.ts"
import { type Contact, CoreLoop, type LoopOptions } from "./loop.ts"
import type { Players } from "../players.ts"

/** So many are said at once: with contact details of the longest kind far below what Core takes. */
const PAGE = 200

export type PeopleUplinkOptions = LoopOptions & {
  core: CoreAccess
  players: Players
  /** Erases everything of a player from this Leaf. */
  erase: (playerId: PlayerId) => Promise<void>
}

/** How far Core knows who plays here. */
export type PeopleUplinkState = Contact & {
  /** Players of whom Core has not confirmed what is known here. */
  waitingPlayers: number
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
  readonly #loop: CoreLoop
  readonly #unsubscribe: () => void

  constructor(options: PeopleUplinkOptions) {
    const { players } = options
    this.#options = options
    this.#waiting = new Set([...players.all().map(({ playerId }) => playerId), ...players.erased()])
    this.#loop = CoreLoop.start(options, async () => {
      await this.#eraseWhatIsAsked()
      await this.#sayWhatWaits()
    })
    this.#unsubscribe = players.onChange((playerId) => {
      this.#waiting.add(playerId)
      this.#loop.wake()
    })
  }

  get state(): PeopleUplinkState {
    return { ...this.#loop.contact, waitingPlayers: this.#waiting.size }
  }

  /** Ends; what waits is found again at the next start. */
  async close(): Promise<void> {
    this.#unsubscribe()
    await this.#loop.close()
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
    for (let start = 0; start < all.length && !this.#loop.isStopping; start += PAGE) {
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
}

/** Everybody of the venue of whom nothing may ever be kept again, as Core knows. */
export async function erasedAtCore(core: CoreAccess): Promise<PlayerId[]> {
  const erased: PlayerId[] = []
  for (let after: string | null = ""; after !== null;) {
    const page: VenuePlayersPage = await askPlayers(core, after)
    erased.push(...page.erased)
    after = page.next
  }
  return erased
}

const askPlayers = (core: CoreAccess, after: string): Promise<VenuePlayersPage> =>
  askCoreApi(core, ["GET", `/api/venue/players?after=${encodeURIComponent(after)}`], {
    answer: VenuePlayersPage,
  })

/**
 * Gives a Leaf that is new the players whom Core knows of its venue.
 * @returns how many
 */
export async function restorePlayers(core: CoreAccess, players: Players): Promise<number> {
  let restored = 0
  for (let after: string | null = ""; after !== null;) {
    const page: VenuePlayersPage = await askPlayers(core, after)
    await players.keep(page.players.map(({ playerId, name }) => ({ playerId, name })))
    for (const { playerId, details } of page.players)
      if (details) await players.keepDetails(playerId, details)
    for (const playerId of page.erased) await players.erase(playerId)
    restored += page.players.length
    after = page.next
  }
  return restored
}
