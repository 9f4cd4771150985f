import { createSignal, For, type JSX, Show } from "solid-js"
import { type League, LeaguesAnswer } from "../../../schemas/league.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t as to } from "../../words/owner.ts"
import { t } from "../../words/owner-leagues.ts"
import { createAsked } from "./asked.ts"
import { Waiting } from "./deed.tsx"
import { useOwner } from "./desk.ts"
import { LeagueForm } from "./league-form.tsx"
import { extentOf } from "./leagues-view.ts"
import { PageTitle } from "./page-title.tsx"
import { Go, go } from "./place.tsx"

/** Leagues over several venues, and where an owner makes one. */
export function Leagues() {
  const desk = useOwner()
  const { answer, problem, load } = createAsked(() => "/api/leagues", LeaguesAnswer)
  const [isMaking, setMaking] = createSignal(false)
  const canMake = () => desk.isOwner() && (answer()?.seasons.length ?? 0) > 0
  return (
    <>
      <PageTitle title={to("page.leagues")}>
        <Show when={canMake() && !isMaking()}>
          <button class="button button-primary" onClick={() => setMaking(true)}>
            <Icon name="plus" />
            {t("over.new")}
          </button>
        </Show>
      </PageTitle>
      <Show when={answer()} fallback={<Waiting problem={problem()} onAgain={() => void load()} />}>
        {(known) => (
          <>
            <Show when={isMaking()}>
              <LeagueForm
                league={null}
                seasons={known().seasons}
                onDone={(league, name) => {
                  say(t("over.made", name))
                  go({ page: "league", league })
                }}
                onCancel={() => setMaking(false)}
              />
            </Show>
            <Show
              when={known().leagues.length > 0}
              fallback={<Show when={!isMaking()}>{nothingYet(desk.isOwner(), canMake())}</Show>}
            >
              <ul class="card divide-y divide-surface0 overflow-hidden">
                <For each={known().leagues}>{(league) => <Line league={league} />}</For>
              </ul>
            </Show>
          </>
        )}
      </Show>
    </>
  )
}

function nothingYet(isOwner: boolean, canMake: boolean): JSX.Element {
  if (!isOwner) return <Empty icon="payouts" title={t("over.none")} text={t("over.noneViewer")} />
  return canMake ? (
    <Empty icon="payouts" title={t("over.none")} text={t("over.noneText")} />
  ) : (
    <Empty icon="payouts" title={t("over.noSeasons")} text={t("over.noSeasonsText")} />
  )
}

function Line(props: { league: League }) {
  const extent = () => extentOf(props.league.parts)
  return (
    <li>
      <Go
        to={{ page: "league", league: props.league.leagueId }}
        class="flex min-h-14 items-center gap-3 px-4 py-2 hover:bg-surface0 focus-visible:-outline-offset-3"
      >
        <span class="min-w-0 grow">
          <span class="block truncate font-semibold">{props.league.name}</span>
          <span class="block truncate text-sm text-subtext0">
            {t("over.counts", extent().seasons, extent().venues)}
          </span>
        </span>
        <Icon name="next" class="size-5 shrink-0 text-subtext0" />
      </Go>
    </li>
  )
}
