import { ScreensAnswer } from "../../schemas/display.ts"
import type { StaffSession } from "../../schemas/wire.ts"
import { createPolled } from "./polled.ts"
import { endSession } from "./session.ts"

/** With the six seconds after which the Leaf takes a screen for lost: known within ten. */
const EVERY_MS = 3_000

/** Which screens are there, asked again and again: a dark one is everybody's business. */
export function followScreens(session: StaffSession) {
  const polled = createPolled(() => "/api/screens", ScreensAnswer, {
    token: session.token,
    onSignedOut: () => endSession(session),
    everyMs: EVERY_MS,
  })
  return {
    /** What the Leaf says; `null` while it says nothing, for an old word would pass for a new one. */
    answer: () => (polled.problem() === null ? polled.latest() : null),
  }
}
