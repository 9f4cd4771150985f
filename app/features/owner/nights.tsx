import { createEffect, createSignal, For, on, Show } from "solid-js"
import { NightAccounts } from "../../../schemas/accounts.ts"
import { type Night, NightsPage, Totals } from "../../../schemas/nights.ts"
import { askOwner, ownerSession } from "../../data/owner-session.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { t as to } from "../../words/owner.ts"
import { t } from "../../words/owner-nights.ts"
import { AccountTable, amountText } from "./account-table.tsx"
import { createDeed, Problem, Waiting } from "./deed.tsx"
import { useOwner } from "./desk.ts"
import { download } from "./download.ts"
import { byCurrency, csvOf, nightRows, paymentRows, shortOf } from "./nights-view.ts"
import { PageTitle } from "./page-title.tsx"
import { dayOf, type Period, periodOf, PERIODS, rangeOf } from "./period.ts"
import { problemOf } from "./problem.ts"
import { dayText } from "./when.ts"

type Found = { totals: Totals; nights: readonly Night[]; next: string | null }

/** Nights of all venues over a time: what they came to, one by one, and as a table to take away. */
export function Nights() {
  const desk = useOwner()
  const [period, setPeriod] = createSignal<Period>(periodOf("month", dayOf(desk.now())))
  const [venue, setVenue] = createSignal("")
  const [found, setFound] = createSignal<Found | null>(null)
  const [problem, setProblem] = createSignal("")
  const deed = createDeed()
  const query = (more: Record<string, string> = {}) =>
    new URLSearchParams({
      ...rangeOf(period()),
      ...(venue() === "" ? {} : { venue: venue() }),
      ...more,
    })
  let asked = 0
  /** Another time or venue counts at once, whatever is still on its way. */
  const load = async () => {
    const own = ++asked
    setProblem("")
    try {
      const [totals, page] = await Promise.all([
        askOwner(`/api/report?${query()}`, Totals),
        askOwner(`/api/nights?${query()}`, NightsPage),
      ])
      if (own === asked) setFound({ totals, ...page })
    } catch (error) {
      if (own === asked) setProblem(problemOf(error))
    }
  }
  createEffect(on([period, venue, ownerSession], ([, , session]) => session && void load()))
  const more = () =>
    deed.carryOut(async () => {
      const [last, own] = [found(), asked]
      if (!last || last.next === null) return
      const page = await askOwner(`/api/nights?${query({ after: last.next })}`, NightsPage)
      if (own !== asked) return
      setFound({ ...last, nights: [...last.nights, ...page.nights], next: page.next })
    })
  /** Every night of the time, also those that are not shown. */
  const takeAway = () =>
    deed.carryOut(async () => {
      const nights: Night[] = []
      for (let after: string | null = ""; after !== null;) {
        const page: NightsPage = await askOwner(`/api/nights?${query({ after })}`, NightsPage)
        nights.push(...page.nights)
        after = page.next
      }
      download("felt-nights.csv", csvOf(nightRows(nights)), "text/csv")
    })
  return (
    <>
      <PageTitle title={to("page.nights")}>
        <Show when={(found()?.nights.length ?? 0) > 0}>
          <button class="button" disabled={deed.isBusy()} onClick={() => void takeAway()}>
            <Icon name="share" />
            {t("nights.csv")}
          </button>
        </Show>
      </PageTitle>
      <Choice period={period()} venue={venue()} onPeriod={setPeriod} onVenue={setVenue} />
      <Show when={found()} fallback={<Waiting problem={problem()} onAgain={() => void load()} />}>
        {(known) => (
          <>
            <Problem text={problem() || deed.problem()} />
            <Show
              when={known().nights.length > 0}
              fallback={
                <Empty icon="tonight" title={t("nights.none")} text={t("nights.noneText")} />
              }
            >
              <TotalTables totals={known().totals} />
              <section class="grid gap-3" aria-labelledby="night-list">
                <h2 id="night-list" class="text-xl font-semibold">
                  {t("nights.list")}
                </h2>
                <ul class="grid gap-2">
                  <For each={known().nights}>{(night) => <NightRow night={night} />}</For>
                </ul>
                <Show when={known().next !== null}>
                  <button
                    class="button min-h-12 justify-self-center"
                    disabled={deed.isBusy()}
                    onClick={() => void more()}
                  >
                    {to("app.more")}
                  </button>
                </Show>
              </section>
            </Show>
          </>
        )}
      </Show>
    </>
  )
}

