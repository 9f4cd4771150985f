import { test } from "uvu"
import * as assert from "uvu/assert"
import {
  cardsPerPage,
  fittingSize,
  inPages,
  ROW_HEIGHT,
  rowsPerPage,
  signInPage,
} from "../../app/features/print/paper.ts"
import { cardsFor, peopleIn } from "../../app/features/print/people.ts"
import { movedFrom } from "../../app/features/print/moved.ts"
import { displayIdFor, lostScreens, screenViews } from "../../app/features/screens/screens.ts"
import { readTournament } from "../../domain/tournament.ts"
import { ScreensAnswer } from "../../schemas/display.ts"
import * as v from "valibot"

const state = readTournament(
  new Map<string, unknown>([
    ["table/t1", { number: 1, seats: 9, status: "open" }],
    ["table/t2", { number: 2, seats: 9, status: "open" }],
    ["entry/e1/player", "p1"],
    ["entry/e1/seat", { table: "t2", seat: 3 }],
    ["entry/e2/player", "p2"],
    ["entry/e2/seat", { table: "t1", seat: 9 }],
    ["entry/e3/player", "p3"],
    ["entry/e4/player", "p4"],
    ["entry/e4/seat", { table: "t1", seat: 1 }],
    ["entry/e4/out", { order: 1, at: 5 }],
  ]),
)
const names = new Map<string, string>([
  ["p1", "Åse"],
  ["p2", "Bo"],
  ["p3", "Anna"],
  ["p4", "Gone"],
])
const people = peopleIn(state, (id) => names.get(id) ?? "?", "da-DK")

test("who is out stands on no paper; names are in the order of the language", () => {
  assert.equal(
    people.map(({ name }) => name),
    ["Anna", "Bo", "Åse"],
  )
})

test("cards come table by table, only for those with a seat, or only for those who were moved", () => {
  const all = cardsFor(people, { kind: "all" }, [])
  assert.equal(
    all.map(({ name, seat }) => [name, seat?.table, seat?.seat]),
    [
      ["Bo", 1, 9],
      ["Åse", 2, 3],
    ],
  )
  const moved = movedFrom(state, [
    { from: { table: "t2", seat: 3 } },
    { from: { table: "t2", seat: 4 } },
  ])
  const cards = cardsFor(people, { kind: "moved" }, moved)
  assert.equal(
    cards.map(({ name, from }) => [name, from]),
    [["Åse", { table: 2, seat: 3 }]],
  )
  assert.equal(
    cardsFor(people, { kind: "table", table: 1 }, moved).map(({ name, from }) => [name, from]),
    [["Bo", null]],
  )
})

test("pages are full but for the last, and none is empty", () => {
  assert.equal(inPages([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]])
  assert.equal(inPages([], 8), [])
  assert.is(cardsPerPage("a4"), 8)
  for (const paper of ["a4", "letter", "roll"] as const)
    assert.ok(rowsPerPage(paper) * ROW_HEIGHT < signInPage(paper, 1_000).height)
  assert.ok(signInPage("roll", 3).height < signInPage("roll", 25).height)
})

test("a long name is written smaller, a short one no larger than is fitting", () => {
  assert.is(fittingSize(3, 88, 7.5), 7.5)
  assert.ok(fittingSize(40, 88, 7.5) * 40 * 0.6 < 88)
})

const answer = v.parse(ScreensAnswer, {
  now: 9_000,
  startedAt: 1_000,
  screens: [
    { displayId: "bar", connected: 0, since: 5_000 },
    { displayId: "main", connected: 2, since: 2_000 },
    { displayId: "guest", connected: 1, since: 3_000 },
    { displayId: "left", connected: 0, since: 3_000 },
  ],
})
const venue = new Map<string, unknown>([
  ["display/bar", { tournamentId: "t1" }],
  ["display/bar/name", "The bar"],
  ["display/main", { tournamentId: "t1" }],
  ["display/new/name", "New"],
])

test("every screen that was added, live, lost or not seen; then those that only are open", () => {
  const views = screenViews(venue, answer)
  assert.equal(
    views.map(({ displayId, name, isListed, standing }) => [displayId, name, isListed, standing]),
    [
      ["main", null, true, { kind: "live", screens: 2, since: 2_000 }],
      ["new", "New", true, { kind: "unseen", startedAt: 1_000 }],
      ["bar", "The bar", true, { kind: "lost", since: 5_000 }],
      ["guest", null, false, { kind: "live", screens: 1, since: 3_000 }],
    ],
  )
  assert.is(lostScreens(views), 1)
})

test("without contact nothing is said of any screen, and none counts as lost", () => {
  const views = screenViews(venue, null)
  assert.ok(views.every(({ standing }) => standing.kind === "unknown"))
  assert.is(lostScreens(views), 0)
})

test("a screen's address is its name in plain letters, and nobody else's", () => {
  assert.is(displayIdFor("Bar Øst, 2. sal", []), "bar-ost-2-sal")
  assert.is(displayIdFor("Bar", ["bar", "bar-2"]), "bar-3")
  assert.is(displayIdFor("★", []), "screen")
})

test.run()
