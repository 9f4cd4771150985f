import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import * as v from "valibot"
import { LogLevel, Port, readSettings } from "../program/settings.ts"
import { readCoreFile } from "./uplink/core-file.ts"
import { StartRefused } from "../program/start-refused.ts"

export type Config = {
  /** Where everything lives that must last. */
  data: string
  /** The ledger's second copy; best on another disk. */
  witness: string
  host: string
  port: number
  tls: { cert: Buffer; key: Buffer } | null
  /** The first administrator's PIN, for an unattended set-up. */
  setupPin: string | null
  logLevel: string
  /** Below this much free disk no money is taken. */
  minimumFreeBytes: number
  natsServer: string
  /** The backup in the cloud, and the token with which this venue comes there; `null` for none. */
  core: CoreAccess | null
}

export type CoreAccess = { url: string; token: string }

const Environment = v.object({
  FELT_DATA: v.optional(v.string(), ".felt"),
  FELT_WITNESS: v.optional(v.string()),
  FELT_HOST: v.optional(v.string(), "127.0.0.1"),
  FELT_PORT: v.optional(Port, "7070"),
  FELT_TLS_CERT: v.optional(v.string()),
  FELT_TLS_KEY: v.optional(v.string()),
  FELT_SETUP_PIN: v.optional(v.pipe(v.string(), v.regex(/^\d{4,10}$/, "expected 4 to 10 digits"))),
  FELT_LOG_LEVEL: v.optional(LogLevel, "warn"),
  FELT_MIN_FREE_MB: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,12}$/, "expected whole megabytes"), v.transform(Number)),
    "500",
  ),
  FELT_NATS_SERVER: v.optional(v.string(), "nats-server"),
  FELT_CORE_URL: v.optional(
    v.pipe(
      v.string(),
      v.check(
        isCoreAddress,
        "expected https://<host>; http:// only to this machine, since a token goes there",
      ),
    ),
  ),
  FELT_CORE_TOKEN: v.optional(
    v.pipe(v.string(), v.regex(/^[\w.-]{20,200}$/, "expected what Core gave for this venue")),
  ),
})

/**
 * Reads the settings from the environment.
 * @throws StartRefused naming the first setting that is wrong
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const settings = readSettings(Environment, environment, ["FELT_SETUP_PIN", "FELT_CORE_TOKEN"])
  const data = resolve(settings.FELT_DATA)
  return {
    data,
    witness: resolve(settings.FELT_WITNESS ?? `${data}/witness/ledger.jsonl`),
    host: settings.FELT_HOST,
    port: settings.FELT_PORT,
    tls: readTls(settings.FELT_TLS_CERT, settings.FELT_TLS_KEY),
    setupPin: settings.FELT_SETUP_PIN ?? null,
    logLevel: settings.FELT_LOG_LEVEL,
    minimumFreeBytes: settings.FELT_MIN_FREE_MB * 1_000_000,
    natsServer: settings.FELT_NATS_SERVER,
    core: readCore(settings.FELT_CORE_URL, settings.FELT_CORE_TOKEN) ?? readCoreFile(data),
  }
}

/** Whether a token is safe on its way there. */
export function isCoreAddress(text: string): boolean {
  const url = URL.parse(text)
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url?.hostname ?? "")
  return url?.protocol === "https:" || (url?.protocol === "http:" && isHere)
}

function readCore(url: string | undefined, token: string | undefined): CoreAccess | null {
  if (url === undefined && token === undefined) return null
  if (url === undefined || token === undefined)
    throw new StartRefused("FELT_CORE_URL and FELT_CORE_TOKEN go together; only one is set.")
  return { url: new URL(url).origin, token }
}

function readTls(cert: string | undefined, key: string | undefined): Config["tls"] {
  if (cert === undefined && key === undefined) return null
  if (cert === undefined || key === undefined)
    throw new StartRefused("FELT_TLS_CERT and FELT_TLS_KEY go together; only one of them is set.")
  try {
    return { cert: readFileSync(cert), key: readFileSync(key) }
  } catch (cause) {
    throw new StartRefused(`The certificate or its key cannot be read: ${String(cause)}.`, {
      cause,
    })
  }
}
