import {
  DiscardPolicy,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  JetStreamApiError,
} from "@nats-io/jetstream"
import { StartRefused } from "./config.ts"

/** JetStream's own number for "there is no such stream". */
const STREAM_NOT_FOUND = 10059
const DAY_NANOSECONDS = 24 * 60 * 60 * 1_000_000_000

const lasting = {
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  discard: DiscardPolicy.New,
  num_replicas: 1,
  max_age: 0,
  max_msgs: -1,
  max_msgs_per_subject: -1,
  deny_delete: true,
  allow_direct: true,
} as const

/**
 * What the streams must be. A full stream refuses the new and keeps the old; nobody can delete or
 * purge a ledger's line. A document's older updates may give way to a snapshot, so `DOCS` allows a
 * roll-up and therefore a purge.
 */
const STREAMS = {
  LEDGER: {
    ...lasting,
    subjects: ["ledger.>"],
    deny_purge: true,
    allow_rollup_hdrs: false,
    max_bytes: 2_000_000_000,
    max_msg_size: 65_536,
    duplicate_window: 7 * DAY_NANOSECONDS,
  },
  DOCS: {
    ...lasting,
    subjects: ["docs.>"],
    deny_purge: false,
    allow_rollup_hdrs: true,
    max_bytes: 2_000_000_000,
    max_msg_size: -1,
    duplicate_window: 120_000_000_000,
  },
} satisfies Record<string, Partial<StreamConfig>>

/** Personal data and secrets, each under a key of its own; one value a key, so erasing is erasing. */
export const BUCKETS = { PLAYERS: 200_000_000, ACCESS: 50_000_000 } as const

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
  for (const [name, wanted] of Object.entries(STREAMS)) {
    assertConfig(name, await findOrAdd(manager, name, wanted), wanted)
  }
}

function assertConfig(name: string, config: object, wanted: object): void {
  const actuals = new Map<string, unknown>(Object.entries(config))
  for (const [setting, value] of Object.entries(wanted)) {
    const actual = actuals.get(setting)
    if (JSON.stringify(actual) !== JSON.stringify(value))
      throw new StartRefused(
        `The stream ${name} has ${setting}=${JSON.stringify(actual)} and must have ` +
          `${JSON.stringify(value)}: somebody changed it. Money is not safe; restore the setting.`,
      )
  }
  if ((actuals.get("persist_mode") ?? "default") !== "default")
    throw new StartRefused(`The stream ${name} has a persist_mode and would not sync its writes.`)
}

async function findOrAdd(
  manager: JetStreamManager,
  name: string,
  wanted: Partial<StreamConfig>,
): Promise<StreamConfig> {
  try {
    return (await manager.streams.info(name)).config
  } catch (error) {
    if (!(error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND)) throw error
    return (await manager.streams.add({ ...wanted, name })).config
  }
}
