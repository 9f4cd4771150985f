import { JetStreamError, type StoredMsg } from "@nats-io/jetstream"
import * as v from "valibot"
import { parseRoom } from "../schemas/documents/rooms.ts"
import type { TournamentId } from "../schemas/ids.ts"
import { LogLine } from "../schemas/log.ts"
import type { LogConnection } from "./log-connection.ts"
import { ACTIONS } from "./streams.ts"

/** So many messages are asked for at once. */
const BATCH = 500
/** A page is looked for in twice as many sequences as it has lines, then in twice as many again. */
const WIDER = 2
const WIDEST = 100_000
/** JetStream's status for "there is no such message from there on". */
const NOTHING_FOUND = 404

/** Reads the log of acts, in pages from either end. One topic a tournament, one for the venue. */
export class LogPages {
  readonly #connection: LogConnection

  constructor(connection: LogConnection) {
    this.#connection = connection
  }

  /** Where the lines of a room stand: those of a registration are its tournament's. */
  static topicOf(name: string): string {
    const room = parseRoom(name)
    return room === null || room.kind === "venue" ? "venue" : `tournament.${room.tournamentId}`
  }

  /**
   * At most so many lines before a number, newest first: those of a tournament, and those of the venue
   * that all tournaments share.
   */
  async before(tournament: TournamentId | null, end: number, limit: number) {
    const found = await Promise.all(
      subjectsOf(tournament).map((subject) => this.#before(subject, end, limit)),
    )
    const lines = found.flatMap((each) => each.lines).toSorted((a, b) => b.number - a.number)
    const isEnd = found.every((each) => each.isEnd) && lines.length <= limit
    return { lines: lines.slice(0, limit), isEnd }
  }

  /** At most so many lines after a number, oldest first. */
  async after(tournament: TournamentId | null, number: number, limit: number): Promise<LogLine[]> {
    const found = await Promise.all(
      subjectsOf(tournament).map((subject) => this.#read(subject, number + 1, limit)),
    )
    return found
      .flat()
      .toSorted((a, b) => a.number - b.number)
      .slice(0, limit)
  }

  async #before(subject: string, end: number, limit: number) {
    const first = await this.#firstOf(subject)
    if (first === null || first >= end) return { lines: [], isEnd: true }
    const parts: LogLine[][] = []
    let found = 0
    let from = end
    for (let width = limit * WIDER; from > first && found < limit; width *= WIDER) {
      const until = from
      from = Math.max(first, until - Math.min(width, WIDEST))
      const part = await this.#between(subject, from, until)
      parts.unshift(part)
      found += part.length
    }
    const lines = parts.flat()
    return { lines: lines.slice(-limit), isEnd: from <= first && lines.length <= limit }
  }

  /** All lines from a number up to another one, oldest first. */
  async #between(subject: string, from: number, end: number): Promise<LogLine[]> {
    const lines: LogLine[] = []
    for (let next = from; next < end;) {
      const batch = await this.#read(subject, next, Math.min(BATCH, end - next))
      lines.push(...batch.filter(({ number }) => number < end))
      const last = batch.at(-1)
      if (!last) break
      next = last.number + 1
    }
    return lines
  }

  async #firstOf(subject: string): Promise<number | null> {
    const [first] = await this.#read(subject, 1, 1)
    return first?.number ?? null
  }

  /** At most so many lines from a number on, oldest first. */
  async #read(subject: string, seq: number, batch: number): Promise<LogLine[]> {
    const { direct } = this.#connection.manager
    const messages: StoredMsg[] = []
    await new Promise<void>((resolve, reject) => {
      const take = (end: { err?: Error } | null, message: StoredMsg) => {
        if (end === null) messages.push(message)
        else if (end.err && !isNothingFound(end.err)) reject(end.err)
        else resolve()
      }
      // With a callback, since an iterator never gives its subscription back.
      const asked = { seq, next_by_subj: subject, batch, callback: take }
      direct.getBatch(ACTIONS.stream, asked).catch(reject)
    })
    return messages.map((message) =>
      v.parse(LogLine, { ...message.json<object>(), number: message.seq }),
    )
  }
}

const subjectsOf = (tournament: TournamentId | null): string[] =>
  tournament === null
    ? [`${ACTIONS.prefix}.>`]
    : [`${ACTIONS.prefix}.tournament.${tournament}`, `${ACTIONS.prefix}.venue`]

const isNothingFound = (error: Error): boolean =>
  error instanceof JetStreamError && "code" in error && error.code === NOTHING_FOUND
