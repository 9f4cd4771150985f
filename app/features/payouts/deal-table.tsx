import { createSignal, For, Show } from "solid-js"
import { formatChips } from "../../../domain/money.ts"
import { sum } from "../../../domain/share-out.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { createTicking } from "../../ui/ticking.ts"
import { t } from "../../words/deals.ts"
import { locale } from "../../words/language.ts"
import { t as staff } from "../../words/staff.ts"
import { agoText } from "../floor/ago.ts"
import { createMoney } from "../money/money-format.ts"
import type { Proposals } from "./deal.tsx"
import {
  type DealMethod,
  dealMethods,
  type DealPlayer,
  type DealTerms,
  type Proposal,
  readChips,
  worstPrize,
} from "./deal-form.ts"

type Shown = {
  players: readonly DealPlayer[]
  terms: DealTerms
  proposals: Proposals
  chosen: DealMethod
  custom: ReadonlyMap<EntryId, string>
  onCustom: (entryId: EntryId, text: string) => void
}

/** On a narrow page only the chosen way of sharing is to be seen. */
const isHidden = (method: DealMethod, chosen: DealMethod) => ({
  "max-xl:hidden": method !== chosen,
  "bg-surface0/60": method === chosen,
})

/** The players with their stacks, and what each way of sharing gives them. */
export function DealTable(props: Shown) {
  const money = createMoney()
  const total = () => sum(props.players.map(({ counted }) => counted?.count ?? 0))
  return (
    <table class="w-full text-left">
      <caption class="sr-only">{t("deal.methods")}</caption>
      <thead class="border-b border-surface1 text-sm text-subtext0">
        <tr>
          <th class="py-2 pr-2 font-medium">{t("deal.player")}</th>
          <th class="px-2 font-medium">{t("deal.stack")}</th>
          <For each={dealMethods}>
            {(method) => (
              <th class="px-2 text-right font-medium" classList={isHidden(method, props.chosen)}>
                {t(`deal.method.${method}`)}
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody>
        <For each={props.players.map(({ entryId }) => entryId)}>
          {(entryId) => <PlayerRow entryId={entryId} shown={props} />}
        </For>
      </tbody>
      <tfoot class="border-t border-surface1 font-semibold">
        <tr class="h-12">
          <td class="pr-2 text-subtext0">{t("deal.total")}</td>
          <td class="px-2">{formatChips(total(), locale())}</td>
          <For each={dealMethods}>
            {(method) => (
              <td class="px-2 text-right" classList={isHidden(method, props.chosen)}>
                <Show when={sharedBy(props.proposals[method]) !== null} fallback="–">
                  {money(sharedBy(props.proposals[method]) ?? 0)}
                </Show>
              </td>
            )}
          </For>
        </tr>
      </tfoot>
    </table>
  )
}

const sharedBy = (proposed: Proposal): number | null =>
  proposed.kind === "possible" ? sum(proposed.shares.map(({ amountCents }) => amountCents)) : null

function PlayerRow(props: { entryId: EntryId; shown: Shown }) {
  const { desk } = useDesk()
  const player = () => props.shown.players.find(({ entryId }) => entryId === props.entryId)
  const name = () => desk.players.nameOf(player()?.playerId)
  const seat = () => {
    const { tableNumber, seat: number } = player() ?? { tableNumber: null, seat: null }
    return tableNumber === null || number === null ? "" : staff("entry.seat", tableNumber, number)
  }
  return (
    <tr class="border-b border-surface0 last:border-b-0">
      <td class="w-full max-w-0 py-2 pr-2">
        <span class="block truncate font-semibold sm:text-lg">{name()}</span>
        <span class="block truncate text-sm text-subtext0">{seat()}</span>
      </td>
      <td class="px-2 py-2 align-top">
        <StackField entryId={props.entryId} player={player()} name={name()} />
      </td>
      <For each={dealMethods}>
        {(method) => (
          <td
            class="px-2 py-2 text-right align-top whitespace-nowrap"
            classList={isHidden(method, props.shown.chosen)}
          >
            <Show
              when={method === "custom" && props.shown.chosen === "custom"}
              fallback={
                <Amount
                  proposed={props.shown.proposals[method]}
                  entryId={props.entryId}
                  worst={worstPrize(props.shown.terms)}
                />
              }
            >
              <input
                class="field w-28 text-right"
                inputmode="decimal"
                autocomplete="off"
                aria-label={t("deal.amountOf", name())}
                value={props.shown.custom.get(props.entryId) ?? ""}
                onInput={(event) => props.shown.onCustom(props.entryId, event.currentTarget.value)}
              />
            </Show>
          </td>
        )}
      </For>
    </tr>
  )
}

/** What somebody gets, and how far that is from the least that playing on gives. */
function Amount(props: { proposed: Proposal; entryId: EntryId; worst: number }) {
  const money = createMoney()
  const amount = () =>
    props.proposed.kind === "possible"
      ? props.proposed.shares.find(({ entryId }) => entryId === props.entryId)?.amountCents
      : undefined
  const difference = () => (amount() ?? 0) - props.worst
  const words = () => {
    if (difference() === 0) return t("deal.same")
    return difference() > 0
      ? t("deal.against", money(difference()))
      : t("deal.below", money(0 - difference()))
  }
  return (
    <Show when={amount() !== undefined} fallback={<span class="text-subtext0">–</span>}>
      <span class="block leading-11 font-semibold sm:text-lg">{money(amount() ?? 0)}</span>
      <span
        class="block text-sm"
        classList={{ "text-subtext0": difference() >= 0, "text-red": difference() < 0 }}
        title={words()}
      >
        <span aria-hidden="true">
          {difference() < 0 ? "−" : "+"}
          {money(Math.abs(difference()))}
        </span>
        <span class="sr-only">{words()}</span>
      </span>
    </Show>
  )
}

/** A stack, as it was counted last: a new count is noted when the field is left, for every tablet. */
function StackField(props: { entryId: EntryId; player: DealPlayer | undefined; name: string }) {
  const { acts } = useDesk()
  const now = createTicking()
  const [typed, setTyped] = createSignal<string | null>(null)
  const counted = () => props.player?.counted ?? null
  const text = () => typed() ?? (counted() === null ? "" : String(counted()?.count))
  const isWrong = () => typed() !== null && typed() !== "" && readChips(typed() ?? "") === null
  const note = () => {
    const count = readChips(typed() ?? "")
    if (count !== null && count !== counted()?.count) acts.count(props.entryId, count)
    if (count !== null || typed() === "") setTyped(null)
  }
  const age = () => {
    const at = counted()?.at
    return at === undefined ? t("deal.notCounted") : agoText(now() - at, locale())
  }
  return (
    <span class="grid w-24 gap-0.5 sm:w-36">
      <input
        class="field px-2 text-right text-lg font-semibold"
        inputmode="numeric"
        autocomplete="off"
        enterkeyhint="next"
        data-stack
        aria-label={t("deal.stackOf", props.name)}
        aria-invalid={isWrong()}
        value={text()}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={note}
        onBlur={note}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return
          event.preventDefault()
          note()
          nextStack(event.currentTarget)?.focus()
        }}
      />
      <span
        class="truncate text-right text-xs"
        classList={{
          "text-red": isWrong(),
          "text-yellow": !isWrong() && counted() === null,
          "text-subtext0": !isWrong() && counted() !== null,
        }}
      >
        {isWrong() ? t("deal.stackWrong") : age()}
      </span>
    </span>
  )
}

/** The stack after this one, so that a whole table is typed in one go. */
function nextStack(field: HTMLInputElement): HTMLInputElement | undefined {
  const all = [...document.querySelectorAll<HTMLInputElement>("input[data-stack]")]
  return all[all.indexOf(field) + 1]
}
