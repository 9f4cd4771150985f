import { createMemo, Show } from "solid-js"
import { t } from "../../../words/display.ts"
import { Fetched } from "../fetched.tsx"
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
      {(shown) => (
        <Fetched class="w-sponsor" src={`/api/pictures/${shown}`} alt={t("display.sponsor")} />
      )}
    </Show>
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
