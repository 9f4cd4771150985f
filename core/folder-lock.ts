import { DatabaseSync } from "node:sqlite"
import { StartRefused } from "./config.ts"

/** Another process holds the folder. */
export class FolderTaken extends StartRefused {}

/**
 * Takes a folder for this process alone, until it ends. The lock is the kernel's own on a file
 * (SQLite is the one way to it that Node brings), so it goes with the process however that ends.
 * @throws FolderTaken, or StartRefused where the folder cannot be written
 */
export function lockFolder(folder: string): { release: () => void } {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(`${folder}/core.lock`)
    lock.exec("pragma locking_mode = exclusive; begin exclusive")
  } catch (cause) {
    lock?.close()
    if (cause instanceof Error && cause.message.includes("locked"))
      throw new FolderTaken(
        `Another Core holds the folder ${folder}. Stop it, or set FELT_CORE_DATA to another.`,
        { cause },
      )
    throw new StartRefused(`The folder ${folder} cannot be locked: ${String(cause)}.`, { cause })
  }
  const held = lock
  return { release: () => held.close() }
}
