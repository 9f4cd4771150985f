import * as v from "valibot"
import { StartRefused } from "./start-refused.ts"

/** A TCP port as it stands in the environment; 0 leaves it to the system. */
export const Port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/, "expected a port from 0 to 65535"),
  v.transform(Number),
  v.maxValue(65_535, "expected a port from 0 to 65535"),
)

/** How much a program's log tells. */
export const LogLevel = v.picklist(
  ["silent", "fatal", "error", "warn", "info", "debug", "trace"],
  "expected silent, fatal, error, warn, info, debug or trace",
)

/**
 * Reads settings from the environment.
 * @param secrets those whose value no message may show
 * @throws StartRefused naming the first setting that is wrong
 */
export function readSettings<Schema extends v.GenericSchema>(
  schema: Schema,
  environment: NodeJS.ProcessEnv,
  secrets: readonly string[],
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, environment)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const name = String(issue.path?.[0]?.key)
  const value = secrets.includes(name) ? "…" : environment[name]
  throw new StartRefused(`The setting ${name}=${value} is wrong: ${issue.message}.`)
}
