import { A } from "@solidjs/router"
import { createMemo, For, Show } from "solid-js"
import { findSeason, listedLeagues, seasonOf, seasonOn } from "../../../domain/leagues.ts"
import type { SeasonId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leagueActs } from "../../data/league-acts.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/leagues.ts"
import { t as staff } from "../../words/staff.ts"

/** The seasons of all leagues, and none of them. */
export function SeasonSelect(props: {
  chosen: SeasonId | null
  isDisabled?: boolean
  onChoose: (season: SeasonId | null) => void
}) {
  const { desk } = useDesk()
  const leagues = createMemo(() => listedLeagues(desk.hall.values()))
  return (
    <select
      class="field"
      aria-label={t("counts.label")}
      disabled={props.isDisabled}
      onChange={(event) => {
        const wanted = event.currentTarget.value
        const all = leagues().flatMap(({ seasons }) => seasons)
        props.onChoose(all.find(({ id }) => id === wanted)?.id ?? null)
      }}
    >
      <option value="" selected={props.chosen === null}>
        {t("counts.none")}
      </option>
      <For each={leagues()}>
        {(league) => (
          <For each={league.seasons}>
            {(season) => (
              <option value={season.id} selected={season.id === props.chosen}>
                {`${league.name} · ${season.name}`}
              </option>
            )}
          </For>
        )}
      </For>
    </select>
  )
}

/**
 * The season of a tournament that is being made, until somebody chooses: the one whose days these are.
 * @param startsAt as the browser's field gives it; empty for now
 */
export function offeredSeason(
  values: ReadonlyMap<string, unknown>,
  startsAt: string,
): SeasonId | null {
  const day = startsAt === "" ? dayOf(new Date()) : startsAt.slice(0, 10)
  return seasonOn(listedLeagues(values), day)?.id ?? null
}

/** A day where this device is, as a season says its days. */
const dayOf = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-")

/** The season of a new tournament. */
export function SeasonField(props: {
  startsAt: string
  /** `undefined` until somebody has chosen. */
  chosen: SeasonId | null | undefined
  onChoose: (season: SeasonId | null) => void
}) {
  const { desk } = useDesk()
  const season = () =>
    props.chosen === undefined ? offeredSeason(desk.hall.values(), props.startsAt) : props.chosen
  return (
    <label class="field-label">
      {t("counts.label")}
      <SeasonSelect chosen={season()} onChoose={props.onChoose} />
    </label>
  )
}

/** In which season the tournament that is shown counts, with the way to its table. */
export function CountsIn() {
  const { desk } = useDesk()
  const listed = () => desk.listed(desk.selected())
  const season = createMemo(() => {
    const [current, values] = [listed(), desk.hall.values()]
    return current ? findSeason(values, seasonOf(values, current.id, current.part)) : null
  })
  const choose = (chosen: SeasonId | null) => {
    const current = listed()
    if (!current) return
    const undo = leagueActs(desk).countIn(current, chosen)
    const found = findSeason(desk.hall.values(), chosen)
    const text = found
      ? t("did.counts", current.name, `${found.leagueName} · ${found.name}`)
      : t("did.countsNot", current.name)
    say(text, { label: staff("app.undo"), run: undo })
  }
  return (
    <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span class="text-sm font-medium text-subtext1 max-sm:w-full" aria-hidden="true">
        {t("counts.label")}
      </span>
      <div class="min-w-0 grow basis-0">
        <SeasonSelect
          chosen={season()?.id ?? null}
          isDisabled={!desk.may.writeVenue("tournament/any/season")}
          onChoose={choose}
        />
      </div>
      <Show when={season()}>
        {(current) => (
          <A
            href={`/operator/library?kind=league&season=${current().id}`}
            class="button px-0"
            aria-label={t("counts.open", current().name)}
          >
            <Icon name="payouts" />
          </A>
        )}
      </Show>
    </div>
  )
}
