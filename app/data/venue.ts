import * as v from "valibot"
import { Venue } from "../../schemas/wire.ts"
import { ask } from "./api.ts"
import { noticeBuild } from "./build.ts"
import { hearLeafTime } from "./leaf-time.ts"

const KEY = "felt.venue"

/**
 * Which venue this device is in: asked of the Leaf, and remembered for when it cannot be reached.
 * @throws Unreachable on a device that has never met its Leaf.
 */
export async function fetchVenue(): Promise<Venue> {
  try {
    const venue = await ask("/api/venue", Venue)
    noticeBuild(venue.build)
    hearLeafTime(venue.now)
    localStorage.setItem(KEY, JSON.stringify(venue))
    return venue
  } catch (error) {
    const kept = v.safeParse(
      v.pipe(v.string(), v.parseJson(), Venue),
      localStorage.getItem(KEY) ?? "",
    )
    if (kept.success) return kept.output
    throw error
  }
}
