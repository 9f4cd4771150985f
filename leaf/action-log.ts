import { setTimeout as wait } from "node:timers/promises"
import * as v from "valibot"
import { MOST_APPENDED } from "../ledger/event-log.ts"
import { appendInBatches } from "../ledger/event-log-jetstream.ts"
import { parseRoom } from "../schemas/documents/rooms.ts"
import { DeviceId, StaffId, type TournamentId } from "../schemas/ids.ts"
import type { LogLine } from "../schemas/log.ts"
import { millis } from "../schemas/units.ts"
import { Role } from "../schemas/wire.ts"
import type { Act, Change } from "../sync-server/acts.ts"
import { LogPages } from "./action-log-pages.ts"
import type { LogConnection } from "./log-connection.ts"
import { ACTIONS } from "./streams.ts"

/** So many may wait for a log that does not answer; of more, the oldest are given up. */
const MOST_WAITING = 20_000
const RETRY_MS = 250
/** How long an orderly stop waits for the log. */
const CLOSE_WITHIN_MS = 5_000
/** A message has a limit of 1 MB, and room for its headers must be left. */
const LINE_MAX_BYTES = 900_000

type Unnumbered = Omit<LogLine, "number">

/**
 * What staff did on the floor, in a stream of its own: who, on which device, which fields, what was
 * there before. Lines are written in batches right after the edits themselves are stored, so a power
 * cut may take the last of them, but never an edit. The Leaf is the only one who writes here.
 */
export class ActionLog {
  readonly #connection: LogConnection
  readonly #pages: LogPages
  readonly #onError: (error: unknown, context: string) => void
  readonly #listeners = new Set<(lines: readonly LogLine[]) => void>()
  #waiting: Unnumbered[] = []
  #last: number
  #writing: Promise<void> = Promise.resolve()
  #isWriting = false
  /** So many of those that wait are on their way to the log. */
  #underWay = 0
  /** Until when an outage is waited for, by `performance.now()`. */
  #deadline = Number.POSITIVE_INFINITY

  private constructor(
    connection: LogConnection,
    last: number,
    onError: (error: unknown, context: string) => void,
  ) {
    this.#connection = connection
    this.#pages = new LogPages(connection)
    this.#last = last
    this.#onError = onError
  }

  static async open(
    connection: LogConnection,
    onError: (error: unknown, context: string) => void,
  ): Promise<ActionLog> {
    return new ActionLog(connection, await lastNumber(connection), onError)
  }

  /** The number of the newest line. */
  get last(): number {
    return this.#last
  }

  /** Takes what the relay tells of. What is no staff's is not kept. */
  note(acts: readonly Act[]): void {
    this.#waiting.push(...acts.flatMap(lineOf))
    const tooMany = this.#waiting.length - MOST_WAITING
    if (tooMany > 0) {
      this.#waiting.splice(this.#underWay, tooMany)
      this.#onError(new Error(`${tooMany} lines were given up.`), "writing the log of acts")
    }
    if (!this.#isWriting) this.#writing = this.#writeAll()
  }

  /** The newest lines before a number, newest first. `null` as a tournament is all of them. */
  page(tournament: TournamentId | null, before: number | null, limit: number) {
    const end = Math.min(before ?? Number.POSITIVE_INFINITY, this.#last + 1)
    return this.#pages.before(tournament, end, limit)
  }

  /** The oldest lines after a number, oldest first. */
  after(tournament: TournamentId | null, number: number, limit: number): Promise<LogLine[]> {
    return this.#pages.after(tournament, number, limit)
  }

  /** Tells of lines that are new and stored. Returns the way to stop. */
  subscribe(listener: (lines: readonly LogLine[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Writes what waits; after a while of no answer it gives up and says so. Never rejects. */
  async close(): Promise<void> {
    this.#deadline = performance.now() + CLOSE_WITHIN_MS
    await this.#writing
  }

  /** Never rejects. */
  async #writeAll(): Promise<void> {
    this.#isWriting = true
    let failures = 0
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MOST_APPENDED)
      this.#underWay = batch.length
      try {
        await this.#write(batch)
        failures = 0
      } catch (error) {
        failures += 1
        if (failures === 1) this.#onError(error, "writing the log of acts")
        if (performance.now() > this.#deadline) break
        await wait(RETRY_MS)
      }
    }
    // Not a turn later: what is noted in between would wait for the next act.
    this.#isWriting = false
  }

  async #write(batch: readonly Unnumbered[]): Promise<void> {
    const first = this.#last + 1
    const lines = batch.map((line, index): LogLine => ({ ...line, number: first + index }))
    const end = first + batch.length - 1
    let last = end
    let failure: unknown
    try {
      await appendInBatches(this.#connection.connection, ACTIONS, lines.map(messageOf))
    } catch (error) {
      // An earlier try may have written a beginning of it though no answer came: nobody else writes here.
      last = await lastNumber(this.#connection)
      failure = error
    }
    this.#noteWritten(lines.filter(({ number }) => number <= last))
    this.#last = last
    if (last < end) throw failure
  }

  #noteWritten(lines: readonly LogLine[]): void {
    this.#waiting.splice(0, lines.length)
    this.#underWay -= lines.length
    if (lines.length > 0) for (const listener of this.#listeners) listener(lines)
  }
}

const lastNumber = async ({ manager }: LogConnection): Promise<number> =>
  (await manager.streams.info(ACTIONS.stream)).state.last_seq

function messageOf({ number, ...line }: LogLine) {
  const whole = JSON.stringify(line)
  const text =
    whole.length < LINE_MAX_BYTES
      ? whole
      : JSON.stringify({ ...line, changes: line.changes.map(({ key }) => ({ key })) })
  // No id: its place says whether it is there, and the server would hold every id for minutes.
  return { sequence: number, topic: LogPages.topicOf(line.room), text }
}

/** A line for what a member of staff did; none for a phone's wishes or another relay. */
function lineOf(act: Act): Unnumbered[] {
  const [first = "", id = ""] = act.bearer.split(" ")
  const role = v.safeParse(Role, first)
  const staffId = v.safeParse(StaffId, id)
  if (!role.success || !staffId.success) return []
  const deviceId = v.safeParse(DeviceId, act.device)
  // A registration is what a person says of themselves: that it was changed is enough.
  const isPersonal = parseRoom(act.room)?.kind === "registration"
  return [
    {
      at: millis(act.at),
      room: act.room,
      staffId: staffId.output,
      role: role.output,
      deviceId: deviceId.success ? deviceId.output : null,
      isLate: act.isLate,
      changes: act.changes.map((change) => changeOf(change, isPersonal)),
    },
  ]
}

const changeOf = ({ key, before, after, isOverruled }: Change, isPersonal: boolean) => ({
  key,
  ...(isPersonal ? {} : { before, after }),
  ...(isOverruled ? { isOverruled: true as const } : {}),
})
