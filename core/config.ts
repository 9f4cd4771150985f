import { resolve } from "node:path"
import * as v from "valibot"
import { fromSeed } from "@nats-io/jwt"
import { type NatsAddress, readNatsAddress } from "../program/nats-address.ts"
import { LogLevel, Port, readSettings, withSecretFiles } from "../program/settings.ts"
import { StartRefused } from "../program/start-refused.ts"

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
  hub: HubSettings
}

/** The NATS in which the venues' ledgers are. */
export type HubSettings = {
  /** Where Core's own server lives, where there is no other. */
  data: string
  binary: string
  /** Where Leaves reach it; `null` for through Core's own address. */
  publicUrl: string | null
  /** A cluster that somebody else runs; `null` for Core's own server. */
  cluster: HubCluster | null
}

export type HubCluster = {
  options: NatsAddress
  /** With which Core signs what a venue may do there. */
  issuerSeed: string
  /** How many servers have each ledger. */
  replicas: number
}

/** An address at which a token is safe on its way. */
const isSafe = (url: string) => readNatsAddress(url, { mayBeOpen: false }) !== null

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
  FELT_NATS_SERVER: v.optional(v.string(), "nats-server"),
  FELT_CORE_NATS_URL: v.optional(
    v.pipe(
      v.string(),
      v.check(isSafe, "expected tls://<host>:<port>, since the venues' tokens go there"),
    ),
  ),
  NATS_URL: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (url) => readNatsAddress(url, { mayBeOpen: true })?.user !== undefined,
        "expected nats://<user>:<password>@<host>:<port> or tls://…, several with commas",
      ),
    ),
  ),
  NATS_ISSUER_SEED: v.optional(
    v.pipe(v.string(), v.check(isAccountSeed, "expected the seed of an account's key (SA…)")),
  ),
  NATS_REPLICAS: v.optional(
    v.pipe(v.string(), v.regex(/^[135]$/, "expected 1, 3 or 5"), v.transform(Number)),
    "3",
  ),
  DATABASE_URL: v.optional(DatabaseUrl),
  DATABASE_OWNER_URL: v.optional(DatabaseUrl),
})

/** Each may be given as `<NAME>_FILE` too: the path of a file that holds it. */
const SECRETS = ["DATABASE_URL", "DATABASE_OWNER_URL", "NATS_URL", "NATS_ISSUER_SEED"]

/** The name of every setting. */
export const SETTINGS: readonly string[] = [
  ...Object.keys(Environment.entries),
  ...SECRETS.map((name) => `${name}_FILE`),
]

/**
 * Reads the settings from the environment.
 * @throws StartRefused naming the first setting that is wrong
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const settings = readSettings(Environment, withSecretFiles(environment, SECRETS), SECRETS)
  const data = resolve(settings.FELT_CORE_DATA)
  return {
    data,
    databaseUrl: settings.DATABASE_URL ?? null,
    databaseOwnerUrl: settings.DATABASE_OWNER_URL ?? null,
    host: settings.FELT_CORE_HOST,
    port: settings.FELT_CORE_PORT,
    logLevel: settings.FELT_LOG_LEVEL,
    hub: {
      data,
      binary: settings.FELT_NATS_SERVER,
      publicUrl: settings.FELT_CORE_NATS_URL ?? null,
      cluster: readCluster(settings),
    },
  }
}

function readCluster(settings: v.InferOutput<typeof Environment>): HubCluster | null {
  const { NATS_URL: url, NATS_ISSUER_SEED: issuerSeed, NATS_REPLICAS: replicas } = settings
  if (url === undefined && issuerSeed === undefined) return null
  const options = url === undefined ? null : readNatsAddress(url, { mayBeOpen: true })
  if (!options || issuerSeed === undefined)
    throw new StartRefused("NATS_URL and NATS_ISSUER_SEED go together; only one of them is set.")
  if (options.tls && settings.FELT_CORE_NATS_URL === undefined)
    throw new StartRefused(
      "Where NATS_URL is tls://, Leaves go there themselves: set FELT_CORE_NATS_URL.",
    )
  return { options, issuerSeed, replicas }
}

function isAccountSeed(seed: string): boolean {
  try {
    return fromSeed(new TextEncoder().encode(seed)).getPublicKey().startsWith("A")
  } catch {
    // Whatever is wrong with it, it is no seed.
    return false
  }
}
