import * as v from "valibot"
import { PictureId } from "./ids.ts"

/** What screens can show, as the Leaf tells it by the first bytes. */
export const PictureType = v.picklist(["image/png", "image/jpeg", "image/webp"])
export type PictureType = v.InferOutput<typeof PictureType>

/** So many bytes a picture has at most: a screen of 512 MB has to hold them. */
export const PICTURE_MOST_BYTES = 200_000
/** So wide or high it is at most: packed small, it could still be larger than a screen's memory. */
export const PICTURE_MOST_SIDE = 1_920
/** So many of them a venue shows. */
export const MOST_PICTURES = 24

/** `POST /api/pictures`: under which id, made of its bytes, the picture is from then on. */
export const PictureAnswer = v.strictObject({ id: PictureId })
export type PictureAnswer = v.InferOutput<typeof PictureAnswer>
