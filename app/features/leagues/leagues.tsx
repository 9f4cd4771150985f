import { useSearchParams } from "@solidjs/router"
import { createMemo, createSignal, For, Show } from "solid-js"
import {
  type ListedLeague,
  listedLeagues,
  type ListedSeason,
  tournamentsOf,
} from "../../../domain/leagues.ts"
import type { SeasonId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leagueActs } from "../../data/league-acts.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/leagues.ts"
import { t as staff } from "../../words/staff.ts"
import { rulesTexts, spanText } from "./league-text.ts"
import { SeasonPage } from "./season-page.tsx"
import { SeasonSheet, type SheetWish } from "./season-sheet.tsx"

/** The leagues of the venue; a season of them opens to its table. */
export function Leagues() {
  const { desk } = useDesk()
  const [params, setParams] = useSearchParams<{ season: string }>()
  const leagues = createMemo(() => listedLeagues(desk.hall.values()))
  const [wish, setWish] = createSignal<SheetWish | null>(null)
  const open = (season: SeasonId | null) => setParams({ season }, { scroll: true })
  const found = createMemo(() => {
    for (const league of leagues()) {
      const season = league.seasons.find(({ id }) => id === params.season)
      if (season) return { league, season }
    }
    return null
  })
  return (
    <>
      <Show
        when={params.season === undefined ? null : params.season}
        fallback={<List leagues={leagues()} onWish={setWish} onOpen={open} />}
      >
        <Show
          when={found()}
          fallback={
            <Empty icon="library" title={t("leagues.gone")} text="">
              <button class="button" onClick={() => open(null)}>
                {t("season.back")}
              </button>
            </Empty>
          }
        >
          {(current) => (
            <SeasonPage
              league={current().league}
              season={current().season}
              onBack={() => open(null)}
              onEdit={() => setWish({ kind: "change", ...current() })}
            />
          )}
        </Show>
      </Show>
      <SeasonSheet wish={wish()} onClose={() => setWish(null)} onMade={open} />
    </>
  )
}

function List(props: {
  leagues: readonly ListedLeague[]
  onWish: (wish: SheetWish) => void
  onOpen: (season: SeasonId) => void
}) {
  const { desk } = useDesk()
  const mayEdit = () => desk.may.writeVenue("league/any")
  return (
    <div class="grid gap-3">
      <Show
        when={props.leagues.length > 0}
        fallback={
          <Empty
            icon="payouts"
            title={t("leagues.none")}
            text={t(mayEdit() ? "leagues.noneText" : "leagues.noneRead")}
          >
            <Show when={mayEdit()}>
              <button
                class="button button-primary"
                onClick={() => props.onWish({ kind: "league" })}
              >
                <Icon name="plus" />
                {t("leagues.new")}
              </button>
            </Show>
          </Empty>
        }
      >
        <For each={props.leagues}>
          {(league) => (
            <LeagueCard
              league={league}
              mayEdit={mayEdit()}
              onWish={props.onWish}
              onOpen={props.onOpen}
            />
          )}
        </For>
        <Show when={mayEdit()}>
          <button
            class="button justify-self-start"
            onClick={() => props.onWish({ kind: "league" })}
          >
            <Icon name="plus" />
            {t("leagues.new")}
          </button>
        </Show>
      </Show>
    </div>
  )
}

function LeagueCard(props: {
  league: ListedLeague
  mayEdit: boolean
  onWish: (wish: SheetWish) => void
  onOpen: (season: SeasonId) => void
}) {
  const { desk } = useDesk()
  const remove = () => {
    const { id, name } = props.league
    say(t("did.removed", name), {
      label: staff("app.undo"),
      run: leagueActs(desk).removeLeague(id),
    })
  }
  return (
    <section class="card grid gap-2 p-4" aria-label={props.league.name}>
      <header class="flex flex-wrap items-center gap-2">
        <h2 class="min-w-0 grow text-xl font-semibold break-words max-sm:basis-full">
          {props.league.name}
        </h2>
        <Show when={props.mayEdit}>
          <button
            class="button"
            aria-label={t("leagues.newSeasonOf", props.league.name)}
            onClick={() => props.onWish({ kind: "season", league: props.league })}
          >
            <Icon name="plus" />
            {t("leagues.newSeason")}
          </button>
          <button
            class="button button-quiet px-0"
            aria-label={t("leagues.remove", props.league.name)}
            onClick={remove}
          >
            <Icon name="close" />
          </button>
        </Show>
      </header>
      <ul class="grid gap-2 sm:grid-cols-2">
        <For
          each={props.league.seasons}
          fallback={<li class="text-subtext0">{t("leagues.noSeason")}</li>}
        >
          {(season) => <SeasonCard season={season} onOpen={() => props.onOpen(season.id)} />}
        </For>
      </ul>
    </section>
  )
}

function SeasonCard(props: { season: ListedSeason; onOpen: () => void }) {
  const { desk } = useDesk()
  const nights = () => tournamentsOf(desk.hall.values(), props.season.id).length
  const about = () => [spanText(props.season), t("leagues.nights", nights())].filter(Boolean)
  return (
    <li>
      <button
        class="grid min-h-20 w-full gap-0.5 rounded-xl bg-mantle p-4 text-left hover:bg-surface0"
        onClick={() => props.onOpen()}
      >
        <span class="text-lg font-semibold break-words">{props.season.name}</span>
        <span class="text-sm text-subtext1">{about().join(" · ")}</span>
        <span class="min-w-0 truncate text-sm text-subtext0">
          {rulesTexts(props.season.rules).slice(0, 2).join(" · ")}
        </span>
      </button>
    </li>
  )
}
