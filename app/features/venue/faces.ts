import { type Component, lazy } from "solid-js"
import { whenIdle } from "../../ui/when-idle.ts"
import { Clock } from "../clock/clock.tsx"
import { Floor } from "../floor/floor.tsx"
import { Players } from "../players/players.tsx"
import { bringPreview } from "../print/printing.ts"
import { Tonight } from "../tonight/tonight.tsx"
import type { Section } from "./sections.ts"

const others = {
  money: async () => ({ default: (await import("../money/money.tsx")).Money }),
  payouts: async () => ({ default: (await import("../payouts/payouts.tsx")).Payouts }),
  screens: async () => ({ default: (await import("../screens/screens.tsx")).Screens }),
  library: async () => ({ default: (await import("../library/library.tsx")).Library }),
  log: async () => ({ default: (await import("../log/log.tsx")).Log }),
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
  screens: lazy(others.screens),
  library: lazy(others.library),
  log: lazy(others.log),
  venue: lazy(others.venue),
  sync: lazy(others.sync),
}

/**
 * Brings the other sections when the page has nothing else to do: they must be there when the Leaf
 * is not, and when a new version has replaced their files. One that does not come is asked for again
 * when it is opened.
 */
export function bringOtherFaces(): void {
  whenIdle(() => {
    for (const face of [...Object.values(others), bringPreview])
      face().catch((error: unknown) => console.info("A section was not brought yet.", error))
    // The largest last; it is only kept, and runs when somebody opens an item of the library.
    import("../../data/automerge.ts")
      .then(({ keepAutomerge }) => keepAutomerge())
      .catch((error: unknown) => console.info("The library is not kept here yet.", error))
  })
}
