import { createMemo, createSignal, For, Show } from "solid-js"
import { formatChips } from "../../../domain/money.ts"
import { chipsOnFloor } from "../../../domain/stages.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import { chips } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { eventActs } from "../../data/event-acts.ts"
import { holdReloadWhile } from "../../data/unsaved.ts"
import { Icon } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/several.ts"
import { t as ts } from "../../words/staff.ts"
import { type BagRow, bagRows, bagTotals, readStack } from "./bag-rows.ts"

/** The bags at the end of a flight: every stack counted, sealed with a tap, held against the chips in play. */
export function BagSheet(props: { onClose: () => void }) {
  const { desk } = useDesk()
  const part = () => desk.listed(desk.selected())?.part
  const flight = () => {
    const current = part()
    return current?.kind === "flight" ? current.flight : ""
  }
  const rows = createMemo(() => bagRows(desk.floor()))
  const ids = createMemo(() => rows().map(({ entryId }) => entryId), [], {
    equals: (a, b) => a.join() === b.join(),
  })
  return (
    <Sheet
      isOpen
      onClose={props.onClose}
      title={t("bag.title", flight())}
      subtitle={t("bag.text")}
      closeLabel={ts("app.close")}
    >
      <Totals />
      <Show when={ids().length > 0} fallback={<p class="text-subtext0">{t("bag.none")}</p>}>
        <ul class="grid gap-2">
          <For each={ids()}>
            {(id) => (
              <Show when={rows().find(({ entryId }) => entryId === id)}>
                {(row) => <Row row={row()} />}
              </Show>
            )}
          </For>
        </ul>
      </Show>
    </Sheet>
  )
}

function Totals() {
  const { desk } = useDesk()
  const totals = () => {
    const part = desk.listed(desk.selected())?.part
    const inPlay = part ? chipsOnFloor(desk.floor(), desk.account(), part) : 0
    return bagTotals(desk.floor(), inPlay)
  }
  const text = () => {
    const { difference, isComplete } = totals()
    if (difference > 0) return t("bag.over", format(difference))
    if (difference < 0) return t("bag.missing", format(-difference))
    return isComplete ? t("bag.agree") : ""
  }
  return (
    <div
      class="sticky -top-5 z-10 -mx-5 mb-3 border-b border-surface0 bg-base px-5 py-3"
      role="status"
    >
      <dl class="grid grid-cols-2 gap-4">
        <div>
          <dt class="eyebrow">{t("bag.total")}</dt>
          <dd class="text-2xl font-semibold">{format(totals().total)}</dd>
        </div>
        <div>
          <dt class="eyebrow">{t("bag.inPlay")}</dt>
          <dd class="text-2xl font-semibold">{format(totals().inPlay)}</dd>
        </div>
      </dl>
      <p
        class="min-h-6 font-semibold"
        classList={{
          "text-green": totals().difference === 0,
          "text-red": totals().difference > 0,
          "text-yellow": totals().difference < 0,
        }}
      >
        {text()}
      </p>
    </div>
  )
}

const format = (count: number): string => formatChips(chips(count), locale())

function Row(props: { row: BagRow }) {
  const { desk } = useDesk()
  const acts = eventActs(desk)
  const [typed, setTyped] = createSignal<string | null>(null)
  holdReloadWhile(() => typed() !== null)
  const name = () => desk.players.nameOf(props.row.playerId)
  const text = () => typed() ?? String(props.row.sealed ?? props.row.counted ?? "")
  const count = () => readStack(text())
  const put = (entryId: EntryId, value: number | null) => {
    const undo = acts.bag(entryId, value)
    const done = value === null ? t("bag.opened", name()) : t("bag.sealed", name(), format(value))
    setTyped(null)
    say(done, { label: ts("app.undo"), run: undo })
  }
  const seal = (event: SubmitEvent & { currentTarget: HTMLElement }) => {
    event.preventDefault()
    const stack = count()
    if (stack === null || props.row.sealed !== null) return
    const list = event.currentTarget.closest("ul")
    put(props.row.entryId, stack)
    goOn(list, event.currentTarget)
  }
  return (
    <li>
      <form class="flex items-center gap-2 rounded-xl bg-mantle py-2 pr-2 pl-4" onSubmit={seal}>
        <span class="min-w-0 grow">
          <span class="block truncate font-semibold">{name()}</span>
          <span class="text-sm text-subtext0">{props.row.where}</span>
        </span>
        <Show
          when={props.row.sealed}
          fallback={
            <>
              <input
                class="field w-28 text-right"
                inputmode="numeric"
                autocomplete="off"
                aria-label={t("bag.stack", name())}
                aria-invalid={text() !== "" && count() === null}
                value={text()}
                onInput={(event) => setTyped(event.currentTarget.value)}
              />
              <button
                class="button button-go"
                aria-label={t("bag.sealLabel", name())}
                disabled={count() === null}
              >
                {t("bag.seal")}
              </button>
            </>
          }
        >
          {(sealed) => (
            <>
              <span class="flex items-center gap-1 text-lg font-semibold text-green">
                <Icon name="check" />
                {format(sealed())}
              </span>
              <button
                type="button"
                class="button"
                aria-label={t("bag.openLabel", name())}
                onClick={() => put(props.row.entryId, null)}
              >
                {t("bag.open")}
              </button>
            </>
          )}
        </Show>
      </form>
    </li>
  )
}

/** To the next open bag, so that a hand at the keys counts, presses Enter and counts on. */
function goOn(list: Element | null, row: HTMLElement): void {
  const next = list?.querySelector<HTMLElement>("input") ?? row.querySelector<HTMLElement>("button")
  next?.focus()
}
