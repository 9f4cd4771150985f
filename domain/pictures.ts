import type { PictureType } from "../schemas/picture.ts"

/** What a picture is, as its first bytes tell: nobody's word for it is taken. */
export type PictureHead = { type: PictureType; width: number; height: number }

/** Reads what a picture is and how large; `null` where it is none that a screen shows. */
export function readPicture(bytes: Uint8Array): PictureHead | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const head = png(view) ?? jpeg(view) ?? webp(view)
    return head && head.width > 0 && head.height > 0 ? head : null
  } catch (error) {
    // It ends before it has said how large it is.
    if (error instanceof RangeError) return null
    throw error
  }
}

const textAt = (view: DataView, at: number, length: number): string =>
  String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(at + index)))

/** PNG (RFC 2083): a signature of eight bytes, then the chunk that says the size. */
function png(view: DataView): PictureHead | null {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return null
  if (textAt(view, 12, 4) !== "IHDR") return null
  return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) }
}

/** JPEG (ITU T.81): segments, of which that of the frame says the size. */
function jpeg(view: DataView): PictureHead | null {
  if (view.getUint16(0) !== 0xffd8) return null
  for (let at = 2; view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1)
    const isFrame =
      marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame)
      return { type: "image/jpeg", width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    // A marker may be filled up with more of the byte that begins it.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return null
}

/** WebP (RFC 9649): the first chunk says the size, each of its three kinds in another way. */
function webp(view: DataView): PictureHead | null {
  if (textAt(view, 0, 4) !== "RIFF" || textAt(view, 8, 4) !== "WEBP") return null
  const type = "image/webp"
  const low24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
  switch (textAt(view, 12, 4)) {
    case "VP8 ":
      return {
        type,
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      }
    case "VP8L": {
      const packed = view.getUint32(21, true)
      return { type, width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 }
    }
    case "VP8X":
      return { type, width: low24(24) + 1, height: low24(27) + 1 }
    default:
      return null
  }
}
