import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { actsOf, headlineOf } from "../../domain/floor-acts.ts"
import { nextWriterOf, planUndo, takenBack } from "../../domain/floor-undo.ts"
import { breakTable, bust, type Writes } from "../../domain/floor.ts"
import { moveEntry } from "../../domain/floor-moves.ts"
import { EntryId, StaffId } from "../../schemas/ids.ts"
import type { LogChange, LogLine } from "../../schemas/log.ts"
import { millis, seatNumber, sequence } from "../../schemas/units.ts"
import { id, tournamentOf } from "../support/tablet.ts"

const ROOM = "tournament/t1"
const entry = v.parse(EntryId, "e001")
const seat = (table: number, number: number) => ({ table: `table-00${table}`, seat: number })
const change = (key: string, before: unknown, after: unknown): LogChange => ({
  key,
  before,
  after,
})
const headline = (...changes: LogChange[]) => headlineOf(actsOf(ROOM, changes))
const one = (...changes: LogChange[]) => {
  const found = headline(...changes)
  return found.kind === "one" ? found.act : found
}

/** A line of the log for what a tablet writes now. */
function lineOf(tablet: ReturnType<typeof tournamentOf>, number: number, writes: Writes): LogLine {
  const changes = writes.map(([key, value]) =>
    change(key, tablet.registers.get(key) ?? null, value),
  )
  tablet.registers.setAll(writes)
  return {
    number,
    at: millis(number),
    room: ROOM,
    staffId: v.parse(StaffId, "s1"),
    role: "floor",
    deviceId: null,
    isLate: false,
    changes,
  }
}

test("changes of fields are acts of people", () => {
  const [from, to] = [seat(2, 3), seat(4, 7)]
  assert.equal(one(change("entry/e001/seat", from, to)), {
    kind: "moved",
    entryId: entry,
    from,
    to,
  })
  assert.equal(one(change("entry/e001/out", null, { order: 3, at: 9 })), {
    kind: "out",
    entryId: entry,
    order: 3,
  })
  assert.equal(one(change("entry/e001/chips", null, { count: 500, at: 9 })), {
    kind: "counted",
    entryId: entry,
    chips: 500,
  })
  const paused = { status: "paused", levelIndex: 3, elapsedMs: 60_000 }
  const running = { ...paused, status: "running", since: 5 }
  for (const [before, after, how] of [
    [running, paused, "paused"],
    [paused, running, "started"],
    [paused, { ...paused, levelIndex: 4 }, "level"],
    [paused, { ...paused, elapsedMs: 7 }, "time"],
  ] as const)
    assert.is((one(change("clock", before, after)) as { how: string }).how, how)
})

test("what is one tap is one line: entering with a seat, coming back to another one, a draw", () => {
  assert.equal(
    one(change("entry/e001/player", null, "p1"), change("entry/e001/seat", null, seat(1, 2))),
    { kind: "entered", entryId: entry, playerId: "p1", to: seat(1, 2) },
  )
  assert.equal(
    one(
      change("entry/e001/out", { order: 1, at: 2 }, null),
      change("entry/e001/seat", seat(1, 2), seat(3, 4)),
    ),
    { kind: "back", entryId: entry, to: seat(3, 4) },
  )
  const drawn = [1, 2, 3].map((number) => change(`entry/e00${number}/seat`, null, seat(1, number)))
  const table = change("table/table-001", null, { number: 1, seats: 9, status: "open" })
  assert.equal(headline(table, ...drawn), { kind: "drawn", players: 3 })
})

test("a league made with its season is one line; what counts and by which points are others", () => {
  const acts = (...changes: LogChange[]) => headlineOf(actsOf("venue/v", changes))
  const league = change("league/l", null, { name: "Tuesdays" })
  const season = change("season/s", null, { league: "l", name: "Autumn" })
  const rules = change("season/s/rules", null, { formula: "1", tieBreaks: [] })
  assert.equal(acts(league, season, rules), {
    kind: "one",
    act: { kind: "league", how: "made", name: "Tuesdays" },
  })
  assert.equal(acts(change("season/s", season.after, null)), {
    kind: "one",
    act: { kind: "league", how: "removed", name: "Autumn" },
  })
  assert.equal(acts(rules), { kind: "one", act: { kind: "rules" } })
  for (const after of ["s", null])
    assert.equal(acts(change("tournament/t1/season", after === null ? "s" : null, after)), {
      kind: "one",
      act: { kind: "counts", tournamentId: "t1", isCounted: after !== null },
    })
})

