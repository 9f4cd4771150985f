import { createMemo, createSignal, For, Show } from "solid-js"
import { formatCents } from "../../../domain/money.ts"
import { playersLeft } from "../../../domain/tournament.ts"
import type { FloorEntry } from "../../../domain/tournament.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as tr } from "../../words/people.ts"
import { t as tp } from "../../words/players.ts"
import { t } from "../../words/staff.ts"
import { numberOf } from "../floor/tables.ts"
import { SaidOnPhone } from "../wishes/said.tsx"
import { createMoney } from "../money/money-format.ts"
import { TenderChoice } from "../money/tender-choice.tsx"
import type { Deeds } from "./entry-deeds.ts"
import { actsFor, type EntryAct, type EntryView } from "./entry-view.ts"
import { recentBusts } from "./knockout.ts"
import { MoveChoice } from "./move-choice.tsx"
import { PhoneTicket } from "./phone-ticket.tsx"

const icons: Record<EntryAct, IconName> = {
  bust: "out",
  undoBust: "undo",
  rebuy: "plus",
  "add-on": "plus",
  "re-entry": "players",
}

/** The buttons of an entry's sheet, the most wanted first. */
export function EntryActs(props: { view: EntryView; deeds: Deeds; onDone: () => void }) {
  const { desk } = useDesk()
  const isFloors = () => !desk.may.writeFloor(`entry/${props.view.entryId}/out`)
  /** Who is out comes back with a rebuy, and in or out is the floor's to say. */
  const isBarred = (act: EntryAct): boolean =>
    isFloors() && (act === "bust" || act === "undoBust" || (act === "rebuy" && props.view.isOut))
  const label = (act: EntryAct) => {
    const amount = props.deeds.priceFor(act)
    const currency = desk.account()?.terms.currency
    return amount === undefined || currency === undefined
      ? t(`act.${act}`)
      : `${t(`act.${act}`)} ${formatCents(amount, currency, locale())}`
  }
  return (
    <>
      <SaidOnPhone playerId={props.view.playerId} />
      <div class="grid grid-cols-[minmax(0,1fr)] gap-2">
        <TenderChoice />
        <For each={actsFor(props.view, desk.account())}>
          {(act) => (
            <>
              <button
                class="button min-h-16 justify-start px-5 text-lg"
                classList={{
                  "button-danger": act === "bust",
                  "button-go": act === "rebuy" && props.view.isOut,
                }}
                disabled={isBarred(act)}
                title={isBarred(act) ? tr("only.floor") : undefined}
                onClick={() => props.deeds.carryOut(act)}
              >
                <Icon name={icons[act]} class="size-6" />
                {label(act)}
              </button>
              <Show when={act === "bust" && !isBarred(act)}>
                <SameHand view={props.view} deeds={props.deeds} />
              </Show>
            </>
          )}
        </For>
        <Bounty view={props.view} deeds={props.deeds} />
        <Show when={!props.view.isOut}>
          <Quiet
            icon="count"
            text={tp("count.act")}
            isBarred={isFloors()}
            onTap={() => props.deeds.show({ kind: "count" })}
          />
        </Show>
        <Show when={!props.view.isOut && props.view.seat}>
          <MoveChoice view={props.view} onDone={props.onDone} />
        </Show>
        <Seat view={props.view} />
        <Quiet
          icon="staff"
          text={tp("profile.open")}
          onTap={() => props.deeds.show({ kind: "profile" })}
        />
      </div>
      <Ticket view={props.view} />
    </>
  )
}

function Quiet(props: { icon: IconName; text: string; isBarred?: boolean; onTap: () => void }) {
  return (
    <button
      class="button min-h-16 justify-start px-5 text-lg"
      disabled={props.isBarred}
      title={props.isBarred ? tr("only.floor") : undefined}
      onClick={() => props.onTap()}
    >
      <Icon name={props.icon} class="size-6 shrink-0" />
      <span class="min-w-0 truncate">{props.text}</span>
    </button>
  )
}

/** The latest busts, which this one may have been in the same hand with. */
function SameHand(props: { view: EntryView; deeds: Deeds }) {
  const { desk } = useDesk()
  const recent = createMemo(() => recentBusts(desk.floor(), props.view.entryId, leafNow()))
  const text = (entry: FloorEntry) => {
    const name = desk.players.nameOf(entry.playerId)
    const isHere = entry.seat?.table === props.view.seat?.table
    return isHere || !entry.seat
      ? tp("hand.act", name)
      : tp("hand.round", name, numberOf(desk.floor(), entry.seat.table))
  }
  return (
    <For each={recent()}>
      {(entry) => (
        <Quiet
          icon="out"
          text={text(entry)}
          onTap={() => props.deeds.show({ kind: "hand", first: entry.entryId })}
        />
      )}
    </For>
  )
}

/** A bounty that nobody has been given yet, and the winner's own. */
function Bounty(props: { view: EntryView; deeds: Deeds }) {
  const { desk } = useDesk()
  const money = createMoney()
  const hasWon = () => !props.view.isOut && playersLeft(desk.floor()) === 1
  const isOpen = () => desk.floor().entries.length > 1 && props.deeds.head() > 0
  return (
    <>
      <Show when={isOpen() && hasWon()}>
        <Quiet
          icon="money"
          text={tp("bounty.own", money(props.deeds.head()))}
          onTap={() => void props.deeds.settleOwn()}
        />
      </Show>
      <Show when={isOpen() && props.view.isOut}>
        <Quiet
          icon="money"
          text={tp("bounty.claim", money(props.deeds.head()))}
          onTap={() => props.deeds.show({ kind: "bounty", changeFloor: null })}
        />
      </Show>
    </>
  )
}

/** A seat for who has none. */
function Seat(props: { view: EntryView }) {
  const { desk, acts } = useDesk()
  return (
    <Show when={!props.view.isOut && !props.view.seat && desk.floor().tables.length > 0}>
      <Quiet
        icon="floor"
        text={t("act.seat")}
        onTap={() => {
          const undo = acts.seatLate(props.view.entryId)
          const name = desk.players.nameOf(props.view.playerId)
          say(t("did.seat", name), { label: t("app.undo"), run: undo })
        }}
      />
    </Show>
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
