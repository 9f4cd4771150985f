import { createMemo, Show } from "solid-js"
import { formatChips } from "../../../../domain/money.ts"
import { t } from "../../../words/display.ts"
import { locale } from "../../../words/language.ts"
import { blindsText, formatSpan } from "../../clock/clock-face.ts"
import type { WidgetProps } from "../display-face.ts"
import { chipsText, Figure, Line, money, timeOfDay } from "./parts.tsx"

export function Title(props: WidgetProps) {
  const name = () => props.view.shown().name
  return (
    <div class="w-title">
      <img src="/felt.svg" alt="" />
      <div>
        <Show when={props.view.screen().venue}>{(venue) => <p>{venue()}</p>}</Show>
        <h1 style={{ "--chars": String(name().length + 6) }}>{name()}</h1>
      </div>
    </div>
  )
}

export function TimeOfDay(props: WidgetProps) {
  return <p class="w-time">{timeOfDay(props.view.seconds())}</p>
}

/** What is going on, in a word. */
export function Status(props: WidgetProps) {
  const text = createMemo(() => {
    const moment = props.view.moment()
    const isQuiet = props.view.tone() === "running"
    if (isQuiet && moment === "handForHand") return t("display.handForHand")
    if (isQuiet && moment === "finalTable") return t("display.finalTable")
    return t(`display.tone.${props.view.tone()}`)
  })
  return (
    <p
      role="status"
      class="w-pill bg-(--tone) text-crust"
      style={{ "--chars": String(Math.max(8, text().length)) }}
    >
      {text()}
    </p>
  )
}

export function Players(props: WidgetProps) {
  const { view } = props
  const text = () => `${view.shown().playersLeft} / ${view.shown().entries}`
  const most = () => 2 * String(view.shown().entries).length + 1.5
  return <Figure label={t("display.players")} text={text()} chars={most()} />
}

export function Average(props: WidgetProps) {
  const { view } = props
  const note = () => {
    const count = view.figures().averageBigBlinds
    return count === null ? "" : t("display.bigBlinds", count.toLocaleString(locale()))
  }
  return (
    <Figure
      label={t("display.average")}
      text={chipsText(view.figures().averageStack)}
      note={note()}
      chars={6}
    />
  )
}

export function ChipsInPlay(props: WidgetProps) {
  const { view } = props
  return <Figure label={t("display.chips")} text={chipsText(view.shown().chipsInPlay)} />
}

export function Pool(props: WidgetProps) {
  const { view } = props
  const text = () => money(view.shown().poolCents, view.shown().currency)
  return <Figure label={t("display.pool")} text={text()} class="text-yellow" />
}

export function Bounties(props: WidgetProps) {
  const { view } = props
  const text = () => {
    const { bountiesLeftCents, currency } = view.shown()
    return bountiesLeftCents === 0 ? "–" : money(bountiesLeftCents, currency)
  }
  return <Figure label={t("display.bounties")} text={text()} class="text-yellow" />
}

export function Next(props: WidgetProps) {
  const level = () => props.view.figures().reading.nextLevel
  const text = () => {
    const next = level()
    if (!next) return t("display.lastLevel")
    if (next.kind === "break") return t("clock.break")
    const ante = next.ante > 0 ? ` (${formatChips(next.ante, locale())})` : ""
    return `${blindsText(next, locale())}${ante}`
  }
  return (
    <Line
      label={t("display.next")}
      text={text()}
      class={level()?.kind === "break" ? "text-teal" : ""}
    />
  )
}

/** Until the break; in it, until it is over. */
export function BreakCountdown(props: WidgetProps) {
  const reading = () => props.view.figures().reading
  const isBreak = () => reading().level.kind === "break"
  const ms = () => (isBreak() ? reading().remainingMs : reading().msToNextBreak)
  const text = createMemo(() => {
    const left = ms()
    return left === null ? "–" : formatSpan(left)
  })
  const label = () => {
    if (isBreak()) return t("display.breakEnds")
    return t(ms() === null ? "display.noBreak" : "display.breakIn")
  }
  return <Line label={label()} text={text()} chars={8} class="text-teal" />
}

export function Registration(props: WidgetProps) {
  const ms = () => props.view.figures().msToRegistrationEnd
  const text = createMemo(() => {
    const left = ms()
    return left === null ? t("display.closed") : formatSpan(left)
  })
  const label = () => t(ms() === null ? "display.registration" : "display.registrationEnds")
  return <Line label={label()} text={text()} chars={8} />
}
