import { Show } from "solid-js"
import { formatPoints } from "../../../../domain/league-tables.ts"
import { t } from "../../../words/display.ts"
import { locale } from "../../../words/language.ts"
import { listShape, type WidgetProps } from "../display-face.ts"
import { chipsText, List, money, timeOfDay } from "./parts.tsx"

/** As wide as a name usually is. */
const NAME_CHARS = 13
const MOST_PRIZE_COLUMNS = 4

export function Prizes(props: WidgetProps) {
  const { view } = props
  const prizes = () => view.shown().prizesCents
  const text = (cents: ReturnType<typeof prizes>[number]) => money(cents, view.shown().currency)
  const rest = () =>
    prizes().length - listShape(prizes().length, props.widget, MOST_PRIZE_COLUMNS).shown
  return (
    <List
      widget={props.widget}
      label={t("display.prizes")}
      aside={rest() > 0 ? t("display.morePrizes", rest()) : undefined}
      items={prizes()}
      empty={t("display.noPrizes")}
      mostColumns={MOST_PRIZE_COLUMNS}
      chars={
        (prizes()[0] === undefined ? 8 : text(prizes()[0] ?? view.shown().poolCents).length) + 5
      }
    >
      {(prize, index) => (
        <>
          <span class="place">{index + 1}</span>
          <span class="name" />
          <span class="figure" classList={{ "text-yellow": index === 0 }}>
            {text(prize())}
          </span>
        </>
      )}
    </List>
  )
}

export function Ranking(props: WidgetProps) {
  const { view } = props
  const ranking = () => view.shown().people.ranking ?? []
  const most = () => ranking()[0]?.chips ?? 1
  return (
    <List
      widget={props.widget}
      label={t("display.ranking")}
      items={ranking()}
      empty={t("display.noRanking")}
      chars={NAME_CHARS + chipsText(most()).length + 6}
    >
      {(stack, index) => (
        <>
          <span
            class="bar"
            style={{ transform: `scaleX(${(stack().chips / most()).toFixed(3)})` }}
          />
          <span class="place">{index + 1}</span>
          <span class="name">{stack().name ?? <Where at={stack().at} />}</span>
          <span class="figure">{chipsText(stack().chips)}</span>
        </>
      )}
    </List>
  )
}

/** Somebody without a name that may be shown is known by the seat. */
function Where(props: { at: { table: number; seat: number } | null }) {
  return (
    <Show when={props.at} fallback={t("display.player")}>
      {(at) => <>{t("display.tableSeat", at().table, at().seat)}</>}
    </Show>
  )
}

export function Results(props: WidgetProps) {
  const { view } = props
  return (
    <List
      widget={props.widget}
      label={t("display.results")}
      items={view.shown().people.results ?? []}
      empty={t("display.noResults")}
      mostColumns={2}
      chars={NAME_CHARS + 14}
    >
      {(player) => (
        <>
          <span class="place">{player().place}</span>
          <span class="name" classList={{ "text-yellow": player().place === 1 }}>
            {player().name ?? t("display.player")}
          </span>
          <Show when={player().prizeCents}>
            {(prize) => <span class="figure">{money(prize(), view.shown().currency)}</span>}
          </Show>
        </>
      )}
    </List>
  )
}

export function Moves(props: WidgetProps) {
  const { view } = props
  return (
    <List
      widget={props.widget}
      label={t("display.moves")}
      items={view.shown().people.moves ?? []}
      empty={t("display.noMoves")}
      chars={NAME_CHARS + 14}
    >
      {(move) => (
        <>
          <span class="name">
            {move().name ?? t("display.tableSeat", move().from.table, move().from.seat)}
          </span>
          <span class="quiet">→</span>
          <span class="figure">{t("display.tableSeat", move().to.table, move().to.seat)}</span>
        </>
      )}
    </List>
  )
}

export function WaitingList(props: WidgetProps) {
  return (
    <List
      widget={props.widget}
      label={t("display.waitingList")}
      items={props.view.shown().people.waiting ?? []}
      empty={t("display.nobodyWaits")}
      mostColumns={2}
      chars={NAME_CHARS + 4}
    >
      {(name, index) => (
        <>
          <span class="place">{index + 1}</span>
          <span class="name">{name() ?? t("display.player")}</span>
        </>
      )}
    </List>
  )
}

/** With the day of the week, where it is not today's. */
function startOf(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  const day = new Date(at).toLocaleDateString(locale(), { weekday: "short" })
  return isToday ? timeOfDay(at) : `${day} ${timeOfDay(at)}`
}

export function Coming(props: WidgetProps) {
  const { view } = props
  const coming = () => view.screen().coming.filter(({ startsAt }) => startsAt > view.seconds())
  return (
    <List
      widget={props.widget}
      label={t("display.coming")}
      items={coming()}
      empty={t("display.noComing")}
      chars={26}
    >
      {(tournament) => (
        <>
          <span class="place">{startOf(tournament().startsAt, view.seconds())}</span>
          <span class="name">{tournament().name}</span>
        </>
      )}
    </List>
  )
}

/** The season that the tournament counts in; the first three have their medals. */
export function League(props: WidgetProps) {
  const { view } = props
  const league = () => view.shown().people.league
  const points = (hundredths: number) => formatPoints(hundredths, locale(), league()?.rows)
  const widest = () =>
    Math.max(0, ...(league()?.rows ?? []).map((row) => points(row.hundredths).length))
  const title = () => {
    const current = league()
    return current ? `${current.league} · ${current.season}` : t("display.league")
  }
  return (
    <List
      widget={props.widget}
      label={title()}
      aside={league() ? t("display.leaguePlayers", league()?.players ?? 0) : undefined}
      items={league()?.rows ?? []}
      empty={t(league() ? "display.leagueBegins" : "display.noLeague")}
      mostColumns={3}
      chars={NAME_CHARS + widest() + 4}
    >
      {(row) => (
        <>
          <span class="place" data-medal={row().place <= 3 ? row().place : undefined}>
            {row().place}
          </span>
          <span class="name">{row().name ?? t("display.player")}</span>
          <span class="figure">{points(row().hundredths)}</span>
        </>
      )}
    </List>
  )
}
