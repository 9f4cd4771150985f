import { randomBytes } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import * as v from "valibot"
import type { NatsClient, NatsPaths } from "../program/nats-process.ts"

/** The two users of the venue's own nats-server, made at the first start and kept in the data folder. */
const Credentials = v.object({ admin: v.string(), leaf: v.string() })
export type Credentials = v.InferOutput<typeof Credentials>

/** Reads the passwords, or makes them at the first start. */
export function readCredentials({ folder }: NatsPaths): Credentials {
  const path = `${folder}/credentials.json`
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(path)) {
    const password = () => randomBytes(24).toString("base64url")
    writeFileSync(path, JSON.stringify({ admin: password(), leaf: password() }), { mode: 0o600 })
  }
  return v.parse(Credentials, JSON.parse(readFileSync(path, "utf8")))
}

/** The streams that the Leaf works with; buckets are streams too. */
const STREAMS = [
  "LEDGER",
  "DOCUMENTS",
  "LIBRARY",
  "ACTIONS",
  "KV_PLAYERS",
  "KV_ACCESS",
  "KV_PICTURES",
]

/**
 * The server's whole configuration. The user `leaf` may read, append and wipe single updates of
 * documents and single records of players, and nothing else: it can neither delete a stream nor change one so that it forgets. Only `admin` can, and only the start
 * uses it.
 */
export function natsConfig(paths: NatsPaths, client: NatsClient, credentials: Credentials): string {
  const publish = [
    "ledger.>",
    "documents.>",
    "actions.>",
    "library.>",
    // What a person wrote about themselves is wiped when it is replaced. A line of the ledger cannot
    // be: its stream denies it to everybody.
    "$JS.API.STREAM.MSG.DELETE.DOCUMENTS",
    "$JS.API.STREAM.MSG.DELETE.KV_PLAYERS",
    "$KV.PLAYERS.>",
    "$KV.ACCESS.>",
    "$KV.PICTURES.>",
    "$JS.API.INFO",
    ...STREAMS.flatMap((stream) => [
      `$JS.API.STREAM.INFO.${stream}`,
      `$JS.API.STREAM.MSG.GET.${stream}`,
      `$JS.API.DIRECT.GET.${stream}`,
      `$JS.API.DIRECT.GET.${stream}.>`,
      `$JS.API.CONSUMER.CREATE.${stream}`,
      `$JS.API.CONSUMER.CREATE.${stream}.>`,
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.>`,
      `$JS.API.CONSUMER.INFO.${stream}.>`,
      `$JS.API.CONSUMER.DELETE.${stream}.>`,
      `$JS.ACK.${stream}.>`,
      `$JS.FC.${stream}.>`,
    ]),
  ]
  const quoted = (values: string[]) => values.map((value) => JSON.stringify(value)).join(", ")
  return `# Written by Felt at every start; changes are lost.
server_name: felt_leaf
listen: "127.0.0.1:${client.port}"
http: "127.0.0.1:${client.monitorPort}"
pid_file: ${JSON.stringify(paths.pid)}
max_payload: 1MB
lame_duck_duration: "30s"
jetstream {
  store_dir: ${JSON.stringify(paths.store)}
  # Acknowledge only what is on the disk. Without this a power cut takes everything of the last two minutes.
  sync_interval: always
  max_memory_store: 64MB
  max_file_store: 8GB
}
authorization {
  users: [
    { user: admin, password: ${JSON.stringify(credentials.admin)} }
    { user: leaf, password: ${JSON.stringify(credentials.leaf)}
      permissions: {
        publish: { allow: [${quoted(publish)}] }
        subscribe: { allow: ["_INBOX.>"] }
      }
    }
  ]
}
`
}
