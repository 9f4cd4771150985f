import "./display.css"
import { createMemo, Match, Show, Switch } from "solid-js"
import type { Layout } from "../../../schemas/documents/layouts.ts"
import type { DisplayState } from "../../../schemas/display.ts"
import { type Millis, millis } from "../../../schemas/units.ts"
import { t } from "../../words/display.ts"
import { Board, themeOf } from "./board.tsx"
import { burnInShift } from "./display-face.ts"
import { timeOfDay } from "./widgets/parts.tsx"

/**
 * What a screen shows at a moment. All of it is measured by the box it is given, so that it looks the
 * same on a wall and as large as a thumb.
 * @param props.state `null` while nothing was heard of the Leaf
 * @param props.lostAt since when there is no contact
 * @param props.layout one to show whatever the moment, as while somebody draws it
 */
export function ScreenFace(props: {
  state: DisplayState | null
  lostAt: number | null
  now: Millis
  layout?: Layout
}) {
  const tournament = () => (props.state?.kind === "tournament" ? props.state : null)
  const minute = createMemo(() => millis(Math.floor(props.now / 60_000) * 60_000))
  const shift = () => {
    const { x, y } = burnInShift(minute())
    return `translate(${x * 100}%, ${y * 100}%)`
  }
  const theme = createMemo(() => {
    const shown = tournament()
    return shown ? themeOf(shown, props.now, props.layout) : "felt"
  })
  return (
    <div class="screen" data-theme={theme()}>
      <div class="screen-shift" style={{ transform: shift() }}>
        <Switch fallback={<Waiting isKnown={props.state !== null} />}>
          <Match when={tournament()}>
            {(shown) => <Board state={shown()} now={props.now} layout={props.layout} />}
          </Match>
        </Switch>
      </div>
      <NoContact since={props.lostAt} />
    </div>
  )
}

/** Says since when the screen is on its own. */
export function NoContact(props: { since: number | null }) {
  return (
    <Show when={props.since}>
      {(since) => (
        <p role="alert" class="screen-alert">
          {t("display.lost", timeOfDay(since()))}
        </p>
      )}
    </Show>
  )
}

function Waiting(props: { isKnown: boolean }) {
  return (
    <div class="screen-alone">
      <img src="/felt.svg" alt="Felt" />
      <h1>{t(props.isKnown ? "display.waiting" : "display.finding")}</h1>
      <p>{t("display.waitingText")}</p>
    </div>
  )
}
