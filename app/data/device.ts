import { type DBSchema, type IDBPDatabase, openDB } from "idb"
import * as v from "valibot"
import { uuidv7 } from "../../domain/ids.ts"
import { DeviceId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"

/** What this device keeps, so that a reload without the Leaf loses nothing. */
interface Kept extends DBSchema {
  /** The outbox, by intent id. Ids are UUIDv7, so their order is the order in which they were made. */
  intents: { key: string; value: unknown }
  /** Players made here whom the Leaf does not know yet. */
  players: { key: string; value: unknown }
  /** The names as the Leaf last told them, under `all`. */
  names: { key: string; value: unknown }
  /** The ledger's lines, by sequence. */
  lines: { key: number; value: unknown }
  /** The last known state of each room, and the edits of this device that the Leaf has not. */
  rooms: { key: string; value: unknown }
  /** The library as the Leaf last told it, under `all`; and by `<staffId>/<itemId>` what is edited here. */
  library: { key: string; value: unknown }
}

const stores = ["intents", "players", "names", "lines", "rooms", "library"] as const

let opened: Promise<IDBPDatabase<Kept>> | null = null

/** This device's database, opened once. */
export function deviceDatabase(): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>("felt", 2, {
    upgrade(database) {
      for (const store of stores)
        if (!database.objectStoreNames.contains(store)) database.createObjectStore(store)
    },
  })
  return opened
}

/** A new id, made here. Not `crypto.randomUUID`, which a page over plain http does not have. */
export const newId = (): string =>
  uuidv7(millis(Date.now()), crypto.getRandomValues(new Uint8Array(10)))

const DEVICE_KEY = "felt.device"
const LAMPORT_KEY = "felt.lamport"

/** Which device this is, for the ledger's lines. Made at the first use, then kept. */
export function deviceId(): DeviceId {
  const kept = v.safeParse(DeviceId, localStorage.getItem(DEVICE_KEY))
  if (kept.success) return kept.output
  const made = v.parse(DeviceId, newId())
  localStorage.setItem(DEVICE_KEY, made)
  return made
}

/** Counts one more act of this device. */
export function nextLamport(): number {
  const last = Number(localStorage.getItem(LAMPORT_KEY) ?? 0)
  const next = Number.isSafeInteger(last) ? last + 1 : 1
  localStorage.setItem(LAMPORT_KEY, String(next))
  return next
}
