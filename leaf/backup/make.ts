import { existsSync } from "node:fs"
import { rm, stat } from "node:fs/promises"
import { dirname } from "node:path"
import { keptBackups } from "../../domain/backups.ts"
import { FolderTaken, lockFolder } from "../../program/folder-lock.ts"
import { endOrphan, natsPaths } from "../../program/nats-process.ts"
import { freeBytes } from "../data-folder.ts"
import { NatsServer } from "../nats-server.ts"
import { pino } from "pino"
import type { BackupContent, BackupEnd, BackupManifest } from "../../schemas/backup-file.ts"
import type { Millis } from "../../schemas/units.ts"
import { type LogConnection, openLog } from "../log-connection.ts"
import { contentOf, manifestOf, sizeOf } from "./content.ts"
import { type Gone, goneSince, manifestWithout, NOBODY, withoutErased } from "./erasures.ts"
import { checkBackup, Digest, publishPart, readContent, readManifest, writePart } from "./file.ts"
import { fillFolder } from "./fill.ts"
import type { BackupKey } from "./key.ts"
import { backupName, backupsOf, partsOf } from "./names.ts"
import { BackupRefused } from "./seal.ts"

/** Where backups are tried: on the Leaf's own disk, for names lie there in clear while it lasts. */
const scratchOf = (data: string): string => `${data}/backup-scratch`

export type MadeBackup = {
  path: string
  bytes: number
  manifest: BackupManifest
  end: BackupEnd
  /** Older ones that were deleted, since the schedule does not keep them. */
  dropped: string[]
  /** Older ones that were written anew without those who were erased since. */
  rewritten: string[]
  /** Older ones that this key does not open, so that no erasure reaches them. */
  unreached: string[]
}

/**
 * Takes the place where backups are tried, for one at a time, and clears it before and after.
 * @throws BackupRefused where another is at work
 */
export async function withScratch<T>(
  data: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const scratch = scratchOf(data)
  let lock: { release: () => void }
  try {
    lock = lockFolder(scratch, { program: "Backup", setting: "FELT_DATA" })
  } catch (cause) {
    if (!(cause instanceof FolderTaken)) throw cause
    throw new BackupRefused(
      `Another backup or rehearsal of ${data} is under way: wait for it, then try again.`,
      { cause },
    )
  }
  const folder = `${scratch}/leaf`
  try {
    await clearFolder(folder)
    return await work(folder)
  } finally {
    await clearFolder(folder)
    lock.release()
  }
}

/** Deletes a folder that was filled, and ends the server that one who was killed has left on it. */
export async function clearFolder(folder: string): Promise<void> {
  await endOrphan(natsPaths(folder))
  await rm(folder, { recursive: true, force: true })
}

/**
 * Makes a backup into a folder and finds it good by restoring it; only then has it a backup's name.
 * Afterwards the older ones of the venue lose whoever was erased since, and go where the schedule does
 * not keep them.
 * @param at the time now
 * @throws BackupRefused, BrokenChain or LedgerInDoubt where there is none; then no file has its name
 */
