import { createMemo, Show } from "solid-js"
import { t } from "../../../words/display.ts"
import { locale } from "../../../words/language.ts"
import { blindsText, formatSpan, levelTitle, played } from "../../clock/clock-face.ts"
import { anteOf, type WidgetProps } from "../display-face.ts"
import { chipsText, widthOf } from "./parts.tsx"

/** The clock: what everything else on a screen is there for. */
export function ClockStage(props: WidgetProps) {
  const { view } = props
  const reading = () => view.figures().reading
  const text = createMemo(() => formatSpan(reading().remainingMs))
  // As the level begins: with a character less it must not jump to another size.
  const chars = createMemo(() =>
    Math.max(4.5, widthOf(formatSpan(Math.max(reading().level.durationMs, reading().remainingMs)))),
  )
  return (
    <section class="w-stage">
      <p class="w-stage-level">{levelTitle(view.shown().levels, reading().levelIndex, t)}</p>
      <p
        role="timer"
        aria-label={t("clock.timeLeft")}
        class="w-stage-clock"
        classList={{
          "text-peach": view.tone() === "last-minute",
          "text-teal": view.tone() === "break",
          "text-yellow": view.tone() === "paused",
        }}
        style={{ "--chars": String(chars()) }}
      >
        {text()}
      </p>
      <div class="w-stage-bar">
        <div style={{ transform: `scaleX(${played(reading()).toFixed(3)})` }} />
      </div>
    </section>
  )
}

/** The blinds and the ante in play; in a break, those that come after it. */
export function Blinds(props: WidgetProps) {
  const reading = () => props.view.figures().reading
  const isBreak = () => reading().level.kind === "break"
  const level = () => (isBreak() ? reading().nextRound : reading().level)
  const blinds = () => {
    const current = level()
    return current ? blindsText(current, locale()) : "–"
  }
  const ante = () => {
    const current = level()
    return current ? anteOf(current) : 0
  }
  /** Both in one size, as far as they fit beside each other. */
  const chars = () =>
    String(widthOf(blinds()) + (ante() > 0 ? Math.max(4, widthOf(chipsText(ante()))) + 2.5 : 1))
  return (
    <div class="w-pair" style={{ "--chars": chars() }}>
      <div>
        <p class="w-pair-label">{t(isBreak() ? "display.afterBreak" : "display.blinds")}</p>
        <p class="w-pair-figure">{blinds()}</p>
      </div>
      <Show when={ante() > 0}>
        <div>
          <p class="w-pair-label">{t("display.ante")}</p>
          <p class="w-pair-figure text-subtext1">{chipsText(ante())}</p>
        </div>
      </Show>
    </div>
  )
}
