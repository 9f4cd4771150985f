import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { mkdir, open, rm } from "node:fs/promises"
import { dirname } from "node:path"
import { pipeline } from "node:stream/promises"
import { createGunzip } from "node:zlib"
import { syncFolder, syncFile } from "../../program/sync-files.ts"
import { InputError } from "../input-error.ts"
import {
  FILES,
  type Manifest,
  MANIFEST,
  readManifest,
  type ReleaseFile,
  SIGNATURE,
} from "./manifest.ts"
import { TarBroken, type TarEntry, tarEntries } from "./tar-reader.ts"

const MANIFEST_MAX_BYTES = 20_000_000
const SIGNATURE_BYTES = 64
const SYNC_AT_ONCE = 64

/**
 * Reads an archive whole and compares it with what its maker has signed; writes nothing.
 * @returns what it consists of
 * @throws InputError where one byte is other than it was signed, or it was signed by somebody else
 */
export async function verifyArchive(archive: string, publicKeyPem: string): Promise<Manifest> {
  return said(archive, async () => {
    const entries = tarEntries(createReadStream(archive))
    const bytes = await collect(await next(entries, MANIFEST, MANIFEST_MAX_BYTES))
    const signature = await collect(await next(entries, SIGNATURE, SIGNATURE_BYTES))
    const manifest = readManifest(bytes, signature, { publicKeyPem, archive })
    const hash = createHash("sha256")
    for await (const part of (await next(entries, FILES)).body) hash.update(part)
    if (hash.digest("hex") !== manifest.filesSha256) throw new TarBroken("its files are damaged")
    return manifest
  })
}

/**
 * Puts the files of an archive that was verified into a new folder and on the disk. Every file is checked once
 * more on its way, so that an archive which is changed meanwhile is noticed. A file's path is the one that
 * the manifest gives; what the archive calls it must be the same.
 * @throws InputError where the archive is not what was verified
 */
export async function unpackArchive(
  archive: string,
  manifest: Manifest,
  folder: string,
): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const folders = new Set([folder])
  await said(archive, async () => {
    const outer = tarEntries(createReadStream(archive))
    await next(outer, MANIFEST)
    await next(outer, SIGNATURE)
    const { body } = await next(outer, FILES)
    await pipeline(body, createGunzip(), async (plain: AsyncIterable<Buffer>) => {
      const entries = tarEntries(plain)
      for (const file of manifest.files) {
        const path = `${folder}/${file.path}`
        await mkdir(dirname(path), { recursive: true })
        for (let each = dirname(path); each !== folder; each = dirname(each)) folders.add(each)
        await writeFile(path, file, await next(entries, file.path))
      }
      if (!(await entries.next()).done) throw new TarBroken("it has files that are not listed")
    })
  })
  for (const each of manifest.emptyFolders) {
    await mkdir(`${folder}/${each}`, { recursive: true })
    folders.add(`${folder}/${each}`).add(dirname(`${folder}/${each}`))
  }
  await syncAll([...manifest.files.map(({ path }) => `${folder}/${path}`), ...folders])
  await syncFolder(dirname(folder))
}

/** Many at once: the file system then writes its journal once for all of them. */
async function syncAll(paths: readonly string[]): Promise<void> {
  for (let start = 0; start < paths.length; start += SYNC_AT_ONCE)
    await Promise.all(paths.slice(start, start + SYNC_AT_ONCE).map(syncFile))
}

async function writeFile(path: string, file: ReleaseFile, entry: TarEntry): Promise<void> {
  const hash = createHash("sha256")
  // `wx`: in a folder that was empty nothing can be there yet, also no link to somewhere else.
  const handle = await open(path, "wx", file.isProgram ? 0o755 : 0o644)
  try {
    for await (const part of entry.body) {
      hash.update(part)
      await handle.write(part)
    }
  } finally {
    await handle.close()
  }
  if (entry.size !== file.size || hash.digest("hex") !== file.sha256)
    throw new TarBroken(`${file.path} is not what was signed`)
}

async function next(
  entries: AsyncGenerator<TarEntry>,
  name: string,
  maxBytes = Number.MAX_SAFE_INTEGER,
): Promise<TarEntry> {
  const { value, done } = await entries.next()
  if (done || value.name !== name || !value.isFile || value.size > maxBytes)
    throw new TarBroken(`it has ${done ? "nothing" : `"${value.name}"`} where ${name} was expected`)
  return value
}

async function collect({ body }: TarEntry): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts)
}

/** What is wrong with an archive, as a sentence. */
async function said<T>(archive: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof TarBroken)
      throw new InputError(`${archive} is no whole release: ${cause.message}. Get it again.`, {
        cause,
      })
    if (isAbout(cause, "ENOENT")) throw new InputError(`There is no ${archive}.`, { cause })
    if (isAbout(cause, "Z_DATA_ERROR") || isAbout(cause, "Z_BUF_ERROR"))
      throw new InputError(`${archive} is damaged. Get it again.`, { cause })
    throw cause
  }
}

const isAbout = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code
