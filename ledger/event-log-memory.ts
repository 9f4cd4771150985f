import { type EventLog, LogDiverged, type LogLine } from "./event-log.ts"

/** A log that lasts as long as the process: for the rules' own tests and simulations. */
export class MemoryEventLog implements EventLog {
  readonly #lines: LogLine[] = []

  lastSequence(): Promise<number> {
    return Promise.resolve(this.#lines.length)
  }

  async *read(after: number): AsyncIterable<LogLine> {
    yield* this.#lines.slice(after)
  }

  append(line: LogLine): Promise<void> {
    const written = this.#lines[line.sequence - 1]
    if (written?.id === line.id && written.text === line.text) return Promise.resolve()
    if (line.sequence !== this.#lines.length + 1)
      return Promise.reject(
        new LogDiverged(
          `Line ${line.sequence} is not the next one: the log has ${this.#lines.length}.`,
        ),
      )
    this.#lines.push(line)
    return Promise.resolve()
  }
}
