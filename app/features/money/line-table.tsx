import { createMemo, createSignal, For, Index, Show } from "solid-js"
import type { Method } from "../../../schemas/account.ts"
import type { IntentKind } from "../../../schemas/intent.ts"
import type { Sequence } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { createGrowing } from "../../ui/growing.ts"
import { Icon } from "../../ui/icon.tsx"
import { t as deals } from "../../words/deals.ts"
import { locale } from "../../words/language.ts"
import { t as paper } from "../../words/receipt.ts"
import { t } from "../../words/staff.ts"
import {
  ALL_LINES,
  filterLines,
  flowOf,
  isFiltering,
  type LineFilter,
  methodOf,
} from "./line-filter.ts"
import type { MoneyLine } from "./lines.ts"
import { createMoney } from "./money-format.ts"
import { reasonText } from "./reasons.ts"

type Chosen = { onReceipt: (line: Sequence) => void; onTakeBack: (line: Sequence) => void }

/** So many lines are on the page at first; the others come as they are scrolled to. */
const STEP = 100

/** The lines of the ledger, newest first, and the way to find one among thousands. */
export function Lines(props: Chosen & { lines: readonly MoneyLine[] }) {
  const { desk } = useDesk()
  const [filter, setFilter] = createSignal<LineFilter>(ALL_LINES)
  const found = createMemo(() =>
    filterLines(props.lines, filter(), (playerId) => desk.players.nameOf(playerId)),
  )
  return (
    <section class="grid gap-2" aria-label={t("money.ledger")}>
      <FilterBar
        lines={props.lines}
        filter={filter()}
        onChange={(change) => setFilter((last) => ({ ...last, ...change }))}
      />
      <Show when={isFiltering(filter())}>
        <Found found={found()} all={props.lines.length} onClear={() => setFilter(ALL_LINES)} />
      </Show>
      <Show
        when={found().length > 0}
        fallback={<p class="card px-4 py-6 text-center text-subtext1">{deals("find.none")}</p>}
      >
        {/* A new filter begins at the top again. */}
        <Show when={filter()} keyed>
          <LineTable {...props} lines={found()} />
        </Show>
      </Show>
    </section>
  )
}

function FilterBar(props: {
  lines: readonly MoneyLine[]
  filter: LineFilter
  onChange: (change: Partial<LineFilter>) => void
}) {
  const { desk } = useDesk()
  const values = <Value extends string>(of: (line: MoneyLine) => Value | null): Value[] =>
    [...new Set(props.lines.flatMap((line) => of(line) ?? []))].toSorted()
  return (
    <div class="grid grid-cols-3 gap-2 lg:grid-cols-[1fr_11rem_11rem_11rem]">
      <label class="relative col-span-3 block lg:col-span-1">
        <span class="sr-only">{deals("find.search")}</span>
        <Icon
          name="search"
          class="pointer-events-none absolute top-1/2 left-3 size-5 -translate-y-1/2 text-subtext0"
        />
        <input
          class="field pl-10"
          type="search"
          autocomplete="off"
          placeholder={deals("find.hint")}
          value={props.filter.text}
          onInput={(event) => props.onChange({ text: event.currentTarget.value })}
        />
      </label>
      <Choice
        label={deals("find.kind")}
        all={deals("find.allKinds")}
        values={values<IntentKind>(({ kind }) => kind)}
        chosen={props.filter.kind}
        name={(kind) => t(`kind.${kind}`)}
        onChoose={(kind) => props.onChange({ kind })}
      />
      <Choice
        label={deals("find.method")}
        all={deals("find.allMethods")}
        values={values<Method>(methodOf)}
        chosen={props.filter.method}
        name={(method) => paper(`method.${method}`)}
        onChoose={(method) => props.onChange({ method })}
      />
      <Choice
        label={deals("find.who")}
        all={deals("find.everybody")}
        values={values<string>(({ staffId }) => staffId)}
        chosen={props.filter.staffId}
        name={(staffId) => (desk.staff.isMe(staffId) ? t("money.you") : desk.staff.nameOf(staffId))}
        onChoose={(staffId) => props.onChange({ staffId })}
      />
    </div>
  )
}

function Choice<Value extends string>(props: {
  label: string
  all: string
  values: readonly Value[]
  chosen: Value | null
  name: (value: Value) => string
  onChoose: (value: Value | null) => void
}) {
  return (
    <label class="min-w-0">
      <span class="sr-only">{props.label}</span>
      <select
        class="field px-2"
        onChange={(event) =>
          props.onChoose(props.values.find((each) => each === event.currentTarget.value) ?? null)
        }
      >
        <option value="" selected={props.chosen === null}>
          {props.all}
        </option>
        <For each={props.values}>
          {(value) => (
            <option value={value} selected={props.chosen === value}>
              {props.name(value)}
            </option>
          )}
        </For>
      </select>
    </label>
  )
}