/** Of which time, and of which venue. */
function Choice(props: {
  period: Period
  venue: string
  onPeriod: (period: Period) => void
  onVenue: (venueId: string) => void
}) {
  const desk = useOwner()
  const isChosen = (other: Period) =>
    other.from === props.period.from && other.to === props.period.to
  const day = (end: "from" | "to") => (
    <label class="field-label">
      {t(`nights.${end}`)}
      <input
        class="field"
        type="date"
        value={props.period[end]}
        onChange={(event) => props.onPeriod({ ...props.period, [end]: event.currentTarget.value })}
      />
    </label>
  )
  return (
    <div class="card grid gap-4 p-4">
      <div class="flex flex-wrap gap-2">
        <For each={PERIODS}>
          {(name) => {
            const period = () => periodOf(name, dayOf(desk.now()))
            return (
              <button
                class="button"
                classList={{ "bg-surface2": isChosen(period()) }}
                aria-pressed={isChosen(period())}
                onClick={() => props.onPeriod(period())}
              >
                {t(`period.${name}`)}
              </button>
            )
          }}
        </For>
      </div>
      <div class="grid gap-3 sm:grid-cols-3">
        {day("from")}
        {day("to")}
        <label class="field-label">
          {t("nights.venue")}
          <select
            class="field"
            value={props.venue}
            onChange={(event) => props.onVenue(event.currentTarget.value)}
          >
            <option value="">{t("nights.allVenues")}</option>
            <For each={desk.venues()?.venues ?? []}>
              {({ venueId, name }) => <option value={venueId}>{name}</option>}
            </For>
          </select>
        </label>
      </div>
    </div>
  )
}

function TotalTables(props: { totals: Totals }) {
  return (
    <section class="grid gap-3" aria-labelledby="totals">
      <h2 id="totals" class="text-xl font-semibold">
        {t("nights.totals")}{" "}
        <span class="font-normal text-subtext0">{t("nights.count", props.totals.nights)}</span>
      </h2>
      <For each={byCurrency(props.totals)}>
        {({ currency, accounts }) => (
          <div class="card overflow-hidden">
            <AccountTable currency={currency} accounts={accounts} />
          </div>
        )}
      </For>
      <p class="text-sm text-pretty text-subtext0">{t("nights.sign")}</p>
    </section>
  )
}

const SHORT = ["received", "paid", "earned"] as const

/** A night in three sums; opened, account by account. */
function NightRow(props: { night: Night }) {
  const desk = useOwner()
  const deed = createDeed()
  const short = () => shortOf(props.night.accounts)
  const takePayments = () =>
    deed.carryOut(async () => {
      const { venueId, tournamentId } = props.night
      const path = `/api/venues/${venueId}/nights/${tournamentId}/accounts`
      const accounts = await askOwner(path, NightAccounts)
      const rows = paymentRows(props.night, accounts)
      download(`felt-payments-${tournamentId}.csv`, csvOf(rows), "text/csv")
    })
  return (
    <li class="card overflow-hidden">
      <details class="group">
        <summary class="flex min-h-14 cursor-pointer flex-wrap items-center gap-x-6 gap-y-1 px-5 py-3">
          <span class="min-w-0 grow basis-56">
            <span class="block truncate font-semibold">
              {props.night.name ?? t("tonight.unnamed")}
            </span>
            <span class="block truncate text-sm text-subtext0">
              {props.night.venueName} · {dayText(props.night.lastAt)}
            </span>
          </span>
          <For each={SHORT}>
            {(each) => (
              <span class="grid">
                <span class="text-sm text-subtext0">{t(`nights.${each}`)}</span>
                <span class="font-semibold">{amountText(short()[each], props.night.currency)}</span>
              </span>
            )}
          </For>
          <Icon
            name="down"
            class="size-5 shrink-0 text-subtext0 transition-transform group-open:rotate-180"
          />
        </summary>
        <div class="grid gap-3 border-t border-surface0 pb-5">
          <AccountTable currency={props.night.currency} accounts={props.night.accounts} />
          <Show when={desk.isOwner()}>
            <div class="grid gap-2 px-5">
              <Problem text={deed.problem()} />
              <p class="text-sm text-pretty text-subtext0">{t("nights.paymentsText")}</p>
              <button
                class="button justify-self-start whitespace-normal"
                disabled={deed.isBusy()}
                onClick={() => void takePayments()}
              >
                <Icon name="share" />
                {t("nights.payments")}
              </button>
            </div>
          </Show>
        </div>
      </details>
    </li>
  )
}
