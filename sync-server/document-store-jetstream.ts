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
/** The message takes the place of all others of its subject, which the server drops by itself. */
const ROLL_UP_HEADER = "Nats-Rollup"
const ROLL_UP = headers()
ROLL_UP.set(ROLL_UP_HEADER, "sub")
/** The message takes the place of all before it of its subject, which this store then wipes. */
const WHOLE_HEADER = "Felt-Whole"
const WHOLE = headers()
WHOLE.set(WHOLE_HEADER, "yes")
/**
 * What people wrote about themselves. The server drops a message by forgetting where it stands; its
 * bytes stay in the file until that is written anew, which may take days. Wiping one takes a sync of
 * its own, so it is done where somebody may ask for it and the rooms are small.
 */
const isPersonal = (room: string) => room.startsWith("registration/")
/** What was on its way when nats-server restarted is never answered; then it is asked again. */
const ANSWER_WITHIN_MS = 1_000
const ATTEMPTS = 6
const PAUSE_MS = 100
const LOAD_TIMEOUT_MS = 15_000

/** The stream, and what its subjects begin with. */
export type DocumentStream = { stream: string; prefix: string }
export const DOCUMENTS: DocumentStream = { stream: "DOCUMENTS", prefix: "documents" }

/**
 * Documents in a JetStream stream, one message an update, the room's name as the subject:
 * `tournament/t1` is `documents.tournament.t1`. The stream must sync every write
 * (`sync_interval: always`); the Leaf asserts that at its start.
 */
export class JetStreamDocumentStore implements DocumentStore {
  readonly #js: JetStreamClient
  readonly #manager: JetStreamManager
  readonly #stream: string
  readonly #prefix: string
  readonly #loadTimeoutMs: number
  /** The last message of each room that this store knows of. */
  readonly #lastKnown = new Map<string, number>()

  constructor(options: {
    js: JetStreamClient
    manager: JetStreamManager
    where?: DocumentStream
    /** How long `load` waits for a room's last update before it gives up. */
    loadTimeoutMs?: number
  }) {
    this.#js = options.js
    this.#manager = options.manager
    const { stream, prefix } = options.where ?? DOCUMENTS
    this.#stream = stream
    this.#prefix = `${prefix}.`
    this.#loadTimeoutMs = options.loadTimeoutMs ?? LOAD_TIMEOUT_MS
  }

  async rooms(): Promise<string[]> {
    try {
      const filter = { subjects_filter: this.#subjectOf(">") }
      const { state } = await askAgain(() => this.#manager.streams.info(this.#stream, filter))
      return Object.keys(state.subjects ?? {}).map((subject) => this.#roomOf(subject))
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
      // A cut may have come between the whole and the wiping of what it replaced.
      if (last?.header.has(WHOLE_HEADER)) await this.#wipe(room, last.seq)
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
      const { seq } = await this.#js.publish(this.#subjectOf(room), update, {
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
      const { seq } = await this.#js.publish(this.#subjectOf(room), whole, {
        msgID: randomUUID(),
        headers: isPersonal(room) ? WHOLE : ROLL_UP,
        expect: { lastSubjectSequence: this.#lastKnown.get(room) ?? 0 },
        timeout: ANSWER_WITHIN_MS,
        retries: ATTEMPTS,
      })
      this.#lastKnown.set(room, seq)
      if (isPersonal(room)) await this.#wipe(room, seq)
      return true
    } catch (cause) {
      if (cause instanceof JetStreamApiError && cause.code === WRONG_LAST_SEQUENCE) return false
      throw new DocumentStoreError(`The document ${room} could not be compacted.`, { cause })
    }
  }

  #last(room: string): Promise<StoredMsg | null> {
    const last_by_subj = this.#subjectOf(room)
    return askAgain(() => this.#manager.streams.getMessage(this.#stream, { last_by_subj }))
  }

  /** Overwrites on the disk every update of the room before the one of that sequence. */
  async #wipe(room: string, before: number): Promise<void> {
    const { streams } = this.#manager
    const oldest = { next_by_subj: this.#subjectOf(room), seq: 1 }
    for (;;) {
      const message = await askAgain(() => streams.getMessage(this.#stream, oldest))
      if (message === null || message.seq >= before) return
      await askAgain(() => streams.deleteMessage(this.#stream, message.seq, true))
    }
  }

  #upTo(room: string, last: StoredMsg): Promise<Uint8Array[]> | Uint8Array[] {
    // Nothing of the room stands before what took its place.
    const isWhole = last.header.has(ROLL_UP_HEADER) || last.header.has(WHOLE_HEADER)
    return isWhole ? [last.data] : this.#readUntil(room, last.seq)
  }

  /** An ordered consumer asks again by itself when a message is missing in between. */
  async #readUntil(room: string, last: number): Promise<Uint8Array[]> {
    const consumer = await this.#js.consumers.get(this.#stream, {
      filter_subjects: this.#subjectOf(room),
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

  #subjectOf(room: string): string {
    return `${this.#prefix}${room.replaceAll("/", ".")}`
  }

  #roomOf(subject: string): string {
    return subject.slice(this.#prefix.length).replaceAll(".", "/")
  }
}

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
