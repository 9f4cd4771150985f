import * as v from "valibot"
import { VenueId } from "./ids.ts"

/** `GET /api/venue` of Core: what a venue's Leaf, or a new one in its place, learns from its token. */
export const BackedUpVenue = v.strictObject({
  venueId: VenueId,
  /** The rooms that Core has of it. */
  rooms: v.array(v.string()),
})
export type BackedUpVenue = v.InferOutput<typeof BackedUpVenue>
