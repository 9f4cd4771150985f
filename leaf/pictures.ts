import { createHash } from "node:crypto"
import type { KV } from "@nats-io/kv"
import * as v from "valibot"
import { readPicture } from "../domain/pictures.ts"
import { sponsorPictures } from "../domain/screens.ts"
import { Registers } from "../schemas/documents/registers.ts"
import { venueRoom } from "../schemas/documents/rooms.ts"
import { PictureId, type VenueId } from "../schemas/ids.ts"
import {
  MOST_PICTURES,
  PICTURE_MOST_BYTES,
  PICTURE_MOST_SIDE,
  type PictureType,
} from "../schemas/picture.ts"
import { Millis } from "../schemas/units.ts"
import type { Relay } from "../sync-server/relay.ts"

/** So long a picture that nobody lists any more is kept, for somebody to take that back. */
const KEPT_MS = 24 * 60 * 60_000
/** Ids have no full stop, so these keys are no picture's. */
const UNLISTED = "unlisted."

/** What became of a picture that somebody sent. */
export type Taken =
  | { kind: "taken"; id: PictureId }
  /** It is none, it is too large, there are too many: in one sentence. */
  | { kind: "not a picture" | "too many bytes" | "too wide" | "too many"; sentence: string }

/**
 * The sponsors' pictures, each under the id that its bytes make. Which of them are shown says the
 * venue's document; here are the bytes, and what the document no longer lists is deleted after a day.
 */
export class Pictures {
  readonly #bucket: KV
  readonly #listed: () => Promise<ReadonlySet<PictureId>>
  readonly #now: () => Millis
  /** Those that are stored, and since when each is known to be on no list. */
  readonly #unlistedAt: Map<PictureId, Millis | null>
  /** One change after the other: two at once could store more than there is room for. */
  #changing: Promise<unknown> = Promise.resolve()

  private constructor(
    bucket: KV,
    options: { listed: () => Promise<ReadonlySet<PictureId>>; now: () => Millis },
    unlistedAt: Map<PictureId, Millis | null>,
  ) {
    this.#bucket = bucket
    this.#listed = options.listed
    this.#now = options.now
    this.#unlistedAt = unlistedAt
  }

  /** @param options.listed the pictures that the venue's document lists now */
  static async open(
    bucket: KV,
    options: { listed: () => Promise<ReadonlySet<PictureId>>; now: () => Millis },
  ): Promise<Pictures> {
    const stored: string[] = []
    for await (const key of await bucket.keys()) stored.push(key)
    const unlistedAt = new Map<PictureId, Millis | null>()
    for (const key of stored) {
      if (key.startsWith(UNLISTED)) continue
      const since = stored.includes(UNLISTED + key) ? await bucket.get(UNLISTED + key) : null
      unlistedAt.set(v.parse(PictureId, key), since && v.parse(Millis, since.json()))
    }
    return new Pictures(bucket, options, unlistedAt)
  }

  /** A picture's bytes with what they are; `null` where there is none under this id. */
  async find(id: PictureId): Promise<{ type: PictureType; bytes: Uint8Array<ArrayBuffer> } | null> {
    const entry = this.#unlistedAt.has(id) ? await this.#bucket.get(id) : null
    if (entry?.operation !== "PUT") return null
    const bytes = new Uint8Array(entry.value)
    const head = readPicture(bytes)
    return head && { type: head.type, bytes }
  }

  /** Keeps a picture, or says why not. Resolves when it is on the disk. */
  keep(bytes: Uint8Array): Promise<Taken> {
    const problem = problemOf(bytes)
    return problem ? Promise.resolve(problem) : this.#inTurn(() => this.#keep(bytes))
  }

  /** Deletes what has been on no list for a day. */
  sweep(): Promise<void> {
    return this.#inTurn(() => this.#sweep())
  }

  async #keep(bytes: Uint8Array): Promise<Taken> {
    const id = v.parse(PictureId, createHash("sha256").update(bytes).digest("base64url"))
    await this.#sweep()
    if (this.#unlistedAt.has(id)) {
      // Whoever sends it again is about to list it: its day begins anew.
      await this.#bucket.purge(UNLISTED + id)
      this.#unlistedAt.set(id, null)
      return { kind: "taken", id }
    }
    const listed = await this.#listed()
    if (listed.size >= MOST_PICTURES)
      return {
        kind: "too many",
        sentence: `There are ${listed.size} pictures already: remove one, then send this one again.`,
      }
    // Of those that nobody lists, the one that has been so longest makes room.
    const waiting = [...this.#unlistedAt].flatMap(([each, since]) =>
      since === null ? [] : [{ each, since }],
    )
    waiting.sort((a, b) => b.since - a.since)
    for (const { each } of waiting.slice(MOST_PICTURES - 1)) await this.#drop(each)
    await this.#bucket.put(id, bytes)
    this.#unlistedAt.set(id, null)
    return { kind: "taken", id }
  }

  async #sweep(): Promise<void> {
    const [listed, now] = [await this.#listed(), this.#now()]
    for (const [id, since] of this.#unlistedAt) {
      if (listed.has(id)) {
        if (since !== null) await this.#bucket.purge(UNLISTED + id)
        this.#unlistedAt.set(id, null)
      } else if (since === null) {
        await this.#bucket.put(UNLISTED + id, JSON.stringify(now))
        this.#unlistedAt.set(id, now)
      } else if (now - since >= KEPT_MS) await this.#drop(id)
    }
  }

  async #drop(id: PictureId): Promise<void> {
    await this.#bucket.purge(id)
    await this.#bucket.purge(UNLISTED + id)
    this.#unlistedAt.delete(id)
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#changing.then(work)
    this.#changing = result.catch(() => {})
    return result
  }
}

/** The pictures that the venue's document lists. */
export async function listedPictures(
  relay: Relay,
  venueId: VenueId,
): Promise<ReadonlySet<PictureId>> {
  const room = await relay.open(venueRoom(venueId))
  try {
    return new Set(sponsorPictures(new Registers(room.doc).all()))
  } finally {
    room.close()
  }
}

function problemOf(bytes: Uint8Array): Exclude<Taken, { kind: "taken" }> | null {
  const kilobytes = (count: number) => `${Math.ceil(count / 1_000)} kB`
  if (bytes.length > PICTURE_MOST_BYTES)
    return {
      kind: "too many bytes",
      sentence:
        `The picture has ${kilobytes(bytes.length)}: ` +
        `make it smaller than ${kilobytes(PICTURE_MOST_BYTES)}.`,
    }
  const head = readPicture(bytes)
  if (!head)
    return {
      kind: "not a picture",
      sentence: "This is no picture that screens show: send PNG, JPEG or WebP.",
    }
  if (Math.max(head.width, head.height) > PICTURE_MOST_SIDE)
    return {
      kind: "too wide",
      sentence:
        `The picture is ${head.width} × ${head.height}: ` +
        `make it at most ${PICTURE_MOST_SIDE} wide and high.`,
    }
  return null
}
