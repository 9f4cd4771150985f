import * as v from "valibot"
import { Child } from "./child.ts"
import { type As, Counted, type Question, Timed } from "./questions.ts"
import type { Server } from "./server.ts"

const SCRIPT = new URL("readers-child.ts", import.meta.url)

/** Any number of readers of one room, in a process of their own. */
export class Readers {
  readonly #child: Child

  private constructor(child: Child) {
    this.#child = child
  }

  static async start(): Promise<Readers> {
    return new Readers(await Child.start(SCRIPT))
  }

  async join(
    { name, port }: Server,
    options: { room: string; count: number; as: As },
  ): Promise<void> {
    await this.#ask({ ask: "join", server: name, port, ...options })
  }

  /** From here on it counts. */
  async begin(): Promise<void> {
    await this.#ask({ ask: "begin" })
  }

  /** Waits until so many edits have arrived: how long they took, and the bytes of them all. */
  async timed(deliveries: number): Promise<v.InferOutput<typeof Timed>> {
    return v.parse(Timed, await this.#ask({ ask: "timed", deliveries }))
  }

  /** Waits until everybody has everything that the client wrote. */
  async counted(client: number, clock: number): Promise<v.InferOutput<typeof Counted>> {
    return v.parse(Counted, await this.#ask({ ask: "counted", client, clock }))
  }

  /** Waits until all is quiet; from then on those who are present say so again in turn. */
  async settle(): Promise<void> {
    await this.#ask({ ask: "settle" })
  }

  /** How many bytes of presence each has heard at least since `begin`. */
  async heard(): Promise<number> {
    return v.parse(v.number(), await this.#ask({ ask: "heard" }))
  }

  async leave(): Promise<void> {
    await this.#ask({ ask: "leave" })
  }

  async stop(): Promise<void> {
    await this.#child.kill()
  }

  #ask(question: Question): Promise<unknown> {
    return this.#child.ask(question)
  }
}
