import { createMemo, For, Show } from "solid-js"
import { type ListedSeason, seasonOf, tournamentsOf } from "../../../domain/leagues.ts"
import { ledgerIdOf } from "../../../domain/stages.ts"
import type { TournamentId } from "../../../schemas/ids.ts"
import type { SeasonTable } from "../../../schemas/league.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leagueActs } from "../../data/league-acts.ts"
import type { Listed } from "../../data/tournaments.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/leagues.ts"
import { t as staff } from "../../words/staff.ts"

/** What each tournament of the venue is called, with the day of it. */
export function createNightNames(): (id: TournamentId) => string {
  const { desk } = useDesk()
  return (id) => {
    const listed = desk.listed(id)
    return listed ? nightText(listed) : t("season.unknownNight")
  }
}

const nightText = ({ name, createdAt, startsAt }: Listed): string => {
  const day = new Date(startsAt ?? createdAt).toLocaleDateString(locale(), {
    day: "numeric",
    month: "short",
  })
  return `${name}, ${day}`
}

/** The nights of a season with what they brought, and the way to let another one count. */
export function SeasonNights(props: {
  season: ListedSeason
  table: SeasonTable | null
  nightOf: (id: TournamentId) => string
  mayEdit: boolean
  onChange: () => void
}) {
  const { desk } = useDesk()
  const nights = createMemo(() =>
    tournamentsOf(desk.hall.values(), props.season.id)
      .map(({ id }) => id)
      .toReversed(),
  )
  /** Those that count nowhere yet; an event is one, at its first flight. */
  const others = createMemo(() => {
    const values = desk.hall.values()
    return desk
      .tournaments()
      .filter(({ id, part }) => ledgerIdOf(id, part) === id && seasonOf(values, id, part) === null)
  })
  const count = (id: TournamentId, isIn: boolean) => {
    const listed = desk.listed(id)
    if (!listed) return
    const undo = leagueActs(desk).countIn(listed, isIn ? props.season.id : null)
    const text = isIn
      ? t("did.counts", listed.name, props.season.name)
      : t("did.countsNot", listed.name)
    say(text, { label: staff("app.undo"), run: undo })
    props.onChange()
  }
  return (
    <section class="card grid gap-2 p-4" aria-label={t("season.nights")}>
      <h2 class="font-semibold">{t("season.nights")}</h2>
      <ul class="grid">
        <For each={nights()} fallback={<li class="text-subtext0">{t("season.noNights")}</li>}>
          {(id) => (
            <li class="flex min-h-14 items-center gap-2 not-last:border-b not-last:border-surface0">
              <span class="min-w-0 grow">
                <span class="block truncate font-medium">{props.nightOf(id)}</span>
                <span class="block text-sm text-subtext0">{stateText(props.table, id)}</span>
              </span>
              <Show when={props.mayEdit}>
                <button
                  class="button button-quiet px-0"
                  aria-label={t("season.takeOut", props.nightOf(id))}
                  onClick={() => count(id, false)}
                >
                  <Icon name="close" />
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.mayEdit && others().length > 0}>
        <label class="field-label">
          {t("season.add")}
          <select
            class="field"
            onChange={(event) => {
              const chosen = others().find(({ id }) => id === event.currentTarget.value)
              event.currentTarget.value = ""
              if (chosen) count(chosen.id, true)
            }}
          >
            <option value="">{t("season.choose")}</option>
            <For each={others()}>
              {(each) => <option value={each.id}>{nightText(each)}</option>}
            </For>
          </select>
        </label>
      </Show>
    </section>
  )
}

/** Empty while the Leaf has not said yet. */
function stateText(table: SeasonTable | null, id: TournamentId): string {
  const night = table?.tournaments.find(({ tournamentId }) => tournamentId === id)
  switch (night?.state) {
    case "counted":
      return t("season.counted", night.players)
    case "notOver":
      return t("season.notOver")
    case "noPoints":
      return t("season.noPoints", night.problem ?? "")
    case undefined:
      return "…"
  }
}
