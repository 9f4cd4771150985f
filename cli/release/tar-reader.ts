/** One file of a tar archive. What of its body is not read is passed over. */
export type TarEntry = { name: string; size: number; isFile: boolean; body: AsyncIterable<Buffer> }

/** The archive ends too early, or is no tar at all. */
export class TarBroken extends Error {
  override readonly name = "TarBroken"
}

const BLOCK = 512

/**
 * Reads a tar archive from its first byte to its last, one entry after the other, and writes nothing: where
 * an entry goes is its reader's own business.
 * @throws TarBroken
 */
export async function* tarEntries(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const bytes = new Bytes(source)
  for (;;) {
    const header = await bytes.take(BLOCK)
    if (header.every((byte) => byte === 0)) return
    const entry = readHeader(header)
    let left = entry.size
    async function* body(): AsyncGenerator<Buffer> {
      while (left > 0) {
        const part = await bytes.some(left)
        left -= part.length
        yield part
      }
    }
    yield { ...entry, body: body() }
    while (left > 0) left -= (await bytes.some(left)).length
    await bytes.take((BLOCK - (entry.size % BLOCK)) % BLOCK)
  }
}

function readHeader(header: Buffer): Omit<TarEntry, "body"> {
  const text = (from: number, length: number) =>
    header.toString("utf8", from, from + length).replace(/\0[^]*$/, "")
  const octal = (from: number, length: number) => {
    const digits = text(from, length).trim()
    if (!/^[0-7]+$/.test(digits)) throw new TarBroken("a number in it is none")
    return Number.parseInt(digits, 8)
  }
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0)
  if (sum !== octal(148, 8)) throw new TarBroken("a header in it is damaged")
  const [name, prefix] = [text(0, 100), text(345, 155)]
  const kind = text(156, 1)
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    size: octal(124, 12),
    isFile: kind === "0" || kind === "",
  }
}

/** A stream of bytes that is asked for so many at a time. */
class Bytes {
  readonly #source: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** One or more, at most so many. */
  async some(most: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const { value, done } = await this.#source.next()
      if (done) throw new TarBroken("it ends too early")
      this.#rest = value
    }
    const part = this.#rest.subarray(0, most)
    this.#rest = this.#rest.subarray(part.length)
    return part
  }

  /** Exactly so many. */
  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let left = count; left > 0; left -= parts.at(-1)?.length ?? 0)
      parts.push(await this.some(left))
    return Buffer.concat(parts)
  }
}
