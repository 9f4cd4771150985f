import { createHash } from "node:crypto"
import { createReadStream, createWriteStream } from "node:fs"
import { rename, rm } from "node:fs/promises"
import { basename, dirname } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { createGunzip, createGzip } from "node:zlib"
import * as v from "valibot"
import { syncFolder } from "../../program/sync-files.ts"
import {
  BACKUP_FORMAT,
  type BackupContent,
  BackupEnd,
  type BackupManifest,
  type BackupPart,
  BackupRecord,
} from "../../schemas/backup-file.ts"
import type { BackupKey } from "./key.ts"
import { PART } from "./names.ts"
import { BackupRefused, damaged, newer, opened, sealed } from "./seal.ts"

/** A whole backup as it was read to its end. */
export type ReadBackup = { manifest: BackupManifest; end: BackupEnd }

/** Counts and hashes the content of a backup as it goes by. */
export class Digest {
  readonly #hash = createHash("sha256")
  readonly #counts: Record<BackupPart, number> = {
    file: 0,
    ledger: 0,
    documents: 0,
    library: 0,
    actions: 0,
    players: 0,
    access: 0,
    pictures: 0,
  }
  readonly #rooms = new Set<string>()
  #bytes = 0

  /** @returns the record's line */
  add(record: BackupContent): string {
    const line = `${JSON.stringify(record)}\n`
    this.#hash.update(line)
    this.#bytes += Buffer.byteLength(line)
    this.#counts[record.part] += 1
    if (record.part === "documents") this.#rooms.add(record.room)
    return line
  }

  end(): BackupEnd {
    return v.parse(BackupEnd, {
      part: "end",
      counts: { ...this.#counts },
      rooms: this.#rooms.size,
      bytes: this.#bytes,
      digest: this.#hash.digest("hex"),
    })
  }
}

/**
 * Writes a backup under a name that is no backup's yet; on the disk when this resolves.
 * @returns its path, and what it ends with
 * @throws BackupRefused where the disk is full or cannot be written; nothing is left there then
 */
export async function writePart(
  path: string,
  key: BackupKey,
  manifest: BackupManifest,
  content: AsyncIterable<BackupContent>,
): Promise<{ part: string; end: BackupEnd }> {
  const part = `${path}${PART}`
  const digest = new Digest()
  let end: BackupEnd | undefined
  const lines = async function* () {
    yield `${JSON.stringify(manifest)}\n`
    for await (const record of content) yield digest.add(record)
    end = digest.end()
    yield `${JSON.stringify(end)}\n`
  }
  try {
    await pipeline(
      Readable.from(lines()),
      createGzip(),
      (source: AsyncIterable<Buffer>) => sealed(source, key),
      createWriteStream(part, { flags: "wx", mode: 0o600, flush: true }),
    )
  } catch (cause) {
    await rm(part, { force: true })
    throw unwritable(cause, part)
  }
  if (!end) throw new Error("A backup was written without its end.")
  return { part, end }
}

/** Gives a backup that was found good the name of one; on the disk when this resolves. */
export async function publishPart(part: string): Promise<string> {
  const path = part.slice(0, -PART.length)
  await rename(part, path)
  await syncFolder(dirname(path))
  return path
}

/**
 * Reads a backup's manifest, and nothing after it.
 * @throws BackupRefused where it cannot be opened with this key, or is of a newer Felt
 */
export async function readManifest(path: string, key: BackupKey): Promise<BackupManifest> {
  for await (const record of readRecords(path, key))
    if (record.part === "manifest") return record
    else break
  throw damaged(basename(path))
}

/**
 * Reads all of a backup, and finds it whole: manifest, content and end are there once and in order,
 * and the end counts and hashes the content.
 * @param onRecord told of every record of the content
 * @throws BackupRefused where it is not
 */
export async function checkBackup(
  path: string,
  key: BackupKey,
  onRecord: (record: BackupContent) => void = () => {},
): Promise<ReadBackup> {
  const digest = new Digest()
  let manifest: BackupManifest | undefined
  let end: BackupEnd | undefined
  for await (const record of readRecords(path, key)) {
    if (end) throw damaged(basename(path))
    if (record.part === "manifest") manifest = record
    else if (record.part === "end") end = record
    else {
      digest.add(record)
      onRecord(record)
    }
  }
  if (!manifest || !end || JSON.stringify(digest.end()) !== JSON.stringify(end))
    throw damaged(basename(path))
  return { manifest, end }
}

/** The content of a backup that was checked. */
export async function* readContent(path: string, key: BackupKey): AsyncIterable<BackupContent> {
  for await (const record of readRecords(path, key))
    if (record.part !== "manifest" && record.part !== "end") yield record
}

/** Only the first record may be a manifest, and it must be one that this Felt reads. */
async function* readRecords(path: string, key: BackupKey): AsyncIterable<BackupRecord> {
  const name = basename(path)
  let isFirst = true
  for await (const line of readLines(path, key)) {
    const record = recordOf(line, name, isFirst)
    if ((record.part === "manifest") !== isFirst) throw damaged(name)
    isFirst = false
    yield record
  }
}

const Format = v.object({ format: v.number() })

function recordOf(line: string, name: string, isFirst: boolean): BackupRecord {
  try {
    const json: unknown = JSON.parse(line)
    if (isFirst && v.is(Format, json) && json.format > BACKUP_FORMAT) throw newer(name)
    return v.parse(BackupRecord, json)
  } catch (cause) {
    if (cause instanceof BackupRefused) throw cause
    throw damaged(name, cause)
  }
}

async function* readLines(path: string, key: BackupKey): AsyncIterable<string> {
  const name = basename(path)
  const plain = createGunzip()
  // Whoever reads `plain` is told of the error; one who stops early wants no more.
  const reading = pipeline(Readable.from(opened(createReadStream(path), key, name)), plain).catch(
    () => {},
  )
  try {
    yield* splitLines(plain)
  } catch (cause) {
    if (cause instanceof BackupRefused) throw cause
    if (isOf(cause, "ENOENT")) throw new BackupRefused(`There is no backup ${path}.`, { cause })
    if (cause instanceof Error && "syscall" in cause)
      throw new BackupRefused(`The backup ${path} cannot be read: ${cause.message}.`, { cause })
    throw damaged(name, cause)
  } finally {
    plain.destroy()
    await reading
  }
}

async function* splitLines(source: AsyncIterable<Buffer>): AsyncIterable<string> {
  let parts: Buffer[] = []
  for await (const chunk of source) {
    let start = 0
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, at)]).toString("utf8")
      parts = []
      start = at + 1
    }
    if (start < chunk.length) parts.push(chunk.subarray(start))
  }
  // What has no end of line was cut off.
  if (parts.length > 0) throw new Error("The last record is not whole.")
}

const isOf = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && "code" in error && codes.includes(String(error.code))

/** Why a backup could not be written, where that is the disk's doing. */
function unwritable(cause: unknown, path: string): unknown {
  const folder = dirname(path)
  if (isOf(cause, "ENOSPC", "EDQUOT", "EFBIG"))
    return new BackupRefused(
      `The backup does not fit into ${folder}: make room there, or take a larger disk.`,
      { cause },
    )
  if (isOf(cause, "EACCES", "EPERM", "EROFS", "EIO", "ENOENT"))
    return new BackupRefused(
      `The backup cannot be written into ${folder}: look whether the disk is plugged in and may be written.`,
      { cause },
    )
  return cause
}
