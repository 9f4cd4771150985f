import { For } from "solid-js"
import { FlightMode } from "../../../schemas/documents/venue.ts"
import { t } from "../../words/several.ts"

/** Whose stack goes on where somebody has qualified more than once. */
export function ModeChoice(props: {
  chosen: FlightMode
  onChoose: (mode: FlightMode) => void
  isDisabled?: boolean
  name: string
}) {
  return (
    <fieldset class="relative" disabled={props.isDisabled}>
      <legend class="mb-1.5 text-sm font-medium text-subtext1">{t("kind.mode")}</legend>
      <div class="grid gap-2 sm:grid-cols-2">
        <For each={FlightMode.options}>
          {(mode) => (
            <label class="choice grid min-h-16 gap-0.5 p-3">
              <input
                class="sr-only"
                type="radio"
                name={props.name}
                checked={props.chosen === mode}
                onChange={() => props.onChoose(mode)}
              />
              <span class="font-semibold">{t(`mode.${mode}`)}</span>
              <span class="text-sm text-subtext0">{t(`mode.${mode}Text`)}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  )
}
