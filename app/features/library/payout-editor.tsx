import { createMemo, For, Show } from "solid-js"
import { removeRow, rowFields, rowKey, rowsOf } from "../../../domain/library-fields.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/library.ts"
import { units } from "../payouts/offers.ts"
import { numberText, percentText } from "./amounts.ts"
import type { Draft } from "./draft.ts"
import { NumberField, percent } from "./fields.tsx"

/** A payout table as its places; they are 100 % together or cannot be saved. */
export function PayoutEditor(props: { draft: Draft; mayEdit: boolean }) {
  const rows = () => rowsOf({ ...props.draft.fields }, "place")
  const ids = createMemo(() => rows().map(({ id }) => id))
  const share = (id: string): number => {
    const value = props.draft.fields[rowKey("place", id, "share")]
    return typeof value === "number" ? value : 0
  }
  const sum = () => ids().reduce((total, id) => total + share(id), 0)
  const last = () => ids().at(-1)
  const add = () => {
    const id = String(Number(last() ?? 0) + 1)
    const rest = Math.max(0, 10_000 - sum())
    const before = last()
    const most = before === undefined ? 10_000 : share(before)
    props.draft.set(rowFields("place", id, { share: Math.min(rest, most) }))
  }
  const remove = () => {
    const id = last()
    if (id !== undefined) props.draft.set(removeRow("place", id))
  }
  const fill = () => {
    const [first] = ids()
    if (first === undefined) return
    const rest = Math.max(0, share(first) + 10_000 - sum())
    props.draft.set({ [rowKey("place", first, "share")]: rest })
  }
  return (
    <>
      <label class="field-label max-w-60">
        {t("payout.unit")}
        <select
          class="field"
          onChange={(event) => props.draft.set({ unitCents: Number(event.currentTarget.value) })}
        >
          <For each={units}>
            {(unit) => (
              <option value={unit} selected={props.draft.fields["unitCents"] === unit}>
                {numberText(unit / 100)}
              </option>
            )}
          </For>
        </select>
      </label>
      <ol class="grid gap-1.5 sm:grid-cols-2 sm:gap-x-6 lg:grid-cols-3">
        <For each={ids()}>
          {(id) => (
            <li class="flex items-center gap-3">
              <span class="w-20 shrink-0 text-subtext1">{t("payout.place", Number(id))}</span>
              <NumberField
                draft={props.draft}
                field={rowKey("place", id, "share")}
                form={percent}
                label={`${t("payout.place", Number(id))}: ${t("payout.share")}`}
                class="text-right"
              />
              <span class="text-subtext0">%</span>
            </li>
          )}
        </For>
      </ol>
      <div class="flex flex-wrap items-center gap-2">
        <p class="mr-auto text-lg font-semibold" aria-live="polite">
          {t("payout.sum")}{" "}
          <span classList={{ "text-green": sum() === 10_000, "text-red": sum() !== 10_000 }}>
            {percentText(sum())} %
          </span>
        </p>
        <Show when={props.mayEdit}>
          <button type="button" class="button" disabled={sum() === 10_000} onClick={fill}>
            {t("payout.fill")}
          </button>
          <button type="button" class="button" disabled={ids().length < 2} onClick={remove}>
            <Icon name="minus" />
            {t("payout.removePlace")}
          </button>
          <button type="button" class="button" onClick={add}>
            <Icon name="plus" />
            {t("payout.addPlace")}
          </button>
        </Show>
      </div>
    </>
  )
}
