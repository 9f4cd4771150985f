import { open, readdir, stat } from "node:fs/promises"

/** Puts a folder's own list of names on the disk: a new or removed file is safe only then. */
export const syncFolder = (path: string): Promise<void> => sync(path)

/** Puts one file on the disk. */
export const syncFile = (path: string): Promise<void> => sync(path)

/** Puts a file, or everything below a folder, on the disk: what is asked for at once is written at once. */
export async function syncTree(path: string): Promise<void> {
  if ((await stat(path)).isDirectory())
    await Promise.all((await readdir(path)).map((name) => syncTree(`${path}/${name}`)))
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
