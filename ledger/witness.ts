import { basename, dirname, join } from "node:path"
import type { Entry } from "../schemas/entry.ts"
import { GENESIS_HASH } from "../domain/ledger.ts"
import { type Head, readLine, writeLine } from "./chain.ts"
import { type Disk, type DiskFile, localDisk } from "./disk.ts"

const CHUNK_BYTES = 1_000_000
/** So many damaged files are kept; the oldest go first. */
const MOST_KEPT = 3
const NEWLINE = 0x0a

/**
 * The witness: the ledger's lines once more, in a plain file that is only ever appended to, best on
 * another disk. The stream can lose rotten lines without a word; the witness cannot be fooled with
 * it, because both must tell the same chain.
 *
 * A line is on the disk before its intent is answered. A torn last line (the power went while it
 * was written) was therefore never answered, and is dropped.
 */
export class Witness {
  readonly path: string
  readonly #file: DiskFile
  #head: Head
  #length: number

  private constructor(path: string, file: DiskFile, head: Head, length: number) {
    this.path = path
    this.#file = file
    this.#head = head
    this.#length = length
  }

  /**
   * Opens or creates the file and reads all of it.
   * @param visit gets every line in order, also a last one that only lacks its end of line
   * @throws BrokenChain where a line that is not the last cannot be trusted
   */
  static async open(
    path: string,
    visit: (entry: Entry) => void,
    disk: Disk = localDisk,
  ): Promise<Witness> {
    await disk.makeFolder(dirname(path))
    const file = await disk.open(path, "a+")
    try {
      const { head, wholeBytes, isTorn } = await readLines(file, visit)
      if (isTorn) await file.truncate(wholeBytes)
      await disk.syncFolder(dirname(path))
      return new Witness(path, file, head, wholeBytes)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  get head(): Head {
    return this.#head
  }

  /**
   * Resolves when all the given lines are on the disk.
   * @throws where they cannot be written; the file is then as it was before
   */
  async append(entries: readonly Entry[]): Promise<void> {
    const last = entries.at(-1)
    if (!last) return
    const bytes = Buffer.from(entries.map((entry) => `${writeLine(entry)}\n`).join(""))
    try {
      await this.#file.appendFile(bytes)
      await this.#file.datasync()
    } catch (error) {
      await this.#file.truncate(this.#length)
      throw error
    }
    this.#length += bytes.length
    this.#head = { sequence: last.sequence, hash: last.hash }
  }

  /** Resolves when all that is in the file is on the disk, also what a killed process wrote last. */
  sync(): Promise<void> {
    return this.#file.datasync()
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

/**
 * Where the witness ends, read without touching it; a Leaf may be running.
 * @throws BrokenChain where a line cannot be trusted
 */
export async function readWitnessHead(path: string, disk: Disk = localDisk): Promise<Head> {
  const file = await disk.open(path, "r")
  try {
    return (await readLines(file, () => {})).head
  } finally {
    await file.close()
  }
}

/**
 * The entries of the file, each checked against the one before, read without touching it.
 * @throws BrokenChain where a line cannot be trusted
 */
export async function* readWitness(path: string): AsyncIterable<Entry> {
  const file = await localDisk.open(path, "r")
  try {
    let head: Head = { sequence: 0, hash: GENESIS_HASH }
    for await (const { lines } of splitLines(file))
      for (const line of lines) {
        const entry = readLine(line.toString("utf8"), head)
        head = { sequence: entry.sequence, hash: entry.hash }
        yield entry
      }
  } finally {
    await file.close()
  }
}

/**
 * Reads all whole lines as texts, whatever they are worth; a file that is missing has none.
 * @param visit gets each, and how many bytes it takes with its end of line
 * @returns what stands after the last end of line
 */
export async function readWitnessTexts(
  path: string,
  visit: (text: string, bytes: number) => void,
  disk: Disk = localDisk,
): Promise<string> {
  if (!disk.exists(path)) return ""
  const file = await disk.open(path, "r")
  try {
    let torn = ""
    for await (const { lines, rest } of splitLines(file)) {
      for (const line of lines) visit(line.toString("utf8"), line.length + 1)
      torn = rest.toString("utf8")
    }
    return torn
  } finally {
    await file.close()
  }
}

/**
 * Writes the witness anew and keeps the old file next to it. At every moment there is a file with
 * all that the old one or the new one has.
 * @param name names the old file: the time
 * @returns where the old file is
 */
export async function rewriteWitness(
  path: string,
  entries: readonly Entry[],
  name: string,
  disk: Disk = localDisk,
): Promise<string> {
  const folder = dirname(path)
  const kept = `${path}.damaged-${name}`
  await disk.copy(path, kept)
  await disk.syncFile(kept)
  const file = await disk.open(`${path}.new`, "w")
  try {
    for (const entry of entries) await file.appendFile(`${writeLine(entry)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await disk.rename(`${path}.new`, path)
  await disk.syncFolder(folder)
  await keepNewest(disk, folder, `${basename(path)}.damaged-`)
  return kept
}

async function keepNewest(disk: Disk, folder: string, prefix: string): Promise<void> {
  const kept = (await disk.names(folder)).filter((name) => name.startsWith(prefix)).toSorted()
  for (const name of kept.slice(0, -MOST_KEPT)) await disk.remove(join(folder, name))
}

/** Reads entry by entry, each checked against the one before. */
async function readLines(
  file: DiskFile,
  visit: (entry: Entry) => void,
): Promise<{ head: Head; wholeBytes: number; isTorn: boolean }> {
  let head: Head = { sequence: 0, hash: GENESIS_HASH }
  let wholeBytes = 0
  let torn: Buffer = Buffer.alloc(0)
  for await (const { lines, rest } of splitLines(file)) {
    for (const line of lines) {
      const entry = readLine(line.toString("utf8"), head)
      visit(entry)
      head = { sequence: entry.sequence, hash: entry.hash }
      wholeBytes += line.length + 1
    }
    torn = rest
  }
  const entry = nextEntry(torn, head)
  if (entry) visit(entry)
  return { head, wholeBytes, isTorn: torn.length > 0 }
}

/**
 * What stands after the last end of line, where it is the next entry after all: only its end of
 * line was not written, or has rotted.
 */
function nextEntry(torn: Buffer, head: Head): Entry | null {
  for (const end of [torn.length, torn.length - 1])
    try {
      return readLine(torn.toString("utf8", 0, Math.max(end, 0)), head)
    } catch {
      // A part of a line: the power went while it was written, so it was never answered.
    }
  return null
}

/**
 * Reads piece by piece: the file may be larger than a text can be. Each piece gives the lines that
 * it ends, and what is left after the last of them.
 */
async function* splitLines(file: DiskFile): AsyncIterable<{ lines: Buffer[]; rest: Buffer }> {
  let rest = Buffer.alloc(0)
  const chunk = Buffer.alloc(CHUNK_BYTES)
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) return
    at += bytesRead
    rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
    const lines: Buffer[] = []
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      lines.push(rest.subarray(0, end))
      rest = rest.subarray(end + 1)
    }
    yield { lines, rest }
  }
}
