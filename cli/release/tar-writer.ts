import { InputError } from "../input-error.ts"

const BLOCK = 512

/** One file for a tar archive. */
export type TarFile = {
  name: string
  size: number
  isProgram: boolean
  content: AsyncIterable<Buffer> | Iterable<Buffer>
}

/** A tar archive of these files (POSIX ustar), of which nothing depends on the machine or the time. */
export async function* tarOf(files: AsyncIterable<TarFile> | Iterable<TarFile>) {
  for await (const file of files) {
    yield header(file)
    let written = 0
    for await (const part of file.content) {
      written += part.length
      yield part
    }
    if (written !== file.size) throw new InputError(`${file.name} has changed while it was packed.`)
    yield Buffer.alloc((BLOCK - (file.size % BLOCK)) % BLOCK)
  }
  yield Buffer.alloc(2 * BLOCK)
}

function header({ name, size, isProgram }: TarFile): Buffer {
  const block = Buffer.alloc(BLOCK)
  const octal = (value: number, at: number, length: number) =>
    block.write(value.toString(8).padStart(length - 1, "0"), at)
  const [prefix, rest] = splitName(name)
  block.write(rest, 0)
  octal(isProgram ? 0o755 : 0o644, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(size, 124, 12)
  octal(0, 136, 12)
  block.write("        ", 148)
  block.write("0ustar\u000000", 156)
  block.write(prefix, 345)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148)
  return block
}

/** A name of more than 100 characters goes into two fields, cut at a slash. */
function splitName(name: string): [prefix: string, rest: string] {
  if (name.length <= 100) return ["", name]
  const cut = name.indexOf("/", name.length - 101)
  if (cut < 0 || cut > 155) throw new InputError(`${name} is too long a path for a release.`)
  return [name.slice(0, cut), name.slice(cut + 1)]
}
