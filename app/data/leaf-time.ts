import * as v from "valibot"
import { type Millis, Millis as MillisSchema, millis } from "../../schemas/units.ts"
import { ask } from "./api.ts"
import { offsetMs, type RoundTrip } from "./clock-offset.ts"

const ROUNDS = 5
const REFRESH_EVERY_MS = 60_000
/** Further apart than any message is late: somebody has set a clock. */
const FAR_MS = 2_000
const Time = v.object({ now: MillisSchema })

let offset = 0

/** The Leaf's time now, as well as this device can tell. */
export const leafNow = (): Millis => millis(Math.max(0, Math.round(Date.now() + offset)))

/** Takes the Leaf's word for the time, where no round trip could be measured yet. */
export function hearLeafTime(now: number): void {
  if (!measured) offset = now - Date.now()
}

/** Asks the Leaf for its time where what it says is far from what this device thinks it is. */
export function checkLeafTime(now: number): void {
  if (measured && Math.abs(now - leafNow()) > FAR_MS) void measure()
}

let measured = false

/** Keeps the offset right from now on. Returns the way to stop. */
export function keepLeafTime(): () => void {
  void measure()
  const timer = setInterval(() => void measure(), REFRESH_EVERY_MS)
  const onWake = () => {
    if (document.visibilityState === "visible") void measure()
  }
  document.addEventListener("visibilitychange", onWake)
  addEventListener("online", onWake)
  return () => {
    clearInterval(timer)
    document.removeEventListener("visibilitychange", onWake)
    removeEventListener("online", onWake)
  }
}

async function measure(): Promise<void> {
  const trips: RoundTrip[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const sentAt = Date.now()
    try {
      const { now } = await ask("/api/time", Time)
      trips.push({ sentAt, receivedAt: Date.now(), leafNow: now })
    } catch {
      break // The Leaf is away: the last offset stays, and the next refresh asks again.
    }
  }
  const found = offsetMs(trips)
  if (found === null) return
  offset = found
  measured = true
}
