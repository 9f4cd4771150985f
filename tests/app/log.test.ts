import { translator } from "@solid-primitives/i18n"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { filtered, floorRows, merged, NO_FILTER } from "../../app/features/log/rows.ts"
import { logDa } from "../../app/words/log-da.ts"
import { logEn } from "../../app/words/log-en.ts"
import { LogLine } from "../../schemas/log.ts"

const en = translator(() => logEn)
const da = translator(() => logDa)
const PEOPLE = new Map([
  ["e1", "Bo Carlsen"],
  ["e2", "Søren Ø"],
])
const names = {
  entry: (id: string) => PEOPLE.get(id) ?? id,
  player: (id: string) => id,
  table: (id: string) => id.replace(/^table-0*/, ""),
  tournament: () => undefined,
  screen: (id: string) => (id === "bar" ? "The bar" : id),
  layout: (id: string) => (id === "l1" ? "Ours" : undefined),
  level: (index: number) => `level ${index + 1}`,
  left: () => "12:31",
  place: (_id: string, order: number) => (order === 1 ? 23 : null),
  chips: String,
}
const seat = (table: number, number: number) => ({ table: `table-00${table}`, seat: number })
const line = (number: number, changes: object[], more: object = {}) =>
  v.parse(LogLine, {
    number,
    at: number * 1_000,
    room: "tournament/t1",
    staffId: "s-anna",
    role: "floor",
    deviceId: "d1",
    isLate: false,
    changes,
    ...more,
  })
const moved = { key: "entry/e1/seat", before: seat(2, 3), after: seat(4, 7) }
const back = { key: "entry/e1/seat", before: seat(4, 7), after: seat(2, 3) }
const rows = (lines: LogLine[], words = en) =>
  floorRows(lines, { names, words, playerOf: () => undefined })
const texts = (lines: LogLine[], words = en) => rows(lines, words).map(({ text }) => text)

test("acts are told as people tell them, in both languages", () => {
  const clock = { status: "paused", levelIndex: 3, elapsedMs: 60_000 }
  const lines = [
    line(4, [{ key: "pot", before: null, after: 1 }]),
    line(3, [{ key: "clock", before: { ...clock, status: "running", since: 1 }, after: clock }]),
    line(2, [{ key: "entry/e1/out", before: null, after: { order: 1, at: 5 } }]),
    line(1, [moved]),
  ]
  assert.equal(texts(lines), [
    "Changed: pot",
    "Clock paused at level 4, 12:31 left",
    "Bo Carlsen is out (place 23)",
    "Bo Carlsen moved from table 2, seat 3 to table 4, seat 7",
  ])
  assert.equal(texts(lines, da), [
    "Ændret: pot",
    "Uret sat på pause på level 4, 12:31 tilbage",
    "Bo Carlsen er ude (nummer 23)",
    "Bo Carlsen flyttede fra bord 2, plads 3 til bord 4, plads 7",
  ])
})

