import { type EventLog, type LogLine, LogRefused, type LogRepair } from "./event-log.ts"

/** The log as the ledger uses it, which takes nothing more once it is found not to be whole. */
export class GuardedEventLog implements EventLog {
  readonly #log: EventLog
  #doubt: string | null = null
  #appends = 0

  constructor(log: EventLog) {
    this.#log = log
  }

  /** Why it takes nothing more; `null` while it does. */
  get doubt(): string | null {
    return this.#doubt
  }

  /** How many appends were asked for: whoever reads for long sees that something came between. */
  get appends(): number {
    return this.#appends
  }

  get repair(): LogRepair | undefined {
    return this.#log.repair
  }

  /** Refuses every line from now on, with this sentence, until the process is started anew. */
  refuse(doubt: string): void {
    this.#doubt = doubt
  }

  lastSequence(): Promise<number> {
    return this.#log.lastSequence()
  }

  read(after: number): AsyncIterable<LogLine> {
    return this.#log.read(after)
  }

  line(sequence: number): Promise<LogLine | null> {
    return this.#log.line(sequence)
  }

  append(lines: readonly LogLine[]): Promise<void> {
    this.#appends += 1
    return this.#doubt === null
      ? this.#log.append(lines)
      : Promise.reject(new LogRefused(this.#doubt))
  }
}
