import { createSignal, onCleanup } from "solid-js"

const TICK_MS = 1_000

/** This device's time, every second, for as long as the calling component lives. */
export function createTick(): () => number {
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), TICK_MS)
  onCleanup(() => clearInterval(timer))
  return now
}
