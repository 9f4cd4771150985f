import { Match, Show, Switch } from "solid-js"
import type { Sequence } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t as deals } from "../../words/deals.ts"
import { t } from "../../words/staff.ts"
import { createMoney } from "../money/money-format.ts"
import { SeatPay } from "../satellite/seat-pay.tsx"
import type { PayoutRow } from "./payout-rows.ts"

/** One paid place: whose it is, what it pays, and the one thing to do about it. */
export function PlaceRow(props: {
  row: PayoutRow
  onTie: () => void
  onReceipt: (line: Sequence) => void
}) {
  const { desk } = useDesk()
  const money = createMoney()
  return (
    <li class="flex min-h-16 items-center gap-x-3 px-3 sm:gap-x-4 sm:px-4">
      <span
        class="grid size-10 shrink-0 place-content-center rounded-full font-bold"
        classList={{
          "bg-yellow text-crust": props.row.place === 1,
          "bg-surface0": props.row.place !== 1,
          "text-sm": props.row.tie !== null,
        }}
      >
        {props.row.tie ? deals("tie.label", props.row.place) : props.row.place}
      </span>
      <span class="min-w-0 grow">
        <span class="block truncate text-lg">
          <Show
            when={props.row.entry}
            fallback={<span class="text-subtext0">{t("payouts.playing")}</span>}
          >
            {(entry) => <>{desk.players.nameOf(entry().playerId)}</>}
          </Show>
        </span>
        <Show when={props.row.isAgreed}>
          <span class="block text-sm text-subtext0">{deals("payouts.agreed")}</span>
        </Show>
      </span>
      <Show when={props.row.state.kind === "ready" && !props.row.isAgreed}>
        <button
          class="button button-quiet px-0 max-sm:-mr-2"
          aria-label={deals("tie.share", props.row.place)}
          title={deals("tie.share", props.row.place)}
          onClick={() => props.onTie()}
        >
          <Icon name="merge" />
        </button>
      </Show>
      <span class="text-lg font-semibold whitespace-nowrap">{money(props.row.prizeCents)}</span>
      <span class="flex w-20 shrink-0 justify-end sm:w-28">
        <Standing row={props.row} onReceipt={props.onReceipt} />
      </span>
    </li>
  )
}

/** What has become of a place: to pay, on its way, or paid, with its receipt. */
function Standing(props: { row: PayoutRow; onReceipt: (line: Sequence) => void }) {
  const { desk, acts } = useDesk()
  const money = createMoney()
  const line = () => (props.row.state.kind === "paid" ? props.row.state.sequence : null)
  /** Of a satellite: what this prize is a seat in. */
  const seat = () => {
    const terms = desk.listed(desk.selected())?.satellite
    return terms?.seatCents === props.row.prizeCents ? terms : undefined
  }
  const pay = async (button: HTMLButtonElement) => {
    const { entry, place, prizeCents, tie } = props.row
    if (!entry) return
    const text = t("payouts.done", place, desk.players.nameOf(entry.playerId), money(prizeCents))
    const prize = { entryId: entry.entryId, place, amountCents: prizeCents }
    const next = payButtons()[payButtons().indexOf(button) + 1]
    const undo = await acts.payPrize({ ...prize, ...(tie && { tie }) })
    if (undo) say(text, { label: t("app.undo"), run: undo })
    // By keyboard the next one is an Enter away; a finger does not mind.
    next?.focus({ preventScroll: true })
  }
  return (
    <Switch>
      <Match when={line()}>
        {(sequence) => (
          <button
            class="button button-quiet px-2 text-green"
            aria-label={t("receipt.of", sequence())}
            title={t("receipt.show")}
            onClick={() => props.onReceipt(sequence())}
          >
            <Icon name="check" />
            {t("payouts.paid")}
          </button>
        )}
      </Match>
      <Match when={props.row.state.kind === "waiting"}>
        <span class="pill text-yellow">{t("entry.waiting")}</span>
      </Match>
      <Match when={props.row.state.kind === "ready" && seat()}>
        {(terms) => <SeatPay row={props.row} terms={terms()} />}
      </Match>
      <Match when={props.row.state.kind === "ready"}>
        <button
          class="button button-go w-full"
          data-pay
          aria-label={t("payouts.payPlace", props.row.taken)}
          onClick={(event) => void pay(event.currentTarget)}
        >
          {t("payouts.pay")}
        </button>
      </Match>
    </Switch>
  )
}

const payButtons = (): HTMLButtonElement[] => [
  ...document.querySelectorAll<HTMLButtonElement>("button[data-pay]"),
]
