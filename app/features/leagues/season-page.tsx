import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { formatPoints } from "../../../domain/league-tables.ts"
import type { ListedLeague, ListedSeason } from "../../../domain/leagues.ts"
import type { TournamentId } from "../../../schemas/ids.ts"
import type { SeasonStanding, SeasonTable } from "../../../schemas/league.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leagueActs } from "../../data/league-acts.ts"
import { followSeason } from "../../data/leagues.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/leagues.ts"
import { t as staff } from "../../words/staff.ts"
import { csvOf } from "./export.ts"
import { rulesTexts, spanText } from "./league-text.ts"
import { createNightNames, SeasonNights } from "./season-nights.tsx"

/** One season: its table as the Leaf reckons it, and the nights that count in it. */
export function SeasonPage(props: {
  league: ListedLeague
  season: ListedSeason
  onBack: () => void
  onEdit: () => void
}) {
  const { desk } = useDesk()
  const polled = followSeason(desk.session, () => props.season.id)
  const mayEdit = () => desk.may.writeVenue("season/any")
  const nightOf = createNightNames()
  const remove = () => {
    const { id, name } = props.season
    say(t("did.removed", name), {
      label: staff("app.undo"),
      run: leagueActs(desk).removeSeason(id),
    })
    props.onBack()
  }
  const about = () => [spanText(props.season), ...rulesTexts(props.season.rules)].filter(Boolean)
  return (
    <div class="grid gap-4">
      <header class="grid gap-2">
        <button class="button button-quiet justify-self-start pl-2" onClick={() => props.onBack()}>
          <Icon name="back" />
          {t("season.back")}
        </button>
        <div class="flex flex-wrap items-center gap-2">
          <div class="min-w-0 grow">
            <p class="eyebrow">{props.league.name}</p>
            <h1 class="text-3xl font-bold text-balance break-words">{props.season.name}</h1>
          </div>
          <Show when={polled.latest()}>
            {(table) => (
              <button
                class="button"
                disabled={table().standings.length === 0}
                onClick={() =>
                  save(
                    `${props.league.name} ${props.season.name}.csv`,
                    csvOf(table(), HEADS(), (id) => desk.players.nameOf(id), nightOf),
                  )
                }
              >
                <Icon name="share" />
                {t("season.export")}
              </button>
            )}
          </Show>
          <Show when={mayEdit()}>
            <button class="button" onClick={() => props.onEdit()}>
              {t("season.edit")}
            </button>
            <button
              class="button button-quiet px-0"
              aria-label={t("season.remove")}
              onClick={remove}
            >
              <Icon name="close" />
            </button>
          </Show>
        </div>
        <ul class="flex flex-wrap gap-2">
          <For each={about()}>
            {(text) => <li class="pill max-w-full whitespace-normal! break-all">{text}</li>}
          </For>
        </ul>
      </header>
      <Away polled={polled} />
      <div class="grid items-start gap-4 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <Table table={polled.latest()} nightOf={nightOf} />
        <SeasonNights
          season={props.season}
          table={polled.latest()}
          nightOf={nightOf}
          mayEdit={mayEdit()}
          onChange={polled.refresh}
        />
      </div>
    </div>
  )
}

const HEADS = () => ({
  place: t("export.place"),
  player: t("export.player"),
  points: t("export.points"),
  nights: t("export.nights"),
})

/** Hands a text to the browser as a file. */
function save(name: string, text: string): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }))
  link.download = name
  link.click()
  // The browser has taken it by the next minute.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** How old the table is while the Leaf cannot be asked. */
