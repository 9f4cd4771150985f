import { createMemo, createSignal, For, Show } from "solid-js"
import { chipCapacity } from "../../../domain/chip-sets.ts"
import { removeRow, rowFields, rowKey, rowsOf } from "../../../domain/library-fields.ts"
import { chipColours } from "../../../schemas/library.ts"
import { newRowId } from "../../data/library-documents.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/library.ts"
import { numberText, readWhole } from "./amounts.ts"
import type { Draft } from "./draft.ts"
import { NumberField, whole } from "./fields.tsx"

/** What a chip looks like on the screen. */
const paint: Record<(typeof chipColours)[number], string> = {
  white: "#f5f5f5",
  grey: "#8b8f98",
  black: "#16161c",
  red: "#c4314b",
  pink: "#e58fb4",
  orange: "#e07b2f",
  yellow: "#e4c441",
  green: "#2f8f4e",
  teal: "#2a9d99",
  blue: "#2f62c4",
  purple: "#7a45b8",
  brown: "#7b5236",
}

/** The house's chips, value by value, and how far they go. */
export function ChipsEditor(props: { draft: Draft; mayEdit: boolean }) {
  // In the order in which they were opened: a row must not jump away while its value is typed.
  const ids = createMemo((before: readonly string[]) => {
    const rows = rowsOf({ ...props.draft.fields }, "chip").map(({ id }) => id)
    return [
      ...before.filter((id) => rows.includes(id)),
      ...rows.filter((id) => !before.includes(id)),
    ]
  }, [])
  const add = () => {
    const colour = chipColours.find((each) => !usedColours().includes(each)) ?? "white"
    const highest = Math.max(0, ...values())
    const value = highest === 0 ? 25 : highest * 5
    props.draft.set(rowFields("chip", newRowId(), { value, colour, count: null }))
  }
  const of = (field: string) => ids().map((id) => props.draft.fields[rowKey("chip", id, field)])
  const usedColours = () => of("colour")
  const values = () => of("value").filter((value) => typeof value === "number")
  return (
    <>
      <ul class="grid gap-2">
        <For each={ids()}>
          {(id) => <ChipRow draft={props.draft} id={id} mayEdit={props.mayEdit} />}
        </For>
      </ul>
      <div class="flex flex-wrap items-center justify-between gap-3">
        <Capacity draft={props.draft} ids={ids()} />
        <Show when={props.mayEdit}>
          <button type="button" class="button" onClick={add}>
            <Icon name="plus" />
            {t("chips.add")}
          </button>
        </Show>
      </div>
    </>
  )
}

function ChipRow(props: { draft: Draft; id: string; mayEdit: boolean }) {
  const key = (field: string) => rowKey("chip", props.id, field)
  const name = () => {
    const value = props.draft.fields[key("value")]
    return typeof value === "number" ? t("chips.chip", numberText(value)) : t("chips.newChip")
  }
  const colour = () =>
    chipColours.find((each) => each === props.draft.fields[key("colour")]) ?? "white"
  return (
    <li class="grid grid-cols-[2.75rem_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_2.75rem] items-center gap-2">
      <svg viewBox="0 0 24 24" class="size-11" aria-hidden="true">
        <circle cx="12" cy="12" r="11" fill={paint[colour()]} stroke="#f5f5f5" stroke-width="0.5" />
        <circle
          cx="12"
          cy="12"
          r="9.5"
          fill="none"
          stroke="#f5f5f5"
          stroke-width="2.5"
          stroke-dasharray="4 5.95"
        />
        <circle
          cx="12"
          cy="12"
          r="6.5"
          fill={paint[colour()]}
          stroke="#f5f5f5"
          stroke-width="0.7"
        />
      </svg>
      <NumberField
        draft={props.draft}
        field={key("value")}
        form={whole}
        label={`${name()}: ${t("chips.value")}`}
        placeholder={t("chips.value")}
      />
      <select
        class="field px-2!"
        aria-label={`${name()}: ${t("chips.colour")}`}
        onChange={(event) => props.draft.set({ [key("colour")]: event.currentTarget.value })}
      >
        <For each={chipColours}>
          {(each) => (
            <option value={each} selected={colour() === each}>
              {t(`colour.${each}`)}
            </option>
          )}
        </For>
      </select>
      <NumberField
        draft={props.draft}
        field={key("count")}
        form={whole}
        isOptional
        label={`${name()}: ${t("chips.count")}`}
        placeholder={t("chips.count")}
      />
      <Show when={props.mayEdit} fallback={<span />}>
        <button
          type="button"
          class="button button-quiet px-0"
          aria-label={t("row.remove", name())}
          title={t("row.remove", name())}
          onClick={() => props.draft.set(removeRow("chip", props.id))}
        >
          <Icon name="close" />
        </button>
      </Show>
    </li>
  )
}

/** How many stacks the chips make, where all of them were counted. */
function Capacity(props: { draft: Draft; ids: readonly string[] }) {
  const [stack, setStack] = createSignal("20000")
  const capacity = createMemo(() => {
    const size = readWhole(stack())
    const set = props.ids.flatMap((id) => {
      const value = props.draft.fields[rowKey("chip", id, "value")]
      const count = props.draft.fields[rowKey("chip", id, "count")]
      return typeof value === "number" && value > 0 && typeof count === "number"
        ? [{ value, count }]
        : []
    })
    const isDistinct = new Set(set.map(({ value }) => value)).size === set.length
    const isWhole = set.length > 0 && set.length === props.ids.length && isDistinct
    return isWhole && size !== null && size > 0 && size <= 10_000_000
      ? { count: chipCapacity({ set, stack: size }), size }
      : null
  })
  return (
    <div class="flex flex-wrap items-center gap-2 text-subtext1">
      {t("chips.stackOf")}
      <input
        class="field w-28!"
        inputmode="numeric"
        aria-label={t("chips.stackOf")}
        value={stack()}
        onInput={(event) => setStack(event.currentTarget.value)}
      />
      <span aria-live="polite">
        <Show when={capacity()} fallback={t("chips.countHint")}>
          {(found) => t("chips.capacity", found().count, numberText(found().size))}
        </Show>
      </span>
    </div>
  )
}
