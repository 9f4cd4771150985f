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
  /** One line; `null` where the log has none at that place. */
  line(sequence: number): Promise<LogLine | null>
  /**
   * Writes lines that follow each other, at most `MOST_APPENDED`: all of them or none.
   * @throws LogRefused where the log will not take them (it is full), LogDiverged where the first is
   *   not its next one; nothing was written.
   * @throws LogUnavailable where it is not known whether they were written.
   */
  append(lines: readonly LogLine[]): Promise<void>
  /** How lost lines are given back at the start; without it a damaged log is refused. */
  readonly repair?: LogRepair | undefined
}

/**
 * What may be done to a damaged log at the start, and never while money is taken. Each step may be
 * cut off anywhere: the next start finds a log that is short, and goes on.
 */
export interface LogRepair {
  /** Names what is put aside: the time of this start, so that no two have the same name. */
  readonly name: string
  /** Copies the damaged log aside, once. Gives the place of the copy. */
  keep(): Promise<string>
  /** Takes every line out; the next one is line 1. */
  empty(): Promise<void>
  /**
   * Writes lines into an empty log, from line 1, in batches: each is written whole and at its
   * place, or not at all. Resolves when all of them are on the disk.
   * @throws LogRefused where the log does not take them, LogUnavailable where it does not answer
   */
  fill(lines: readonly LogLine[]): Promise<void>
  /** Told what was made good, in one sentence for the venue. */
  report(alarm: string): Promise<void>
}

/** So many lines can be written as one. */
export const MOST_APPENDED = 500

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
