import { Show } from "solid-js"
import type { Layout } from "../../../schemas/documents/layouts.ts"
import type { DisplayState } from "../../../schemas/display.ts"
import type { Millis } from "../../../schemas/units.ts"
import { createInSight } from "../../ui/in-sight.ts"
import { ScreenFace } from "../display/screen-face.tsx"

/** The display's own face, made small; a picture, and nothing in it to be reached. */
export function Picture(props: {
  state: DisplayState
  now: Millis
  layout?: Layout
  isDark?: boolean
}) {
  const [isInSight, ref] = createInSight()
  return (
    <div
      ref={ref}
      class="aspect-video overflow-hidden rounded-xl border border-surface1 bg-crust"
      classList={{ "opacity-35 grayscale": props.isDark === true }}
      aria-hidden="true"
      inert
    >
      <Show when={isInSight()}>
        <ScreenFace
          state={props.state}
          lostAt={null}
          now={props.now}
          {...(props.layout && { layout: props.layout })}
        />
      </Show>
    </div>
  )
}
