import { ScreensAnswer } from "../../schemas/wire.ts"
import { createPolled } from "./polled.ts"
import { signOut } from "./session.ts"

/** With the six seconds after which the Leaf takes a screen for lost: known within ten. */
const EVERY_MS = 3_000

/** Which screens are there, asked again and again: a dark one is everybody's business. */
export function followScreens(token: string) {
  const polled = createPolled(() => "/api/screens", ScreensAnswer, {
    token,
    onSignedOut: signOut,
    everyMs: EVERY_MS,
  })
  return {
    /** What the Leaf says; `null` while it says nothing, for an old word would pass for a new one. */
    answer: () => (polled.problem() === null ? polled.latest() : null),
  }
}
