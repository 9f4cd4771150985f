import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { startClock } from "../../domain/clock.ts"
import { displayState } from "../../domain/display.ts"
import * as floor from "../../domain/floor.ts"
import {
  freePlace,
  layoutProblems,
  layoutShown,
  leastOf,
  momentOf,
  moved,
  resized,
  widgetsAt,
} from "../../domain/layouts.ts"
import { readyLayouts, readyViews } from "../../domain/ready-layouts.ts"
import { announcements, screenSettings, soundOf, venueLayouts } from "../../domain/screens.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { readTournament } from "../../domain/tournament.ts"
import {
  COLUMNS,
  type Layout,
  type Moment,
  MOMENTS,
  type PlacedWidget,
  ROWS,
  WidgetKind,
} from "../../schemas/documents/layouts.ts"
import { DisplayId, EntryId, LayoutId, PlayerId, WidgetId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"

const NOW = millis(1_700_000_000_000)
const bar = v.parse(DisplayId, "bar")
const [structure] = builtInStructures
if (!structure) throw new Error("There is no built-in structure.")

/** Five entries at one table of nine; `busts` of them are out, in that order. */
function floorWith(busts: number, more: Record<string, unknown> = {}) {
  const ids = [1, 2, 3, 4, 5].map((number) => v.parse(EntryId, `e${number}`))
  const writes = [
    ...floor.createTournament({ name: "Friday", structure: structure ?? fail(), seed: "s" }),
    ...ids.flatMap((entryId, index) => [
      ...floor.enter({ entryId, playerId: v.parse(PlayerId, `p${index}`) }),
      [`entry/${entryId}/seat`, { table: "t1", seat: index + 1 }] as const,
      ...(index < busts ? [[`entry/${entryId}/out`, { order: index + 1, at: NOW }] as const] : []),
    ]),
    ["table/t1", { number: 1, seats: 9, status: "open" }] as const,
    ...Object.entries(more),
  ]
  return readTournament(new Map(writes.map(([key, value]) => [key, value])))
}

const fail = (): never => {
  throw new Error("There is no structure.")
}

function shown(busts: number, more: Record<string, unknown> = {}) {
  const state = floorWith(busts, more)
  const screen = screenSettings(new Map(), bar, NOW)
  const display = displayState({ state, account: null, now: NOW, screen })
  if (display.kind !== "tournament") throw new Error("The screen waits.")
  return display
}

const running = {
  clock: startClock(
    structure.levels,
    { status: "paused", levelIndex: 1, elapsedMs: millis(0) },
    NOW,
  ),
}
const breakIndex = structure.levels.findIndex(({ kind }) => kind === "break")
const inBreak = {
  clock: { status: "running", levelIndex: breakIndex, elapsedMs: 0, since: NOW },
}

for (const [what, busts, more, moment] of [
  ["before the first hand", 0, {}, "before"],
  ["while it runs", 0, running, "running"],
  ["in a break", 0, inBreak, "break"],
  ["paused in a level", 0, { clock: { status: "paused", levelIndex: 1, elapsedMs: 5 } }, "running"],
  ["hand for hand", 0, { ...running, handForHand: { since: NOW } }, "handForHand"],
  ["with all who are left at one table", 1, running, "finalTable"],
  ["with one left", 4, running, "after"],
] as const satisfies [string, number, Record<string, unknown>, Moment][])
  test(`the moment ${what} is ${moment}`, () => {
    assert.is(momentOf(shown(busts, more), NOW), moment)
  })

test("a clock that has run into the break is in it, without anybody touching it", () => {
  const state = shown(0, running)
  const until = structure.levels
    .slice(1, breakIndex)
    .reduce((sum, each) => sum + each.durationMs, 0)
  assert.is(momentOf(state, millis(NOW + until - 1)), "running")
  assert.is(momentOf(state, millis(NOW + until)), "break")
})

test("every ready layout can be shown as it is, at every moment", () => {
  for (const layout of readyLayouts) assert.equal(layoutProblems(layout), [], layout.id)
  for (const moment of MOMENTS) {
    const layout = layoutShown(readyViews, readyLayouts, moment, NOW)
    assert.ok(
      layout &&
        widgetsAt(layout, moment).some(({ kind }) => kind === "clock" || kind === "results"),
    )
  }
})

test("views whose moment it is take turns by the Leaf's time; where none fits, the first is shown", () => {
  const id = (text: string) => v.parse(LayoutId, text)
  const layouts = ["a", "b", "c"].map((name): Layout => ({
    id: id(name),
    name,
    theme: "felt",
    widgets: [],
  }))
  const views = {
    views: [
      { layout: id("a"), when: ["running" as const] },
      { layout: id("b"), when: ["running" as const, "break" as const] },
      { layout: id("gone") },
    ],
    seconds: 10,
  }
  const at = (moment: Moment, ms: number) => layoutShown(views, layouts, moment, millis(ms))?.name
  assert.equal(
    [0, 9_999, 10_000, 20_000].map((ms) => at("running", ms)),
    ["a", "a", "b", "a"],
  )
  assert.is(at("break", 0), "b")
  assert.is(at("after", 0), "a")
  assert.is(layoutShown({ views: [{ layout: id("gone") }], seconds: 5 }, layouts, null, NOW), null)
})

const widget = (kind: WidgetKind, x: number, y: number, w: number, h: number): PlacedWidget => ({
  id: v.parse(WidgetId, `${kind}-${x}-${y}`),
  kind,
  x,
  y,
  w,
  h,
})

test("a layout is told what is outside, too small, and on top of what", () => {
  const clock = widget("clock", 0, 0, 10, 5)
  const pool = widget("pool", 9, 4, 6, 3)
  const kinds = (widgets: PlacedWidget[]) => layoutProblems({ widgets }).map(({ kind }) => kind)
  assert.equal(kinds([clock, pool]), ["overlap"])
  assert.equal(kinds([clock, { ...pool, x: 10 }]), [])
  assert.equal(kinds([{ ...clock, w: 7 }]), ["tooSmall"])
  assert.equal(kinds([{ ...clock, x: 23 }]), ["outside"])
  // Two that are never there at one moment may have one place.
  assert.equal(
    kinds([
      { ...clock, when: ["running"] },
      { ...pool, when: ["break"] },
    ]),
    [],
  )
})

const kind = fc.constantFrom(...WidgetKind.options)
const step = fc.integer({ min: -50, max: 50 })

test("whatever is moved, resized or added stays on the grid, and can be read", () => {
  fc.assert(
    fc.property(
      kind,
      fc.array(fc.tuple(step, step, fc.boolean()), { maxLength: 30 }),
      (what, acts) => {
        let box: PlacedWidget = { ...widget(what, 0, 0, 1, 1), ...freePlace(what, []) }
        for (const [x, y, isMove] of acts) box = isMove ? moved(box, x, y) : resized(box, x, y)
        assert.equal(layoutProblems({ widgets: [box] }), [])
      },
    ),
  )
})

test("a new widget goes where there is room, and to the corner where there is none", () => {
  const clock = widget("clock", 0, 0, COLUMNS, 9)
  const box = freePlace("prizes", [clock])
  assert.ok(box.y >= 9 && box.w >= leastOf("prizes").w)
  const full = widget("clock", 0, 0, COLUMNS, ROWS)
  assert.equal(freePlace("pool", [full]), { x: 0, y: 0, ...leastOf("pool") })
})

test("a layout is read of its registers, and what nobody understands is passed over", () => {
  const values = new Map<string, unknown>([
    ["layout/a", { name: "Bar", theme: "ember" }],
    ["layout/a/w1", { kind: "clock", x: 0, y: 0, w: 10, h: 5 }],
    ["layout/a/w2", { kind: "clock", x: 0, y: 0, w: 100, h: 5 }],
    ["layout/gone/w1", { kind: "clock", x: 0, y: 0, w: 10, h: 5 }],
  ])
  const [layout, ...more] = venueLayouts(values)
  assert.equal(more, [])
  assert.equal([layout?.name, layout?.theme, layout?.widgets.length], ["Bar", "ember", 1])
})

test("a screen has its own sound, else the venue's, else half of what there is", () => {
  const values = new Map<string, unknown>()
  assert.equal(soundOf(values, bar), { isOn: true, volume: 50 })
  values.set("sound", { isOn: true, volume: 20 })
  assert.is(soundOf(values, bar).volume, 20)
  values.set("display/bar/sound", { isOn: false, volume: 0 })
  assert.is(soundOf(values, bar).isOn, false)
})

test("announcements come newest first; a tournament is announced until it begins or is put away", () => {
  const listed = { name: "Sunday", createdAt: 1, startsAt: NOW + 1 }
  const values = new Map<string, unknown>([
    ["announcement/a", { text: "Dinner", at: 1 }],
    ["announcement/b", { text: "Day 2", at: 2 }],
    ["tournament/t1", listed],
    ["tournament/t2", { ...listed, startsAt: NOW - 1 }],
    ["tournament/t3", { ...listed, endedAt: 5 }],
  ])
  assert.equal(
    announcements(values).map(({ text }) => text),
    ["Day 2", "Dinner"],
  )
  assert.equal(screenSettings(values, bar, NOW).coming, [{ name: "Sunday", startsAt: NOW + 1 }])
})

test.run()
