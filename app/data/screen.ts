import { createSignal, onCleanup } from "solid-js"
import * as v from "valibot"
import { DisplayState } from "../../schemas/display.ts"
import { call } from "./api.ts"
import { followEvents } from "./event-stream.ts"
import { hearLeafTime, leafNow } from "./leaf-time.ts"

const State = v.pipe(v.string(), v.parseJson(), DisplayState)
/** The Leaf takes a screen that was not heard of three times for lost. */
const HERE_EVERY_MS = 2_000
/** However long the Leaf was away, a screen is right well within five seconds of its return. */
const LONGEST_PAUSE_MS = 2_500

/** By which right a screen looks: its own token, or an address that anybody may open. */
export type ScreenSource =
  | { token: string; onTakenAway: () => void }
  | { displayId: string; token?: undefined }

/** What a screen on the wall shows: read only, each event whole, so the last one is all there is. */
export function followScreen(source: ScreenSource) {
  const [state, setState] = createSignal<DisplayState | null>(null)
  const [lostAt, setLostAt] = createSignal<number | null>(null)
  const key = crypto.getRandomValues(new Uint32Array(2)).join("-")
  const address =
    source.token === undefined
      ? `/api/displays/${encodeURIComponent(source.displayId)}`
      : "/api/screen"
  onCleanup(
    followEvents({
      path: () => `${address}/stream?screen=${key}`,
      ...(source.token !== undefined && { token: source.token, onSignedOut: source.onTakenAway }),
      take(events) {
        const last = events.findLast(({ event }) => event === "state")
        if (!last) return
        const read = v.parse(State, last.data)
        hearLeafTime(read.now)
        setState(read)
      },
      longestMs: LONGEST_PAUSE_MS * (0.8 + Math.random() / 5),
      onContact(hasContact) {
        setLostAt((since) => (hasContact ? null : (since ?? leafNow())))
      },
    }),
  )
  const ask = source.token === undefined ? {} : { token: source.token }
  onCleanup(
    sayHere(`${address}/here?screen=${key}`, ask, () => state() !== null && lostAt() === null),
  )
  return { state, lostAt }
}

/** Says now and then that somebody can see the screen. Returns the way to stop. */
function sayHere(path: string, ask: { token?: string }, hasContact: () => boolean): () => void {
  const say = () => {
    if (!hasContact() || document.visibilityState !== "visible") return
    // That it was not heard is seen at the desk; the stream's own contact is told on the screen.
    call(path, { method: "POST", ...ask }).catch(() => {})
  }
  const timer = setInterval(say, HERE_EVERY_MS)
  return () => clearInterval(timer)
}
