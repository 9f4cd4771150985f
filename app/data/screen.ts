import { createSignal, onCleanup } from "solid-js"
import * as v from "valibot"
import { DisplayState } from "../../schemas/wire.ts"
import { call } from "./api.ts"
import { followEvents } from "./event-stream.ts"
import { hearLeafTime, leafNow } from "./leaf-time.ts"

const State = v.pipe(v.string(), v.parseJson(), DisplayState)
/** The Leaf takes a screen that was not heard of three times for lost. */
const HERE_EVERY_MS = 2_000

/** What a screen on the wall shows: read only, each event whole, so the last one is all there is. */
export function followScreen(id: string) {
  const [state, setState] = createSignal<DisplayState | null>(null)
  const [lostAt, setLostAt] = createSignal<number | null>(null)
  const address = `/api/displays/${encodeURIComponent(id)}`
  const key = crypto.getRandomValues(new Uint32Array(2)).join("-")
  onCleanup(
    followEvents({
      path: () => `${address}/stream?screen=${key}`,
      take(events) {
        const last = events.findLast(({ event }) => event === "state")
        if (!last) return
        const read = v.parse(State, last.data)
        hearLeafTime(read.now)
        setState(read)
      },
      onContact(hasContact) {
        setLostAt((since) => (hasContact ? null : (since ?? leafNow())))
      },
    }),
  )
  onCleanup(sayHere(`${address}/here?screen=${key}`, () => state() !== null && lostAt() === null))
  return { state, lostAt }
}

/** Says now and then that somebody can see the screen. Returns the way to stop. */
function sayHere(path: string, hasContact: () => boolean): () => void {
  const say = () => {
    if (!hasContact() || document.visibilityState !== "visible") return
    // That it was not heard is seen at the desk; the stream's own contact is told on the screen.
    call(path, { method: "POST" }).catch(() => {})
  }
  const timer = setInterval(say, HERE_EVERY_MS)
  return () => clearInterval(timer)
}
