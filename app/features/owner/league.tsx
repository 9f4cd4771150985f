import { createSignal, For, Show } from "solid-js"
import { formatPoints } from "../../../domain/league-tables.ts"
import { type League, LeaguesAnswer, LeagueTableAnswer } from "../../../schemas/league.ts"
import { tellOwner } from "../../data/owner-session.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as to } from "../../words/owner.ts"
import { t } from "../../words/owner-leagues.ts"
import { readyKeyOf } from "../leagues/season-form.ts"
import { createAsked } from "./asked.ts"
import { createDeed, Sure, Waiting } from "./deed.tsx"
import { useOwner } from "./desk.ts"
import { download } from "./download.ts"
import { LeagueForm } from "./league-form.tsx"
import { extentOf, leagueRows } from "./leagues-view.ts"
import { csvOf } from "./nights-view.ts"
import { PageTitle } from "./page-title.tsx"
import { Go, go } from "./place.tsx"

/** So many players more with each press. */
const AT_ONCE = 100

/** A league's table, which nights brought it no points, and what an owner can change of it. */
export function LeaguePage(props: { id: string }) {
  const desk = useOwner()
  const table = createAsked(() => `/api/leagues/${props.id}`, LeagueTableAnswer)
  const list = createAsked(() => "/api/leagues", LeaguesAnswer)
  const league = () => list.answer()?.leagues.find(({ leagueId }) => leagueId === props.id)
  const load = () => void Promise.all([table.load(), list.load()])
  return (
    <>
      <Go to={{ page: "leagues" }} class="button button-quiet justify-self-start pl-2 print:hidden">
        <Icon name="back" />
        {t("over.all")}
      </Go>
      <Show when={table.answer()} fallback={<Waiting problem={table.problem()} onAgain={load} />}>
        {(known) => (
          <>
            <PageTitle title={known().name}>
              <Show when={known().standings.length > 0}>
                <button
                  class="button"
                  onClick={() =>
                    download("felt-league.csv", csvOf(leagueRows(known())), "text/csv")
                  }
                >
                  <Icon name="share" />
                  {t("over.csv")}
                </button>
              </Show>
            </PageTitle>
            <Show when={league()}>{(one) => <RulesText league={one()} />}</Show>
            <Show when={desk.isOwner() && league()}>
              {(one) => (
                <Acts league={one()} seasons={list.answer()?.seasons ?? []} onChange={load} />
              )}
            </Show>
            <Standings table={known()} />
            <Uncounted table={known()} />
          </>
        )}
      </Show>
    </>
  )
}

/** Of what it is, and what it goes by. */
function RulesText(props: { league: League }) {
  const extent = () => extentOf(props.league.parts)
  const texts = () => {
    const { rules } = props.league
    const ready = readyKeyOf(rules)
    return [
      t("over.counts", extent().seasons, extent().venues),
      ready ? t(`ready.${ready}`) : rules.formula,
      rules.countBest === undefined ? t("rules.all") : t("rules.best", rules.countBest),
      ...(rules.takingPart ? [t("rules.takingPart", rules.takingPart)] : []),
    ]
  }
  return <p class="text-pretty break-words text-subtext1">{texts().join(" · ")}</p>
}

/** What an owner can do with it; each asks right where it was pressed. */
function Acts(props: { league: League; seasons: LeaguesAnswer["seasons"]; onChange: () => void }) {
  const [open, setOpen] = createSignal<"change" | "remove" | null>(null)
  const deed = createDeed()
  const turn = (which: "change" | "remove") => setOpen((is) => (is === which ? null : which))
  const remove = () =>
    deed.carryOut(async () => {
      await tellOwner(`/api/leagues/${props.league.leagueId}`, { method: "DELETE" })
      say(t("over.removed", props.league.name))
      go({ page: "leagues" })
    })
  return (
    <>
      <div class="flex flex-wrap gap-2">
        <button class="button" aria-expanded={open() === "change"} onClick={() => turn("change")}>
          {t("over.change")}
        </button>
        <button
          class="button button-danger"
          aria-expanded={open() === "remove"}
          onClick={() => turn("remove")}
        >
          {t("over.remove")}
        </button>
      </div>
      <Show when={open() === "change"}>
        <LeagueForm
          league={props.league}
          seasons={props.seasons}
          onDone={(_id, name) => {
            say(t("over.changed", name))
            setOpen(null)
            props.onChange()
          }}
          onCancel={() => setOpen(null)}
        />
      </Show>
      <Show when={open() === "remove"}>
        <Sure
          text={t("over.removeText", props.league.name)}
          go={t("over.removeGo", props.league.name)}
          deed={deed}
          onGo={() => void remove()}
          onCancel={() => setOpen(null)}
        />
      </Show>
    </>
  )
}

