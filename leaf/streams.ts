import {
  DiscardPolicy,
  jetstream,
  type JetStreamManager,
  jetstreamManager,
  StorageType,
  type StreamConfig,
} from "@nats-io/jetstream"
import { connect, type NatsConnection } from "@nats-io/transport-node"
import { appendInBatches } from "../ledger/event-log-jetstream.ts"
import {
  assertConfig,
  DAY_NANOSECONDS,
  findStream,
  lasting,
  ledgerStream,
} from "../ledger/ledger-stream.ts"
import type { LogRepair } from "../ledger/event-log.ts"
import type { Millis } from "../schemas/units.ts"
import {
  DOCUMENTS,
  type DocumentStream,
  JetStreamDocumentStore,
} from "../sync-server/document-store-jetstream.ts"
import type { Credentials } from "./nats-config.ts"
import type { NatsClient } from "../program/nats-process.ts"
import { copyBeforeStart, nameOfTime, noteCopy } from "./store-copy.ts"

/** The ledger's stream, and what its subjects begin with. */
export const LEDGER = { stream: "LEDGER", prefix: "ledger" } as const

/** The stream of what staff did on the floor, and what its subjects begin with. */
export const ACTIONS = { stream: "ACTIONS", prefix: "actions" } as const
/** Where the changes of the library are, one subject an item. */
export const LIBRARY: DocumentStream = { stream: "LIBRARY", prefix: "library" }

/**
 * What the streams must be. A full stream refuses the new and keeps the old; nobody can delete or
 * purge a ledger's line. A document's older updates give way to one that holds them all, and what a
 * person wrote about themselves is then wiped from the disk, so `DOCUMENTS` allows both. What was done
 * on the floor is of no use after a season: there the oldest gives way.
 */
const STREAMS = {
  LEDGER: { ...ledgerStream, subjects: [`${LEDGER.prefix}.>`] },
  DOCUMENTS: {
    ...lasting,
    subjects: [`${DOCUMENTS.prefix}.>`],
    deny_delete: false,
    deny_purge: false,
    allow_rollup_hdrs: true,
    max_bytes: 2_000_000_000,
    max_msg_size: -1,
    duplicate_window: 120_000_000_000,
  },
  ACTIONS: {
    ...lasting,
    subjects: [`${ACTIONS.prefix}.>`],
    discard: DiscardPolicy.Old,
    deny_delete: true,
    deny_purge: true,
    // What was done in one moment is written as one, and synced once.
    allow_atomic: true,
    allow_rollup_hdrs: false,
    max_age: 90 * DAY_NANOSECONDS,
    max_bytes: 256_000_000,
    max_msg_size: -1,
    duplicate_window: 120_000_000_000,
  },
  // Its history is what it is for: nothing of it is ever replaced.
  LIBRARY: {
    ...lasting,
    subjects: [`${LIBRARY.prefix}.>`],
    deny_delete: true,
    deny_purge: true,
    allow_rollup_hdrs: false,
    max_bytes: 500_000_000,
    max_msg_size: -1,
    duplicate_window: 120_000_000_000,
  },
} satisfies Record<string, Partial<StreamConfig>>

/** Where documents were until it had to be possible to wipe one; that cannot be allowed afterwards. */
const FORMER_DOCUMENTS: DocumentStream = { stream: "DOCS", prefix: "docs" }

/** Personal data, secrets and pictures, each under a key of its own; one value a key, so erasing is erasing. */
export const BUCKETS = { PLAYERS: 200_000_000, ACCESS: 50_000_000, PICTURES: 50_000_000 } as const

/** The stream below the bucket of players, of which a record can be wiped from the disk. */
export const PLAYERS_STREAM = "KV_PLAYERS"

/** What a bucket's stream must be: one value a key, and no age at which a lock-out is forgotten. */
const BUCKET = {
  storage: StorageType.File,
  discard: DiscardPolicy.New,
  num_replicas: 1,
  max_age: 0,
  max_msgs: -1,
  max_msgs_per_subject: 1,
} as const