export async function makeBackup(parts: {
  data: string
  connection: LogConnection
  natsServer: string
  to: string
  key: BackupKey
  at: Millis
  onProgress: (records: number, of: number) => void
}): Promise<MadeBackup> {
  const { data, connection, natsServer, to, key, at } = parts
  return withScratch(data, async (scratch) => {
    const manifest = await manifestOf(data, connection, at)
    const path = `${to}/${backupName(manifest.venueId, at)}`
    for (const part of await partsOf(to, manifest.venueId)) await rm(part)
    const total = await sizeOf(connection)
    // Somebody may be erased at this moment: what the manifest says of them must hold for all of it.
    const content = withoutErased(
      contentOf(data, connection, manifest),
      goneSince(manifest, manifest),
    )
    const watched = counted(content, total, parts.onProgress)
    const { part, end } = await writePart(path, key, manifest, watched)
    try {
      await proveGood({ path: part, key, manifest, end, scratch, natsServer, at })
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
    await publishPart(part)
    return {
      path,
      bytes: (await stat(path)).size,
      manifest,
      end,
      ...(await tidy(to, key, manifest)),
    }
  })
}

/**
 * Reads the file that was written, restores it, and reads all of that again: the same lines, the same
 * head, the same documents, byte for byte.
 */
async function proveGood(parts: {
  path: string
  key: BackupKey
  manifest: BackupManifest
  end: BackupEnd
  scratch: string
  natsServer: string
  at: Millis
}): Promise<void> {
  const { path, key, manifest, end, scratch, natsServer, at } = parts
  const read = await checkBackup(path, key)
  const free = await freeBytes(dirname(scratch))
  if (free < read.end.bytes)
    throw new BackupRefused(
      `To try the backup takes ${megabytes(read.end.bytes)} MB beside the data folder, and ${megabytes(free)} MB are free: make room.`,
    )
  const { sequence, hash } = await fillFolder({
    folder: scratch,
    witness: `${scratch}/witness/ledger.jsonl`,
    natsServer,
    backup: { path, key, manifest: read.manifest },
    gone: NOBODY,
    withCore: true,
    at,
    onProgress: () => {},
  })
  const again = await readAgain(scratch, natsServer, manifest)
  const { ledger } = manifest
  if (
    read.end.digest !== end.digest ||
    again.digest !== end.digest ||
    sequence !== ledger.lastSequence ||
    hash !== ledger.headHash
  )
    throw new BackupRefused(
      "What was restored from the new backup is not what was in the Leaf: it was thrown away; try again, and look at the disk.",
    )
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000)

async function readAgain(
  folder: string,
  natsServer: string,
  manifest: BackupManifest,
): Promise<BackupEnd> {
  const nats = await NatsServer.start(
    natsServer,
    folder,
    pino({ level: "silent" }),
    manifest.madeAt,
  )
  try {
    const connection = await openLog(nats.client, nats.credentials)
    try {
      const digest = new Digest()
      for await (const record of contentOf(folder, connection, manifest)) digest.add(record)
      return digest.end()
    } finally {
      await connection.close()
    }
  } finally {
    await nats.stop()
  }
}

/** Brings the older backups of a folder up to the newest: by the schedule, and by whom nothing may be kept. */
async function tidy(
  folder: string,
  key: BackupKey,
  newest: BackupManifest,
): Promise<Pick<MadeBackup, "dropped" | "rewritten" | "unreached">> {
  const all = await backupsOf(folder, newest.venueId)
  // The newest always, whatever a clock that was wrong has called the others.
  const kept = new Set([newest.madeAt, ...keptBackups(all.map((each) => each.madeAt))])
  const dropped = all.filter((each) => !kept.has(each.madeAt)).map(({ path }) => path)
  for (const path of dropped) await rm(path)
  const [rewritten, unreached]: [string[], string[]] = [[], []]
  for (const { path } of all.filter((each) => kept.has(each.madeAt)))
    try {
      if (await bringErasures(path, key, newest)) rewritten.push(path)
    } catch (error) {
      if (!(error instanceof BackupRefused)) throw error
      unreached.push(path)
    }
  return { dropped, rewritten, unreached }
}

/** @returns whether the backup had to be written anew */
async function bringErasures(
  path: string,
  key: BackupKey,
  newest: BackupManifest,
): Promise<boolean> {
  const manifest = await readManifest(path, key)
  const gone = goneSince(manifest, newest)
  if (gone.players.size === manifest.erased.length && gone.staff.size === 0) return false
  await checkBackup(path, key)
  const content = withoutErased(readContent(path, key), gone)
  const { part } = await writePart(path, key, manifestWithout(manifest, gone), content)
  await checkBackup(part, key)
  await publishPart(part)
  return true
}

/** Who has gone since a backup was made, as the others in its folder know. */
export async function goneBeside(
  folder: string,
  key: BackupKey,
  manifest: BackupManifest,
): Promise<Gone> {
  let gone = goneSince(manifest, manifest)
  if (!existsSync(folder)) return gone
  for (const { path } of await backupsOf(folder, manifest.venueId))
    try {
      const other = await readManifest(path, key)
      const { players, staff } = goneSince(manifest, other)
      // Who is not on an earlier list had not come yet.
      const isLater = other.madeAt > manifest.madeAt
      gone = {
        players: new Set([...gone.players, ...players]),
        staff: isLater ? new Set([...gone.staff, ...staff]) : gone.staff,
      }
    } catch (error) {
      // One of another key, or a damaged one, is not asked for.
      if (!(error instanceof BackupRefused)) throw error
    }
  return gone
}

async function* counted(
  content: AsyncIterable<BackupContent>,
  total: number,
  onProgress: (records: number, of: number) => void,
): AsyncIterable<BackupContent> {
  let records = 0
  for await (const record of content) {
    yield record
    records += 1
    onProgress(Math.min(records, total), total)
  }
}
