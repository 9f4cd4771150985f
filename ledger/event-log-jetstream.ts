import { setTimeout as wait } from "node:timers/promises"
import {
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  JetStreamApiError,
} from "@nats-io/jetstream"
import {
  type EventLog,
  LogDiverged,
  type LogLine,
  LogRefused,
  LogUnavailable,
} from "./event-log.ts"

/** JetStream's own number for "the last sequence is not the one you expected". */
const WRONG_LAST_SEQUENCE = 10071
const PUBLISH_TIMEOUT_MS = 2_000
const FETCH_EXPIRES_MS = 1_000
/** A cold, slow disk may take its time. */
const READ_PATIENCE_MS = 60_000
const RETRY_MS = 50

/**
 * The log in a JetStream stream, one message a line, subject `<prefix>.<topic>`.
 * The stream must sync every write (`sync_interval: always`); the Leaf asserts that at its start.
 */
export class JetStreamEventLog implements EventLog {
  readonly #js: JetStreamClient
  readonly #manager: JetStreamManager
  readonly #stream: string
  readonly #prefix: string
  readonly #patienceMs: number

  constructor(options: {
    js: JetStreamClient
    manager: JetStreamManager
    stream: string
    prefix: string
    /** How long `append` goes on asking before it gives up. */
    patienceMs?: number
  }) {
    this.#js = options.js
    this.#manager = options.manager
    this.#stream = options.stream
    this.#prefix = options.prefix
    this.#patienceMs = options.patienceMs ?? 8_000
  }

  async lastSequence(): Promise<number> {
    return (await this.#manager.streams.info(this.#stream)).state.last_seq
  }

  async *read(after: number): AsyncIterable<LogLine> {
    const last = await this.lastSequence()
    if (last <= after) return
    const consumer = await this.#js.consumers.get(this.#stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: after + 1,
    })
    const deadline = performance.now() + READ_PATIENCE_MS
    let seen = after
    try {
      while (seen < last) {
        const before = seen
        const batch = await consumer.fetch({ max_messages: 1_000, expires: FETCH_EXPIRES_MS })
        for await (const message of batch) {
          seen = message.seq
          yield {
            sequence: message.seq,
            id: message.headers?.get("Nats-Msg-Id") ?? "",
            topic: message.subject.slice(this.#prefix.length + 1),
            text: message.string(),
          }
          // The batch would otherwise wait for its full time after the stream's last message.
          if (seen >= last) break
        }
        if (seen > before) continue
        // Nothing more to come is the end, also where the log counts lines that it has lost.
        if ((await consumer.info()).num_pending === 0) return
        if (performance.now() > deadline)
          throw new LogUnavailable(`The log has not given its lines after ${seen}.`)
      }
    } finally {
      await consumer.delete()
    }
  }

  async append(line: LogLine): Promise<void> {
    const deadline = performance.now() + this.#patienceMs
    // Once an attempt has ended without an answer, a later "no" proves nothing about it.
    let isUnknown = false
    for (;;) {
      try {
        await this.#publish(line)
        return
      } catch (cause) {
        if (cause instanceof LogDiverged) throw cause
        const isAnswer = cause instanceof JetStreamApiError
        if (isAnswer && !isUnknown)
          throw new LogRefused(`The log did not take line ${line.sequence}: ${cause.message}.`, {
            cause,
          })
        isUnknown = true
        if (performance.now() > deadline)
          throw new LogUnavailable(`The log did not answer about line ${line.sequence}.`, { cause })
        await wait(RETRY_MS)
      }
    }
  }

  /** One attempt. An answer that is neither yes nor "not the next one" goes to the caller. */
  async #publish(line: LogLine): Promise<void> {
    try {
      const ack = await this.#js.publish(`${this.#prefix}.${line.topic}`, line.text, {
        msgID: line.id,
        expect: { lastSequence: line.sequence - 1, streamName: this.#stream },
        timeout: PUBLISH_TIMEOUT_MS,
      })
      if (ack.seq === line.sequence && !ack.duplicate) return
    } catch (cause) {
      if (!(cause instanceof JetStreamApiError && cause.code === WRONG_LAST_SEQUENCE)) throw cause
    }
    if (await this.#holds(line)) return
    throw new LogDiverged(
      `The log holds another line ${line.sequence}, or has lost what led to it.`,
    )
  }

  /** Whether an earlier attempt has written this very line after all. */
  async #holds(line: LogLine): Promise<boolean> {
    const stored = await this.#manager.streams.getMessage(this.#stream, { seq: line.sequence })
    return stored !== null && new TextDecoder().decode(stored.data) === line.text
  }
}
