import { onCleanup } from "solid-js"
import { keepLeafTime } from "../../data/leaf-time.ts"
import { followScreen } from "../../data/screen.ts"
import { createTicking } from "../../ui/ticking.ts"
import { ScreenFace } from "./screen-face.tsx"

/** A screen on the wall. Nobody touches it: it finds its way back by itself. */
export function Display(props: { id: string }) {
  // The address of a screen never changes while it is shown.
  // oxlint-disable-next-line solid/reactivity
  const { state, lostAt } = followScreen(props.id)
  onCleanup(keepLeafTime())
  const now = createTicking()
  return (
    <main class="h-dvh">
      <ScreenFace id={props.id} state={state()} lostAt={lostAt()} now={now()} />
    </main>
  )
}
