import { createMemo, createSignal, For, Show } from "solid-js"
import { removeRow, rowKey, rowsOf } from "../../../domain/library-fields.ts"
import { levelFields } from "../../../domain/library-items.ts"
import { newRowId } from "../../data/library-documents.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/library.ts"
import { hoursText } from "./amounts.ts"
import { levelName, nameOfNoLevel } from "./describe.ts"
import type { Draft } from "./draft.ts"
import { Labelled, minutes, NumberField, whole } from "./fields.tsx"
import { GenerateSheet } from "./generate-sheet.tsx"
import { addLevel, levelsIn, moveRow } from "./level-rows.ts"
import { type RowTool, RowTools } from "./row-tools.tsx"
import { StructureCheck } from "./structure-check.tsx"

const columns =
  "grid grid-cols-[2rem_repeat(4,minmax(0,1fr))_2.75rem] items-center gap-1.5 md:grid-cols-[3rem_repeat(4,minmax(0,1fr))_14rem] md:gap-2"

/** A structure as its levels, with what goes for the whole above them. */
export function StructureEditor(props: { draft: Draft; mayEdit: boolean }) {
  const [isGenerating, setGenerating] = createSignal(false)
  const ids = createMemo(() => rowsOf({ ...props.draft.fields }, "level").map(({ id }) => id))
  const length = () =>
    levelsIn({ ...props.draft.fields }).reduce((sum, { level }) => sum + level.durationMs, 0)
  const add = (kind: "round" | "break", after: string | null = null) =>
    props.draft.set(addLevel({ ...props.draft.fields }, kind, { after, newId: newRowId() }))
  return (
    <>
      <Whole draft={props.draft} ids={ids()} />
      <section class="grid gap-2" aria-label={t("structure.levels")}>
        <header class="flex flex-wrap items-center justify-between gap-2">
          <h2 class="text-lg font-semibold">
            {t("structure.levels")}{" "}
            <span class="text-[1rem] font-normal text-subtext0">
              {t("structure.length", hoursText(length()))}
            </span>
          </h2>
          <Show when={props.mayEdit}>
            <button type="button" class="button" onClick={() => setGenerating(true)}>
              <Icon name="shuffle" />
              {t("structure.generate")}
            </button>
          </Show>
        </header>
        <StructureCheck fields={{ ...props.draft.fields }} />
        <div class={`${columns} text-center text-xs text-subtext0`} aria-hidden="true">
          <span>#</span>
          <span>{t("structure.smallBlind")}</span>
          <span>{t("structure.bigBlind")}</span>
          <span>{t("structure.ante")}</span>
          <span>{t("structure.minutes")}</span>
          <span />
        </div>
        <ol class="grid gap-1.5">
          <For each={ids()}>
            {(id) => (
              <LevelRow
                draft={props.draft}
                id={id}
                isFirst={ids()[0] === id}
                isLast={ids().at(-1) === id}
                mayEdit={props.mayEdit}
                onAdd={(kind) => add(kind, id)}
              />
            )}
          </For>
        </ol>
        <Show when={props.mayEdit}>
          <div class="flex gap-2">
            <button type="button" class="button grow" onClick={() => add("round")}>
              <Icon name="plus" />
              {t("structure.addLevel")}
            </button>
            <button type="button" class="button grow" onClick={() => add("break")}>
              <Icon name="plus" />
              {t("structure.addBreak")}
            </button>
          </div>
        </Show>
      </section>
      <Show when={isGenerating()}>
        <GenerateSheet draft={props.draft} onClose={() => setGenerating(false)} />
      </Show>
    </>
  )
}