/** @throws StartRefused where a bucket is not as it must be */
export async function assertBuckets(manager: JetStreamManager): Promise<void> {
  for (const bucket of Object.keys(BUCKETS))
    assertConfig(`KV_${bucket}`, (await manager.streams.info(`KV_${bucket}`)).config, BUCKET)
}

/**
 * Makes the streams that are missing and holds those that are there against what they must be.
 * @throws StartRefused naming the first setting that is not as it must be
 */
export async function assertStreams(manager: JetStreamManager): Promise<void> {
  await Promise.all(
    Object.entries(STREAMS).map(async ([name, wanted]) =>
      assertConfig(name, await findOrAdd(manager, name, wanted), wanted),
    ),
  )
}

/**
 * Brings the documents of a data folder from before `DOCUMENTS` over, and drops the stream that they
 * were in. Cut off anywhere, the next start does it again; an update counts once.
 * @param admin who may delete a stream
 */
export async function moveFormerDocuments(admin: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(admin)
  if ((await findStream(manager, FORMER_DOCUMENTS.stream)) === null) return
  const log = { js: jetstream(admin), manager }
  const former = new JetStreamDocumentStore({ ...log, where: FORMER_DOCUMENTS })
  const documents = new JetStreamDocumentStore(log)
  for (const room of await former.rooms())
    for (const update of await former.load(room)) await documents.append(room, update)
  await manager.streams.delete(FORMER_DOCUMENTS.stream)
}

/**
 * How the ledger's stream is repaired: only `admin` may, and only at the start, before any money is
 * taken. The damaged store is kept, with the reason.
 * @param at the time of this start
 * @param report told what was made good
 * @param ledger the stream, and what its subjects begin with
 */
export function ledgerRepair({
  server,
  data,
  at,
  report,
  ledger = LEDGER,
}: {
  server: { client: NatsClient; credentials: Credentials; copy: string | null }
  data: string
  at: Millis
  report: (alarm: string) => void
  ledger?: { stream: string; prefix: string }
}): LogRepair {
  let copy = server.copy
  let isKept = false
  return {
    name: nameOfTime(at),
    async keep() {
      // One that nobody has judged yet is from before the first start since the ledger was whole.
      copy ??= await copyBeforeStart(data, at)
      if (copy === null) return "no copy, for there was no store"
      isKept = true
      await noteCopy(
        copy,
        "The ledger's log was damaged. This is its store from before the repair.",
      )
      return copy
    },
    empty: () =>
      asAdmin(server, async (admin) => {
        const { streams } = await jetstreamManager(admin)
        await streams.delete(ledger.stream)
        const subjects = [`${ledger.prefix}.>`]
        await streams.add({ ...STREAMS.LEDGER, subjects, name: ledger.stream })
      }),
    fill: (lines) =>
      asAdmin(server, async (admin) => {
        await appendInBatches(admin, ledger, lines)
      }),
    async report(alarm) {
      report(alarm)
      if (copy !== null && isKept) await noteCopy(copy, alarm)
    },
  }
}

async function asAdmin(
  { client, credentials }: { client: NatsClient; credentials: Credentials },
  work: (admin: NatsConnection) => Promise<void>,
): Promise<void> {
  const servers = `127.0.0.1:${client.port}`
  const admin = await connect({ servers, user: "admin", pass: credentials.admin })
  try {
    await work(admin)
  } finally {
    await admin.close()
  }
}

async function findOrAdd(
  manager: JetStreamManager,
  name: string,
  wanted: Partial<StreamConfig>,
): Promise<StreamConfig> {
  const config = await findStream(manager, name)
  if (config === null) return (await manager.streams.add({ ...wanted, name })).config
  // A ledger from before its lines were written in batches is allowed them now.
  return "allow_atomic" in wanted && !config.allow_atomic
    ? (await manager.streams.update(name, { allow_atomic: true })).config
    : config
}
