import type { PlayerId } from "../../schemas/ids.ts"
import { DetailsAnswer, type DetailsBody, type PlayerDetails } from "../../schemas/player.ts"
import { ask, call } from "./api.ts"

/**
 * A player's contact details, asked of the Leaf when somebody opens them: nothing of them is ever
 * kept on this device.
 */
export class Details {
  readonly #path: string
  readonly #token: string

  constructor(playerId: PlayerId, token: string) {
    this.#path = `/api/players/${playerId}/details`
    this.#token = token
  }

  /** @throws Refused or Unreachable */
  async read(): Promise<PlayerDetails | null> {
    return (await ask(this.#path, DetailsAnswer, { token: this.#token })).details
  }

  /** @throws Refused or Unreachable; nothing is kept then */
  async write(body: DetailsBody): Promise<PlayerDetails | null> {
    const asked = { method: "POST" as const, body, token: this.#token }
    return (await ask(this.#path, DetailsAnswer, asked)).details
  }

  /** The consent is taken back. @throws Refused or Unreachable; everything is still kept then */
  async erase(): Promise<void> {
    await call(this.#path, { method: "DELETE", token: this.#token })
  }
}
