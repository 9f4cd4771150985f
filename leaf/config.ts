import { resolve } from "node:path"
import * as v from "valibot"
import { LogLevel, Port, readSettings } from "../program/settings.ts"
import { readCoreFile } from "./uplink/core-file.ts"
import { StartRefused } from "../program/start-refused.ts"
import { hasAuthority, tlsFiles } from "./tls/authority.ts"
import type { TlsFiles } from "./tls/certificates.ts"

export type Config = {
  /** Where everything lives that must last. */
  data: string
  /** The ledger's second copy; best on another disk. */
  witness: string
  host: string
  port: number
  /** Certificate and key for https; `null` for plain http, which is for this machine alone. */
  tls: TlsFiles | null
  /** Where plain http is sent on to https, and a device told how to trust it; `null` for nowhere. */
  httpPort: number | null
  /** By which names devices reach the Leaf, besides those of its certificate. */
  names: readonly string[]
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
  FELT_HTTP_PORT: v.optional(Port),
  FELT_NAMES: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^[a-z0-9.-]+(,[a-z0-9.-]+)*$/,
        "expected names in small letters with commas between",
      ),
    ),
  ),
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
  const tls = tlsOf(data, settings.FELT_TLS_CERT, settings.FELT_TLS_KEY)
  demandSecure(settings, tls)
  return {
    data,
    witness: resolve(settings.FELT_WITNESS ?? `${data}/witness/ledger.jsonl`),
    host: settings.FELT_HOST,
    port: settings.FELT_PORT,
    tls,
    httpPort: settings.FELT_HTTP_PORT ?? null,
    names: settings.FELT_NAMES?.split(",") ?? [],
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

/** What is named in the settings, or else what the venue's own authority has made. */
function tlsOf(data: string, certificate?: string, key?: string): TlsFiles | null {
  if (certificate === undefined && key === undefined) {
    const own = tlsFiles(data)
    return hasAuthority(data) ? { certificate: own.certificate, key: own.key, own: data } : null
  }
  if (certificate === undefined || key === undefined)
    throw new StartRefused("FELT_TLS_CERT and FELT_TLS_KEY go together; only one of them is set.")
  return { certificate, key, own: null }
}

/** PINs and names of people go nowhere in the open. */
function demandSecure(
  { FELT_HOST, FELT_HTTP_PORT }: { FELT_HOST: string; FELT_HTTP_PORT?: number | undefined },
  tls: TlsFiles | null,
): void {
  if (tls) return
  if (FELT_HTTP_PORT !== undefined)
    throw new StartRefused("FELT_HTTP_PORT sends devices on to https, and there is no certificate.")
  if (!/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(FELT_HOST))
    throw new StartRefused(
      `FELT_HOST=${FELT_HOST} lets other devices in, for which a certificate is needed: ` +
        "felt certificate make --name <name> --address <address>, or FELT_TLS_CERT and FELT_TLS_KEY.",
    )
}
