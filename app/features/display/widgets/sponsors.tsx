import { createMemo, createSignal, Show } from "solid-js"
import { t } from "../../../words/display.ts"
import type { WidgetProps } from "../display-face.ts"

/** As long as a picture is looked at. */
const TURN_MS = 12_000

/**
 * The sponsors' pictures, one at a time; all screens turn together. While nobody has given any, the
 * house's own name stands there.
 */
export function Sponsors(props: WidgetProps) {
  const pictures = () => props.view.screen().pictures
  const id = createMemo(
    () => pictures()[Math.floor(props.view.seconds() / TURN_MS) % pictures().length],
  )
  return (
    <Show when={id()} fallback={<House view={props.view} />} keyed>
      {(shown) => <Picture id={shown} />}
    </Show>
  )
}

/** There when it has come; one that does not come leaves its place empty. */
function Picture(props: { id: string }) {
  const [isThere, setThere] = createSignal(false)
  return (
    <img
      class="w-sponsor"
      classList={{ "is-there": isThere() }}
      src={`/api/pictures/${props.id}`}
      alt={t("display.sponsor")}
      onLoad={() => setThere(true)}
    />
  )
}

function House(props: Pick<WidgetProps, "view">) {
  const name = () => props.view.screen().venue ?? "Felt"
  return (
    <p class="w-house" style={{ "--chars": String(Math.max(8, name().length)) }}>
      <img src="/felt.svg" alt="" />
      {name()}
    </p>
  )
}
