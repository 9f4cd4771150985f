import type { Component } from "solid-js"
import { bringTheRest } from "../../data/coming.ts"
import { later } from "../../ui/later.tsx"
import { whenIdle } from "../../ui/when-idle.ts"
import { bringOtherLanguages } from "../../words/language.ts"
import type { Section } from "./sections.ts"

/** What each section shows; the one that is opened comes first, the others after it. */
export const faces = {
  tonight: later(async () => (await import("../tonight/tonight.tsx")).Tonight),
  players: later(async () => (await import("../players/players.tsx")).Players),
  floor: later(async () => (await import("../floor/floor.tsx")).Floor),
  clock: later(async () => (await import("../clock/clock.tsx")).Clock),
  money: later(async () => (await import("../money/money.tsx")).Money),
  payouts: later(async () => (await import("../payouts/payouts.tsx")).Payouts),
  screens: later(async () => (await import("../screens/screens.tsx")).Screens),
  library: later(async () => (await import("../library/library.tsx")).Library),
  log: later(async () => (await import("../log/log.tsx")).Log),
  venue: later(async () => (await import("./venue.tsx")).Venue),
  sync: later(async () => (await import("../sync/sync.tsx")).Sync),
} satisfies Record<Section, Component>

/** Brings the other sections, and all that comes later, when the page has nothing else to do. */
export function bringOtherFaces(): void {
  whenIdle(() => {
    bringTheRest()
      .then(bringOtherLanguages)
      // The largest last; it is only kept, and runs when somebody opens an item of the library.
      .then(async () => (await import("../../data/automerge.ts")).keepAutomerge())
      .catch((error: unknown) => console.info("Not everything is kept here yet.", error))
  })
}
