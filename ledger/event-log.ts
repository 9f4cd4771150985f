/**
 * The port to the one durable log. What it must guarantee:
 *
 *   - Lines are numbered from 1 without gaps, and line n is written only as the next one: of two
 *     writers with the same n, one is refused.
 *   - `append` resolves only when the line is on the disk. Appending the same line again resolves
 *     as well, so that a caller who does not know what became of a line can simply ask again.
 *   - `read` gives the lines as they are, in order, and ends at the last one.
 */
export interface EventLog {
  /** The number of the last line; 0 for an empty log. */
  lastSequence(): Promise<number>
  /** All lines after the given one. A line that the log has lost is simply not among them. */
  read(after: number): AsyncIterable<LogLine>
  /**
   * @throws LogRefused where the log will not take the line (it is full), LogDiverged where the line
   *   is not its next one; nothing was written.
   * @throws LogUnavailable where it is not known whether the line was written.
   */
  append(line: LogLine): Promise<void>
}

export type LogLine = {
  sequence: number
  /** Unique per line: the intent's id. */
  id: string
  /** What the line belongs to: the tournament's id. */
  topic: string
  text: string
}

/** The log said no; nothing was written. */
export class LogRefused extends Error {
  override readonly name: string = "LogRefused"
}

/**
 * What the log holds at a line's place is not what this process believes: another has written, or
 * the log has lost its tail. Nothing was written; only a new start can find out.
 */
export class LogDiverged extends LogRefused {
  override readonly name = "LogDiverged"
}

/** No answer came; the line may or may not have been written. Ask again with the same line. */
export class LogUnavailable extends Error {
  override readonly name = "LogUnavailable"
}