test("a broken table says how many moved, and each of them is there to be read", () => {
  const tablet = tournamentOf(18)
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9])
    tablet.press((state) => bust(state, id(number), millis(number)))
  const plan = breakTable(tablet.read(), "s")
  assert.ok(plan)
  const line = lineOf(tablet, 1, plan.writes)
  const acts = actsOf(ROOM, line.changes)
  assert.equal(headlineOf(acts), { kind: "break", number: 2, moves: plan.writes.length - 1 })
  assert.is(acts.length, plan.writes.length)
})

test("what this version does not know is still there, by its field", () => {
  for (const [key, after] of [
    ["pot", 7],
    ["entry/e001/mood", "good"],
    ["entry/e001/seat", { bench: 1 }],
    ["table/table-001", "wood"],
  ] as const)
    assert.equal(one(change(key, null, after)), { kind: "field", key })
  assert.equal(headlineOf(actsOf("registration/t1/p1", [{ key: "nickname" }])), {
    kind: "one",
    act: { kind: "registration", playerId: "p1", field: "nickname" },
  })
})

test("an act is undone to what was before, and the log sees that it was", () => {
  const tablet = tournamentOf(12)
  const move = lineOf(tablet, 1, moveEntry(tablet.read(), id(1), target(tablet)))
  const plan = planUndo(move, tablet.registers.all(), new Map())
  assert.is(plan.kind, "can")
  const back = lineOf(tablet, 2, plan.kind === "can" ? plan.writes : [])
  assert.equal([...takenBack([back, move])], [[2, 1]])
  const again = planUndo(back, tablet.registers.all(), new Map())
  const third = lineOf(tablet, 3, again.kind === "can" ? again.writes : [])
  assert.equal(
    [...takenBack([third, back, move])],
    [
      [2, 1],
      [3, 2],
    ],
  )
})

test("what somebody has changed since stays, and the log says who it was", () => {
  const tablet = tournamentOf(12)
  const move = lineOf(tablet, 1, moveEntry(tablet.read(), id(1), target(tablet)))
  const other = lineOf(tablet, 2, moveEntry(tablet.read(), id(1), target(tablet)))
  const key = `entry/${id(1)}/seat`
  assert.equal(planUndo(move, tablet.registers.all(), new Map()), { kind: "changed", key })
  assert.is(nextWriterOf([other, move], move, key), other)
  assert.equal([...takenBack([move, other])], [])
})

test("nobody loses a seat by an undo: one that is taken, a table that is gone, one that is paid", () => {
  const tablet = tournamentOf(12)
  const before = tablet.read().entries.find(({ entryId }) => entryId === id(1))?.seat
  assert.ok(before)
  const move = lineOf(tablet, 1, moveEntry(tablet.read(), id(1), target(tablet)))
  tablet.press((state) => moveEntry(state, id(2), before))
  assert.equal(planUndo(move, tablet.registers.all(), new Map()), {
    kind: "taken",
    entryId: id(1),
    by: id(2),
  })

  const gone = tournamentOf(12)
  const out = lineOf(gone, 1, moveEntry(gone.read(), id(1), target(gone)))
  const left = gone.read().tables.find(({ tableId }) => tableId === out.changes[0]?.key)
  assert.is(left, undefined)
  const table = gone.registers.get(`table/${before.table}`)
  assert.ok(typeof table === "object")
  gone.registers.set(`table/${before.table}`, { ...table, status: "broken" })
  assert.equal(planUndo(out, gone.registers.all(), new Map()), {
    kind: "no-table",
    entryId: id(1),
  })

  const entering = tournamentOf(2)
  const enter = lineOf(entering, 1, [["entry/e009/player", "p9"]])
  const e009 = v.parse(EntryId, "e009")
  const paid = new Map([[e009, sequence(7)]])
  assert.equal(planUndo(enter, entering.registers.all(), paid), {
    kind: "paid",
    entryId: e009,
    line: 7,
  })
  assert.is(planUndo(enter, entering.registers.all(), new Map()).kind, "can")
})

/** A free seat at another table than that of the first entry. */
function target(tablet: ReturnType<typeof tournamentOf>) {
  const { entries, tables } = tablet.read()
  const mine = entries.find(({ entryId }) => entryId === id(1))?.seat
  for (const { tableId } of tables)
    for (let number = 1; number <= 9 && tableId !== mine?.table; number++)
      if (!entries.some(({ seat: at }) => at?.table === tableId && at.seat === number))
        return { table: tableId, seat: seatNumber(number) }
  throw new Error("No seat is free at another table.")
}

test.run()
