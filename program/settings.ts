import { readFileSync } from "node:fs"
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

/**
 * Puts in the place of `<NAME>_FILE` what stands in that file, as secrets are given to a container.
 * @throws StartRefused where a file cannot be read, or a secret is there twice
 */
export function withSecretFiles(
  environment: NodeJS.ProcessEnv,
  secrets: readonly string[],
): NodeJS.ProcessEnv {
  const read = { ...environment }
  for (const name of secrets) {
    const path = environment[`${name}_FILE`]
    if (path === undefined) continue
    if (environment[name] !== undefined)
      throw new StartRefused(`${name} and ${name}_FILE are both set: take one away.`)
    try {
      read[name] = readFileSync(path, "utf8").trim()
    } catch (cause) {
      const sentence = `The file ${path} of ${name}_FILE cannot be read: ${String(cause)}.`
      throw new StartRefused(sentence, { cause })
    }
  }
  return read
}
