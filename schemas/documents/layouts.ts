import * as v from "valibot"
import { LayoutId, WidgetId } from "../ids.ts"
import { Millis } from "../units.ts"

/** A layout's grid: squares on a screen of 16 by 9. */
export const COLUMNS = 32
export const ROWS = 18

/** What a tournament is going through, as far as a screen shows something else then. */
export const Moment = v.picklist([
  "before",
  "running",
  "break",
  "handForHand",
  "finalTable",
  "after",
])
export type Moment = v.InferOutput<typeof Moment>
export const MOMENTS = Moment.options

const Moments = v.pipe(v.array(Moment), v.minLength(1), v.maxLength(MOMENTS.length))

export const WidgetKind = v.picklist([
  "title",
  "timeOfDay",
  "status",
  "clock",
  "blinds",
  "next",
  "break",
  "registration",
  "players",
  "average",
  "chips",
  "pool",
  "prizes",
  "bounties",
  "ranking",
  "results",
  "seating",
  "moves",
  "waiting",
  "news",
  "coming",
  "league",
  "sponsors",
  "text",
  "code",
])
export type WidgetKind = v.InferOutput<typeof WidgetKind>

/** The colours of a layout. */
export const Theme = v.picklist(["felt", "midnight", "ember", "slate"])
export type Theme = v.InferOutput<typeof Theme>

const cell = (least: number, most: number) =>
  v.pipe(
    v.number("expected whole squares"),
    v.safeInteger("expected whole squares"),
    v.minValue(least),
    v.maxValue(most),
  )

/** One thing on a layout: what it shows and which squares of the grid it has. */
export const Widget = v.strictObject({
  kind: WidgetKind,
  x: cell(0, COLUMNS - 1),
  y: cell(0, ROWS - 1),
  w: cell(1, COLUMNS),
  h: cell(1, ROWS),
  /** What a text says, or where a code leads. */
  text: v.optional(v.pipe(v.string(), v.maxLength(200))),
  /** When it is there; always where it is not given. */
  when: v.optional(Moments),
})
export type Widget = v.InferOutput<typeof Widget>

export const LayoutHead = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
  theme: Theme,
})
export type LayoutHead = v.InferOutput<typeof LayoutHead>

/** A layout whole, as a screen is told it. */
export const Layout = v.strictObject({
  id: LayoutId,
  ...LayoutHead.entries,
  widgets: v.array(v.strictObject({ id: WidgetId, ...Widget.entries })),
})
export type Layout = v.InferOutput<typeof Layout>
export type PlacedWidget = Layout["widgets"][number]

/** What a screen shows when: the views that fit the moment take turns. */
export const ScreenViews = v.strictObject({
  views: v.pipe(
    v.array(v.strictObject({ layout: LayoutId, when: v.optional(Moments) })),
    v.minLength(1),
    v.maxLength(12),
  ),
  /** How long each is there before the next one. */
  seconds: v.pipe(v.number(), v.safeInteger(), v.minValue(5), v.maxValue(600)),
})
export type ScreenViews = v.InferOutput<typeof ScreenViews>

/** Whether a screen is heard, and how loudly, in per cent. */
export const Sound = v.strictObject({
  isOn: v.boolean(),
  volume: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(100)),
})
export type Sound = v.InferOutput<typeof Sound>

/** What the staff say to the whole room, and since when. */
export const Announcement = v.strictObject({
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(160)),
  at: Millis,
})
export type Announcement = v.InferOutput<typeof Announcement>

/** That a picture is among the sponsors', and since when; its bytes are with the Leaf. */
export const Sponsor = v.strictObject({ at: Millis })
export type Sponsor = v.InferOutput<typeof Sponsor>
