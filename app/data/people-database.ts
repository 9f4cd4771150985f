import { type DBSchema, type IDBPDatabase, openDB } from "idb"

/** What this device keeps of the people who use it; apart from the night, which outlives them. */
interface People extends DBSchema {
  /** Sealed sessions (sealed-session.ts), by staff id. */
  sessions: { key: string; value: unknown }
  /** The wrong PINs that were entered here without the Leaf, under `pins`. */
  failures: { key: string; value: unknown }
  /** Who works here, as the Leaf last told it, under `all`. */
  staff: { key: string; value: unknown }
}

let opened: Promise<IDBPDatabase<People>> | null = null

export function peopleDatabase(): Promise<IDBPDatabase<People>> {
  opened ??= openDB<People>("felt-people", 1, {
    upgrade(database) {
      database.createObjectStore("sessions")
      database.createObjectStore("failures")
      database.createObjectStore("staff")
    },
  })
  return opened
}
