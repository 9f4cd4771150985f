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

  line(sequence: number): Promise<LogLine | null> {
    return Promise.resolve(this.#lines[sequence - 1] ?? null)
  }

  append(lines: readonly LogLine[]): Promise<void> {
    if (lines.every((line) => this.#holds(line))) return Promise.resolve()
    if (lines.some(({ sequence }, index) => sequence !== this.#lines.length + 1 + index))
      return Promise.reject(
        new LogDiverged(
          `Line ${lines[0]?.sequence} is not the next one: the log has ${this.#lines.length}.`,
        ),
      )
    this.#lines.push(...lines)
    return Promise.resolve()
  }

  #holds({ sequence, id, text }: LogLine): boolean {
    const written = this.#lines[sequence - 1]
    return written?.id === id && written.text === text
  }
}
