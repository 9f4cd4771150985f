import { statfs } from "node:fs/promises"
import { lockFolder } from "../program/folder-lock.ts"

/**
 * Takes the data folder for this process alone, until it ends.
 * @throws FolderTaken, or StartRefused where it cannot be made or written
 */
export const lockDataFolder = (path: string): { release: () => void } =>
  lockFolder(path, { program: "Leaf", setting: "FELT_DATA" })

/** What is free on the disk of a folder, for those who are not root. */
export async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path)
  return bavail * bsize
}
