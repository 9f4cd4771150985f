import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from "@nats-io/jetstream"
import { StartRefused } from "../program/start-refused.ts"

/** JetStream's own number for "there is no such stream". */
const STREAM_NOT_FOUND = 10059
export const DAY_NANOSECONDS = 24 * 60 * 60 * 1_000_000_000

/** What every stream is that nothing may be lost of: a full one refuses the new and keeps the old. */
export const lasting = {
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  discard: DiscardPolicy.New,
  num_replicas: 1,
  max_age: 0,
  max_msgs: -1,
  max_msgs_per_subject: -1,
  allow_direct: true,
} as const

/** What a ledger's stream must be, on a Leaf and in the hub: nobody can delete or purge a line. */
export const ledgerStream = {
  ...lasting,
  deny_delete: true,
  deny_purge: true,
  // The lines of one request are written as one, and synced once.
  allow_atomic: true,
  allow_rollup_hdrs: false,
  max_bytes: 2_000_000_000,
  max_msg_size: 65_536,
  duplicate_window: 7 * DAY_NANOSECONDS,
} as const satisfies Partial<StreamConfig>

/** @throws StartRefused naming the first setting of a stream that is not as it must be */
export function assertConfig(name: string, config: object, wanted: object): void {
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

/** How a stream is set up; `null` where there is none of that name. */
export async function findStream(
  manager: JetStreamManager,
  name: string,
): Promise<StreamConfig | null> {
  try {
    return (await manager.streams.info(name)).config
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return null
    throw error
  }
}
