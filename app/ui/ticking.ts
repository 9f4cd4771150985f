import { createSignal, onCleanup } from "solid-js"
import type { Millis } from "../../schemas/units.ts"
import { leafNow } from "../data/leaf-time.ts"

/** As long as a figure on the staff's own tablets may be behind. */
const TICK_MS = 100
/** A level's seconds begin at any moment: a clock that all look at turns within half of 100 ms of it. */
export const CLOCK_TICK_MS = 50

/**
 * The Leaf's time as a signal, for as long as the calling component lives; ages need it seldom. It
 * turns on whole steps of the Leaf's, so that all devices turn their second together, and at once
 * where somebody looks at the page again: its timers may have stood still.
 */
export function createTicking(everyMs = TICK_MS): () => Millis {
  const [now, setNow] = createSignal(leafNow())
  let timer: ReturnType<typeof setTimeout> | undefined
  const tick = () => {
    clearTimeout(timer)
    const at = setNow(leafNow())
    timer = setTimeout(tick, everyMs - (at % everyMs))
  }
  tick()
  document.addEventListener("visibilitychange", tick)
  onCleanup(() => {
    clearTimeout(timer)
    document.removeEventListener("visibilitychange", tick)
  })
  return now
}
