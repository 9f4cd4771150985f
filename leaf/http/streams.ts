/** Registers the way to end a stream; what it returns is called when the stream is over. */
export type Track = (end: () => void, onOver: () => void) => () => void

/** The open event streams, so that a Leaf that stops can end them instead of waiting for ever. */
export class OpenStreams {
  readonly #open = new Set<() => void>()

  add(start: (track: Track) => Response): Response {
    return start((end, onOver) => {
      this.#open.add(end)
      return () => {
        this.#open.delete(end)
        onOver()
      }
    })
  }

  get size(): number {
    return this.#open.size
  }

  endAll(): void {
    for (const end of this.#open) end()
  }
}
