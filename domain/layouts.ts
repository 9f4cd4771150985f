import {
  COLUMNS,
  type Layout,
  type Moment,
  type PlacedWidget,
  ROWS,
  type ScreenViews,
  type Widget,
  type WidgetKind,
} from "../schemas/documents/layouts.ts"
import type { DisplayState } from "../schemas/display.ts"
import type { Millis } from "../schemas/units.ts"
import { clockAt } from "./clock.ts"

/** A place on the grid. */
export type Box = Pick<Widget, "x" | "y" | "w" | "h">

/** What is wrong with a layout, at which of its widgets. */
export type LayoutProblem = { kind: "outside" | "tooSmall" | "overlap"; widgets: string[] }

type Shown = Extract<DisplayState, { kind: "tournament" }>

/** The fewest squares in which each kind can still be read across a room. */
const LEAST: Record<WidgetKind, { w: number; h: number }> = {
  title: { w: 6, h: 1 },
  timeOfDay: { w: 3, h: 1 },
  status: { w: 3, h: 1 },
  clock: { w: 8, h: 4 },
  blinds: { w: 6, h: 2 },
  next: { w: 5, h: 1 },
  break: { w: 5, h: 1 },
  registration: { w: 5, h: 1 },
  players: { w: 4, h: 2 },
  average: { w: 4, h: 2 },
  chips: { w: 4, h: 2 },
  pool: { w: 5, h: 2 },
  prizes: { w: 5, h: 4 },
  bounties: { w: 4, h: 2 },
  ranking: { w: 7, h: 4 },
  results: { w: 7, h: 4 },
  seating: { w: 10, h: 6 },
  moves: { w: 7, h: 3 },
  waiting: { w: 6, h: 3 },
  news: { w: 8, h: 1 },
  coming: { w: 6, h: 3 },
  league: { w: 7, h: 4 },
  sponsors: { w: 5, h: 3 },
  text: { w: 3, h: 1 },
  code: { w: 3, h: 4 },
}

export const leastOf = (kind: WidgetKind): { w: number; h: number } => LEAST[kind]

/** What a tournament is going through at `now`, the most particular first. */
export function momentOf(state: Shown, now: Millis): Moment {
  const { status, level } = clockAt(state.levels, state.clock, now)
  const { clock } = state
  if (state.entries > 1 && state.playersLeft <= 1) return "after"
  if (clock.status === "paused" && clock.levelIndex === 0 && clock.elapsedMs === 0) return "before"
  if (status === "finished") return "after"
  if (level.kind === "break") return "break"
  if (state.isHandForHand) return "handForHand"
  return state.isFinalTable ? "finalTable" : "running"
}

/** Whether something is there at a moment; without a list of moments it always is. */
const fits = (when: readonly Moment[] | undefined, moment: Moment): boolean =>
  when === undefined || when.includes(moment)

/**
 * The layout that a screen shows at `now`. Those whose moment it is take turns by the Leaf's time, so
 * that all screens of a venue turn together; where none fits, the first there is.
 * @param moment `null` while no tournament is shown
 * @returns `null` where none of the views' layouts exists
 */
export function layoutShown(
  { views, seconds }: ScreenViews,
  layouts: readonly Layout[],
  moment: Moment | null,
  now: Millis,
): Layout | null {
  const known = views.flatMap(({ layout: id, when }) => {
    const layout = layouts.find((each) => each.id === id)
    return layout ? [{ layout, when }] : []
  })
  const fitting = known.filter(({ when }) => moment === null || fits(when, moment))
  const turns = fitting.length > 0 ? fitting : known.slice(0, 1)
  const turn = Math.floor(now / (seconds * 1_000)) % Math.max(1, turns.length)
  return turns[turn]?.layout ?? null
}

/** The widgets of a layout that are there at a moment. */
export const widgetsAt = ({ widgets }: Layout, moment: Moment | null): PlacedWidget[] =>
  widgets.filter(({ when }) => moment === null || fits(when, moment))

/** What is wrong with a layout; nothing where it can be shown. */
export function layoutProblems({ widgets }: Pick<Layout, "widgets">): LayoutProblem[] {
  const problems: LayoutProblem[] = []
  for (const [index, widget] of widgets.entries()) {
    const { id, kind, x, y, w, h } = widget
    if (x + w > COLUMNS || y + h > ROWS) problems.push({ kind: "outside", widgets: [id] })
    if (w < LEAST[kind].w || h < LEAST[kind].h) problems.push({ kind: "tooSmall", widgets: [id] })
    for (const other of widgets.slice(index + 1))
      if (overlap(widget, other) && meet(widget, other))
        problems.push({ kind: "overlap", widgets: [id, other.id] })
  }
  return problems
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

/** Whether two are ever there at one moment. */
const meet = (a: Pick<Widget, "when">, b: Pick<Widget, "when">): boolean =>
  a.when === undefined || b.when === undefined || a.when.some((moment) => b.when?.includes(moment))

/** The box moved by so many squares, as far as the grid goes. */
export const moved = <Placed extends Box>(box: Placed, byX: number, byY: number): Placed => ({
  ...box,
  x: between(box.x + byX, 0, COLUMNS - box.w),
  y: between(box.y + byY, 0, ROWS - box.h),
})

/** The widget larger or smaller by so many squares: within the grid, and never too small to read. */
export const resized = <Placed extends Box & Pick<Widget, "kind">>(
  box: Placed,
  byW: number,
  byH: number,
): Placed => ({
  ...box,
  w: between(box.w + byW, Math.min(LEAST[box.kind].w, COLUMNS - box.x), COLUMNS - box.x),
  h: between(box.h + byH, Math.min(LEAST[box.kind].h, ROWS - box.y), ROWS - box.y),
})

const between = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, value))

/**
 * Where a new widget finds room: the first free place that holds it, at its least size twice over
 * where there is so much, else the least one; the corner above on the left where all is taken.
 */
export function freePlace(kind: WidgetKind, widgets: readonly Box[]): Box {
  const { w, h } = LEAST[kind]
  const sizes = [
    { w: Math.min(COLUMNS, w * 2), h: Math.min(ROWS, h * 2) },
    { w, h },
  ]
  for (const size of sizes)
    for (let y = 0; y + size.h <= ROWS; y++)
      for (let x = 0; x + size.w <= COLUMNS; x++) {
        const box = { x, y, ...size }
        if (!widgets.some((each) => overlap(box, each))) return box
      }
  return { x: 0, y: 0, w, h }
}
