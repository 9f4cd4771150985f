import { type ClockReading, clockAt, msToLevel } from "../../../domain/clock.ts"
import type { Moment, PlacedWidget } from "../../../schemas/documents/layouts.ts"
import type { DisplayState, ScreenSettings } from "../../../schemas/display.ts"
import type { Level } from "../../../schemas/structure.ts"
import type { Millis } from "../../../schemas/units.ts"
import type { Tone } from "../clock/clock-face.ts"

export type Shown = Extract<DisplayState, { kind: "tournament" }>

/** What every widget is given: signals, so that of ten ticks a second only one changes anything. */
export type View = {
  shown: () => Shown
  screen: () => ScreenSettings
  figures: () => ScreenFigures
  tone: () => Tone
  moment: () => Moment
  /** The Leaf's time, in whole seconds. */
  seconds: () => Millis
}
export type WidgetProps = { view: View; widget: PlacedWidget }

/** The figures of a screen at one moment, derived from the last state it was sent. */
export type ScreenFigures = {
  reading: ClockReading
  /** Chips a player has on average, whole; `null` while nobody plays. */
  averageStack: number | null
  /** The same in big blinds of the level in play, or of the next one in a break; one decimal. */
  averageBigBlinds: number | null
  /** Until entries close; `null` once they have. */
  msToRegistrationEnd: Millis | null
}

export function screenFigures(state: Shown, now: Millis): ScreenFigures {
  const reading = clockAt(state.levels, state.clock, now)
  const round = reading.level.kind === "round" ? reading.level : reading.nextRound
  const averageStack =
    state.playersLeft > 0 && state.chipsInPlay > 0
      ? Math.round(state.chipsInPlay / state.playersLeft)
      : null
  return {
    reading,
    averageStack,
    averageBigBlinds:
      averageStack !== null && round && round.bigBlind > 0
        ? Math.round((averageStack * 10) / round.bigBlind) / 10
        : null,
    msToRegistrationEnd: msToLevel(state.levels, state.clock, now, state.lateRegistrationEndsAt),
  }
}

/** A list's head takes this much, in squares of the grid. */
const HEAD_SQUARES = 0.9
/** The least height of a row that can be read across a room. */
const LEAST_ROW_SQUARES = 0.74
const WIDEST_COLUMNS = 5

/** How a list fills its widget: so many rows in so many columns, and how many that shows. */
export type ListShape = { rows: number; columns: number; shown: number }

/**
 * As few columns as hold all of it, as many as have room; rows that are few are higher, but not so
 * high that a list of one looks like a mistake.
 */
export function listShape(
  items: number,
  { w, h }: Pick<PlacedWidget, "w" | "h">,
  mostColumns = 1,
): ListShape {
  const mostRows = Math.max(1, Math.floor((h - HEAD_SQUARES) / LEAST_ROW_SQUARES))
  const roomFor = Math.max(1, Math.min(mostColumns, Math.floor(w / WIDEST_COLUMNS)))
  const columns = Math.max(1, Math.min(roomFor, Math.ceil(items / mostRows)))
  const needed = Math.ceil(items / columns)
  const rows = Math.max(1, Math.min(mostRows, Math.max(needed, Math.ceil(mostRows * 0.6))))
  return { rows, columns, shown: Math.min(items, rows * columns) }
}

/** What of a list has a turn at `now` where not all of it has room. */
export function pageOf<Item>(
  items: readonly Item[],
  perPage: number,
  now: Millis,
  turnMs: number,
): { items: Item[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(items.length / perPage))
  const page = Math.floor(now / turnMs) % pages
  return { items: items.slice(page * perPage, (page + 1) * perPage), page, pages }
}

/** The ante of a level; 0 where there is none. */
export const anteOf = (level: Level): number => (level.kind === "round" ? level.ante : 0)

const SHIFT_EVERY_MS = 60_000
/** Where the picture stands in turn, in thousandths of its size. */
const SHIFTS = [
  [0, 0],
  [3, 0],
  [3, 3],
  [0, 3],
  [-3, 3],
  [-3, 0],
  [-3, -3],
  [0, -3],
  [3, -3],
] as const

/** By how much of its size all of the picture stands elsewhere in this minute, so that nothing burns in. */
export function burnInShift(now: Millis): { x: number; y: number } {
  const [x, y] = SHIFTS[Math.floor(now / SHIFT_EVERY_MS) % SHIFTS.length] ?? [0, 0]
  return { x: x / 1_000, y: y / 1_000 }
}
