import { createSignal, onCleanup } from "solid-js"
import type { Millis } from "../../schemas/units.ts"
import { leafNow } from "../data/leaf-time.ts"

/** A tenth of a second: every screen of a venue then turns its second within 100 ms. */
const TICK_MS = 100

/** The Leaf's time as a signal, for as long as the calling component lives; ages need it seldom. */
export function createTicking(everyMs = TICK_MS): () => Millis {
  const [now, setNow] = createSignal(leafNow())
  const timer = setInterval(() => setNow(leafNow()), everyMs)
  onCleanup(() => clearInterval(timer))
  return now
}
