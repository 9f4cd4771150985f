import { createMemo, Show } from "solid-js"
import { t } from "../../../words/display.ts"
import { Qr } from "../qr.tsx"
import type { View, WidgetProps } from "../display-face.ts"

/** As long as it takes to read a line twice. */
const TURN_MS = 8_000
/** What is new, a line at a time: announcements, then who was moved where. */
export function News(props: WidgetProps) {
  const line = createMemo(() => {
    const lines = newsOf(props.view)
    return lines[Math.floor(props.view.seconds() / TURN_MS) % lines.length] ?? ""
  })
  return (
    <p class="w-news">
      <span>{t("display.news")}</span>
      {/* Another element for another line, so that it fades in. */}
      <Show when={line()} keyed>
        {(text) => <span>{text}</span>}
      </Show>
    </p>
  )
}

function newsOf({ screen, shown }: View): string[] {
  const { announcements, venue } = screen()
  const moves = (shown().people.moves ?? []).map(({ name, from, to }) =>
    t("display.moved", name ?? t("display.tableSeat", from.table, from.seat), to.table, to.seat),
  )
  const lines = [...announcements, ...moves]
  if (lines.length > 0) return lines
  return [venue === null ? t("display.goodLuck") : t("display.welcome", venue)]
}

export function FreeText(props: WidgetProps) {
  const text = () => props.widget.text ?? ""
  return (
    <p
      class="w-text"
      style={{
        "--chars": String(Math.max(4, text().length)),
        "--area": String((16_000 * props.widget.w) / props.widget.h),
      }}
    >
      {text()}
    </p>
  )
}

/** A QR code that leads where its text says; without one, to the Leaf's own start page. */
export function Code(props: WidgetProps) {
  const target = () => {
    const text = props.widget.text ?? ""
    return text === "" ? location.origin : text
  }
  return (
    <div class="w-code">
      <Qr text={target()} label={t("display.scanHere")} />
      <p>{t("display.scanHere")}</p>
    </div>
  )
}
