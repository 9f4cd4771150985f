import { For, Show } from "solid-js"
import { formatPoints } from "../../../domain/league-tables.ts"
import type { PhoneLeague, PhoneNight, PhoneOwn } from "../../../schemas/phone.ts"
import { Icon } from "../../ui/icon.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/phone.ts"

/** Where the own player stands in the season, where the night counts in one; a tap leads to its table. */
export function LeagueLine(props: { night: PhoneNight; own: PhoneOwn | null; onOpen: () => void }) {
  return (
    <Show when={props.night.league}>
      {(league) => (
        <button
          class="card flex min-h-14 items-center gap-3 px-5 text-left"
          onClick={() => props.onOpen()}
        >
          <Icon name="payouts" class="size-6 shrink-0 text-lavender" />
          <span class="min-w-0 grow font-semibold">
            {ownText(league(), props.own) ?? t("league.notYet", league().league)}
          </span>
          <Icon name="back" class="size-5 shrink-0 rotate-180 text-subtext0" />
        </button>
      )}
    </Show>
  )
}

/** `League: 4th of 23, 120 points`; `null` for who has no result in it. */
function ownText({ players }: PhoneLeague, own: PhoneOwn | null): string | null {
  const standing = own?.league
  if (!standing) return null
  const { place, hundredths } = standing
  return t("league.line", place, players, formatPoints(hundredths, locale()))
}

/** The season's table, by nickname: of the others only who gave one tonight is named. */
export function League(props: { league: PhoneLeague; own: PhoneOwn | null }) {
  /** Who shares a place cannot be told from the others there, who may have no name. */
  const isOwn = (place: number) =>
    props.own?.league?.place === place &&
    props.league.rows.filter((row) => row.place === place).length === 1
  return (
    <section>
      <h2 class="px-2 pb-2 text-lg font-semibold">
        {props.league.league} · {props.league.season}
      </h2>
      <Show
        when={props.league.rows.length > 0}
        fallback={<p class="card p-5 text-subtext1">{t("league.begins")}</p>}
      >
        <Show when={ownText(props.league, props.own)}>
          {(text) => <p class="px-2 pb-2 text-subtext1">{text()}</p>}
        </Show>
        <ol class="card overflow-hidden">
          <For each={props.league.rows}>
            {(row) => (
              <li
                class="flex min-h-12 items-center gap-3 px-4 not-last:border-b not-last:border-surface0"
                classList={{ "bg-surface0 font-bold": isOwn(row.place) }}
              >
                <span class="w-8 shrink-0 text-right text-subtext0">{row.place}</span>
                <span
                  class="min-w-0 grow truncate"
                  classList={{ "text-subtext0": row.nickname === null && !isOwn(row.place) }}
                >
                  {row.nickname ?? t(isOwn(row.place) ? "league.you" : "league.player")}
                </span>
                <span class="font-semibold">
                  {formatPoints(row.hundredths, locale(), props.league.rows)}
                </span>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  )
}
