import type * as Y from "yjs"
import { type Message, toMessage } from "./message.ts"
import * as protocol from "./protocol.ts"

/** So many different answers are kept until the next update. */
const KEPT = 64

/**
 * What a document tells those who come: its own state vector, and what each lacks. A whole room asks
 * the same when it comes back, so each answer is made once between two updates.
 */
export class Answers {
  readonly #doc: Y.Doc
  readonly #answers = new Map<string, Message>()
  #greeting: Message | null = null

  constructor(doc: Y.Doc) {
    this.#doc = doc
  }

  /** "This is what I have." */
  get greeting(): Message {
    this.#greeting ??= toMessage(protocol.writeStep1(this.#doc))
    return this.#greeting
  }

  /** What somebody lacks who has this. */
  to(stateVector: Uint8Array): Message {
    const asked = Buffer.from(stateVector).toString("latin1")
    const known = this.#answers.get(asked)
    if (known) return known
    const answer = toMessage(protocol.writeStep2(this.#doc, stateVector))
    if (this.#answers.size < KEPT) this.#answers.set(asked, answer)
    return answer
  }

  /** The document has changed. */
  forget(): void {
    this.#answers.clear()
    this.#greeting = null
  }
}
