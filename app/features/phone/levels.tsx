import { For } from "solid-js"
import type { ClockReading } from "../../../domain/clock.ts"
import { formatChips } from "../../../domain/money.ts"
import type { PhoneNight } from "../../../schemas/phone.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/phone.ts"
import { blindsText, formatSpan, levelTitle } from "../clock/clock-face.ts"

/** The whole structure; the level that is played stands out. */
export function Levels(props: { night: PhoneNight; reading: ClockReading | null }) {
  const isNow = (index: number) => props.reading?.levelIndex === index
  return (
    <ol class="card overflow-hidden" aria-label={t("tab.levels")}>
      <For each={props.night.levels}>
        {(level, index) => (
          <li
            class="grid min-h-14 grid-cols-[5.5rem_minmax(0,1fr)_auto] items-center gap-2 px-4 py-1 not-last:border-b not-last:border-surface0"
            classList={{
              "bg-surface0 font-bold text-lavender": isNow(index()),
              "text-teal": level.kind === "break" && !isNow(index()),
              "text-subtext0": index() < (props.reading?.levelIndex ?? 0),
            }}
            aria-current={isNow(index()) ? "step" : undefined}
          >
            <span>{levelTitle(props.night.levels, index(), t)}</span>
            <span class="font-semibold whitespace-nowrap">
              {level.kind === "round" ? blindsText(level, locale()) : ""}
              <span class="block text-sm font-normal text-subtext0 empty:hidden">
                {level.kind === "round" && level.ante > 0
                  ? `${t("clock.ante")} ${formatChips(level.ante, locale())}`
                  : ""}
              </span>
            </span>
            <span class="text-subtext0">{formatSpan(level.durationMs)}</span>
          </li>
        )}
      </For>
    </ol>
  )
}
