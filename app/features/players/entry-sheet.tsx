import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { formatCents } from "../../../domain/money.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/staff.ts"
import { priceOf } from "../../../domain/price.ts"
import { TenderChoice } from "../money/tender-choice.tsx"
import { actsFor, type EntryAct, type EntryView, entryViews } from "./entry-view.ts"
import { MoveChoice } from "./move-choice.tsx"
import { PhoneTicket } from "./phone-ticket.tsx"

const icons: Record<EntryAct, IconName> = {
  bust: "out",
  undoBust: "undo",
  rebuy: "plus",
  "add-on": "plus",
  "re-entry": "players",
}

/** Everything that can be done with one player's entry, one tap each. */
export function EntrySheet(props: {
  entryId: EntryId | null
  onClose: () => void
  onChoose: (entryId: EntryId) => void
}) {
  const { desk } = useDesk()
  const view = createMemo(() => {
    if (props.entryId === null) return undefined
    const views = entryViews(desk.floor(), desk.account(), desk.pending())
    return views.find(({ entryId }) => entryId === props.entryId)
  })
  return (
    <Show when={view()}>
      {(current) => (
        <Sheet
          isOpen
          onClose={props.onClose}
          title={desk.players.nameOf(current().playerId)}
          subtitle={<Standing view={current()} />}
          closeLabel={t("app.close")}
        >
          <Acts view={current()} onDone={props.onClose} />
          <Ticket view={current()} />
        </Sheet>
      )}
    </Show>
  )
}

function Standing(props: { view: EntryView }) {
  return (
    <span class="flex flex-wrap items-center gap-2">
      <Switch fallback={<span>{t("entry.unseated")}</span>}>
        <Match when={props.view.place}>{(place) => <>{t("entry.place", place())}</>}</Match>
        <Match when={props.view.isOut}>{t("entry.out")}</Match>
        <Match when={props.view.seat}>
          {(seat) => <span>{t("entry.seat", seat().tableNumber, seat().seat)}</span>}
        </Match>
      </Switch>
      <Show when={props.view.rebuys}>
        {(n) => <span class="pill">{t("entry.rebuys", n())}</span>}
      </Show>
      <Show when={props.view.addOns}>
        {(n) => <span class="pill">{t("entry.addOns", n())}</span>}
      </Show>
      <Show when={props.view.money === "waiting" || props.view.extrasWaiting > 0}>
        <span class="pill text-yellow">{t("entry.waiting")}</span>
      </Show>
      <Show when={props.view.money === "unpaid"}>
        <span class="pill text-red">{t("entry.unpaid")}</span>
      </Show>
      <Show when={props.view.paidPlace}>
        <span class="pill text-green">{t("entry.prizePaid")}</span>
      </Show>
    </span>
  )
}

function Acts(props: { view: EntryView; onDone: () => void }) {
  const { desk, acts } = useDesk()
  const name = () => desk.players.nameOf(props.view.playerId)
  const amountOf = (act: EntryAct) => {
    const terms = desk.account()?.terms
    if (!terms || act === "bust" || act === "undoBust") return undefined
    return priceOf(terms, { kind: act })?.priceCents
  }
  const label = (act: EntryAct) => {
    const amount = amountOf(act)
    const currency = desk.account()?.terms.currency
    return amount === undefined || currency === undefined
      ? t(`act.${act}`)
      : `${t(`act.${act}`)} ${formatCents(amount, currency, locale())}`
  }
  /** Who is out comes back with a rebuy, and in or out is the floor's to say. */
  const isTheirs = (act: EntryAct): boolean =>
    act === "bust" || act === "undoBust" || (act === "rebuy" && props.view.isOut)
      ? desk.may.writeFloor(`entry/${props.view.entryId}/out`)
      : true
  const carryOut = async (act: EntryAct) => {
    const { entryId, playerId } = props.view
    const text = t(`did.${act}`, name())
    props.onDone()
    const undo = await perform(act, entryId, playerId)
    if (undo) say(text, { label: t("app.undo"), run: undo })
  }
  const perform = async (
    act: EntryAct,
    entryId: EntryView["entryId"],
    playerId: EntryView["playerId"],
  ) => {
    const amount = amountOf(act)
    if (act === "bust") return acts.bust(entryId)
    if (act === "undoBust") return acts.bringBack(entryId)
    if (amount === undefined) return null
    if (act === "re-entry") return acts.enter(act, playerId, amount)
    return acts.extra(act, entryId, amount)
  }
  return (
    <div class="grid gap-2">
      <TenderChoice />
      <For each={actsFor(props.view, desk.account())}>
        {(act) => (
          <button
            class="button min-h-16 justify-start px-5 text-lg"
            classList={{
              "button-danger": act === "bust",
              "button-go": act === "rebuy" && props.view.isOut,
            }}
            disabled={!isTheirs(act)}
            title={isTheirs(act) ? undefined : tp("only.floor")}
            onClick={() => void carryOut(act)}
          >
            <Icon name={icons[act]} class="size-6" />
            {label(act)}
          </button>
        )}
      </For>
      <Show when={!props.view.isOut && props.view.seat}>
        <MoveChoice view={props.view} onDone={props.onDone} />
      </Show>
      <Show when={!props.view.isOut && !props.view.seat && desk.floor().tables.length > 0}>
        <button
          class="button min-h-16 justify-start px-5 text-lg"
          onClick={() => {
            const undo = acts.seatLate(props.view.entryId)
            say(t("did.seat", name()), { label: t("app.undo"), run: undo })
          }}
        >
          <Icon name="floor" class="size-6" />
          {t("act.seat")}
        </button>
      </Show>
    </div>
  )
}

function Ticket(props: { view: EntryView }) {
  const [isShown, setShown] = createSignal(false)
  return (
    <div class="mt-2">
      <Show
        when={isShown()}
        fallback={
          <button
            class="button min-h-16 w-full justify-start px-5 text-lg"
            onClick={() => setShown(true)}
          >
            <Icon name="phone" class="size-6" />
            {t("act.phone")}
          </button>
        }
      >
        <PhoneTicket view={props.view} />
      </Show>
    </div>
  )
}