function Whole(props: { draft: Draft; ids: readonly string[] }) {
  const numbers = [
    ["startingStack", "structure.stack"],
    ["rebuyStack", "structure.rebuyStack"],
    ["addOnStack", "structure.addOnStack"],
    ["seatsPerTable", "structure.seats"],
  ] as const
  const labels = {
    lateRegistrationEndsAt: "structure.late",
    rebuysEndAt: "structure.rebuys",
    addOnAt: "structure.addOn",
  } as const
  return (
    <div class="grid grid-cols-2 gap-3 sm:grid-cols-4">
      <For each={numbers}>
        {([field, label]) => (
          <Labelled label={t(label)}>
            <NumberField draft={props.draft} field={field} form={whole} label={t(label)} />
          </Labelled>
        )}
      </For>
      <For each={levelFields}>
        {(field) => (
          <label class="field-label content-start">
            {t(labels[field])}
            <select
              class="field"
              onChange={(event) => props.draft.set({ [field]: event.currentTarget.value || null })}
            >
              <option value="" selected={(props.draft.fields[field] ?? null) === null}>
                {nameOfNoLevel(field)}
              </option>
              <For each={props.ids}>
                {(id) => (
                  <option value={id} selected={props.draft.fields[field] === id}>
                    {levelName({ ...props.draft.fields }, id)}
                  </option>
                )}
              </For>
            </select>
          </label>
        )}
      </For>
    </div>
  )
}

function LevelRow(props: {
  draft: Draft
  id: string
  isFirst: boolean
  isLast: boolean
  mayEdit: boolean
  onAdd: (kind: "round" | "break") => void
}) {
  const key = (field: string) => rowKey("level", props.id, field)
  const name = () => levelName({ ...props.draft.fields }, props.id)
  const isBreak = () => props.draft.fields[key("kind")] === "break"
  const move = (by: -1 | 1) =>
    props.draft.set(moveRow({ ...props.draft.fields }, "level", props.id, by))
  const tools = (): RowTool[] => [
    {
      icon: "up",
      label: t("row.up", name()),
      short: t("row.doUp"),
      isOff: props.isFirst,
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
      icon: "plus",
      label: t("row.addBelow", name()),
      short: t("row.doAddLevel"),
      act: () => props.onAdd("round"),
    },
    {
      icon: "pause",
      label: t("row.doAddBreak"),
      short: t("row.doAddBreak"),
      isRare: true,
      act: () => props.onAdd("break"),
    },
    {
      icon: "close",
      label: t("row.remove", name()),
      short: t("row.doRemove"),
      act: () => props.draft.set(removeRow("level", props.id)),
    },
  ]
  const of = (field: `structure.${"smallBlind" | "bigBlind" | "ante" | "minutes" | "colourUp"}`) =>
    t("structure.of", name(), t(field))
  return (
    <li class={columns} classList={{ "rounded-xl bg-surface0/60": isBreak() }}>
      <span class="text-center font-semibold text-subtext1">
        {isBreak() ? <Icon name="pause" class="mx-auto size-5" /> : name().replace(/\D/g, "")}
      </span>
      <Show
        when={isBreak()}
        fallback={
          <For
            each={
              [
                ["smallBlind", "structure.smallBlind"],
                ["bigBlind", "structure.bigBlind"],
                ["ante", "structure.ante"],
              ] as const
            }
          >
            {([field, label]) => (
              <NumberField
                draft={props.draft}
                field={key(field)}
                form={whole}
                label={of(label)}
                class="px-1! text-center text-sm md:text-[1rem]"
              />
            )}
          </For>
        }
      >
        <span class="truncate font-medium">{t("structure.break")}</span>
        <ColourUp draft={props.draft} field={key("colourUp")} label={of("structure.colourUp")} />
      </Show>
      <NumberField
        draft={props.draft}
        field={key("durationMs")}
        form={minutes}
        label={of("structure.minutes")}
        class="px-1! text-center text-sm md:text-[1rem]"
      />
      <Show when={props.mayEdit} fallback={<span />}>
        <RowTools name={name()} tools={tools()} />
      </Show>
    </li>
  )
}

/** The chips that go in a break, as one text. */
function ColourUp(props: { draft: Draft; field: string; label: string }) {
  const isWrong = () => !/^[\d\s]*$/.test(String(props.draft.fields[props.field] ?? ""))
  return (
    <input
      class="field col-span-2 px-1! text-center text-sm md:text-[1rem]"
      classList={{ "border-red!": isWrong() }}
      aria-label={props.label}
      aria-invalid={isWrong()}
      placeholder={t("structure.colourUp")}
      title={t("structure.colourUpHint")}
      value={String(props.draft.fields[props.field] ?? "")}
      onInput={(event) => props.draft.set({ [props.field]: event.currentTarget.value || null })}
    />
  )
}
