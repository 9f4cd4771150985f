import * as v from "valibot"
import { VenueId } from "./ids.ts"

/** `GET /api/venue` of Core: what a venue's Leaf, or a new one in its place, learns from its token. */
export const BackedUpVenue = v.strictObject({
  venueId: VenueId,
  /** The rooms that Core has of it. */
  rooms: v.array(v.string()),
})
export type BackedUpVenue = v.InferOutput<typeof BackedUpVenue>

/** `POST /api/venue/join` of Core: a Leaf with the key that an owner has made for it. */
export const JoinBody = v.strictObject({
  key: v.pipe(v.string("expected a key"), v.maxLength(200)),
  venueId: VenueId,
})

/** What a Leaf comes with from then on (`FELT_CORE_TOKEN`). */
export const VenueToken = v.strictObject({ token: v.string() })
