import { randomUUID } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import {
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type StoredMsg,
} from "@nats-io/jetstream"
import { headers } from "@nats-io/transport-node"
import { type DocumentStore, DocumentStoreError } from "./document-store.ts"

/** JetStream's own number for "the last sequence is not the one you expected". */
const WRONG_LAST_SEQUENCE = 10071
/** The message takes the place of all others of its subject. */
const ROLL_UP_HEADER = "Nats-Rollup"
const ROLL_UP = headers()
ROLL_UP.set(ROLL_UP_HEADER, "sub")
/** What was on its way when nats-server restarted is never answered; then it is asked again. */
const ANSWER_WITHIN_MS = 1_000
const ATTEMPTS = 6
const PAUSE_MS = 100
const LOAD_TIMEOUT_MS = 15_000

/**
 * Documents in a JetStream stream, one message an update, the room's name as the subject:
 * `tournament/t1` is `docs.tournament.t1`. The stream must sync every write
 * (`sync_interval: always`); the Leaf asserts that at its start.
 */
export class JetStreamDocumentStore implements DocumentStore {
  readonly #js: JetStreamClient
  readonly #manager: JetStreamManager
  readonly #stream: string
  readonly #loadTimeoutMs: number
  /** The last message of each room that this store knows of. */
  readonly #lastKnown = new Map<string, number>()

  constructor(options: {
    js: JetStreamClient
    manager: JetStreamManager
    stream?: string
    /** How long `load` waits for a room's last update before it gives up. */
    loadTimeoutMs?: number
  }) {
    this.#js = options.js
    this.#manager = options.manager
    this.#stream = options.stream ?? "DOCS"
    this.#loadTimeoutMs = options.loadTimeoutMs ?? LOAD_TIMEOUT_MS
  }

  async rooms(): Promise<string[]> {
    try {
      const filter = { subjects_filter: subjectOf(">") }
      const { state } = await askAgain(() => this.#manager.streams.info(this.#stream, filter))
      return Object.keys(state.subjects ?? {}).map(roomOf)
    } catch (cause) {
      throw new DocumentStoreError("The names of the rooms could not be read from the log.", {
        cause,
      })
    }
  }

  async load(room: string): Promise<Uint8Array[]> {
    try {
      // Asked first, so that reading knows where the end is instead of guessing from a silence.
      const last = await this.#last(room)
      const updates = last ? await this.#upTo(room, last) : []
      this.#lastKnown.set(room, last?.seq ?? 0)
      return updates
    } catch (cause) {
      throw new DocumentStoreError(`The document ${room} could not be read from the log.`, {
        cause,
      })
    }
  }

  async append(room: string, update: Uint8Array): Promise<void> {
    try {
      // The id makes a second attempt of the same append no second update in the log.
      const { seq } = await this.#js.publish(subjectOf(room), update, {
        msgID: randomUUID(),
        timeout: ANSWER_WITHIN_MS,
        retries: ATTEMPTS,
      })
      // Of several on their way the answers may come in any order.
      this.#lastKnown.set(room, Math.max(seq, this.#lastKnown.get(room) ?? 0))
    } catch (cause) {
      throw new DocumentStoreError(`The log did not confirm an update of ${room}.`, { cause })
    }
  }

  async compact(room: string, whole: Uint8Array): Promise<boolean> {
    try {
      const { seq } = await this.#js.publish(subjectOf(room), whole, {
        msgID: randomUUID(),
        headers: ROLL_UP,
        expect: { lastSubjectSequence: this.#lastKnown.get(room) ?? 0 },
        timeout: ANSWER_WITHIN_MS,
        retries: ATTEMPTS,
      })
      this.#lastKnown.set(room, seq)
      return true
    } catch (cause) {
      if (cause instanceof JetStreamApiError && cause.code === WRONG_LAST_SEQUENCE) return false
      throw new DocumentStoreError(`The document ${room} could not be compacted.`, { cause })
    }
  }

  #last(room: string): Promise<StoredMsg | null> {
    return askAgain(() =>
      this.#manager.streams.getMessage(this.#stream, { last_by_subj: subjectOf(room) }),
    )
  }

  #upTo(room: string, last: StoredMsg): Promise<Uint8Array[]> | Uint8Array[] {
    // Nothing of the room stands before what took its place.
    return last.header.has(ROLL_UP_HEADER) ? [last.data] : this.#readUntil(room, last.seq)
  }

  /** An ordered consumer asks again by itself when a message is missing in between. */
  async #readUntil(room: string, last: number): Promise<Uint8Array[]> {
    const consumer = await this.#js.consumers.get(this.#stream, {
      filter_subjects: subjectOf(room),
    })
    const messages = await consumer.consume({ max_messages: 1_000 })
    const timer = setTimeout(() => void messages.close(), this.#loadTimeoutMs)
    const updates: Uint8Array[] = []
    try {
      for await (const { seq, data } of messages) {
        updates.push(data)
        if (seq >= last) return updates
      }
    } finally {
      clearTimeout(timer)
      await consumer.delete()
    }
    throw new Error(`After ${this.#loadTimeoutMs} ms sequence ${last} had not arrived.`)
  }
}

const PREFIX = "docs."
const subjectOf = (room: string) => `${PREFIX}${room.replaceAll("/", ".")}`
const roomOf = (subject: string) => subject.slice(PREFIX.length).replaceAll(".", "/")

async function askAgain<T>(ask: () => Promise<T>, attempts = ATTEMPTS): Promise<T> {
  try {
    return await answered(ask())
  } catch (error) {
    if (error instanceof JetStreamApiError || attempts <= 1) throw error
    await wait(PAUSE_MS)
    return askAgain(ask, attempts - 1)
  }
}

function answered<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`There was no answer within ${ANSWER_WITHIN_MS} ms.`)),
      ANSWER_WITHIN_MS,
    )
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