function Away(props: { polled: ReturnType<typeof followSeason> }) {
  const timeText = () => {
    const at = props.polled.latestAt()
    return at === null
      ? null
      : new Date(at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" })
  }
  return (
    <Show when={props.polled.problem()}>
      <p
        role="status"
        class="flex min-h-14 flex-wrap items-center gap-3 rounded-xl bg-surface0 px-4 py-2 text-yellow"
      >
        <Icon name="warning" />
        <span class="grow">
          {timeText() === null ? t("season.awayNever") : t("season.away", timeText() ?? "")}
        </span>
        <button class="button" onClick={() => props.polled.refresh()}>
          {t("season.again")}
        </button>
      </p>
    </Show>
  )
}

function Table(props: { table: SeasonTable | null; nightOf: (id: TournamentId) => string }) {
  const [opened, setOpened] = createSignal<string | null>(null)
  const rows = () => props.table?.standings ?? []
  /** Kept by player, so that a new table closes nothing that is open. */
  const ids = createMemo(() => rows().map(({ playerId }) => playerId), [], {
    equals: (a, b) => a.join() === b.join(),
  })
  return (
    <Switch>
      <Match when={!props.table}>
        <p class="card min-h-60 p-5 text-subtext0" aria-busy="true">
          {t("season.asking")}
        </p>
      </Match>
      <Match when={props.table?.problem}>
        {(why) => (
          <p role="alert" class="card p-5 text-red">
            {t("season.noFormula", why())}
          </p>
        )}
      </Match>
      <Match when={rows().length === 0}>
        <Empty icon="payouts" title={t("season.noTable")} text={t("season.noTableText")} />
      </Match>
      <Match when={rows().length > 0}>
        <section class="card overflow-hidden">
          <table class="w-full text-left">
            <caption class="sr-only">{t("season.table")}</caption>
            <thead class="text-sm text-subtext0">
              <tr>
                <th class="py-2 pl-4 text-right font-medium">{t("season.place")}</th>
                <th class="px-3 py-2 font-medium">{t("season.player")}</th>
                <th class="px-3 py-2 text-right font-medium">{t("season.played")}</th>
                <th class="py-2 pr-4 text-right font-medium">{t("season.points")}</th>
              </tr>
            </thead>
            <tbody>
              <For each={ids()}>
                {(id) => (
                  <Show when={rows().find(({ playerId }) => playerId === id)}>
                    {(row) => (
                      <Row
                        row={row()}
                        isOpen={opened() === id}
                        onToggle={() => setOpened((was) => (was === id ? null : id))}
                        among={rows()}
                        nightOf={props.nightOf}
                      />
                    )}
                  </Show>
                )}
              </For>
            </tbody>
          </table>
        </section>
      </Match>
    </Switch>
  )
}

const MEDALS: Record<number, string> = {
  1: "bg-yellow text-crust",
  2: "bg-subtext1 text-crust",
  3: "bg-peach text-crust",
}

/** A player; a tap shows which nights make up the points. */
function Row(props: {
  row: SeasonStanding
  among: readonly SeasonStanding[]
  isOpen: boolean
  onToggle: () => void
  nightOf: (id: TournamentId) => string
}) {
  const { desk } = useDesk()
  const name = () => desk.players.nameOf(props.row.playerId)
  return (
    <>
      <tr class="border-t border-surface0">
        <td class="w-14 pl-4 text-right">
          <span
            class={`inline-grid size-8 place-content-center rounded-full font-bold ${MEDALS[props.row.place] ?? ""}`}
          >
            {props.row.place}
          </span>
        </td>
        <th scope="row" class="w-full max-w-0 px-1 font-semibold">
          <button
            class="flex min-h-12 w-full items-center gap-2 rounded-lg px-2 text-left hover:bg-surface0"
            aria-expanded={props.isOpen}
            onClick={() => props.onToggle()}
          >
            <span class="min-w-0 truncate">{name()}</span>
            <Icon name={props.isOpen ? "up" : "down"} class="size-4 shrink-0 text-subtext0" />
          </button>
        </th>
        <td class="px-3 text-right text-subtext1">{props.row.results.length}</td>
        <td class="pr-4 text-right text-lg font-bold">
          {formatPoints(props.row.hundredths, locale(), props.among)}
        </td>
      </tr>
      <Show when={props.isOpen}>
        <tr>
          <td colspan="4" class="bg-mantle px-4 py-2">
            <ul class="grid gap-1 text-sm" aria-label={t("season.resultsOf", name())}>
              <For each={props.row.results}>
                {(result) => (
                  <li
                    class="flex min-h-8 flex-wrap items-center gap-x-3"
                    classList={{ "text-subtext0": !result.counts }}
                  >
                    <span class="min-w-0 grow truncate">{props.nightOf(result.tournamentId)}</span>
                    <Show when={!result.counts}>
                      <span class="pill max-sm:sr-only">{t("season.notCounted")}</span>
                    </Show>
                    <span>{t("season.result", result.place)}</span>
                    <span
                      class="w-20 text-right font-semibold"
                      classList={{ "line-through": !result.counts }}
                    >
                      {formatPoints(result.hundredths, locale(), props.row.results)}
                    </span>
                  </li>
                )}
              </For>
            </ul>
          </td>
        </tr>
      </Show>
    </>
  )
}
