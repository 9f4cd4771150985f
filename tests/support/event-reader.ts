import * as assert from "uvu/assert"

export type ReadEvent = { id: string; event: string; data: string }

/** Reads a stream of server-sent events, one event at a time. */
export class EventReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #decoder = new TextDecoder()
  #text = ""

  private constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader()
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
    return EventReader.of(await fetch(url, { headers }))
  }

  static of(response: Response): EventReader {
    assert.match(response.headers.get("Content-Type") ?? "", /^text\/event-stream/)
    if (!response.body) throw new Error("The stream has no body.")
    return new EventReader(response.body)
  }

  /** @throws where the stream ends instead */
  async next(): Promise<ReadEvent> {
    for (;;) {
      const end = this.#text.indexOf("\n\n")
      if (end >= 0) {
        const block = this.#text.slice(0, end)
        this.#text = this.#text.slice(end + 2)
        const data = /^data: (.*)$/m.exec(block)?.[1]
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? ""
        if (data !== undefined) return { id: field("id"), event: field("event"), data }
        continue
      }
      const { value, done } = await this.#reader.read()
      if (done) throw new Error("The stream ended.")
      this.#text += this.#decoder.decode(value, { stream: true })
    }
  }

  close(): Promise<void> {
    return this.#reader.cancel()
  }
}
