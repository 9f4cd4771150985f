import * as v from "valibot"
import type {
  Layout,
  Moment,
  PlacedWidget,
  ScreenViews,
  Theme,
} from "../schemas/documents/layouts.ts"
import { LayoutId, WidgetId } from "../schemas/ids.ts"

type Placed = readonly [
  kind: PlacedWidget["kind"],
  x: number,
  y: number,
  w: number,
  h: number,
  when?: Moment[],
]

/** What the layouts that Felt brings are called in an id. */
const READY = [
  "broadcast",
  "clock",
  "prizes",
  "stacks",
  "seating",
  "break",
  "final",
  "league",
  "welcome",
  "sponsors",
  "result",
] as const
type Ready = (typeof READY)[number]

/** Which of Felt's layouts an id is; `null` where it is a venue's own. */
export const readyOf = (id: LayoutId): Ready | null =>
  READY.find((each) => `ready-${each}` === id) ?? null

/** The layouts that Felt brings. A venue's copy of one has an id of its own. */
export const readyLayouts: readonly Layout[] = [
  ready("broadcast", "Broadcast", "felt", [
    ["title", 0, 0, 22, 2],
    ["status", 22, 0, 5, 2],
    ["timeOfDay", 27, 0, 5, 2],
    ["clock", 7, 2, 18, 9],
    ["blinds", 7, 11, 18, 4],
    ["players", 0, 2, 7, 5],
    ["average", 0, 7, 7, 4],
    ["chips", 0, 11, 7, 4],
    ["pool", 25, 2, 7, 3],
    ["prizes", 25, 5, 7, 10],
    ["next", 0, 15, 11, 2],
    ["break", 11, 15, 10, 2],
    ["registration", 21, 15, 11, 2],
    ["news", 0, 17, 32, 1],
  ]),
  ready("clock", "Big clock", "midnight", [
    ["title", 0, 0, 27, 2],
    ["timeOfDay", 27, 0, 5, 2],
    ["clock", 0, 2, 32, 10],
    ["blinds", 0, 12, 20, 4],
    ["players", 20, 12, 6, 4],
    ["average", 26, 12, 6, 4],
    ["next", 0, 16, 16, 2],
    ["break", 16, 16, 16, 2],
  ]),
  ready("prizes", "Prizes", "ember", [
    ["title", 0, 0, 27, 2],
    ["timeOfDay", 27, 0, 5, 2],
    ["pool", 0, 2, 13, 5],
    ["players", 0, 7, 6, 4],
    ["average", 6, 7, 7, 4],
    ["clock", 0, 11, 13, 6],
    ["prizes", 13, 2, 19, 15],
    ["news", 0, 17, 32, 1],
  ]),
  ready("stacks", "Chip counts", "midnight", [
    ["title", 0, 0, 27, 2],
    ["timeOfDay", 27, 0, 5, 2],
    ["ranking", 0, 2, 20, 15],
    ["clock", 20, 2, 12, 6],
    ["blinds", 20, 8, 12, 3],
    ["players", 20, 11, 6, 3],
    ["average", 26, 11, 6, 3],
    ["next", 20, 14, 12, 3],
    ["news", 0, 17, 32, 1],
  ]),
  ready("seating", "Seats and moves", "slate", [
    ["title", 0, 0, 19, 2],
    ["clock", 19, 0, 8, 4],
    ["timeOfDay", 27, 0, 5, 2],
    ["status", 27, 2, 5, 2],
    ["blinds", 0, 2, 11, 2],
    ["next", 11, 2, 8, 2],
    ["seating", 0, 4, 24, 13],
    ["moves", 24, 4, 8, 8],
    ["waiting", 24, 12, 8, 5],
    ["news", 0, 17, 32, 1],
  ]),
  ready("break", "Break", "midnight", [
    ["title", 0, 0, 22, 2],
    ["status", 22, 0, 5, 2],
    ["timeOfDay", 27, 0, 5, 2],
    ["clock", 0, 2, 19, 10],
    ["blinds", 0, 12, 19, 5],
    ["ranking", 19, 2, 13, 7],
    ["sponsors", 19, 9, 13, 5],
    ["pool", 19, 14, 13, 3],
    ["news", 0, 17, 32, 1],
  ]),
  ready("final", "Final table", "ember", [
    ["title", 0, 0, 22, 2],
    ["status", 22, 0, 5, 2],
    ["timeOfDay", 27, 0, 5, 2],
    ["clock", 0, 2, 14, 6],
    ["blinds", 0, 8, 14, 4],
    ["average", 0, 12, 7, 3],
    ["next", 7, 12, 7, 3],
    ["ranking", 14, 2, 11, 13],
    ["prizes", 25, 2, 7, 13],
    ["break", 0, 15, 14, 2],
    ["pool", 14, 15, 18, 2],
    ["news", 0, 17, 32, 1],
  ]),
  ready("welcome", "Welcome", "felt", [
    ["title", 0, 0, 27, 2],
    ["timeOfDay", 27, 0, 5, 2],
    ["clock", 0, 2, 18, 9],
    ["blinds", 0, 11, 18, 3],
    ["players", 0, 14, 7, 3],
    ["pool", 7, 14, 11, 3],
    ["coming", 18, 2, 14, 7],
    ["waiting", 18, 9, 14, 6],
    ["registration", 18, 15, 14, 2],
    ["news", 0, 17, 32, 1],
  ]),
  ready("league", "League", "midnight", [
    ["title", 0, 0, 27, 2],
    ["timeOfDay", 27, 0, 5, 2],
    ["league", 0, 2, 21, 15],
    ["clock", 21, 2, 11, 6],
    ["blinds", 21, 8, 11, 3],
    ["players", 21, 11, 11, 3],
    ["pool", 21, 14, 11, 3],
    ["news", 0, 17, 32, 1],
  ]),
  ready("sponsors", "Sponsors", "slate", [
    ["title", 0, 0, 27, 2],
    ["timeOfDay", 27, 0, 5, 2],
    ["sponsors", 0, 2, 32, 11],
    ["clock", 0, 13, 12, 4],
    ["blinds", 12, 13, 13, 4],
    ["players", 25, 13, 7, 4],
    ["news", 0, 17, 32, 1],
  ]),
  ready("result", "Result", "ember", [
    ["title", 0, 0, 27, 2],
    ["timeOfDay", 27, 0, 5, 2],
    ["results", 0, 2, 20, 15],
    ["pool", 20, 2, 12, 4],
    ["players", 20, 6, 12, 4],
    ["coming", 20, 10, 12, 7],
    ["news", 0, 17, 32, 1],
  ]),
]

const idOf = (text: string): LayoutId => v.parse(LayoutId, text)

/** What a screen shows that nobody has set up: the layout that fits the moment. */
export const readyViews: ScreenViews = {
  views: [
    { layout: idOf("ready-broadcast"), when: ["running", "handForHand"] },
    { layout: idOf("ready-welcome"), when: ["before"] },
    { layout: idOf("ready-break"), when: ["break"] },
    { layout: idOf("ready-final"), when: ["finalTable"] },
    { layout: idOf("ready-result"), when: ["after"] },
  ],
  seconds: 20,
}

function ready(id: Ready, name: string, theme: Theme, placed: readonly Placed[]): Layout {
  return {
    id: v.parse(LayoutId, `ready-${id}`),
    name,
    theme,
    widgets: placed.map(([kind, x, y, w, h, when]) => ({
      id: v.parse(WidgetId, `${kind}-${x}-${y}`),
      kind,
      x,
      y,
      w,
      h,
      ...(when && { when }),
    })),
  }
}
