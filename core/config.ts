import { resolve } from "node:path"
import * as v from "valibot"
import { LogLevel, Port, readSettings } from "../program/settings.ts"

export type Config = {
  /** Where Core's own Postgres lives, where there is no other. */
  data: string
  /** A Postgres that somebody else runs; `null` for Core's own. */
  databaseUrl: string | null
  /** The same one as the user that makes roles and tables; `null` where that is the same user. */
  databaseOwnerUrl: string | null
  host: string
  port: number
  logLevel: string
}

const DatabaseUrl = v.pipe(
  v.string(),
  v.check(
    (url) => /^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? ""),
    "expected postgres://<user>:<password>@<host>/<database>",
  ),
)

const Environment = v.object({
  FELT_CORE_DATA: v.optional(v.string(), ".felt-core"),
  FELT_CORE_HOST: v.optional(v.string(), "127.0.0.1"),
  FELT_CORE_PORT: v.optional(Port, "7080"),
  FELT_LOG_LEVEL: v.optional(LogLevel, "warn"),
  DATABASE_URL: v.optional(DatabaseUrl),
  DATABASE_OWNER_URL: v.optional(DatabaseUrl),
})

/**
 * Reads the settings from the environment.
 * @throws StartRefused naming the first setting that is wrong
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const settings = readSettings(Environment, environment, ["DATABASE_URL", "DATABASE_OWNER_URL"])
  return {
    data: resolve(settings.FELT_CORE_DATA),
    databaseUrl: settings.DATABASE_URL ?? null,
    databaseOwnerUrl: settings.DATABASE_OWNER_URL ?? null,
    host: settings.FELT_CORE_HOST,
    port: settings.FELT_CORE_PORT,
    logLevel: settings.FELT_LOG_LEVEL,
  }
}
