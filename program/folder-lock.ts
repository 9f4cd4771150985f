import { mkdirSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { StartRefused } from "./start-refused.ts"

/** Another process holds the folder. */
export class FolderTaken extends StartRefused {}

/**
 * Takes a folder for this process alone, until it ends; makes it where there is none.
 *
 * The lock is the kernel's own on a file (SQLite is the one way to it that Node brings), so it goes
 * with the process however that ends: no stale lock after a power cut, no race between two starts.
 * @param program whose folder it is, such as "Leaf"
 * @param setting with which another folder is named
 * @throws FolderTaken, or StartRefused where the folder cannot be made or written
 */
export function lockFolder(
  folder: string,
  { program, setting }: { program: string; setting: string },
): { release: () => void } {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new StartRefused(`The data folder ${folder} cannot be made: ${String(cause)}.`, { cause })
  }
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(`${folder}/${program.toLowerCase()}.lock`)
    lock.exec("pragma locking_mode = exclusive; begin exclusive")
  } catch (cause) {
    lock?.close()
    if (cause instanceof Error && cause.message.includes("locked"))
      throw new FolderTaken(
        `Another ${program} holds the data folder ${folder}. Stop it, or set ${setting} to another folder.`,
        { cause },
      )
    throw new StartRefused(`The data folder ${folder} cannot be locked: ${String(cause)}.`, {
      cause,
    })
  }
  const held = lock
  return { release: () => held.close() }
}
