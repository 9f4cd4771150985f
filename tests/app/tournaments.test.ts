import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { bagRows, bagTotals, readStack } from "../../app/features/event/bag-rows.ts"
import { defaultKind, readKind } from "../../app/features/tonight/kind-form.ts"
import { alertCount, type FloorFacts, nightsOf } from "../../app/data/nights.ts"
import {
  freeTablesFrom,
  keptChoice,
  type Listed,
  listTournaments,
  newest,
  partsOf,
  readChoice,
  roomsToOpen,
  stageOf,
} from "../../app/data/tournaments.ts"
import { sealBag } from "../../domain/stages.ts"
import { type EventPart, SatelliteTerms } from "../../schemas/documents/venue.ts"
import { TournamentId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import { id, tournamentOf } from "../support/tablet.ts"

const HOUR = 3_600_000
const t = (name: string) => v.parse(TournamentId, name)
const listed = (name: string, createdAt: number, more: Partial<Listed> = {}): Listed => ({
  id: t(name),
  name,
  createdAt: millis(createdAt),
  ...more,
})
const flight = (event: string, name: string): EventPart => ({
  kind: "flight",
  event: t(event),
  flight: name,
  mode: "bestStackForward",
})

test("the newest tournament that has not ended is shown where nobody has chosen", () => {
  const ended = { endedAt: millis(9) }
  assert.is(newest([listed("c", 3, ended), listed("b", 2), listed("a", 1)]), "b")
  assert.is(newest([listed("b", 2, ended), listed("a", 1, ended)]), "b")
  assert.is(newest([]), null)
})

test("a device's choice holds for the night, and only if it is one", () => {
  const kept = keptChoice(t("a"), millis(0))
  assert.is(readChoice(kept, millis(15 * HOUR)), "a")
  assert.is(readChoice(kept, millis(17 * HOUR)), null)
  assert.is(readChoice("a", millis(0)), null, "as an older version kept it")
  assert.is(readChoice(null, millis(0)), null)
})

test("open are what is shown, what was shown before, an event's parts, a target, and what goes on", () => {
  const ended = { endedAt: millis(9) }
  const all = [
    listed("day", 5, { ...ended, part: { kind: "day", event: t("a"), day: 2 } }),
    listed("b", 4, { ...ended, part: flight("a", "1B") }),
    listed("a", 3, { ...ended, part: flight("a", "1A") }),
    listed("old", 2, ended),
    listed("side", 1),
  ]
  assert.equal(roomsToOpen(all, [t("b"), t("old")]), ["b", "a", "day", "old", "side"])
  assert.equal(
    partsOf(all, t("day")).map((each) => stageOf(each)),
    ["1A", "1B", "2"],
  )
  const satellite = v.parse(SatelliteTerms, { target: "old", seatCents: 100 })
  const step = listed("step", 6, { satellite })
  assert.equal(roomsToOpen([step, ...all], [t("step"), null]), ["step", "old", "side"])
  const many = Array.from({ length: 40 }, (_, index) => listed(`n${index}`, 100 - index))
  assert.is(roomsToOpen(many, []).length, 12, "no venue runs more at once")
})

test("a listing that nobody understands is passed over", () => {
  const good = { name: "Friday", createdAt: 1 }
  const values = new Map<string, unknown>([
    ["tournament/a", good],
    ["tournament/b", { name: 7 }],
    ["display/main", { tournamentId: "a" }],
  ])
  assert.equal(
    listTournaments(values).map((each) => each.id),
    ["a"],
  )
})

const facts = (more: Partial<FloorFacts> = {}): FloorFacts => ({
  left: 2,
  entries: 2,
  hasBegun: true,
  tables: [],
  clashes: 0,
  waiting: 0,
  ...more,
})

test("what runs comes first, then what comes by its time, then what has ended; ended ones alarm nobody", () => {
  const all = [
    listed("late", 1, { startsAt: millis(900) }),
    listed("soon", 2, { startsAt: millis(500) }),
    listed("over", 3, { endedAt: millis(9) }),
    listed("runs", 4),
  ]
  const nights = nightsOf(all, {
    factsFor: ({ id: each }) =>
      facts({ hasBegun: each === "runs" || each === "over", clashes: 1, waiting: 2 }),
    conflictsFor: ({ id: each }) => (each === "runs" ? 1 : 0),
  })
  assert.equal(
    nights.map((night) => [night.listed.id, night.phase, alertCount([night])]),
    [
      ["runs", "running", 4],
      ["soon", "coming", 3],
      ["late", "coming", 3],
      ["over", "ended", 0],
    ],
  )
})

test("a table number that two play at is an alert of both", () => {
  const nights = nightsOf([listed("a", 1), listed("b", 2), listed("c", 3)], {
    factsFor: ({ id: each }) => facts({ tables: each === "c" ? [9] : [4, 5] }),
    conflictsFor: () => 0,
  })
  assert.equal(
    nights.map((night) => night.alerts),
    [[], [{ kind: "table", count: 2 }], [{ kind: "table", count: 2 }]],
  )
})

test("the tables of a new tournament begin at 1, else at the next ten", () => {
  assert.is(freeTablesFrom([]), 1)
  assert.is(freeTablesFrom([1]), 11)
  assert.is(freeTablesFrom([1, 11, 20]), 21)
})

test("stacks are read as people write them", () => {
  assert.is(readStack("12,500"), 12_500)
  assert.is(readStack("12.500"), 12_500)
  assert.is(readStack(" 12 500 "), 12_500)
  for (const text of ["", "0", "12k", "-5"]) assert.is(readStack(text), null, text)
})

test("the bags are held against the chips in play, in the order of the seats", () => {
  const tablet = tournamentOf(2)
  tablet.press((state) => sealBag(state, id(1), { count: 15_000, at: millis(1) }))
  assert.equal(bagTotals(tablet.read(), 40_000), {
    total: 15_000,
    inPlay: 40_000,
    difference: -25_000,
    isComplete: false,
  })
  const places = bagRows(tablet.read()).map(({ where }) => Number(where.split("-")[1]))
  assert.equal(
    places,
    places.toSorted((a, b) => a - b),
  )
})

test("the form says what a tournament is, or which field is not understood", () => {
  assert.equal(readKind(defaultKind), { beginning: {} })
  const satellite = { ...defaultKind, kind: "satellite" as const }
  assert.equal(readKind(satellite), { wrong: ["seatPrice"] })
  assert.equal(readKind({ ...satellite, seatPrice: "100", mark: "50 000", target: "a" }), {
    beginning: { satellite: { target: "a", seatCents: 10_000, markChips: 50_000 } },
  })
  assert.equal(readKind({ ...defaultKind, kind: "event", tablesFrom: "x" }), {
    wrong: ["tablesFrom"],
  })
})

test.run()
