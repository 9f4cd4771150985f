import { createMemo } from "solid-js"
import { alertsOf } from "../../domain/health-levels.ts"
import { HealthAnswer } from "../../schemas/health.ts"
import type { StaffSession } from "../../schemas/wire.ts"
import { createPolled } from "./polled.ts"
import { isPutOff } from "./put-off.ts"
import { endSession } from "./session.ts"

/** With the second for which the Leaf keeps an answer: known well within ten. */
const EVERY_MS = 3_000

/** How the box is, asked again and again: what is wrong with it is everybody's business. */
export function followHealth(session: StaffSession) {
  const polled = createPolled(() => "/api/health", HealthAnswer, {
    token: session.token,
    onSignedOut: () => endSession(session),
    everyMs: EVERY_MS,
  })
  const isGone = () => polled.problem() !== null
  return {
    /** What the Leaf said last, also while it says nothing any more. */
    latest: polled.latest,
    /** When it said that, by this device's clock. */
    latestAt: polled.latestAt,
    isGone,
    /**
     * What somebody should see to, the worst first, without what was put off on this device. None while
     * the Leaf says nothing: that it is away is told already, and an old word would pass for a new one.
     */
    alerts: createMemo(() =>
      isGone() ? [] : alertsOf(polled.latest()?.findings ?? []).filter((each) => !isPutOff(each)),
    ),
  }
}
