import { createMemo, createSignal, Index, Match, Show, Switch } from "solid-js"
import type { TournamentAccount } from "../../../domain/account.ts"
import type { TournamentId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { isRefused } from "../../data/outbox-queue.ts"
import { Empty } from "../../ui/empty.tsx"
import { createGrowing } from "../../ui/growing.ts"
import { Icon } from "../../ui/icon.tsx"
import { t as deals } from "../../words/deals.ts"
import { t } from "../../words/staff.ts"
import { createMoney } from "../money/money-format.ts"
import { createLineSheets } from "../money/line-sheets.tsx"
import { TenderChoice } from "../money/tender-choice.tsx"
import { ReconciliationLine } from "../money/reconciliation-line.tsx"
import { NoTournament } from "../tonight/no-tournament.tsx"
import { SatellitePanel } from "../satellite/satellite-panel.tsx"
import { ChoosePayouts } from "./choose-payouts.tsx"
import { DealCalculator } from "./deal.tsx"
import { changeDraft, dealDraft } from "./deal-draft.ts"
import { dealPlayers, MOST_DEALERS } from "./deal-form.ts"
import { DealSummary } from "./deal-summary.tsx"
import { Guarantee } from "./guarantee.tsx"
import { payoutRows } from "./payout-rows.ts"
import { PlaceRow } from "./place-row.tsx"
import { TieSheet } from "./tie-sheet.tsx"
import { sharedByPayouts, sharedHere } from "./ties.ts"

/** Who gets what, who has got it, and what remains to pay. */
export function Payouts() {
  const { desk } = useDesk()
  const [isChoosing, setChoosing] = createSignal(false)
  const satellite = () => desk.listed(desk.selected())?.satellite
  const hasEntries = () => (desk.account()?.counts.entries ?? 0) > 0
  const isDealing = () => dealDraft(desk.selected()).isOpen && desk.account()?.deal === null
  return (
    <Show when={desk.selected()} fallback={<NoTournament />} keyed>
      {(tournament) => (
        <div
          class="mx-auto grid grid-cols-[minmax(0,1fr)] gap-4"
          classList={{ "max-w-4xl": !isDealing(), "max-w-7xl": isDealing() }}
        >
          <ReconciliationLine />
          <Show when={satellite() && desk.account()}>
            {(account) => <Satellite account={account()} />}
          </Show>
          <Switch
            fallback={
              <Empty icon="payouts" title={t("payouts.empty")} text={t("payouts.emptyText")} />
            }
          >
            <Match when={isDealing() && desk.account()}>
              {(account) => <DealCalculator tournament={tournament} account={account()} />}
            </Match>
            <Match when={!isChoosing() && desk.account()?.payouts && desk.account()}>
              {(account) => (
                <Places
                  tournament={tournament}
                  account={account()}
                  onChange={() => setChoosing(true)}
                />
              )}
            </Match>
            <Match when={hasEntries() && !satellite() && desk.account()}>
              {(account) => (
                <>
                  <Guarantee account={account()} />
                  <ChoosePayouts account={account()} onDone={() => setChoosing(false)} />
                </>
              )}
            </Match>
          </Switch>
        </div>
      )}
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

/** So many places are on the page at first; a thousand come as they are scrolled to. */
const STEP = 100

function Places(props: {
  tournament: TournamentId
  account: TournamentAccount
  onChange: () => void
}) {
  const { desk } = useDesk()
  const [tied, setTied] = createSignal<number | null>(null)
  const sheets = createLineSheets()
  const [shown, end] = createGrowing(STEP)
  const rows = createMemo(() => {
    const open = desk.pending().filter((item) => !isRefused(item))
    const byPayouts = sharedByPayouts(
      desk.ledger.state().tournaments.get(desk.ledgerOf(props.tournament)),
      open.map(({ intent }) => intent),
    )
    const shared = [...byPayouts, ...sharedHere(props.tournament)]
    return payoutRows(props.account, { entries: desk.entriesForPlaces() }, desk.pending(), shared)
  })
  const paid = () => rows().filter(({ state }) => state.kind === "paid").length
  return (
    <>
      <Remaining account={props.account} open={rows().length - paid()} onChange={props.onChange} />
      <Guarantee account={props.account} />
      <Show
        when={props.account.deal}
        fallback={<DealOffer tournament={props.tournament} account={props.account} />}
      >
        {(deal) => (
          <DealSummary
            deal={deal()}
            account={props.account}
            onTakeBack={() => sheets.takeBack(deal().sequence)}
          />
        )}
      </Show>
      <ol class="card divide-y divide-surface0" aria-label={t("payouts.places")}>
        <Index each={rows().slice(0, shown())}>
          {(row) => (
            <PlaceRow
              row={row()}
              onTie={() => setTied(row().place)}
              onReceipt={(line) => sheets.receipt(line)}
            />
          )}
        </Index>
      </ol>
      <div ref={end} />
      <p class="text-sm text-subtext0">
        {deals("payouts.progress", paid(), rows().length)} · {t("payouts.head")}{" "}
        <span class="font-mono text-subtext1">
          #{desk.ledger.state().lastSequence} · {desk.ledger.state().headHash.slice(0, 12)}
        </span>
      </p>
      <TieSheet
        tournament={props.tournament}
        account={props.account}
        place={tied()}
        onClose={() => setTied(null)}
      />
      <sheets.Sheets />
    </>
  )
}

/** What is still to pay, large enough to be read from behind the desk. */
function Remaining(props: { account: TournamentAccount; open: number; onChange: () => void }) {
  const { desk } = useDesk()
  const money = createMoney()
  const isChangeable = () =>
    props.account.counts.payouts === 0 &&
    props.account.deal === null &&
    !desk.listed(desk.selected())?.satellite
  return (
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
          {t("payouts.of", money(props.account.poolCents), props.open)}
        </p>
      </div>
      <div class="grid gap-2">
        <TenderChoice />
        <Show when={isChangeable()}>
          <button class="button" onClick={() => props.onChange()}>
            {t("payouts.change")}
          </button>
        </Show>
      </div>
    </header>
  )
}

/** The way to a deal, once few enough are left; what is on its way says so. */
function DealOffer(props: { tournament: TournamentId; account: TournamentAccount }) {
  const { desk } = useDesk()
  const left = () => dealPlayers(desk.floor(), props.account).length
  const isOnItsWay = () =>
    desk.pending().some((item) => item.intent.kind === "agree-deal" && !isRefused(item))
  return (
    <Show
      when={!isOnItsWay()}
      fallback={<p class="card min-h-14 content-center px-4">{deals("deal.waiting")}</p>}
    >
      <Show when={left() >= 2 && left() <= MOST_DEALERS}>
        <button
          class="button min-h-14 justify-between px-5"
          onClick={() => changeDraft(props.tournament, { isOpen: true })}
        >
          <span class="flex items-center gap-2">
            <Icon name="merge" />
            {deals("deal.open")}
          </span>
          <span class="font-normal text-subtext0">{deals("deal.openText", left())}</span>
        </button>
      </Show>
    </Show>
  )
}
