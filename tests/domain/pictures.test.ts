import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { readPicture } from "../../domain/pictures.ts"
import { pngOf } from "../support/pictures.ts"

/** As they come from a browser: 300 × 200, each up to where its size is said. */
const jpeg =
  "ffd8 ffe0 0010 4a46494600010100000100010000 ffff fe 0004 4869 ffc2 0011 08 00c8 012c 03 0122000211010311"
const webp = "52494646 10000000 57454250"
const lossy = `${webp} 56503820 00000000 300100 9d012a 2c01 c800`
const lossless = `${webp} 5650384c 00000000 2f 2bc1 3100`
const extended = `${webp} 56503858 0a000000 10000000 2b0100 c70000`

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"))

for (const [what, bytes, type] of [
  ["PNG", pngOf(300, 200), "image/png"],
  ["JPEG", bytesOf(jpeg), "image/jpeg"],
  ["lossy WebP", bytesOf(lossy), "image/webp"],
  ["lossless WebP", bytesOf(lossless), "image/webp"],
  ["extended WebP", bytesOf(extended), "image/webp"],
] as const) {
  test(`${what} is told by its first bytes, with its size`, () => {
    assert.equal(readPicture(bytes), { type, width: 300, height: 200 })
  })

  test(`${what} that is cut off is none`, () => {
    for (let length = 0; length < 20; length++)
      assert.is(readPicture(bytes.subarray(0, length)), null, `${length} bytes`)
  })
}

test("what is no picture is none, whatever it says of itself", () => {
  for (const text of ["", "<svg xmlns='http://www.w3.org/2000/svg'/>", "GIF89a\u0001\u0000", "BM"])
    assert.is(readPicture(new TextEncoder().encode(text)), null, text)
  assert.is(readPicture(pngOf(0, 200)), null)
  const starts = fc.constantFrom("", "ffd8ff", "89504e470d0a1a0a", "524946461000000057454250")
  fc.assert(
    fc.property(starts, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
      const head = readPicture(Uint8Array.from([...bytesOf(start), ...rest]))
      assert.ok(head === null || (head.width > 0 && head.height > 0))
    }),
  )
})

test.run()
