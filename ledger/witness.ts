import { type FileHandle, mkdir, open } from "node:fs/promises"
import { dirname } from "node:path"
import type { Entry } from "../schemas/entry.ts"
import { GENESIS_HASH } from "../domain/ledger.ts"
import { type Head, readLine, writeLine } from "./chain.ts"

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
      const content = await file.readFile("utf8")
      const whole = content.slice(0, content.lastIndexOf("\n") + 1)
      let head: Head = { sequence: 0, hash: GENESIS_HASH }
      for (const line of whole.split("\n").slice(0, -1)) {
        const entry = readLine(line, head)
        head = entry
        visit(entry)
      }
      const length = Buffer.byteLength(whole)
      if (whole !== content) await file.truncate(length)
      await syncFolder(dirname(path))
      return new Witness(path, file, { sequence: head.sequence, hash: head.hash }, length)
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

/** A new file is safe only when the folder that names it is on the disk, too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