/** How many were found and what they come to. */
function Found(props: { found: readonly MoneyLine[]; all: number; onClear: () => void }) {
  const money = createMoney()
  const flow = () => flowOf(props.found)
  return (
    <p role="status" class="flex flex-wrap items-center gap-x-4 gap-y-1 px-1 text-subtext1">
      <span class="font-semibold text-text">
        {deals("find.found", props.found.length, props.all)}
      </span>
      <span>{deals("find.in", money(flow().inCents))}</span>
      <span>{deals("find.out", money(flow().outCents))}</span>
      <button class="button ml-auto" onClick={() => props.onClear()}>
        {deals("find.clear")}
      </button>
    </p>
  )
}

function LineTable(props: Chosen & { lines: readonly MoneyLine[] }) {
  const [shown, end] = createGrowing(STEP)
  return (
    <>
      <div class="card overflow-hidden">
        <table class="w-full text-left">
          <caption class="sr-only">{t("money.ledger")}</caption>
          <thead class="border-b border-surface0 text-sm text-subtext0">
            <tr>
              <th class="py-2 pl-4 font-medium">#</th>
              <th class="hidden px-2 font-medium sm:table-cell">{t("money.time")}</th>
              <th class="px-2 font-medium">{t("money.what")}</th>
              <th class="px-2 font-medium">{t("money.player")}</th>
              <th class="px-2 text-right font-medium">{t("money.amount")}</th>
              <th class="hidden px-2 font-medium lg:table-cell">{t("money.who")}</th>
              <td class="w-14" />
            </tr>
          </thead>
          <tbody>
            <Index each={props.lines.slice(0, shown())}>
              {(line) => (
                <LineRow line={line()} onReceipt={props.onReceipt} onTakeBack={props.onTakeBack} />
              )}
            </Index>
          </tbody>
        </table>
      </div>
      <div ref={end} />
    </>
  )
}

function LineRow(props: Chosen & { line: MoneyLine }) {
  const { desk } = useDesk()
  const money = createMoney()
  return (
    <tr
      class="h-12 border-b border-surface0/60 last:border-b-0"
      classList={{
        "text-subtext0 line-through": props.line.voidedBy !== null,
        "bg-red/8": props.line.outcome !== "accepted" && props.line.closedBy === null,
      }}
    >
      <td class="pl-4 text-subtext0">{props.line.sequence}</td>
      <td class="hidden px-2 text-subtext0 sm:table-cell">
        {new Date(props.line.recordedAt).toLocaleTimeString(locale(), {
          hour: "2-digit",
          minute: "2-digit",
        })}
      </td>
      <td class="px-2">
        {t(`kind.${props.line.kind}`)}
        <Show when={props.line.voids}>{(line) => <span> #{line()}</span>}</Show>
        <Show when={props.line.method}>
          {(method) => <span class="text-sm text-subtext0"> · {paper(`method.${method()}`)}</span>}
        </Show>
        <Show when={props.line.reason}>
          {(reason) => (
            <span class="block text-sm text-red">
              {t(props.line.outcome === "conflict" ? "money.conflict" : "money.rejected")}:{" "}
              {reasonText(reason())}
              <Show when={props.line.against.length > 0}> (#{props.line.against.join(", #")})</Show>
              <Show when={props.line.closedBy}>
                {(line) => <span class="text-green"> {t("conflict.closedBy", line())}</span>}
              </Show>
            </span>
          )}
        </Show>
      </td>
      <td class="w-full max-w-0 truncate px-2 sm:w-auto sm:max-w-40">
        <Show when={props.line.playerId}>{(id) => <>{desk.players.nameOf(id())}</>}</Show>
      </td>
      <td class="px-2 text-right font-semibold">
        <Show when={props.line.amountCents !== null}>{money(props.line.amountCents ?? 0)}</Show>
      </td>
      <td class="hidden px-2 text-sm text-subtext0 lg:table-cell">
        {desk.staff.isMe(props.line.staffId)
          ? t("money.you")
          : desk.staff.nameOf(props.line.staffId)}
      </td>
      <td class="pr-2 text-right whitespace-nowrap">
        <Show when={props.line.hasReceipt}>
          <button
            class="button button-quiet px-0"
            aria-label={t("receipt.of", props.line.sequence)}
            title={t("receipt.show")}
            onClick={() => props.onReceipt(props.line.sequence)}
          >
            <Icon name="receipt" />
          </button>
        </Show>
        <Show when={props.line.canBeVoided}>
          {/* On a phone it is in the receipt. */}
          <button
            class="button button-quiet px-0"
            classList={{ "max-sm:hidden": props.line.hasReceipt }}
            aria-label={t("money.voidLine", props.line.sequence)}
            title={t("money.void")}
            onClick={() => props.onTakeBack(props.line.sequence)}
          >
            <Icon name="undo" />
          </button>
        </Show>
      </td>
    </tr>
  )
}
