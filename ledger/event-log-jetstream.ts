import {
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  JetStreamApiError,
} from "@nats-io/jetstream"
import { type EventLog, type LogLine, LogRefused, LogUnavailable } from "./event-log.ts"

/** JetStream's own number for "the last sequence is not the one you expected". */
const WRONG_LAST_SEQUENCE = 10071
const PUBLISH_TIMEOUT_MS = 2_000
const FETCH_EXPIRES_MS = 1_000

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
    if ((await this.lastSequence()) <= after) return
    const consumer = await this.#js.consumers.get(this.#stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: after + 1,
    })
    try {
      for (let more = true; more;) {
        more = false
        const batch = await consumer.fetch({ max_messages: 1_000, expires: FETCH_EXPIRES_MS })
        for await (const message of batch) {
          yield {
            sequence: message.seq,
            id: message.headers?.get("Nats-Msg-Id") ?? "",
            topic: message.subject.slice(this.#prefix.length + 1),
            text: message.string(),
          }
          more = message.info.pending > 0
          // The batch would otherwise wait for its full time after the stream's last message.
          if (!more) break
        }
      }
    } finally {
      await consumer.delete()
    }
  }

  async append(line: LogLine): Promise<void> {
    const deadline = performance.now() + this.#patienceMs
    for (;;) {
      try {
        return await this.#publish(line)
      } catch (cause) {
        if (cause instanceof LogRefused) throw cause
        if (cause instanceof JetStreamApiError) {
          if (cause.code === WRONG_LAST_SEQUENCE && (await this.#holds(line))) return
          throw new LogRefused(`The log did not take line ${line.sequence}: ${cause.message}.`, {
            cause,
          })
        }
        if (performance.now() > deadline)
          throw new LogUnavailable(`The log did not answer about line ${line.sequence}.`, { cause })
      }
    }
  }

  async #publish(line: LogLine): Promise<void> {
    const ack = await this.#js.publish(`${this.#prefix}.${line.topic}`, line.text, {
      msgID: line.id,
      expect: { lastSequence: line.sequence - 1, streamName: this.#stream },
      timeout: PUBLISH_TIMEOUT_MS,
    })
    if (ack.seq !== line.sequence)
      throw new LogRefused(`Line ${line.sequence} is in the log already, as line ${ack.seq}.`)
  }

  /** Whether an earlier attempt has written this very line after all. */
  async #holds(line: LogLine): Promise<boolean> {
    const stored = await this.#manager.streams.getMessage(this.#stream, { seq: line.sequence })
    return stored !== null && new TextDecoder().decode(stored.data) === line.text
  }
}
