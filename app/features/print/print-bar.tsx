// The rule means core/, the cloud; this is a library that has the word in its name.
// oxlint-disable-next-line no-restricted-imports
import { Dialog } from "@kobalte/core/dialog"
import { type Accessor, For, type JSX, Show } from "solid-js"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/print.ts"
import { t as ts } from "../../words/staff.ts"
import type { TableView } from "../floor/tables.ts"
import { papers } from "./paper.ts"
import type { Which } from "./people.ts"
import type { PrintJob } from "./printing.ts"
import type { createRemembered } from "./remembered.ts"

/** What somebody wants on paper, and how. */
export type Wish = {
  kind: Accessor<PrintJob["kind"]>
  setKind: (kind: PrintJob["kind"]) => void
  which: Accessor<Which>
  setWhich: (which: Which) => void
} & ReturnType<typeof createRemembered>

const kinds = ["cards", "sign-in", "tables"] as const

/** What is printed, on which paper, how many pages; and the one button for it. */
export function PrintBar(props: {
  wish: Wish
  tables: readonly TableView[]
  cards: number
  moved: number
  pages: number
  people: number
  codes: { missing: () => number; failed: () => number }
}) {
  return (
    <header class="printing-frame grid gap-3 border-b border-surface0 bg-mantle p-3 md:px-5">
      <div class="flex items-center gap-3">
        <Dialog.Title class="min-w-0 truncate text-xl font-semibold">
          {t(`print.${props.wish.kind()}`)}
        </Dialog.Title>
        <p class="text-subtext0" role="status">
          {props.pages > 0 ? t("print.pages", props.pages) : ""}
        </p>
        <Dialog.CloseButton class="button button-quiet ml-auto px-0" aria-label={ts("app.close")}>
          <Icon name="close" />
        </Dialog.CloseButton>
      </div>
      <div class="flex flex-wrap items-end gap-3">
        <Show when={props.wish.kind() !== "receipt"}>
          <Select
            label={t("print.what")}
            value={props.wish.kind()}
            onChange={(value) => {
              const kind = kinds.find((each) => each === value)
              if (kind) props.wish.setKind(kind)
            }}
          >
            <For each={kinds}>
              {(kind) => (
                <option value={kind} selected={props.wish.kind() === kind}>
                  {t(`print.${kind}`)}
                </option>
              )}
            </For>
          </Select>
        </Show>
        <Show when={props.wish.kind() === "cards"}>
          <WhichCards
            wish={props.wish}
            tables={props.tables}
            all={props.cards}
            moved={props.moved}
          />
        </Show>
        <Segments
          label={t("print.paper")}
          name="paper"
          options={papers.map((paper) => ({ value: paper, text: t(`paper.${paper}`) }))}
          chosen={props.wish.paper()}
          onChoose={props.wish.setPaper}
        />
        <Show when={props.wish.kind() === "tables" && props.wish.paper() !== "roll"}>
          <Segments
            label={t("print.perPage")}
            name="per-page"
            options={[
              { value: 1 as const, text: t("print.one") },
              { value: 4 as const, text: t("print.four") },
            ]}
            chosen={props.wish.perPage()}
            onChoose={props.wish.setPerPage}
          />
        </Show>
        <Show when={props.wish.kind() === "cards"}>
          <label class="flex min-h-11 items-center gap-2">
            <input
              type="checkbox"
              class="size-6 accent-lavender"
              checked={props.wish.hasCodes()}
              onChange={(event) => props.wish.setCodes(event.currentTarget.checked)}
            />
            {t("print.codes")}
          </label>
        </Show>
        <button
          class="button button-primary ml-auto min-w-32 max-sm:w-full"
          disabled={props.pages === 0 || props.codes.missing() > 0}
          onClick={() => print()}
        >
          <Icon name="print" />
          {t("print.open")}
        </button>
      </div>
      <CodesLine codes={props.codes} people={props.people} />
    </header>
  )
}

function CodesLine(props: {
  codes: { missing: () => number; failed: () => number }
  people: number
}) {
  return (
    <>
      <Show when={props.codes.missing()}>
        {(missing) => (
          <p role="status" class="text-sm text-subtext1">
            {t("print.coding", props.people - missing(), props.people)}
          </p>
        )}
      </Show>
      <Show when={props.codes.failed()}>
        {(failed) => (
          <p role="alert" class="text-sm text-yellow">
            {t("print.noCodes", failed())}
          </p>
        )}
      </Show>
    </>
  )
}

/** Everybody, one table, or those who were moved last. */
function WhichCards(props: {
  wish: Wish
  tables: readonly TableView[]
  all: number
  moved: number
}) {
  const valueOf = (which: Which) => (which.kind === "table" ? String(which.table) : which.kind)
  const read = (value: string): Which =>
    value === "all" || value === "moved" ? { kind: value } : { kind: "table", table: Number(value) }
  const isChosen = (which: Which) => valueOf(which) === valueOf(props.wish.which())
  return (
    <Select
      label={t("print.which")}
      value={valueOf(props.wish.which())}
      onChange={(value) => props.wish.setWhich(read(value))}
    >
      <option value="all" selected={isChosen({ kind: "all" })}>
        {t("print.all", props.all)}
      </option>
      <Show when={props.moved > 0 || props.wish.which().kind === "moved"}>
        <option value="moved" selected={isChosen({ kind: "moved" })}>
          {t("print.moved", props.moved)}
        </option>
      </Show>
      <For each={props.tables}>
        {({ table, players }) => (
          <option
            value={String(table.number)}
            selected={isChosen({ kind: "table", table: table.number })}
          >
            {t("print.table", table.number, players)}
          </option>
        )}
      </For>
    </Select>
  )
}

function Select(props: {
  label: string
  value: string
  onChange: (value: string) => void
  children: JSX.Element
}) {
  return (
    <label class="field-label min-w-40 max-sm:grow">
      {props.label}
      <select class="field" onChange={(event) => props.onChange(event.currentTarget.value)}>
        {props.children}
      </select>
    </label>
  )
}

/** A few choices side by side, of which one holds. */
function Segments<Value extends string | number>(props: {
  label: string
  name: string
  options: readonly { value: Value; text: string }[]
  chosen: Value
  onChoose: (value: Value) => void
}) {
  return (
    <fieldset class="relative">
      <legend class="mb-1.5 text-sm font-medium text-subtext1">{props.label}</legend>
      <div class="flex gap-1">
        <For each={props.options}>
          {({ value, text }) => (
            <label class="choice grid min-h-11 min-w-14 place-content-center px-3 font-semibold whitespace-nowrap">
              <input
                class="sr-only"
                type="radio"
                name={props.name}
                checked={props.chosen === value}
                onChange={() => props.onChoose(value)}
              />
              {text}
            </label>
          )}
        </For>
      </div>
    </fieldset>
  )
}
