import type { PlayerId } from "../../schemas/ids.ts"

/** Registers the way to end a stream; what it returns is called when the stream is over. */
export type Track = (end: () => void, onOver: () => void) => () => void

/** Whose a stream of a player's phone is. */
export const phoneOwner = (playerId: PlayerId): string => `phone ${playerId}`

/** The open event streams, so that a Leaf that stops can end them instead of waiting for ever. */
export class OpenStreams {
  readonly #open = new Map<() => void, string | null>()

  /** @param owner for whom it is, so that it can be ended with their right to it */
  add(start: (track: Track) => Response, owner: string | null = null): Response {
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

  /** How many of one owner's are open. */
  countOf(owner: string): number {
    return [...this.#open.values()].filter((whose) => whose === owner).length
  }

  endAll(): void {
    for (const end of this.#open.keys()) end()
  }

  /** Ends those of one owner; whoever may still come does so by itself. */
  endOf(owner: string): void {
    for (const [end, whose] of this.#open) if (whose === owner) end()
  }
}