const NUMBER = "px-3 py-2 text-right whitespace-nowrap md:px-5"

function Standings(props: { table: LeagueTableAnswer }) {
  const desk = useOwner()
  const [shown, setShown] = createSignal(AT_ONCE)
  const points = (hundredths: number) => formatPoints(hundredths, locale(), props.table.standings)
  const nights = () => props.table.tournaments.filter(({ state }) => state === "counted").length
  return (
    <section class="grid gap-3" aria-labelledby="league-table">
      <h2 id="league-table" class="text-xl font-semibold">
        {t("season.table")}{" "}
        <span class="font-normal text-subtext0">{t("over.nights", nights())}</span>
      </h2>
      <Show when={props.table.problem}>
        {(why) => (
          <p role="alert" class="text-pretty text-red">
            {t("over.noFormula")}: <span lang="en">{why()}</span>.
          </p>
        )}
      </Show>
      <Show
        when={props.table.standings.length > 0}
        fallback={
          <Show when={props.table.problem === null}>
            <Empty icon="payouts" title={t("over.noTable")} text={t("over.noTableText")} />
          </Show>
        }
      >
        <p class="text-sm text-pretty text-subtext0">
          {desk.isOwner() ? to("people.noted") : t("over.noNames")}
        </p>
        <div class="card overflow-hidden">
          <table class="w-full text-left">
            <thead>
              <tr class="text-sm text-subtext0">
                <th class={`${NUMBER} w-0 font-medium`}>{t("season.place")}</th>
                <th class="px-3 py-2 font-medium md:px-5">{t("season.player")}</th>
                <th class={`${NUMBER} font-medium`}>{t("season.points")}</th>
                <th class={`${NUMBER} font-medium`}>{t("season.played")}</th>
              </tr>
            </thead>
            <tbody>
              <For each={props.table.standings.slice(0, shown())}>
                {(each) => (
                  <tr class="border-t border-surface0">
                    <td class={`${NUMBER} font-semibold`}>{each.place}</td>
                    <th scope="row" class="w-full max-w-0 truncate px-3 py-2 font-normal md:px-5">
                      {each.name ?? t("season.player")}
                    </th>
                    <td class={`${NUMBER} font-semibold`}>{points(each.hundredths)}</td>
                    <td class={NUMBER}>{t("over.counted", each.counted, each.played)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
        <Show when={props.table.standings.length > shown()}>
          <button
            class="button min-h-12 justify-self-center"
            onClick={() => setShown((count) => count + AT_ONCE)}
          >
            {to("app.more")}
          </button>
        </Show>
      </Show>
    </section>
  )
}

/** The nights that have brought nobody points so far, each with why. */
function Uncounted(props: { table: LeagueTableAnswer }) {
  const desk = useOwner()
  const nights = () => props.table.tournaments.filter(({ state }) => state !== "counted")
  const venueName = (id: string) =>
    desk.venues()?.venues.find(({ venueId }) => venueId === id)?.name ?? ""
  return (
    <Show when={nights().length > 0}>
      <section class="grid gap-3" aria-labelledby="uncounted">
        <h2 id="uncounted" class="text-xl font-semibold">
          {t("over.notCounted")}
        </h2>
        <ul class="card divide-y divide-surface0">
          <For each={nights()}>
            {(night) => (
              <li class="flex flex-wrap items-center gap-x-6 gap-y-1 px-5 py-3">
                <p class="min-w-0 grow basis-48">
                  <span class="block truncate font-semibold">
                    {night.name ?? t("over.unnamed")}
                  </span>
                  <span class="block truncate text-sm text-subtext0">
                    {venueName(night.venueId)}
                  </span>
                </p>
                <Show
                  when={night.state === "noPoints"}
                  fallback={<span class="pill">{t("season.notOver")}</span>}
                >
                  <p class="text-pretty text-yellow">
                    {t("over.noPoints")}: <span lang="en">{night.problem}</span>
                  </p>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}
