import { randomUUID } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import {
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  JetStreamApiError,
} from "@nats-io/jetstream"
import { headers, type NatsConnection } from "@nats-io/transport-node"
import * as v from "valibot"
import {
  type EventLog,
  LogDiverged,
  type LogLine,
  LogRefused,
  type LogRepair,
  LogUnavailable,
  MOST_APPENDED,
} from "./event-log.ts"

/** JetStream's own numbers for "the last sequence is not the one you expected", alone and in a batch. */
const NOT_THE_NEXT = new Set([10071, 10201])
/** Its number for a batch of which it has not got all: the connection was lost in the middle. */
const INCOMPLETE_BATCH = 10176
const PUBLISH_TIMEOUT_MS = 2_000
const FETCH_LINES = 1_000
const FETCH_EXPIRES_MS = 1_000
/** A cold, slow disk may take its time. */
const READ_PATIENCE_MS = 60_000
const RETRY_MS = 50
/** A batch is synced as one, on a disk that may be slow. */
const BATCH_TIMEOUT_MS = 10_000

/**
 * The log in a JetStream stream, one message a line, subject `<prefix>.<topic>`.
 * The stream must sync every write (`sync_interval: always`); the Leaf asserts that at its start.
 */
export class JetStreamEventLog implements EventLog {
  readonly repair: LogRepair | undefined
  readonly #connection: NatsConnection
  readonly #js: JetStreamClient
  readonly #manager: JetStreamManager
  readonly #stream: string
  readonly #prefix: string
  readonly #patienceMs: number

  constructor(options: {
    connection: NatsConnection
    js: JetStreamClient
    manager: JetStreamManager
    stream: string
    prefix: string
    /** How long `append` goes on asking before it gives up. */
    patienceMs?: number
    repair?: LogRepair
  }) {
    this.repair = options.repair
    this.#connection = options.connection
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
        // Asked for no more than there is, it need not wait for more. Nothing more to come is the
        // end, also where the log counts lines that it has lost.
        const { num_pending } = await consumer.info()
        if (num_pending === 0) return
        const batch = await consumer.fetch({
          max_messages: Math.min(FETCH_LINES, num_pending),
          expires: FETCH_EXPIRES_MS,
        })
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
        if (seen === before && performance.now() > deadline)
          throw new LogUnavailable(`The log has not given its lines after ${seen}.`)
      }
    } finally {
      await consumer.delete()
    }
  }

  async line(sequence: number): Promise<LogLine | null> {
    if (sequence < 1) return null
    const stored = await this.#manager.streams.getMessage(this.#stream, { seq: sequence })
    return (
      stored && {
        sequence,
        id: stored.header.get("Nats-Msg-Id"),
        topic: stored.subject.slice(this.#prefix.length + 1),
        text: stored.string(),
      }
    )
  }

  async append(lines: readonly LogLine[]): Promise<void> {
    const last = lines.at(-1)?.sequence
    if (last === undefined) return
    const deadline = performance.now() + this.#patienceMs
    // Once an attempt has ended without an answer, a later "no" proves nothing about it.
    let isUnknown = false
    for (;;) {
      try {
        await this.#publish(lines)
        return
      } catch (cause) {
        if (cause instanceof LogDiverged) throw cause
        const isAnswer = cause instanceof JetStreamApiError && cause.code !== INCOMPLETE_BATCH
        if (isAnswer && !isUnknown)
          throw new LogRefused(`The log did not take line ${last}: ${cause.message}.`, { cause })
        isUnknown = true
        if (performance.now() > deadline)
          throw new LogUnavailable(`The log did not answer about line ${last}.`, { cause })
        await wait(RETRY_MS)
      }
    }
  }

  /** One attempt. An answer that is neither yes nor "not the next one" goes to the caller. */
  async #publish(lines: readonly LogLine[]): Promise<void> {
    const [only] = lines
    try {
      const written =
        only && lines.length === 1 ? await this.#publishOne(only) : await this.#publishAll(lines)
      if (written) return
    } catch (cause) {
      if (!(cause instanceof JetStreamApiError && NOT_THE_NEXT.has(cause.code))) throw cause
    }
    for (const line of lines)
      if (!(await this.#holds(line)))
        throw new LogDiverged(
          `The log holds another line ${line.sequence}, or has lost what led to it.`,
        )
  }

  /** @returns whether all were written now, at their places */
  async #publishAll(lines: readonly LogLine[]): Promise<boolean> {
    const target = { stream: this.#stream, prefix: this.#prefix }
    const { seq, count } = await publishBatch(this.#connection, target, lines)
    return seq === lines.at(-1)?.sequence && count === lines.length
  }

  /** @returns whether it was written now, at its place */
  async #publishOne(line: LogLine): Promise<boolean> {
    const ack = await this.#js.publish(`${this.#prefix}.${line.topic}`, line.text, {
      msgID: line.id,
      expect: { lastSequence: line.sequence - 1, streamName: this.#stream },
      timeout: PUBLISH_TIMEOUT_MS,
    })
    return ack.seq === line.sequence && !ack.duplicate
  }

  /** Whether an earlier attempt has written this very line after all. */
  async #holds(line: LogLine): Promise<boolean> {
    return (await this.line(line.sequence))?.text === line.text
  }
}

/** A line without an id is told from another only by its place. */
type Unnamed = Omit<LogLine, "id"> & Partial<Pick<LogLine, "id">>

/**
 * Writes lines to an empty stream, or to its end.
 * @throws JetStreamApiError where the stream does not take them
 */
export async function appendInBatches(
  connection: NatsConnection,
  target: { stream: string; prefix: string },
  lines: readonly Unnamed[],
): Promise<void> {
  for (let from = 0; from < lines.length; from += MOST_APPENDED)
    await publishBatch(connection, target, lines.slice(from, from + MOST_APPENDED))
}

const BatchAnswer = v.object({
  seq: v.optional(v.number()),
  count: v.optional(v.number()),
  error: v.optional(v.object({ code: v.number(), err_code: v.number(), description: v.string() })),
})

/**
 * Writes lines as one: all or none, synced once, and only where the first is the stream's next.
 * Only the last message asks for an answer; one before it that was refused makes that answer a no.
 */
async function publishBatch(
  connection: NatsConnection,
  { stream, prefix }: { stream: string; prefix: string },
  lines: readonly Unnamed[],
): Promise<{ seq?: number | undefined; count?: number | undefined }> {
  const id = randomUUID()
  const messages = lines.map((line, index) => {
    const fields = headers()
    fields.set("Nats-Batch-Id", id)
    fields.set("Nats-Batch-Sequence", String(index + 1))
    if (line.id !== undefined) fields.set("Nats-Msg-Id", line.id)
    if (index === 0) {
      fields.set("Nats-Expected-Stream", stream)
      fields.set("Nats-Expected-Last-Sequence", String(line.sequence - 1))
    }
    if (index === lines.length - 1) fields.set("Nats-Batch-Commit", "1")
    return { subject: `${prefix}.${line.topic}`, text: line.text, headers: fields }
  })
  const last = messages.pop()
  if (!last) return {}
  for (const each of messages) connection.publish(each.subject, each.text, each)
  const options = { headers: last.headers, timeout: BATCH_TIMEOUT_MS }
  const message = await connection.request(last.subject, last.text, options)
  const { error, ...written } = v.parse(BatchAnswer, message.json())
  if (error) throw new JetStreamApiError(error)
  return written
}
