import { createMemo, For, Show } from "solid-js"
import { readyLayouts } from "../../../domain/ready-layouts.ts"
import { venueLayouts } from "../../../domain/screens.ts"
import type { Layout } from "../../../schemas/documents/layouts.ts"
import type { DisplayState } from "../../../schemas/display.ts"
import type { LayoutId } from "../../../schemas/ids.ts"
import type { Millis } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/layouts.ts"
import { t as ts } from "../../words/staff.ts"
import { layoutName } from "./layout-name.ts"
import { Picture } from "./picture.tsx"

/** Every layout as it would look now: the venue's own to edit, Felt's to copy. */
export function LayoutList(props: {
  state: DisplayState
  now: Millis
  isDisabled: boolean
  onEdit: (id: LayoutId) => void
}) {
  const { desk, acts } = useDesk()
  const own = createMemo(() => venueLayouts(desk.hall.values()))
  const copy = (layout: Layout) => {
    const name = t("layouts.copyOf", layoutName(layout))
    const { id, undo } = acts.copyLayout(layout, name)
    say(t("did.copied", name), { label: ts("app.undo"), run: undo })
    props.onEdit(id)
  }
  return (
    <section class="grid gap-3">
      <h2 class="text-xl font-semibold">{t("layouts.title")}</h2>
      <ul class="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        <For each={[...own(), ...readyLayouts]}>
          {(layout) => {
            const isReady = readyLayouts.includes(layout)
            return (
              <li class="card grid min-w-0 gap-3 p-3">
                <Picture state={props.state} now={props.now} layout={layout} />
                <div class="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2 px-1">
                  <div class="min-w-0">
                    <h3 class="truncate font-semibold">{layoutName(layout)}</h3>
                    <Show when={isReady}>
                      <p class="text-sm text-subtext0">{t("layouts.ready")}</p>
                    </Show>
                  </div>
                  <button
                    class="button"
                    disabled={props.isDisabled}
                    aria-label={`${t(isReady ? "layouts.copy" : "layouts.edit")}: ${layoutName(layout)}`}
                    onClick={() => (isReady ? copy(layout) : props.onEdit(layout.id))}
                  >
                    <Show when={isReady}>
                      <Icon name="plus" />
                    </Show>
                    {t(isReady ? "layouts.copy" : "layouts.edit")}
                  </button>
                </div>
              </li>
            )
          }}
        </For>
      </ul>
    </section>
  )
}
