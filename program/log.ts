import { type Logger, pino } from "pino"

/**
 * A program's own log, on standard error. Of an error it keeps name, words and stack, and nothing
 * else: what was being read when it happened may hold a person's name.
 */
export const createLog = (level: string): Logger =>
  pino({ level, serializers: { error: describeError } }, pino.destination(2))

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  return { name, message, stack, ...(cause === undefined ? {} : { cause: describeError(cause) }) }
}
