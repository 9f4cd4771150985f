import { For } from "solid-js"
import { type Moment, MOMENTS } from "../../../schemas/documents/layouts.ts"
import { t } from "../../words/layouts.ts"

/** When something is shown: always, or at some moments. */
export function MomentChoice(props: {
  label: string
  when: readonly Moment[] | undefined
  isDisabled?: boolean
  onChoose: (when: Moment[] | undefined) => void
}) {
  const has = (moment: Moment) => props.when === undefined || props.when.includes(moment)
  const toggle = (moment: Moment) => {
    const chosen = MOMENTS.filter((each) => (each === moment ? !has(each) : has(each)))
    // At no moment would be never: then it had better be removed.
    if (chosen.length === 0) return
    props.onChoose(chosen.length === MOMENTS.length ? undefined : chosen)
  }
  return (
    <fieldset class="grid gap-1.5" disabled={props.isDisabled}>
      <legend class="mb-1.5 text-sm font-medium text-subtext1">{props.label}</legend>
      <div class="flex flex-wrap gap-2">
        <For each={MOMENTS}>
          {(moment) => (
            <button
              type="button"
              class="button px-3 text-sm"
              classList={{
                "bg-surface1 text-lavender": has(moment),
                "text-subtext0": !has(moment),
              }}
              aria-pressed={has(moment)}
              onClick={() => toggle(moment)}
            >
              {t(`moment.${moment}`)}
            </button>
          )}
        </For>
      </div>
    </fieldset>
  )
}
