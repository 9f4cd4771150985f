import { randomBytes } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createAccount } from "@nats-io/jwt"
import * as v from "valibot"
import type { NatsClient, NatsPaths } from "../../program/nats-process.ts"

/** The account in which Core and every venue's Leaf are. */
export const ACCOUNT = "FELT"
/** Core's own user there, whom the server does not ask Core about. */
export const CORE_USER = "core"

/** What Core's own nats-server and Core have in common, made at the first start. */
const HubSecrets = v.object({
  password: v.string(),
  /** With which Core signs what a venue may do. */
  issuerSeed: v.string(),
})
export type HubSecrets = v.InferOutput<typeof HubSecrets>

/** Reads the secrets, or makes them at the first start. */
export function readHubSecrets({ folder }: NatsPaths): HubSecrets {
  const path = `${folder}/credentials.json`
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(path)) {
    const password = randomBytes(24).toString("base64url")
    const issuerSeed = new TextDecoder().decode(createAccount().getSeed())
    writeFileSync(path, JSON.stringify({ password, issuerSeed }), { mode: 0o600 })
  }
  return v.parse(HubSecrets, JSON.parse(readFileSync(path, "utf8")))
}

/**
 * The whole configuration of Core's own nats-server. Who is not Core is asked about at Core, and may
 * do what Core signs for them.
 */
export function hubConfig(
  paths: NatsPaths,
  client: NatsClient,
  { password, issuer }: { password: string; issuer: string },
): string {
  return `# Written by Felt at every start; changes are lost.
server_name: felt_core
listen: "127.0.0.1:${client.port}"
http: "127.0.0.1:${client.monitorPort}"
pid_file: ${JSON.stringify(paths.pid)}
max_payload: 1MB
lame_duck_duration: "30s"
jetstream {
  store_dir: ${JSON.stringify(paths.store)}
  # Acknowledge only what is on the disk. A Leaf takes what is acknowledged for safe.
  sync_interval: always
  max_memory_store: 64MB
  # Every ledger may grow to 2 GB, and the server holds back as much for each.
  max_file_store: 64TB
}
accounts {
  ${ACCOUNT} {
    jetstream: enabled
    users: [{ user: ${CORE_USER}, password: ${JSON.stringify(password)} }]
  }
  SYS {}
}
system_account: SYS
authorization {
  timeout: 5
  auth_callout { issuer: ${issuer}, account: ${ACCOUNT}, auth_users: [${CORE_USER}] }
}
`
}
