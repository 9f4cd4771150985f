import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { createTournament } from "../../domain/floor.ts"
import { newClock } from "../../domain/clock.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { playersLeft, readTournament } from "../../domain/tournament.ts"

const [structure] = builtInStructures
if (!structure) throw new Error("There is no built-in structure.")
const EMPTY = {
  tournament: null,
  clock: newClock(),
  tables: [],
  entries: [],
  waiting: [],
  isHandForHand: false,
}

const read = (registers: Record<string, unknown>) =>
  readTournament(new Map(Object.entries(registers)))

/** One table of four, one player in seat 3. */
const GOOD = {
  ...Object.fromEntries(createTournament({ name: "Friday", structure, seed: "s" })),
  "table/t1": { number: 1, seats: 4, status: "open" },
  "entry/e1/player": "p1",
  "entry/e1/seat": { table: "t1", seat: 3 },
}
const SEATED = {
  entryId: "e1",
  playerId: "p1",
  seat: { table: "t1", seat: 3 },
  out: null,
  chips: null,
}

test("an empty room is a tournament that nobody has created yet", () => {
  assert.equal(readTournament(new Map()), EMPTY)
})

test("what is written is read: the tournament, its clock, its tables and its entries", () => {
  const clock = { status: "running", levelIndex: 3, elapsedMs: 60_000, since: 1_700_000_000_000 }
  const out = { order: 1, at: 5 }
  assert.equal(read({ ...GOOD, clock, "entry/e2/player": "p2", "entry/e2/out": out }), {
    tournament: { name: "Friday", structure, seed: "s" },
    clock,
    tables: [{ tableId: "t1", number: 1, seats: 4, status: "open", button: null }],
    entries: [SEATED, { entryId: "e2", playerId: "p2", seat: null, out, chips: null }],
    waiting: [],
    isHandForHand: false,
  })
  const chips = { count: 24_500, at: 7 }
  assert.equal(read({ ...GOOD, "entry/e1/chips": chips }).entries, [{ ...SEATED, chips }])
})

for (const [what, key, value] of [
  ["a table without a status", "table/t2", { number: 2, seats: 9 }],
  ["a table of thirteen seats", "table/t2", { number: 2, seats: 13, status: "open" }],
  ["a table with a field that nobody knows", "table/t2", { ...GOOD["table/t1"], colour: "red" }],
  ["a table whose id is none", "table/t 2", GOOD["table/t1"]],
  ["a table without an id", "table", GOOD["table/t1"]],
  ["a part of a table", "table/t1/seats", 9],
  ["an entry whose player is no id", "entry/e2/player", 7],
  ["an entry without a player", "entry/e2/seat", { table: "t1", seat: 1 }],
  ["an entry whose id is none", "entry/e 2/player", "p2"],
  ["an entry in one piece", "entry/e2", { playerId: "p2" }],
  ["a part of an entry's field", "entry/e1/out/order", 1],
  ["a bust without a time", "entry/e1/out", { order: 1 }],
  ["a bust before the first", "entry/e1/out", { order: 0, at: 1 }],
  ["a key of another kind", "clocks/1", newClock()],
  ["a key of nothing", "", "x"],
] as const)
  test(`${what} is passed over, the rest is read`, () => {
    assert.equal(read({ ...GOOD, [key]: value }), read(GOOD))
  })

for (const [what, value] of [
  ["without a name", { name: "", structure, seed: "s" }],
  ["without levels", { name: "Friday", structure: { ...structure, levels: [] }, seed: "s" }],
  ["that is a text", "Friday"],
] as const)
  test(`a tournament ${what} is none, the floor is read`, () => {
    const state = read({ ...GOOD, tournament: value })
    assert.is(state.tournament, null)
    assert.equal(state.entries, [SEATED])
  })

for (const clock of [
  { status: "flying" },
  { status: "running", levelIndex: 1, elapsedMs: 0 },
  { status: "paused", levelIndex: -1, elapsedMs: 0 },
  { status: "paused", levelIndex: 1, elapsedMs: 0.5 },
  7,
])
  test(`a clock of ${JSON.stringify(clock)} is a new one`, () => {
    assert.equal(read({ ...GOOD, clock }).clock, newClock())
  })

for (const [what, changed] of [
  ["at a table that nobody knows", { "entry/e1/seat": { table: "t9", seat: 1 } }],
  ["beyond the table's last one", { "entry/e1/seat": { table: "t1", seat: 5 } }],
  ["at a table that is broken", { "table/t1": { number: 1, seats: 4, status: "broken" } }],
  ["that is none", { "entry/e1/seat": "t1/3" }],
] as const)
  test(`whoever plays on with a seat ${what} waits for one`, () => {
    assert.equal(read({ ...GOOD, ...changed }).entries, [{ ...SEATED, seat: null }])
  })

test("whoever is out keeps the seat on record, also when the table is broken since", () => {
  const out = { order: 1, at: 5 }
  const broken = { number: 1, seats: 4, status: "broken" }
  assert.equal(read({ ...GOOD, "entry/e1/out": out, "table/t1": broken }).entries, [
    { ...SEATED, out },
  ])
})

test("entries come by id and tables by number, in whatever order the registers are", () => {
  const state = readTournament(
    new Map<string, unknown>([
      ["entry/b/player", "p"],
      ["table/y", { number: 2, seats: 9, status: "open" }],
      ["entry/a-1/player", "p"],
      ["table/x", { number: 2, seats: 9, status: "open" }],
      ["entry/a/player", "p"],
      ["table/z", { number: 1, seats: 9, status: "open" }],
    ]),
  )
  assert.is(state.entries.map(({ entryId }) => entryId).join(" "), "a a-1 b")
  assert.is(state.tables.map(({ tableId }) => tableId).join(" "), "z x y")
})

test("players left are all who are not out, seated or waiting", () => {
  const registers = {
    ...GOOD,
    "entry/e2/player": "p2",
    "entry/e3/player": "p3",
    "entry/e3/out": { order: 1, at: 5 },
  }
  assert.is(playersLeft(read(registers)), 2)
})

test("any registers at all are read without a fall, and what was understood stays", () => {
  const anyKey = fc.oneof(
    fc.string(),
    fc.constantFrom("tournament", "clock", "table/t9", "entry/e9/seat", "entry/e9/out"),
    fc.array(fc.string(), { maxLength: 4 }).map((parts) => ["entry", ...parts].join("/")),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(anyKey, fc.jsonValue()), { maxLength: 20 }), (junk) => {
      const state = readTournament(new Map<string, unknown>([...junk, ...Object.entries(GOOD)]))
      assert.is(state.tournament?.name, "Friday")
      assert.equal(
        state.entries.find(({ entryId }) => entryId === "e1"),
        SEATED,
      )
    }),
    { seed: 7, numRuns: 300 },
  )
})

test.run()
