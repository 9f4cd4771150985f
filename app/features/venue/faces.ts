import { type Component, lazy } from "solid-js"
import { whenIdle } from "../../ui/when-idle.ts"
import { bringPreview } from "../print/printing.ts"
import type { Section } from "./sections.ts"

const bring = {
  tonight: async () => ({ default: (await import("../tonight/tonight.tsx")).Tonight }),
  players: async () => ({ default: (await import("../players/players.tsx")).Players }),
  floor: async () => ({ default: (await import("../floor/floor.tsx")).Floor }),
  clock: async () => ({ default: (await import("../clock/clock.tsx")).Clock }),
  money: async () => ({ default: (await import("../money/money.tsx")).Money }),
  payouts: async () => ({ default: (await import("../payouts/payouts.tsx")).Payouts }),
  screens: async () => ({ default: (await import("../screens/screens.tsx")).Screens }),
  library: async () => ({ default: (await import("../library/library.tsx")).Library }),
  log: async () => ({ default: (await import("../log/log.tsx")).Log }),
  venue: async () => ({ default: (await import("./venue.tsx")).Venue }),
  sync: async () => ({ default: (await import("../sync/sync.tsx")).Sync }),
} satisfies Record<Section, () => Promise<{ default: Component }>>

/** What each section shows; the one that is opened comes first, the others after it. */
export const faces: Record<Section, Component> = {
  tonight: lazy(bring.tonight),
  players: lazy(bring.players),
  floor: lazy(bring.floor),
  clock: lazy(bring.clock),
  money: lazy(bring.money),
  payouts: lazy(bring.payouts),
  screens: lazy(bring.screens),
  library: lazy(bring.library),
  log: lazy(bring.log),
  venue: lazy(bring.venue),
  sync: lazy(bring.sync),
}

/** Brings one section while the rest of the page is on its way. */
export function bringFace(section: Section): void {
  bring[section]().catch((error: unknown) => console.info("A section did not come.", error))
}

/**
 * Brings the other sections when the page has nothing else to do: they must be there when the Leaf
 * is not, and when a new version has replaced their files. One that does not come is asked for again
 * when it is opened.
 */
export function bringOtherFaces(): void {
  whenIdle(() => {
    for (const face of [...Object.values(bring), bringPreview])
      face().catch((error: unknown) => console.info("A section was not brought yet.", error))
    // The largest last; it is only kept, and runs when somebody opens an item of the library.
    import("../../data/automerge.ts")
      .then(({ keepAutomerge }) => keepAutomerge())
      .catch((error: unknown) => console.info("The library is not kept here yet.", error))
  })
}
