import {
  PICTURE_MOST_BYTES,
  PictureAnswer,
  type PictureType,
  PictureType as Types,
} from "../../schemas/picture.ts"
import type { PictureId } from "../../schemas/ids.ts"
import { ask } from "./api.ts"

/** What a file chooser offers. */
export const PICTURE_FILES = Types.options.join()

/** So wide and high on the wall; more would only cost the screens memory. */
const WIDTH = 1_280
const HEIGHT = 720
/** How well it is packed: the first that is small enough. */
const QUALITIES = [0.92, 0.8, 0.65]
/** Where none is, it is made so much smaller. */
const SMALLER = 0.75
const LEAST_SIDE = 64

/** A file that is no picture, or one that cannot be made small enough. */
export class NoPicture extends Error {}

/**
 * Makes a picture fit for the screens and brings it to the Leaf. What the file holds beside the
 * picture, such as where it was taken, stays behind.
 * @throws NoPicture, Refused or Unreachable
 */
export async function uploadPicture(token: string, file: Blob): Promise<PictureId> {
  const picture = await readPicture(file)
  try {
    const body = await packed(picture)
    return (await ask("/api/pictures", PictureAnswer, { method: "POST", body, token })).id
  } finally {
    picture.close()
  }
}

async function readPicture(file: Blob): Promise<ImageBitmap> {
  if (!Types.options.some((type) => type === file.type)) throw new NoPicture()
  return createImageBitmap(file).catch((cause: unknown) => {
    throw new NoPicture("", { cause })
  })
}

async function packed(picture: ImageBitmap): Promise<Blob> {
  let scale = Math.min(1, WIDTH / picture.width, HEIGHT / picture.height)
  for (; Math.max(picture.width, picture.height) * scale >= LEAST_SIDE; scale *= SMALLER) {
    const { canvas, isSolid } = drawn(picture, scale)
    for (const type of typesFor(isSolid))
      for (const quality of QUALITIES) {
        const blob = await blobOf(canvas, type, quality)
        // A browser that cannot write a type writes PNG in its place.
        if (blob?.type === type && blob.size <= PICTURE_MOST_BYTES) return blob
      }
  }
  throw new NoPicture()
}

const typesFor = (isSolid: boolean): PictureType[] =>
  isSolid ? ["image/webp", "image/jpeg"] : ["image/webp", "image/png"]

const blobOf = (canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, type, quality))

/** How dark what is seen of a picture may be on the screens' dark ground, of 255. */
const TOO_DARK = 90
/** How much of a white ground is left around it. */
const EDGE = 0.08

/**
 * The picture, smaller. One that lets the ground through and is itself dark, as a logo made for paper
 * is, gets a white ground, for a screen's is dark.
 */
function drawn(
  picture: ImageBitmap,
  scale: number,
): { canvas: HTMLCanvasElement; isSolid: boolean } {
  const canvas = document.createElement("canvas")
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext("2d", { willReadFrequently: true })
  if (!context) throw new NoPicture()
  context.imageSmoothingQuality = "high"
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const { isSolid, light } = lookOf(context.getImageData(0, 0, canvas.width, canvas.height).data)
  if (isSolid || light >= TOO_DARK) return { canvas, isSolid }
  const [width, height] = [canvas.width, canvas.height]
  context.fillStyle = "white"
  context.fillRect(0, 0, width, height)
  const share = 1 - 2 * EDGE
  context.drawImage(picture, width * EDGE, height * EDGE, width * share, height * share)
  return { canvas, isSolid: true }
}

/** Whether nothing shows through, and how light on average what is seen is. */
function lookOf(pixels: Uint8ClampedArray): { isSolid: boolean; light: number } {
  let [isSolid, light, seen] = [true, 0, 0]
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3] ?? 0
    if (alpha < 250) isSolid = false
    const [red, green, blue] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0]
    light += (0.3 * red + 0.59 * green + 0.11 * blue) * alpha
    seen += alpha
  }
  return { isSolid, light: seen === 0 ? 255 : light / seen }
}
