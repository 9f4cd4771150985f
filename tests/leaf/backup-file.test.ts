import { createHash, randomBytes } from "node:crypto"
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import process from "node:process"
import { Readable } from "node:stream"
import { buffer } from "node:stream/consumers"
import { gzipSync } from "node:zlib"
import { toJsonSchema } from "@valibot/to-json-schema"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { seededRandom, uniform } from "../../domain/random.ts"
import { checkBackup, readManifest, writePart } from "../../leaf/backup/file.ts"
import { makeBackupKey, readBackupKey } from "../../leaf/backup/key.ts"
import { BackupRefused, opened, sealed } from "../../leaf/backup/seal.ts"
import {
  BACKUP_FORMAT,
  BackupContent,
  BackupManifest,
  BackupRecord,
} from "../../schemas/backup-file.ts"
import { temporaryFolder } from "../support/folder.ts"

const seed = process.env["FELT_SEED"] ?? "backup-1"
const random = seededRandom(seed)
const folder = temporaryFolder()
const recoveryLine = await makeBackupKey(`${folder}/key`)
const key = await readBackupKey(`${folder}/key`)
const manifest = (format: number) =>
  v.parse(BackupManifest, {
    part: "manifest",
    format,
    venueId: "v1",
    madeAt: 1,
    ledger: { lastSequence: 0, headHash: "" },
    erased: [],
    staff: [],
  })

/** Bytes that cannot be packed, so that the file has several chunks. */
async function* pictures(count: number): AsyncIterable<BackupContent> {
  for (let at = 0; at < count; at++)
    yield { part: "pictures", key: `k${at}`, data: randomBytes(40_000).toString("base64") }
}

const { part: path, end } = await writePart(`${folder}/b`, key, manifest(1), pictures(5))
const whole = readFileSync(path)
const HEADER = 56
const CHUNK = 65_552

/** How it is refused; `null` where it is taken for a good one. */
async function refusal(bytes: Uint8Array): Promise<string | null> {
  writeFileSync(`${folder}/harmed`, bytes)
  try {
    await checkBackup(`${folder}/harmed`, key)
    return null
  } catch (error) {
    if (!(error instanceof BackupRefused)) throw error
    return error.message
  }
}

/** Whether the seal alone opens it, to its end. */
async function opensToItsEnd(bytes: Uint8Array): Promise<boolean> {
  const pieces = Readable.from([Buffer.from(bytes)])
  try {
    await buffer(Readable.from(opened(pieces, key, "it")))
    return true
  } catch (error) {
    if (!(error instanceof BackupRefused)) throw error
    return false
  }
}

/** A file that was sealed as it must be, of lines that may be anything. */
const sealedLines = (...lines: unknown[]): Promise<Buffer> => {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("")
  return buffer(Readable.from(sealed(Readable.from([gzipSync(text)]), key)))
}

test("what was written is read, and has no byte of it in clear", async () => {
  assert.ok(whole.length > HEADER + 3 * CHUNK, "several chunks")
  assert.equal((await checkBackup(path, key)).end, end)
  assert.equal(await readManifest(path, key), manifest(1))
  assert.not.ok(whole.includes("manifest"))
  assert.is(statSync(path).mode & 0o777, 0o600)
})

test(`one flipped bit, wherever it is, is refused (seed ${seed})`, async () => {
  const last = whole.length - 1
  const edges = [0, 7, 8, 23, 24, 55, HEADER, HEADER + CHUNK - 1, HEADER + CHUNK, last - 15, last]
  const sampled = Array.from({ length: 60 }, () => uniform(random, whole.length))
  for (const place of [...edges, ...sampled]) {
    const bytes = Buffer.from(whole)
    bytes[place] = (bytes[place] ?? 0) ^ (1 << uniform(random, 8))
    assert.match(
      (await refusal(bytes)) ?? `taken with a flip at ${place}`,
      /^(The|Nothing)[^\n]+\.$/,
    )
  }
})

