import { momentText } from "../../ui/moment.ts"
import { t } from "../../words/screens.ts"
import type { Standing } from "./screens.ts"

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
        ? t("screens.liveOn", momentText(standing.since), standing.screens)
        : t("screens.live", momentText(standing.since))
    case "lost":
      return t("screens.lost", momentText(standing.since))
    case "unseen":
      return t("screens.unseen", momentText(standing.startedAt))
    case "unknown":
      return t("screens.unknown")
  }
}
