import type { KV } from "@nats-io/kv"
import * as v from "valibot"
import { DeviceId } from "../schemas/ids.ts"
import { DeviceName, type DevicesAnswer } from "../schemas/log.ts"

const PREFIX = "device."

/** What the venue's devices are called, such as "Tablet 2": in the bucket of the sessions, one key each. */
export class Devices {
  readonly #bucket: KV
  readonly #names: Map<DeviceId, string>
  readonly #listeners = new Set<() => void>()

  private constructor(bucket: KV, names: Map<DeviceId, string>) {
    this.#bucket = bucket
    this.#names = names
  }

  static async open(bucket: KV): Promise<Devices> {
    const names = new Map<DeviceId, string>()
    for await (const entry of await bucket.history({ key: `${PREFIX}>` })) {
      if (entry.operation !== "PUT") continue
      const deviceId = v.parse(DeviceId, entry.key.slice(PREFIX.length))
      names.set(deviceId, v.parse(DeviceName, entry.json()).name)
    }
    return new Devices(bucket, names)
  }

  all(): DevicesAnswer["devices"] {
    return [...this.#names].map(([deviceId, name]) => ({ deviceId, name }))
  }

  /** Resolves when the name is on the disk. */
  async name(deviceId: DeviceId, name: string): Promise<void> {
    await this.#bucket.put(PREFIX + deviceId, JSON.stringify({ name }))
    this.#names.set(deviceId, name)
    for (const listener of this.#listeners) listener()
  }

  /** Tells of a new name. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