const head = { name: "Ours", theme: "felt" }
const part = { kind: "clock", x: 0, y: 0, w: 8, h: 4 }
const views = { views: [{ layout: "l1" }], seconds: 20 }
const two = { ...views, views: [...views.views, { layout: "l2" }] }
for (const [english, danish, ...changes] of [
  [
    "Layout Ours was made",
    "Opsætningen Ours blev lavet",
    ["layout/l1", null, head],
    ["layout/l1/w1", null, part],
  ],
  [
    "Layout Ours: a part was changed",
    "Opsætningen Ours: en del blev ændret",
    ["layout/l1/w1", part, { ...part, x: 2 }],
  ],
  [
    "Layout that is gone: a part was removed",
    "Opsætningen som er væk: en del blev fjernet",
    ["layout/l2/w1", part, null],
  ],
  [
    "Screen The bar was added",
    "Skærmen The bar blev tilføjet",
    ["display/bar/name", null, "The bar"],
    ["display/bar", null, { tournamentId: "t1" }],
  ],
  [
    "Screen The bar was taken away",
    "Skærmen The bar blev fjernet",
    ["display/bar", { tournamentId: "t1" }, null],
    ["display/bar/name", "The bar", null],
  ],
  [
    "Screen The bar was given the layout Ours",
    "Skærmen The bar fik opsætningen Ours",
    ["display/bar/views", null, views],
  ],
  [
    "Screen The bar was given a programme",
    "Skærmen The bar fik et program",
    ["display/bar/views", views, two],
  ],
  [
    "Screen The bar looks as the moment has it",
    "Skærmen The bar følger øjeblikket",
    ["display/bar/views", two, null],
  ],
  [
    "Sound of all screens changed",
    "Lyden på alle skærme blev ændret",
    ["sound", null, { isOn: true, volume: 20 }],
  ],
  ["Announced: Dinner", "Meddelt: Dinner", ["announcement/a1", null, { text: "Dinner", at: 1 }]],
  [
    "No longer announced: Dinner",
    "Meddeles ikke længere: Dinner",
    ["announcement/a1", { text: "Dinner", at: 1 }, null],
  ],
  [
    "A sponsor's picture was added",
    "Et sponsorbillede blev tilføjet",
    ["sponsor/x", null, { at: 1 }],
  ],
  ["The venue's profile was changed", "Stedets profil blev ændret", ["profile", null, {}]],
] as const)
  test(`what is done to the screens is told in words: ${english}`, () => {
    const fields = changes.map(([key, before, after]) => ({ key, before, after }))
    const lines = [line(1, fields, { room: "venue/v1" })]
    assert.equal([texts(lines), texts(lines, da)], [[english], [danish]])
  })

test("hand for hand and the waiting list are told in words", () => {
  const lines = [
    line(2, [{ key: "handForHand", before: { since: 1 }, after: null }]),
    line(1, [{ key: "waiting/p1", before: null, after: { since: 1 } }]),
  ]
  assert.equal(texts(lines), ["Hand for hand ended", "p1 is on the waiting list"])
})

test("an undo names what it undid, and what was undone says when; an undo of that is done again", () => {
  const lines = [line(3, [moved]), line(2, [back]), line(1, [moved])]
  const text = "Bo Carlsen moved from table 2, seat 3 to table 4, seat 7"
  assert.equal(texts(lines), [`Done again: ${text}`, `Took back: ${text}`, text])
  const [again, undo, first] = rows(lines)
  assert.equal([first?.takenBackAt, undo?.takenBackAt, again?.takenBackAt], [2_000, 3_000, null])
  assert.equal([first?.isSuperseded, again?.isSuperseded], [true, false])
})

test("what is overruled stays in the log, and supersedes nothing", () => {
  const late = line(2, [{ ...moved, after: seat(9, 9), isOverruled: true }], { isLate: true })
  const [lost, first] = rows([late, line(1, [moved])])
  assert.ok(lost?.isOverruled && lost.isLate)
  assert.not.ok(first?.isSuperseded)
})

test("the newest is first, what waits is before all, and a filter leaves what it names", () => {
  const lines = [
    line(2, [{ key: "entry/e2/out", before: null, after: { order: 2, at: 5 } }], {
      staffId: "s-ib",
      deviceId: null,
    }),
    line(1, [moved]),
  ]
  const [out, move] = rows(lines)
  assert.ok(out && move)
  const waiting = { ...move, id: "w", at: 0, isWaiting: true }
  assert.equal(
    merged([out, move], [waiting]).map(({ id }) => id),
    ["w", out.id, move.id],
  )
  const ids = (filter: object) =>
    filtered([out, move], { ...NO_FILTER, ...filter }, ({ text }) => [text]).map(({ id }) => id)
  assert.equal(ids({ text: "soren out" }), [out.id])
  assert.equal(ids({ text: "seat carlsen" }), [move.id])
  assert.equal(ids({ kind: "seats" }), [move.id])
  assert.equal(ids({ staffId: "s-ib" }), [out.id])
  assert.equal(ids({ deviceId: "d1" }), [move.id])
  assert.equal(ids({}), [out.id, move.id])
})

test("both languages have the same words", () => {
  assert.equal(Object.keys(logDa).toSorted(), Object.keys(logEn).toSorted())
})

test.run()
