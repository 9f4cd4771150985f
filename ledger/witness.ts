import { type FileHandle, mkdir, open } from "node:fs/promises"
import { dirname } from "node:path"
import type { Entry } from "../schemas/entry.ts"
import { GENESIS_HASH } from "../domain/ledger.ts"
import { type Head, readLine, writeLine } from "./chain.ts"
import { syncFolder } from "./sync-files.ts"

const CHUNK_BYTES = 1_000_000
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
  readonly #file: FileHandle
  #head: Head
  #length: number

  private constructor(path: string, file: FileHandle, head: Head, length: number) {
    this.path = path
    this.#file = file
    this.#head = head
    this.#length = length
  }

  /**
   * Opens or creates the file and reads all of it.
   * @param visit gets every line in order
   * @throws BrokenChain where a line that is not the last cannot be trusted
   */
  static async open(path: string, visit: (entry: Entry) => void): Promise<Witness> {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(path, "a+", 0o600)
    try {
      const { head, wholeBytes, isTorn } = await readLines(file, visit)
      if (isTorn) await file.truncate(wholeBytes)
      await syncFolder(dirname(path))
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

  close(): Promise<void> {
    return this.#file.close()
  }
}

/**
 * Where the witness ends, read without touching it; a Leaf may be running.
 * @throws BrokenChain where a line cannot be trusted
 */
export async function readWitnessHead(path: string): Promise<Head> {
  const file = await open(path)
  try {
    return (await readLines(file, () => {})).head
  } finally {
    await file.close()
  }
}

/** Reads line by line: the file may be larger than a text can be. */
async function readLines(
  file: FileHandle,
  visit: (entry: Entry) => void,
): Promise<{ head: Head; wholeBytes: number; isTorn: boolean }> {
  let head: Head = { sequence: 0, hash: GENESIS_HASH }
  let wholeBytes = 0
  let rest = Buffer.alloc(0)
  const chunk = Buffer.alloc(CHUNK_BYTES)
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) break
    at += bytesRead
    rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      const entry = readLine(rest.toString("utf8", 0, end), head)
      visit(entry)
      head = { sequence: entry.sequence, hash: entry.hash }
      wholeBytes += end + 1
      rest = rest.subarray(end + 1)
    }
  }
  return { head, wholeBytes, isTorn: rest.length > 0 }
}
