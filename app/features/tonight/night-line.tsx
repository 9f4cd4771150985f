import { For, Show } from "solid-js"
import { clockAt } from "../../../domain/clock.ts"
import type { Millis } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import type { Night } from "../../data/nights.ts"
import { Icon } from "../../ui/icon.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/several.ts"
import { t as ts } from "../../words/staff.ts"
import { formatSpan, levelTitle, toneOf, toneText } from "../clock/clock-face.ts"

/** What a tournament is called, with the part of its event. */
export const nightName = ({ listed, stage }: Pick<Night, "listed" | "stage">): string =>
  stage === "" ? listed.name : `${listed.name} ${stage}`

/** A time of today, or with its day. */
const timeText = (at: number): string => {
  const date = new Date(at)
  const isToday = date.toDateString() === new Date().toDateString()
  return date.toLocaleString(locale(), {
    ...(isToday ? {} : { weekday: "short", day: "numeric", month: "short" }),
    hour: "2-digit",
    minute: "2-digit",
  })
}

/** A tournament in one line and a half: its clock, how many are left, what somebody should see to. */
export function NightLine(props: { night: Night; now: Millis }) {
  const { desk } = useDesk()
  const reading = () => {
    const floor = desk.floors.of(props.night.listed.id)?.floor()
    const levels = floor?.tournament?.structure.levels
    return levels && { levels, clock: clockAt(levels, floor.clock, props.now) }
  }
  return (
    <>
      <span class="flex min-w-0 items-center gap-2">
        <span class="min-w-0 truncate text-lg font-semibold">{props.night.listed.name}</span>
        <Show when={props.night.phase === "running" && reading()}>
          {(current) => (
            <span class={`ml-auto shrink-0 text-lg font-bold ${toneText[toneOf(current().clock)]}`}>
              {formatSpan(current().clock.remainingMs)}
            </span>
          )}
        </Show>
      </span>
      <span class="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-sm text-subtext0">
        <Show when={props.night.listed.part}>
          {(part) => (
            <span class="font-semibold text-text">
              {t(part().kind === "flight" ? "night.flight" : "night.day", props.night.stage)}
            </span>
          )}
        </Show>
        <Show
          when={props.night.phase === "running"}
          fallback={
            <span>
              {props.night.phase === "ended"
                ? timeText(props.night.listed.createdAt)
                : props.night.listed.startsAt === undefined
                  ? t("night.empty")
                  : t("night.starts", timeText(props.night.listed.startsAt))}
            </span>
          }
        >
          <Show when={reading()}>
            {(current) => (
              <span>{levelTitle(current().levels, current().clock.levelIndex, ts)}</span>
            )}
          </Show>
          <Show when={props.night.facts}>
            {(facts) => <span>{t("night.left", facts().left, facts().entries)}</span>}
          </Show>
        </Show>
        <For each={props.night.alerts}>
          {(alert) => (
            <span class="flex items-center gap-1 font-semibold text-red">
              <Icon name="warning" class="size-4" />
              {t(`alert.${alert.kind}`, alert.count)}
            </span>
          )}
        </For>
      </span>
    </>
  )
}
