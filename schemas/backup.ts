import * as v from "valibot"
import { VenueId } from "./ids.ts"
import { Count } from "./units.ts"

/** Where a venue's ledger is in Core's NATS; it comes there with the token that it asked with. */
export const VenueHub = v.strictObject({
  /** `tls://…`, several with commas; `null` where the way leads through Core's own address, at `/hub`. */
  url: v.nullable(v.string()),
  stream: v.string(),
  /** What the subjects of its lines begin with; then a dot and the tournament's id. */
  prefix: v.string(),
  /** Below this it may be answered. */
  inbox: v.string(),
})
export type VenueHub = v.InferOutput<typeof VenueHub>

/** `GET /api/venue` of Core: what a venue's Leaf, or a new one in its place, learns from its token. */
export const BackedUpVenue = v.strictObject({
  venueId: VenueId,
  /** The rooms that Core has of it. */
  rooms: v.array(v.string()),
  hub: VenueHub,
  /** What Core has checked and stored of its ledger; `alarm` says why it does not go on. */
  ledger: v.strictObject({ lines: Count, hash: v.string(), alarm: v.nullable(v.string()) }),
})
export type BackedUpVenue = v.InferOutput<typeof BackedUpVenue>

/** `POST /api/venue/join` of Core: a Leaf with the key that an owner has made for it. */
export const JoinBody = v.strictObject({
  key: v.pipe(v.string("expected a key"), v.maxLength(200)),
  venueId: VenueId,
})

/** What a Leaf comes with from then on (`FELT_CORE_TOKEN`). */
export const VenueToken = v.strictObject({ token: v.string() })