test(`cut anywhere, added to, or with chunks that were moved, it is refused (seed ${seed})`, async () => {
  const chunk = (at: number) => whole.subarray(HEADER + at * CHUNK, HEADER + (at + 1) * CHUNK)
  const head = whole.subarray(0, HEADER)
  const rest = whole.subarray(HEADER + 2 * CHUNK)
  const harmed = new Map<string, Uint8Array>([
    ["with two chunks in each other's place", Buffer.concat([head, chunk(1), chunk(0), rest])],
    ["without its second chunk", Buffer.concat([head, chunk(0), rest])],
    ["with a chunk twice", Buffer.concat([head, chunk(0), chunk(0), chunk(1), rest])],
    ["with a byte more", Buffer.concat([whole, Buffer.from([0])])],
    ["twice", Buffer.concat([whole, whole])],
    [
      "with the rest of another",
      Buffer.concat([head, readFileSync(await another()).subarray(HEADER)]),
    ],
  ])
  for (const length of [0, 1, HEADER - 1, HEADER, HEADER + 15, HEADER + CHUNK, HEADER + 2 * CHUNK])
    harmed.set(`cut at ${length}`, whole.subarray(0, length))
  for (let count = 0; count < 20; count++) {
    const length = uniform(random, whole.length)
    harmed.set(`cut at ${length}`, whole.subarray(0, length))
  }
  for (const [how, bytes] of harmed) {
    assert.match((await refusal(bytes)) ?? "taken", /damaged|no backup/, how)
    assert.not.ok(await opensToItsEnd(bytes), how)
  }
  assert.ok(await opensToItsEnd(whole))
})

const another = async () =>
  (await writePart(`${folder}/another`, key, manifest(1), pictures(5))).part

test("what was closed well and does not hold together is refused: no manifest or two, no end, another content than its end says", async () => {
  const content = { part: "pictures", key: "k", data: "AAAA" }
  const file = await writePart(`${folder}/one`, key, manifest(1), oneOf(content))
  const [first, last] = [manifest(1), file.end]
  assert.is(await refusal(await sealedLines(first, content, last)), null, "whole, it is taken")
  for (const lines of [
    [first, content, content, last],
    [first, last],
    [first, { ...content, key: "l" }, last],
    [first, content],
    [content, last],
    [first, first, content, last],
    [first, content, last, content],
    [first, { part: "unknown" }, last],
    [],
  ])
    assert.match((await refusal(await sealedLines(...lines))) ?? "taken", /is damaged/)
})

async function* oneOf(content: unknown): AsyncIterable<BackupContent> {
  yield v.parse(BackupContent, content)
}

test("one of a newer Felt, whether its cover or its manifest says so, is told apart", async () => {
  const cover = Buffer.from(whole)
  cover[7] = "2".charCodeAt(0)
  assert.match((await refusal(cover)) ?? "", /is of a newer Felt: update this one/)
  const { part } = await writePart(`${folder}/newer`, key, manifest(2), pictures(0))
  assert.match((await refusal(readFileSync(part))) ?? "", /is of a newer Felt: update this one/)
})

test("the recovery line opens what the key closed, however it was typed; with one wrong letter it is no key", async () => {
  const type = async (text: string) => {
    writeFileSync(`${folder}/typed`, text)
    return readBackupKey(`${folder}/typed`)
  }
  const loosely = recoveryLine
    .toLowerCase()
    .replaceAll("-", " ")
    .replaceAll("0", "o")
    .replaceAll("1", "l")
  assert.equal(await type(`\n${loosely}\n`), key)
  const wrong = recoveryLine.replace(/^./, (letter) => (letter === "7" ? "8" : "7"))
  for (const text of [wrong, recoveryLine.slice(1), "", `${recoveryLine}0`])
    await type(text).then(
      () => assert.unreachable(text),
      (error) =>
        assert.match(error.message, /holds no key for backups: compare it letter for letter/),
    )
  await makeBackupKey(`${folder}/other`)
  await checkBackup(path, await readBackupKey(`${folder}/other`)).then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, /^The key is not that of the backup b\.part/),
  )
  await makeBackupKey(`${folder}/key`).then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, /There is a key at .* already/),
  )
  assert.ok(readdirSync(folder).includes("key"))
})

/** A backup must be readable for years: what is in it changes only with its format's number. */
const PINNED = {
  format: 1,
  hash: "09f94d42446f997d3d4ba03e2e7c903b24ddfd7b421d753a75df4bbba079c4ee",
}

test("what is in a backup is as it was pinned", () => {
  const shape = toJsonSchema(BackupRecord, { errorMode: "ignore", typeMode: "input" })
  const hash = createHash("sha256").update(JSON.stringify(shape)).digest("hex")
  assert.equal(
    { format: BACKUP_FORMAT, hash },
    PINNED,
    "Raise BACKUP_FORMAT, and go on reading the old one.",
  )
})

test.run()
