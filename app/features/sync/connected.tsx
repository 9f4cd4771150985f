import { Index, Show } from "solid-js"
import type { RoomsAnswer } from "../../../schemas/wire.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/rooms.ts"
import type { Names } from "./names.ts"

/** Who is connected now: staff one by one, the players' phones counted. */
export function Connected(props: {
  staff: RoomsAnswer["staff"]
  phoneCount: number
  names: Names
}) {
  return (
    <section class="card flex flex-wrap items-center gap-2 px-4 py-3" aria-labelledby="connected">
      <h2 id="connected" class="eyebrow mr-2">
        {t("rooms.connected")}
      </h2>
      <ul class="contents">
        <Index each={props.staff}>
          {(each) => (
            <li class="pill min-h-8" title={each().bearer}>
              <span class="size-2 rounded-full bg-green" />
              {props.names.bearer(each().bearer)}
            </li>
          )}
        </Index>
        <Show when={props.phoneCount > 0}>
          <li class="pill min-h-8">
            <Icon name="phone" class="size-4" />
            {t("rooms.phones", props.phoneCount)}
          </li>
        </Show>
      </ul>
      <Show when={props.staff.length + props.phoneCount === 0}>
        <p class="text-subtext0">{t("rooms.nobody")}</p>
      </Show>
    </section>
  )
}
