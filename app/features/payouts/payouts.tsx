import { createMemo, createSignal, Index, Match, Show, Switch } from "solid-js"
import type { TournamentAccount } from "../../../domain/account.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/staff.ts"
import { createMoney } from "../money/money-format.ts"
import { TenderChoice } from "../money/tender-choice.tsx"
import { ReconciliationLine } from "../money/reconciliation-line.tsx"
import { NoTournament } from "../tonight/no-tournament.tsx"
import { SatellitePanel } from "../satellite/satellite-panel.tsx"
import { SeatPay } from "../satellite/seat-pay.tsx"
import { ChoosePayouts } from "./choose-payouts.tsx"
import { type PayoutRow, payoutRows } from "./payout-rows.ts"

/** Who gets what, who has got it, and what remains to pay. */
export function Payouts() {
  const { desk } = useDesk()
  const [isChoosing, setChoosing] = createSignal(false)
  const satellite = () => desk.listed(desk.selected())?.satellite
  const hasEntries = () => (desk.account()?.counts.entries ?? 0) > 0
  return (
    <Show when={desk.selected()} fallback={<NoTournament />}>
      <div class="mx-auto grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-4">
        <ReconciliationLine />
        <Show when={satellite() && desk.account()}>
          {(account) => <Satellite account={account()} />}
        </Show>
        <Switch
          fallback={
            <Empty icon="payouts" title={t("payouts.empty")} text={t("payouts.emptyText")} />
          }
        >
          <Match when={!isChoosing() && desk.account()?.payouts && desk.account()}>
            {(account) => <Places account={account()} onChange={() => setChoosing(true)} />}
          </Match>
          <Match when={hasEntries() && !satellite() && desk.account()}>
            {(account) => <ChoosePayouts account={account()} onDone={() => setChoosing(false)} />}
          </Match>
        </Switch>
      </div>
    </Show>
  )
}

/** What a satellite is played for, above the places that come of it. */
function Satellite(props: { account: TournamentAccount }) {
  const { desk } = useDesk()
  return (
    <Show when={desk.listed(desk.selected())?.satellite}>
      {(terms) => <SatellitePanel terms={terms()} account={props.account} />}
    </Show>
  )
}

function Places(props: { account: TournamentAccount; onChange: () => void }) {
  const { desk } = useDesk()
  const money = createMoney()
  const rows = createMemo(() =>
    payoutRows(props.account, { entries: desk.entriesForPlaces() }, desk.pending()),
  )
  const open = () => rows().filter(({ state }) => state.kind !== "paid").length
  return (
    <>
      <header class="card flex flex-wrap items-end justify-between gap-4 p-5">
        <div>
          <h1 class="eyebrow">{t("payouts.remaining")}</h1>
          <p
            class="text-5xl font-bold"
            classList={{ "text-green": props.account.remainingCents === 0 }}
          >
            {money(props.account.remainingCents)}
          </p>
          <p class="mt-1 text-subtext0">
            {t("payouts.of", money(props.account.poolCents), open())}
          </p>
        </div>
        <div class="grid gap-2">
          <TenderChoice />
          <Show
            when={props.account.counts.payouts === 0 && !desk.listed(desk.selected())?.satellite}
          >
            <button class="button" onClick={() => props.onChange()}>
              {t("payouts.change")}
            </button>
          </Show>
        </div>
      </header>
      <Overlay account={props.account} />
      <ol class="card divide-y divide-surface0" aria-label={t("payouts.places")}>
        <Index each={rows()}>{(row) => <PlaceRow row={row()} />}</Index>
      </ol>
      <p class="text-sm text-subtext0">
        {t("payouts.head")}{" "}
        <span class="font-mono text-subtext1">
          #{desk.ledger.state().lastSequence} · {desk.ledger.state().headHash.slice(0, 12)}
        </span>
      </p>
    </>
  )
}

/** What the house still has to add to reach the guarantee. */
function Overlay(props: { account: TournamentAccount }) {
  const { desk, acts } = useDesk()
  const money = createMoney()
  const missing = () => props.account.overlayMissingCents
  const add = async () => {
    const text = t("payouts.toppedUp", money(missing()))
    const undo = await acts.topUp(missing())
    if (undo) say(text, { label: t("app.undo"), run: undo })
  }
  return (
    <Show when={missing() > 0 && props.account.counts.payouts === 0}>
      <button
        class="button min-h-14"
        disabled={!desk.may.ask("top-up")}
        title={desk.may.ask("top-up") ? undefined : tp("only.director")}
        onClick={() => void add()}
      >
        {t("payouts.topUp", money(missing()))}
      </button>
    </Show>
  )
}

function PlaceRow(props: { row: PayoutRow }) {
  const { desk, acts } = useDesk()
  const money = createMoney()
  const seat = () => {
    const terms = desk.listed(desk.selected())?.satellite
    return terms?.seatCents === props.row.prizeCents ? terms : undefined
  }
  const pay = async () => {
    const { entry, place, prizeCents, tie } = props.row
    if (!entry) return
    const text = t("payouts.done", place, desk.players.nameOf(entry.playerId), money(prizeCents))
    const undo = await acts.payPlace({
      entryId: entry.entryId,
      place: tie?.place ?? place,
      amountCents: prizeCents,
      ...(tie && { tie: { entries: tie.entries, position: tie.position } }),
    })
    if (undo) say(text, { label: t("app.undo"), run: undo })
  }
  return (
    <li class="flex min-h-16 items-center gap-4 px-4">
      <span
        class="grid size-10 shrink-0 place-content-center rounded-full font-bold"
        classList={{
          "bg-yellow text-crust": props.row.place === 1,
          "bg-surface0": props.row.place !== 1,
        }}
      >
        {props.row.place}
      </span>
      <span class="flex min-w-0 grow flex-col py-2 text-lg sm:flex-row sm:gap-4">
        <span class="min-w-0 grow truncate">
          <Show
            when={props.row.entry}
            fallback={<span class="text-subtext0">{t("payouts.playing")}</span>}
          >
            {(entry) => <>{desk.players.nameOf(entry().playerId)}</>}
          </Show>
        </span>
        <span class="font-semibold whitespace-nowrap">{money(props.row.prizeCents)}</span>
      </span>
      <span class="flex w-28 shrink-0 justify-end">
        <Switch>
          <Match when={props.row.state.kind === "paid"}>
            <span class="flex items-center gap-1 font-semibold text-green">
              <Icon name="check" />
              {t("payouts.paid")}
            </span>
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
              aria-label={t("payouts.payPlace", props.row.place)}
              onClick={() => void pay()}
            >
              {t("payouts.pay")}
            </button>
          </Match>
        </Switch>
      </span>
    </li>
  )
}
