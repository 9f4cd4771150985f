import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { movesSince, peopleShown, screenName } from "../../domain/display-people.ts"
import { pseudonymOf } from "../../domain/pseudonym.ts"
import { readTournament } from "../../domain/tournament.ts"
import type { WidgetKind } from "../../schemas/documents/layouts.ts"
import { EntryId, PlayerId } from "../../schemas/ids.ts"
import { cents, millis } from "../../schemas/units.ts"

const NOW = millis(1_700_000_000_000)

/** Entries e1, e2, e3 of p1, p2, p3 at tables 1 and 2; p9 waits. */
const floorOf = (more: Record<string, unknown> = {}) =>
  readTournament(
    new Map<string, unknown>([
      ["table/a", { number: 1, seats: 9, status: "open" }],
      ["table/b", { number: 2, seats: 9, status: "open" }],
      ...["e1", "e2", "e3"].flatMap((id, index) => [
        [`entry/${id}/player`, `p${index + 1}`] as const,
        [`entry/${id}/seat`, { table: index === 2 ? "b" : "a", seat: index + 1 }] as const,
      ]),
      ["entry/e1/chips", { count: 900, at: 1 }],
      ["entry/e3/chips", { count: 1_500, at: 1 }],
      ["waiting/p9", { since: 1 }],
      ...Object.entries(more),
    ]),
  )

const shown = (kinds: WidgetKind[], more: Record<string, unknown> = {}) =>
  peopleShown({
    state: floorOf(more),
    prizesCents: [cents(500)],
    kinds: new Set(kinds),
    nameOf: (player) => `name of ${player}`,
    moves: [],
    now: NOW,
  })

test("a screen calls people by first name and initial, or as they have asked to be", () => {
  const rows: [name: string, nickname: string | null, shown: string][] = [
    ["Nora Østerbro-Holm", null, "Nora Ø."],
    ["Bo", null, "Bo"],
    ["  Anna  Maria Lund ", null, "Anna L."],
    ["Nora Holm", " The Rock ", "The Rock"],
    ["Nora Holm", "  ", "Nora H."],
    ["Li 😀x", null, "Li 😀."],
  ]
  const playerId = v.parse(PlayerId, "p-0042")
  for (const [name, nickname, text] of rows)
    assert.is(screenName({ playerId, name }, nickname), text)
  const erased = { playerId, name: pseudonymOf(playerId) }
  assert.is(screenName(erased, null), "Player 0042", "whoever has been erased")
})

test("what no widget shows is not sent", () => {
  assert.equal(shown(["clock", "prizes"]), {})
  assert.equal(Object.keys(shown(["ranking"])), ["ranking"])
})

test("stacks are ranked as counted; who is out or uncounted is not among them", () => {
  const { ranking } = shown(["ranking"])
  assert.equal(
    ranking?.map(({ name, chips }) => [name, chips]),
    [
      ["name of p3", 1_500],
      ["name of p1", 900],
    ],
  )
  assert.equal(ranking?.[0]?.at, { table: 2, seat: 3 })
  const { ranking: later } = shown(["ranking"], { "entry/e3/out": { order: 1, at: NOW } })
  assert.is(later?.[0]?.name, "name of p1")
})

test("tables come by number with who sits there; results with the prizes; who waits by turn", () => {
  const { tables, results, waiting } = shown(["seating", "results", "waiting"], {
    "entry/e1/out": { order: 1, at: 1 },
    "entry/e2/out": { order: 2, at: 2 },
  })
  assert.equal(
    tables?.map(({ number, players }) => [number, players.map(({ seat }) => seat)]),
    [[2, [3]]],
  )
  assert.equal(
    results?.map(({ place, name, prizeCents }) => [place, name, prizeCents]),
    [
      [1, "name of p3", 500],
      [2, "name of p2", null],
      [3, "name of p1", null],
    ],
  )
  assert.equal(waiting, ["name of p9"])
})

test("in a list without seats nobody is nameless: who has no name to show is a player with a number", () => {
  const people = peopleShown({
    state: floorOf({ "entry/e1/out": { order: 1, at: 1 }, "entry/e2/out": { order: 2, at: 2 } }),
    prizesCents: [],
    kinds: new Set(["results", "waiting", "seating", "ranking"]),
    nameOf: (player) => (player === "p2" ? "The Rock" : null),
    moves: [],
    now: NOW,
  })
  assert.equal(
    people.results?.map(({ name }) => name),
    ["Player p3", "The Rock", "Player p1"],
  )
  assert.equal(people.waiting, ["Player p9"])
  assert.is(people.tables?.[0]?.players[0]?.name, "Player p3")
  // Where the seat says who it is, it says it better.
  assert.is(people.ranking?.[0]?.name, null)
})

test("a change of seat is a move; a first seat and a bust are none; after ten minutes it is no news", () => {
  const before = floorOf()
  const to = { table: "b", seat: 5 }
  const after = floorOf({ "entry/e1/seat": to })
  assert.equal(movesSince(null, after, [], NOW), [])
  const moves = movesSince(before, after, [], NOW)
  assert.equal(moves, [
    { entryId: v.parse(EntryId, "e1"), from: { table: "a", seat: 1 }, to, at: NOW },
  ])
  const people = peopleShown({
    state: after,
    prizesCents: [],
    kinds: new Set(["moves"]),
    nameOf: () => null,
    moves,
    now: NOW,
  })
  assert.equal(people.moves, [
    { name: null, from: { table: 1, seat: 1 }, to: { table: 2, seat: 5 }, at: NOW },
  ])
  assert.is(movesSince(after, after, moves, millis(NOW + 10 * 60_000)).length, 0)
  assert.is(movesSince(after, before, moves, millis(NOW + 1))[0]?.to.seat, 1)
  const out = floorOf({ "entry/e1/seat": to, "entry/e1/out": { order: 1, at: NOW } })
  assert.equal(movesSince(before, out, [], NOW), [])
})

test.run()
