import {
  jetstream,
  jetstreamManager,
  type JetStreamClient,
  type JetStreamManager,
} from "@nats-io/jetstream"
import { type KV, Kvm } from "@nats-io/kv"
import { connect, type NatsConnection } from "@nats-io/transport-node"
import type { Credentials } from "./nats-config.ts"
import { COMES_BACK } from "../program/nats-address.ts"
import type { NatsClient } from "../program/nats-process.ts"
import { assertBuckets, assertStreams, BUCKETS, moveFormerDocuments } from "./streams.ts"

/** A write waits for the disk, which may be slow for a moment. */
const WRITTEN_WITHIN_MS = 8_000
/** A question that is sent while the server starts anew is lost: better to ask again soon. */
const ANSWERED_WITHIN_MS = 2_000

/** The open way to the venue's log: what the ledger, the relay and the buckets work with. */
export type LogConnection = {
  connection: NatsConnection
  js: JetStreamClient
  manager: JetStreamManager
  players: KV
  access: KV
  pictures: KV
  close: () => Promise<void>
}

/**
 * Makes and asserts the streams and buckets as `admin`, then goes on as `leaf`, who can only read
 * and append.
 * @throws StartRefused where a stream is not as it must be
 */
export async function openLog(
  client: NatsClient,
  credentials: Credentials,
): Promise<LogConnection> {
  const admin = await dial(client, "admin", credentials.admin)
  try {
    const manager = await jetstreamManager(admin)
    await assertStreams(manager)
    await moveFormerDocuments(admin)
    const buckets = new Kvm(admin)
    await Promise.all(
      Object.entries(BUCKETS).map(([bucket, maxBytes]) =>
        buckets.create(bucket, { history: 1, max_bytes: maxBytes }),
      ),
    )
    await assertBuckets(manager)
  } finally {
    await admin.close()
  }
  const connection = await dial(client, "leaf", credentials.leaf)
  const js = jetstream(connection, { timeout: WRITTEN_WITHIN_MS })
  const kv = new Kvm(js)
  const [manager, players, access, pictures] = await Promise.all([
    jetstreamManager(connection, { timeout: ANSWERED_WITHIN_MS }),
    kv.open("PLAYERS"),
    kv.open("ACCESS"),
    kv.open("PICTURES"),
  ])
  return { connection, js, manager, players, access, pictures, close: () => connection.drain() }
}

const dial = ({ port }: NatsClient, user: string, pass: string): Promise<NatsConnection> =>
  connect({
    servers: `127.0.0.1:${port}`,
    user,
    pass,
    ...COMES_BACK,
  })
