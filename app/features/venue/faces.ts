import { type Component, lazy } from "solid-js"
import { Clock } from "../clock/clock.tsx"
import { Floor } from "../floor/floor.tsx"
import { Players } from "../players/players.tsx"
import { Tonight } from "../tonight/tonight.tsx"
import type { Section } from "./sections.ts"

const others = {
  money: async () => ({ default: (await import("../money/money.tsx")).Money }),
  payouts: async () => ({ default: (await import("../payouts/payouts.tsx")).Payouts }),
  venue: async () => ({ default: (await import("./venue.tsx")).Venue }),
  sync: async () => ({ default: (await import("../sync/sync.tsx")).Sync }),
}

/** What each section shows. Those of every minute come with the page, the others after it. */
export const faces: Record<Section, Component> = {
  tonight: Tonight,
  players: Players,
  floor: Floor,
  clock: Clock,
  money: lazy(others.money),
  payouts: lazy(others.payouts),
  venue: lazy(others.venue),
  sync: lazy(others.sync),
}

/**
 * Brings the other sections when the page has nothing else to do: they must be there when the Leaf
 * is not, and when a new version has replaced their files. One that does not come is asked for again
 * when it is opened.
 */
export function bringOtherFaces(): void {
  const bring = () => {
    for (const face of Object.values(others))
      face().catch((error: unknown) => console.info("A section was not brought yet.", error))
  }
  // Safari has no idle callbacks.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(bring, { timeout: 5_000 })
  else setTimeout(bring, 1_000)
}
