import { open, readdir, stat } from "node:fs/promises"

/** Puts a folder's own list of names on the disk: a new or removed file is safe only then. */
export const syncFolder = (path: string): Promise<void> => sync(path)

/** Puts one file on the disk. */
export const syncFile = (path: string): Promise<void> => sync(path)

/**
 * Puts a file, or everything below a folder, on the disk. The files of a folder are asked for at once
 * and so written at once; the folders one after the other, for a process may only have so many open.
 */
export async function syncTree(path: string): Promise<void> {
  if ((await stat(path)).isDirectory()) {
    const inside = await readdir(path, { withFileTypes: true })
    const files = inside.filter((entry) => !entry.isDirectory())
    await Promise.all(files.map(({ name }) => sync(`${path}/${name}`)))
    for (const { name } of inside.filter((entry) => entry.isDirectory()))
      await syncTree(`${path}/${name}`)
  }
  await sync(path)
}

async function sync(path: string): Promise<void> {
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
