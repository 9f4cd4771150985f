import { type Component, createMemo, For } from "solid-js"
import { layoutShown, momentOf, widgetsAt } from "../../../domain/layouts.ts"
import type { Layout, WidgetKind } from "../../../schemas/documents/layouts.ts"
import { type Millis, millis } from "../../../schemas/units.ts"
import { toneOf } from "../clock/clock-face.ts"
import { screenFigures, type Shown, type View, type WidgetProps } from "./display-face.ts"
import { Blinds, ClockStage } from "./widgets/clock.tsx"
import {
  Average,
  Bounties,
  BreakCountdown,
  ChipsInPlay,
  Next,
  Players,
  Pool,
  Registration,
  Status,
  TimeOfDay,
  Title,
} from "./widgets/figures.tsx"
import { Coming, League, Moves, Prizes, Ranking, Results, WaitingList } from "./widgets/lists.tsx"
import { Seating } from "./widgets/seating.tsx"
import { Sponsors } from "./widgets/sponsors.tsx"
import { Code, FreeText, News } from "./widgets/texts.tsx"

/** Each kind of widget, and whether it stands on a panel or has the background to itself. */
const WIDGETS: Record<WidgetKind, [face: Component<WidgetProps>, isPanel: boolean]> = {
  title: [Title, false],
  timeOfDay: [TimeOfDay, false],
  status: [Status, false],
  clock: [ClockStage, false],
  blinds: [Blinds, true],
  next: [Next, true],
  break: [BreakCountdown, true],
  registration: [Registration, true],
  players: [Players, true],
  average: [Average, true],
  chips: [ChipsInPlay, true],
  pool: [Pool, true],
  prizes: [Prizes, true],
  bounties: [Bounties, true],
  ranking: [Ranking, true],
  results: [Results, true],
  seating: [Seating, true],
  moves: [Moves, true],
  waiting: [WaitingList, true],
  news: [News, true],
  coming: [Coming, true],
  league: [League, true],
  sponsors: [Sponsors, true],
  text: [FreeText, false],
  code: [Code, false],
}

/**
 * A tournament on a screen: the layout whose turn it is, filled.
 * @param props.layout one to show whatever the moment, as while somebody draws it
 */
export function Board(props: { state: Shown; now: Millis; layout?: Layout | undefined }) {
  const seconds = createMemo(() => millis(Math.floor(props.now / 1_000) * 1_000))
  const figures = createMemo(() => screenFigures(props.state, props.now))
  const moment = createMemo(() => momentOf(props.state, seconds()))
  const view: View = {
    shown: () => props.state,
    screen: () => props.state.screen,
    figures,
    tone: createMemo(() => toneOf(figures().reading)),
    moment,
    seconds,
  }
  const layout = createMemo(
    () =>
      props.layout ?? layoutShown(view.screen().views, view.screen().layouts, moment(), seconds()),
  )
  // Told apart by what they are: each state comes with objects of its own, and means the same ones.
  const placed = createMemo<{ key: string; widgets: ReturnType<typeof widgetsAt> }>(
    (before) => {
      const current = layout()
      const widgets = current ? widgetsAt(current, props.layout ? null : moment()) : []
      const key = JSON.stringify(widgets)
      return key === before.key ? before : { key, widgets }
    },
    { key: "", widgets: [] },
  )
  return (
    <div class="screen-board" data-tone={view.tone()}>
      <For each={placed().widgets}>
        {(widget) => {
          const [Face, isPanel] = WIDGETS[widget.kind]
          return (
            <div
              class="w"
              classList={{ "w-panel": isPanel }}
              data-kind={widget.kind}
              style={{
                "grid-area": `${widget.y + 1} / ${widget.x + 1} / span ${widget.h} / span ${widget.w}`,
              }}
            >
              <Face view={view} widget={widget} />
            </div>
          )
        }}
      </For>
    </div>
  )
}

/** The colours of what a screen shows now. */
export function themeOf(state: Shown, now: Millis, layout?: Layout): string {
  if (layout) return layout.theme
  const { views, layouts } = state.screen
  return layoutShown(views, layouts, momentOf(state, now), now)?.theme ?? "felt"
}
