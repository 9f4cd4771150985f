import { mkdirSync } from "node:fs"
import { statfs } from "node:fs/promises"
import { DatabaseSync } from "node:sqlite"
import { StartRefused } from "./config.ts"

/** Another process holds the data folder. */
export class FolderTaken extends StartRefused {}

/**
 * Takes the data folder for this process alone, until it ends.
 *
 * The lock is the kernel's own on a file (SQLite is the one way to it that Node brings), so it goes
 * with the process however that ends: no stale lock after a power cut, no race between two starts.
 * @throws StartRefused where another process holds the folder, or it cannot be written
 */
export function lockDataFolder(path: string): { release: () => void } {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new StartRefused(`The data folder ${path} cannot be made: ${String(cause)}.`, { cause })
  }
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(`${path}/leaf.lock`)
    lock.exec("pragma locking_mode = exclusive; begin exclusive")
  } catch (cause) {
    lock?.close()
    if (cause instanceof Error && cause.message.includes("locked"))
      throw new FolderTaken(
        `Another Leaf holds the data folder ${path}. Stop it, or set FELT_DATA to another folder.`,
        { cause },
      )
    throw new StartRefused(`The data folder ${path} cannot be locked: ${String(cause)}.`, { cause })
  }
  const held = lock
  return { release: () => held.close() }
}

/** What is free on the disk of a folder, for those who are not root. */
export async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path)
  return bavail * bsize
}
