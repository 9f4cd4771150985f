import { createMemo, Show } from "solid-js"
import type { PlacedWidget } from "../../../schemas/documents/layouts.ts"
import type { WidgetId } from "../../../schemas/ids.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/layouts.ts"
import { MomentChoice } from "./moment-choice.tsx"

/** What can be said of the part that is chosen: when it is there, and what it says. */
export function WidgetPanel(props: {
  widget: PlacedWidget | undefined
  onPlace: (widget: PlacedWidget) => void
  onRemove: (id: WidgetId) => void
}) {
  // The part is made anew with every word of the Leaf's; what somebody types must outlive that.
  const text = createMemo(() => props.widget?.text ?? "")
  return (
    <section class="card grid min-h-24 content-start gap-3 p-4">
      <Show when={props.widget} fallback={<p class="text-subtext0">{t("editor.none")}</p>}>
        {(widget) => (
          <>
            <div>
              <h2 class="text-lg font-semibold">{t(`widget.${widget().kind}`)}</h2>
              <p class="text-sm text-subtext0">
                {t("editor.size", widget().w, widget().h)}, {t("editor.at", widget().x, widget().y)}
              </p>
            </div>
            <Show when={widget().kind === "text" || widget().kind === "code"}>
              <label class="field-label">
                {t(widget().kind === "text" ? "editor.text" : "editor.link")}
                <input
                  class="field"
                  maxlength="200"
                  autocomplete="off"
                  value={text()}
                  onChange={(event) =>
                    props.onPlace({ ...widget(), text: event.currentTarget.value })
                  }
                />
              </label>
            </Show>
            <MomentChoice
              label={t("editor.when")}
              when={widget().when}
              onChoose={(when) => {
                const { when: _before, ...rest } = widget()
                props.onPlace({ ...rest, ...(when && { when }) })
              }}
            />
            <button class="button button-danger" onClick={() => props.onRemove(widget().id)}>
              <Icon name="close" />
              {t("editor.remove")}
            </button>
          </>
        )}
      </Show>
    </section>
  )
}
