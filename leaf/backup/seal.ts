import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto"
import type { BackupKey } from "./key.ts"

/** A backup cannot be used; the sentence says why. */
export class BackupRefused extends Error {
  override readonly name = "BackupRefused"
}

/**
 * How a backup is closed: AES-256-GCM in chunks, each with its number and whether it is the last in its
 * nonce (the STREAM construction, which age and Tink use), so that none can be left out, repeated,
 * moved or cut off. Every file has a key of its own, made from the venue's key and a salt.
 *
 *   magic 8 | which key 16 | salt 32 | chunk … | last chunk
 *   chunk: 65,536 bytes (the last: fewer, or as many) and a tag of 16; the header is authenticated with each
 */
const MAGIC = Buffer.from("FELTBAK1")
const KEY_ID_BYTES = 16
const SALT_BYTES = 32
const HEADER_BYTES = MAGIC.length + KEY_ID_BYTES + SALT_BYTES
const CHUNK_BYTES = 65_536
const TAG_BYTES = 16

/** Closes bytes as they come. */
export async function* sealed(
  source: AsyncIterable<Uint8Array>,
  key: BackupKey,
): AsyncIterable<Buffer> {
  const header = Buffer.concat([MAGIC, key.id, randomBytes(SALT_BYTES)])
  yield header
  const fileKey = fileKeyOf(key, header)
  let number = 0
  for await (const { bytes, isLast } of inChunks(source, CHUNK_BYTES)) {
    const cipher = createCipheriv("aes-256-gcm", fileKey, nonceOf(number++, isLast))
    cipher.setAAD(header)
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
  }
}

/**
 * Opens bytes as they come; those of a chunk are given only once it is found to be what was closed.
 * @param name what the file is called, for whoever reads why it cannot be opened
 * @throws BackupRefused where it is no backup, another key's, or not as it was written
 */
export async function* opened(
  source: AsyncIterable<Uint8Array>,
  key: BackupKey,
  name: string,
): AsyncIterable<Buffer> {
  let header: Buffer | null = null
  let fileKey: Buffer = Buffer.alloc(0)
  let number = 0
  for await (const { head, chunk } of afterHeader(source)) {
    if (!header) {
      header = head
      assertHeader(header, key, name)
      fileKey = fileKeyOf(key, header)
    }
    const tagAt = chunk.bytes.length - TAG_BYTES
    if (tagAt < 0) throw damaged(name)
    const nonce = nonceOf(number++, chunk.isLast)
    const decipher = createDecipheriv("aes-256-gcm", fileKey, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(header)
    decipher.setAuthTag(chunk.bytes.subarray(tagAt))
    try {
      yield Buffer.concat([decipher.update(chunk.bytes.subarray(0, tagAt)), decipher.final()])
    } catch (cause) {
      throw damaged(name, cause)
    }
  }
}

export const damaged = (name: string, cause?: unknown): BackupRefused =>
  new BackupRefused(
    `The backup ${name} is damaged or was cut off: nothing was restored; take another one.`,
    { cause },
  )

function assertHeader(header: Buffer, key: BackupKey, name: string): void {
  const magic = header.subarray(0, MAGIC.length)
  if (!magic.equals(MAGIC)) {
    const isNewer = magic.subarray(0, -1).equals(MAGIC.subarray(0, -1))
    throw isNewer ? newer(name) : new BackupRefused(`The file ${name} is no backup of Felt's.`)
  }
  if (!header.subarray(MAGIC.length, MAGIC.length + KEY_ID_BYTES).equals(key.id))
    throw new BackupRefused(
      `The key is not that of the backup ${name}: name the file with the right one (--key).`,
    )
}

export const newer = (name: string): BackupRefused =>
  new BackupRefused(`The backup ${name} is of a newer Felt: update this one, then restore.`)

const fileKeyOf = ({ bytes }: BackupKey, header: Buffer): Buffer => {
  const salt = header.subarray(MAGIC.length + KEY_ID_BYTES)
  return Buffer.from(hkdfSync("sha256", bytes, salt, "felt backup: file", 32))
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(number), 3)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

/** Groups bytes; only the last group has fewer than `size`, and there always is one. */
async function* inChunks(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncIterable<{ bytes: Buffer; isLast: boolean }> {
  let rest = Buffer.alloc(0)
  for await (const part of source) {
    rest = Buffer.concat([rest, part])
    // One that ends with the group may be followed by nothing: then it is the last.
    while (rest.length > size) {
      yield { bytes: rest.subarray(0, size), isLast: false }
      rest = rest.subarray(size)
    }
  }
  yield { bytes: rest, isLast: true }
}

/** The chunks of a closed file, each beside its header; that of a file that is too short is short. */
async function* afterHeader(source: AsyncIterable<Uint8Array>) {
  let head = Buffer.alloc(0)
  const body = async function* () {
    for await (const part of source) {
      const missing = HEADER_BYTES - head.length
      if (missing > 0) head = Buffer.concat([head, part.subarray(0, missing)])
      if (part.length > missing) yield part.subarray(Math.max(0, missing))
    }
  }
  for await (const chunk of inChunks(body(), CHUNK_BYTES + TAG_BYTES)) yield { head, chunk }
}
