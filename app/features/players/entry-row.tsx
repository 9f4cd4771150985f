import { Show } from "solid-js"
import { type BountyBook, headCents, wonCents } from "../../../domain/bounty-book.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/players.ts"
import { t } from "../../words/staff.ts"
import { agoText } from "../floor/ago.ts"
import { createMoney } from "../money/money-format.ts"
import type { EntryView } from "./entry-view.ts"
import { shortStack } from "./stack-text.ts"

/** One entry in the list: who, where, with how much. */
export function EntryRow(props: {
  view: EntryView
  name: string
  book: BountyBook
  onChoose: () => void
}) {
  const where = () => {
    const { place, isTied, isOut, seat } = props.view
    if (place !== null) return isTied ? tp("entry.tied", place) : t("entry.place", place)
    if (isOut) return t("entry.out")
    return seat ? t("entry.seat", seat.tableNumber, seat.seat) : t("entry.unseated")
  }
  return (
    <button
      class="card flex h-full w-full items-center gap-2 px-4 text-left hover:bg-surface0"
      classList={{ "border-dashed bg-mantle text-subtext1": props.view.isOut }}
      onClick={() => props.onChoose()}
    >
      <span class="min-w-0 grow">
        <span class="block truncate text-lg font-semibold">{props.name}</span>
        <span class="block truncate text-sm text-subtext0">
          {where()}
          <Bounty view={props.view} book={props.book} />
        </span>
      </span>
      <Show when={props.view.chips}>
        {(stack) => (
          <span class="shrink-0 text-right leading-tight">
            <span class="block font-semibold">{shortStack(stack().count, locale())}</span>
            <span class="text-xs text-subtext0">{agoText(leafNow() - stack().at, locale())}</span>
          </span>
        )}
      </Show>
      <Show when={props.view.rebuys + props.view.addOns > 0}>
        <span class="pill">+{props.view.rebuys + props.view.addOns}</span>
      </Show>
      <Show when={props.view.extrasWaiting > 0 || props.view.money !== "paid"}>
        <span
          class="pill"
          classList={{
            "text-yellow": props.view.money !== "unpaid",
            "text-red": props.view.money === "unpaid",
          }}
        >
          {t(props.view.money === "unpaid" ? "entry.unpaid" : "entry.waiting")}
        </span>
      </Show>
    </button>
  )
}

/** What the head is worth, and what was won with others'; nothing of either is left out. */
function Bounty(props: { view: EntryView; book: BountyBook }) {
  const money = createMoney()
  const told = () => (props.book.kind === "told" ? props.book.state : undefined)
  return (
    <Show when={told()}>
      {(state) => {
        const head = () => headCents(state(), props.view.entryId)
        const won = () => wonCents(state(), props.view.entryId)
        return (
          <>
            <Show when={head() > 0}> · {tp("bounty.head", money(head()))}</Show>
            <Show when={won() > 0}> · {tp("bounty.won", money(won()))}</Show>
          </>
        )
      }}
    </Show>
  )
}
