import { createSignal, onCleanup } from "solid-js"
import * as v from "valibot"
import { DisplayState } from "../../schemas/wire.ts"
import { followEvents } from "./event-stream.ts"
import { hearLeafTime, leafNow } from "./leaf-time.ts"

const State = v.pipe(v.string(), v.parseJson(), DisplayState)

/** What a screen on the wall shows: read only, each event whole, so the last one is all there is. */
export function followScreen(id: string) {
  const [state, setState] = createSignal<DisplayState | null>(null)
  const [lostAt, setLostAt] = createSignal<number | null>(null)
  onCleanup(
    followEvents({
      path: () => `/api/displays/${encodeURIComponent(id)}/stream`,
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
  return { state, lostAt }
}
