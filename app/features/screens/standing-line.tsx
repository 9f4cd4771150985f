import { locale } from "../../words/language.ts"
import { t } from "../../words/screens.ts"
import type { Standing } from "./screens.ts"

const DAY_MS = 86_400_000

/** Whether a screen is there, and since when: a dot for the glance, words for the rest. */
export function StandingLine(props: { standing: Standing }) {
  return (
    <p class={`flex items-baseline gap-2 text-sm ${tones[props.standing.kind]}`}>
      <span class="size-2.5 shrink-0 rounded-full bg-current" aria-hidden="true" />
      <span>{standingText(props.standing)}</span>
    </p>
  )
}

const tones: Record<Standing["kind"], string> = {
  live: "text-green",
  lost: "font-semibold text-red",
  unseen: "text-subtext0",
  unknown: "text-yellow",
}

function standingText(standing: Standing): string {
  switch (standing.kind) {
    case "live":
      return standing.screens > 1
        ? t("screens.liveOn", moment(standing.since), standing.screens)
        : t("screens.live", moment(standing.since))
    case "lost":
      return t("screens.lost", moment(standing.since))
    case "unseen":
      return t("screens.unseen", moment(standing.startedAt))
    case "unknown":
      return t("screens.unknown")
  }
}

/** The time of the day; with the day where that was another one. */
function moment(at: number): string {
  const isRecent = Date.now() - at < DAY_MS / 2
  return new Date(at).toLocaleString(locale(), {
    ...(isRecent ? {} : { day: "numeric", month: "short" }),
    hour: "2-digit",
    minute: "2-digit",
  })
}
