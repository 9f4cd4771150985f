import { createMemo, For, Show } from "solid-js"
import {
  AT,
  between,
  removeRow,
  rowFields,
  rowKey,
  rowsOf,
} from "../../../domain/library-fields.ts"
import { newRowId } from "../../data/library-documents.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/library.ts"
import type { Draft } from "./draft.ts"
import { TextField } from "./fields.tsx"
import { moveRow } from "./level-rows.ts"
import { type RowTool, RowTools } from "./row-tools.tsx"

/** House rules, one under the other. */
export function RulesEditor(props: { draft: Draft; mayEdit: boolean }) {
  const rows = () => rowsOf({ ...props.draft.fields }, "paragraph")
  const ids = createMemo(() => rows().map(({ id }) => id))
  const add = () => {
    const at = between(rows().at(-1), undefined)
    props.draft.set(rowFields("paragraph", newRowId(), { heading: "", text: "", [AT]: at }))
  }
  return (
    <>
      <ol class="grid gap-3">
        <For each={ids()}>
          {(id, index) => (
            <RuleRow
              draft={props.draft}
              id={id}
              number={index() + 1}
              isLast={ids().at(-1) === id}
              mayEdit={props.mayEdit}
            />
          )}
        </For>
      </ol>
      <Show when={props.mayEdit}>
        <button type="button" class="button justify-self-start" onClick={add}>
          <Icon name="plus" />
          {t("rules.add")}
        </button>
      </Show>
    </>
  )
}

function RuleRow(props: {
  draft: Draft
  id: string
  number: number
  isLast: boolean
  mayEdit: boolean
}) {
  const key = (field: string) => rowKey("paragraph", props.id, field)
  const name = () => t("rules.rule", props.number)
  const move = (by: -1 | 1) =>
    props.draft.set(moveRow({ ...props.draft.fields }, "paragraph", props.id, by))
  const tools = (): RowTool[] => [
    {
      icon: "up",
      label: t("row.up", name()),
      short: t("row.doUp"),
      isOff: props.number === 1,
      act: () => move(-1),
    },
    {
      icon: "down",
      label: t("row.down", name()),
      short: t("row.doDown"),
      isOff: props.isLast,
      act: () => move(1),
    },
    {
      icon: "close",
      label: t("row.remove", name()),
      short: t("row.doRemove"),
      act: () => props.draft.set(removeRow("paragraph", props.id)),
    },
  ]
  return (
    <li class="grid grid-cols-[1.5rem_minmax(0,1fr)_auto] gap-2">
      <span class="pt-2.5 text-center font-semibold text-subtext1">{props.number}</span>
      <div class="grid gap-2">
        <TextField
          draft={props.draft}
          field={key("heading")}
          label={`${name()}: ${t("rules.heading")}`}
          longest={80}
          class="font-semibold"
        />
        <textarea
          class="field min-h-24 py-2"
          rows="3"
          maxlength="2000"
          aria-label={`${name()}: ${t("rules.text")}`}
          value={String(props.draft.fields[key("text")] ?? "")}
          onInput={(event) => props.draft.set({ [key("text")]: event.currentTarget.value })}
        />
      </div>
      <Show when={props.mayEdit} fallback={<span />}>
        <div>
          <RowTools name={name()} tools={tools()} />
        </div>
      </Show>
    </li>
  )
}
