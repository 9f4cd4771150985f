import { HttpProblem } from "../../program/http/problem.ts"
import type { PlayerId } from "../../schemas/ids.ts"

/** Registers the way to end a stream; what it returns is called when the stream is over. */
export type Track = (end: () => void, onOver: () => void) => () => void

/** For whom a stream is, so that it ends with their right to it. */
export type StreamOwner = {
  /** A member of staff, a player's phone, a screen, an address of guests; `null` for nobody. */
  name: string | null
  /** The session that it was opened with. */
  token: string | null
}

/** Nobody's: what it tells, it tells everybody. */
export const NOBODYS: StreamOwner = { name: null, token: null }

/** Whose a stream of a player's phone is. */
export const phoneOwner = (playerId: PlayerId): string => `phone ${playerId}`

/** A phone or a screen has one open, and another while it comes back; a room of guests may share an address. */
const STREAMS_OF_ADDRESS = 500

/** The open event streams, so that a Leaf that stops can end them instead of waiting for ever. */
export class OpenStreams {
  readonly #open = new Map<() => void, StreamOwner>()

  /** @param owner for whom it is, so that it can be ended with their right to it */
  add(start: (track: Track) => Response, owner = NOBODYS): Response {
    return start((end, onOver) => {
      this.#open.set(end, owner)
      return () => {
        this.#open.delete(end)
        onOver()
      }
    })
  }

  get size(): number {
    return this.#open.size
  }

  /**
   * Who has no session is known by the address.
   * @throws HttpProblem 429 where too many are open from there
   */
  guest(address: string): StreamOwner {
    return this.limited(`guest ${address}`, null, STREAMS_OF_ADDRESS)
  }

  /** @throws HttpProblem 429 where this owner has so many open */
  limited(name: string, token: string | null, most: number): StreamOwner {
    const count = [...this.#open.values()].filter((owner) => owner.name === name).length
    if (count < most) return { name, token }
    throw new HttpProblem(429, "Too many pages are open. Close some and try again.", {
      headers: { "Retry-After": "5" },
    })
  }

  endAll(): void {
    for (const end of this.#open.keys()) end()
  }

  /** Ends those of one owner; whoever may still come does so by itself. */
  endOf(name: string): void {
    for (const [end, owner] of this.#open) if (owner.name === name) end()
  }

  /** Ends those that were opened with a session that has ended. */
  endOfToken(token: string): void {
    for (const [end, owner] of this.#open) if (owner.token === token) end()
  }

  /** Ends those whose session is over, signed out of or too old. */
  async endWhere(isOver: (token: string) => Promise<boolean>): Promise<void> {
    const tokens = new Set([...this.#open.values()].flatMap(({ token }) => token ?? []))
    for (const token of tokens) if (await isOver(token)) this.endOfToken(token)
  }
}
