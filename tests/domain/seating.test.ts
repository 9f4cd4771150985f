import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import {
  drawLateSeat,
  drawSeats,
  planTableBreak,
  seatClashes,
  tableSizes,
} from "../../domain/seating.ts"
import type { FloorEntry } from "../../domain/tournament.ts"
import { EntryId, PlayerId, TableId } from "../../schemas/ids.ts"
import { millis, seatNumber } from "../../schemas/units.ts"

const players = (count: number) => Array.from({ length: count }, (_, index) => `p${100 + index}`)
const tables = (count: number, seats = 9) =>
  Array.from({ length: count }, (_, index) => ({ id: `t${index + 1}`, seats }))

/** Each of `kinds` different results came as often as another, within 4 sigma. */
function eachAsOften(results: readonly unknown[], kinds: number, draws = results.length): void {
  const counts = new Map<unknown, number>()
  for (const result of results) counts.set(result, (counts.get(result) ?? 0) + 1)
  assert.is(counts.size, kinds)
  const expected = results.length / kinds
  const sigma = Math.sqrt(expected * (1 - expected / draws))
  for (const [result, count] of counts)
    assert.ok(Math.abs(count - expected) < 4 * sigma, `${String(result)}: ${count}`)
}

for (const [id, count, sizes] of [
  ["SEAT-1", 20, [7, 7, 6]],
  ["SEAT-2", 28, [7, 7, 7, 7]],
  ["SEAT-3", 10, [5, 5]],
  ["SEAT-4", 46, [8, 8, 8, 8, 7, 7]],
  ["SEAT-5", 2, [2]],
] as const)
  test(`${id}: ${count} players at tables of 9 sit ${sizes.join(", ")}`, () => {
    assert.equal(tableSizes(count, 9), sizes)
    const drawn = drawSeats({ players: players(count), tables: tables(sizes.length), seed: id })
    assert.is(new Set(drawn.map(({ table, seat }) => `${table}/${seat}`)).size, count)
    assert.is(new Set(drawn.map(({ player }) => player)).size, count)
    const taken = tables(sizes.length).map(
      ({ id: table }) => drawn.filter((each) => each.table === table).length,
    )
    assert.equal(
      taken.toSorted((a, b) => b - a),
      sizes,
    )
  })

test("SEAT-6: the same people and seed give the same draw, in whatever order they are listed", () => {
  const input = { players: players(20), tables: tables(3), seed: "friday" }
  const sorted = (drawn: ReturnType<typeof drawSeats>) =>
    drawn.toSorted((a, b) => (a.player < b.player ? -1 : 1))
  const first = sorted(drawSeats(input))
  assert.equal(
    sorted(
      drawSeats({
        ...input,
        players: input.players.toReversed(),
        tables: input.tables.toReversed(),
      }),
    ),
    first,
  )
  assert.not.equal(sorted(drawSeats({ ...input, seed: "saturday" })), first)
})

test("SEAT-7: in 10,000 draws every player gets every seat as often as another, within 4 sigma", () => {
  const pairs: string[] = []
  for (let draw = 0; draw < 10_000; draw++) {
    const drawn = drawSeats({ players: players(9), tables: tables(1), seed: `s${draw}` })
    pairs.push(...drawn.map(({ player, seat }) => `${player}/${seat}`))
  }
  eachAsOften(pairs, 81, 10_000)
})

test("SEAT-7: where seats stay free, every seat is as often taken as another, within 4 sigma", () => {
  const taken: number[] = []
  for (let draw = 0; draw < 9_000; draw++) {
    const drawn = drawSeats({ players: players(3), tables: tables(1), seed: `f${draw}` })
    taken.push(...drawn.map(({ seat }) => seat))
  }
  eachAsOften(taken, 9, 9_000)
})

test("SEAT-6: a published draw gives the same seats for ever", () => {
  const drawn = drawSeats({ players: players(4), tables: tables(2), seed: "friday" })
  assert.is(
    drawn.map(({ player, table, seat }) => `${player} ${table}/${seat}`).join(", "),
    PINNED_DRAW,
  )
})
const PINNED_DRAW = "p102 t1/9, p103 t2/7, p100 t2/4, p101 t1/3"

test("SEAT-7: also at three tables, one of them shorter, all 27 seats are as likely as another", () => {
  const seats: string[] = []
  const shortTables: (string | undefined)[] = []
  for (let draw = 0; draw < 5_400; draw++) {
    const drawn = drawSeats({ players: players(20), tables: tables(3), seed: `s${draw}` })
    const one = drawn.find(({ player }) => player === "p100")
    seats.push(`${one?.table}/${one?.seat}`)
    const sizeOf = (id: string) => drawn.filter(({ table }) => table === id).length
    shortTables.push(tables(3).find(({ id }) => sizeOf(id) === 6)?.id)
  }
  eachAsOften(seats, 27)
  eachAsOften(shortTables, 3)
})

test("players who join tables in play go where the fewest sit", () => {
  const inPlay = [
    { id: "t1", seats: 9, occupied: [1, 2, 3, 4, 5, 6, 7] },
    { id: "t2", seats: 9, occupied: [9] },
  ]
  const drawn = drawSeats({ players: players(6), tables: inPlay, seed: "x" })
  assert.ok(drawn.every(({ table, seat }) => table === "t2" && seat !== 9))
  const one = drawSeats({ players: players(8), tables: inPlay, seed: "x" })
  assert.is(one.filter(({ table }) => table === "t1").length, 1)
})

test("SEAT-9: an unavailable seat is never drawn, and counts for nothing", () => {
  const table = { id: "t1", seats: 9, unavailable: [3] }
  for (let draw = 0; draw < 200; draw++)
    assert.not(
      drawSeats({ players: players(8), tables: [table], seed: `s${draw}` }).some(
        ({ seat }) => seat === 3,
      ),
    )
  assert.throws(
    () => drawSeats({ players: players(9), tables: [table], seed: "" }),
    /fewer free seats/,
  )
})

test("LATE-1: every open seat is as likely as the other, whatever its table", () => {
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  const open = { t1: [4], t2: [2, 7] }
  const found: string[] = []
  for (let draw = 0; draw < 6_000; draw++) {
    const drawn = drawLateSeat({
      tables: Object.entries(open).map(([id, seats]) => ({
        id,
        seats: 9,
        occupied: all.filter((seat) => !seats.includes(seat)),
      })),
      seed: `s${draw}`,
    })
    found.push(`${drawn?.table}/${drawn?.seat}`)
  }
  assert.equal([...new Set(found)].toSorted(), ["t1/4", "t2/2", "t2/7"])
  eachAsOften(found, 3)
})

test("SEAT-9: a late entry never gets an unavailable seat, nor another one for another list", () => {
  const open = [
    { id: "t1", seats: 4, occupied: [1, 2], unavailable: [3] },
    { id: "t2", seats: 3, occupied: [2], unavailable: [1, 3] },
  ]
  for (let draw = 0; draw < 50; draw++)
    assert.equal(drawLateSeat({ tables: open, seed: `s${draw}` }), { table: "t1", seat: 4 })
  const free = tables(3)
  assert.equal(
    drawLateSeat({ tables: free.toReversed(), seed: "x" }),
    drawLateSeat({ tables: free, seed: "x" }),
  )
})

test("LATE-8: where all seats are taken there is none to draw", () => {
  assert.is(drawLateSeat({ tables: [{ id: "t1", seats: 2, occupied: [1, 2] }], seed: "" }), null)
})

const seated = (sizes: readonly number[]) =>
  sizes.map((size, index) => ({
    id: `t${index + 1}`,
    seats: 9,
    occupied: Array.from({ length: size }, (_, seat) => seat + 1),
  }))

for (const [id, sizes, after] of [
  ["BRK-1", [7, 6, 6], null],
  ["BRK-2", [6, 6, 6], [9, 9]],
  ["BRK-3", [7, 7, 7, 6], [9, 9, 9]],
  ["BRK-4", [6, 6, 6, 6], [8, 8, 8]],
  ["BRK-11", [9, 9, 9, 1], null],
  ["one table", [5], null],
] as const)
  test(`${id}: ${sizes.join(", ")} ${after ? `becomes ${after.join(", ")}` : "is not broken"}`, () => {
    const plan = planTableBreak({ tables: seated(sizes), seed: id })
    if (after === null) return assert.is(plan, null)
    assert.is(plan?.breaks, `t${sizes.length}`, "the highest number breaks first")
    const moves = plan?.moves ?? []
    assert.is(moves.length, sizes.at(-1))
    assert.is(new Set(moves.map(({ to }) => `${to.table}/${to.seat}`)).size, moves.length)
    for (const { to } of moves) {
      const size = sizes[Number(to.table.slice(1)) - 1] ?? 0
      assert.ok(to.seat > size && to.seat <= 9, "only open seats are given")
    }
    const sum = sizes
      .slice(0, -1)
      .map((size, index) => size + moves.filter(({ to }) => to.table === `t${index + 1}`).length)
    assert.equal(sum, after)
  })

test("BRK-5: all 720 assignments are reached, every mover gets every seat within 4 sigma", () => {
  const assignments = new Set<string>()
  const all: string[] = []
  for (let draw = 0; draw < 10_000; draw++) {
    const plan = planTableBreak({ tables: seated([7, 7, 7, 6]), seed: `s${draw}` })
    const pairs = (plan?.moves ?? []).map(({ from, to }) => `${from.seat}-${to.table}/${to.seat}`)
    all.push(...pairs)
    assignments.add(pairs.toSorted((one, other) => (one < other ? -1 : 1)).join(" "))
  }
  assert.is(assignments.size, 720)
  eachAsOften(all, 36, 10_000)
})

test("BRK-12: the break order that is given says which table breaks", () => {
  const plan = planTableBreak({ tables: seated([6, 6, 6]), breakOrder: ["t2", "t1"], seed: "x" })
  assert.is(plan?.breaks, "t2")
  assert.ok(plan?.moves.every(({ from, to }) => from.table === "t2" && to.table !== "t2"))
})

test("BRK-12: a table that is gone is passed over in the break order", () => {
  const plan = (breakOrder: string[]) =>
    planTableBreak({ tables: seated([6, 6, 6]), breakOrder, seed: "x" })
  assert.is(plan(["t9", "t1", "t2"])?.breaks, "t1")
  assert.is(plan(["t9"]), null)
})

test("BRK-4: which seats stay open is random, and the same for the same seed", () => {
  const plan = (draw: number) => planTableBreak({ tables: seated([6, 6, 6, 6]), seed: `s${draw}` })
  const stayOpen = new Set<string>()
  for (let draw = 0; draw < 200; draw++) {
    const given = new Set(plan(draw)?.moves.map(({ to }) => `${to.table}/${to.seat}`))
    const open = ["t1", "t2", "t3"].map((table) =>
      [7, 8, 9].filter((seat) => !given.has(`${table}/${seat}`)),
    )
    assert.equal(
      open.map(({ length }) => length),
      [1, 1, 1],
    )
    stayOpen.add(open.join(" "))
  }
  assert.is(stayOpen.size, 27)
  assert.equal(plan(1), plan(1))
})

test("BRK-6: a published table break gives the same seats for ever", () => {
  const plan = planTableBreak({
    tables: [
      { id: "t1", seats: 10, occupied: [1, 2, 3, 4, 5] },
      { id: "t2", seats: 10, occupied: [2, 9, 10] },
    ],
    seed: "friday",
  })
  assert.equal(
    plan?.moves.map(({ from, to }) => `${from.seat} to ${to.seat}`),
    ["9 to 10", "2 to 6", "10 to 8"],
  )
})

test("a broken table's players go to the shorter tables first", () => {
  const plan = planTableBreak({ tables: seated([8, 4, 3]), seed: "x" })
  assert.equal(
    plan?.moves.map(({ to }) => to.table),
    ["t2", "t2", "t2"],
  )
})

test("the last table is not broken, not even when nobody sits there", () => {
  assert.is(planTableBreak({ tables: seated([0]), seed: "x" }), null)
  assert.is(planTableBreak({ tables: [], seed: "x" }), null)
})

test("a table where nobody sits any more is broken without a move", () => {
  assert.equal(planTableBreak({ tables: seated([5, 0]), seed: "x" }), { breaks: "t2", moves: [] })
})

test("SEAT-9: a seat that is unavailable counts for nothing when a table is to be broken", () => {
  const [one, two] = seated([5, 4])
  assert.ok(one && two)
  if (!one || !two) return
  assert.is(planTableBreak({ tables: [{ ...one, unavailable: [9] }, two], seed: "x" }), null)
  assert.ok(planTableBreak({ tables: [one, two], seed: "x" }))
})

test("any players at any tables: everybody has an own open seat, tables as even as they can be", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 2, max: 10 }), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 80 }),
      fc.string(),
      (seatsOf, wanted, seed) => {
        const free = seatsOf.reduce((sum, seats) => sum + seats, 0)
        const all = seatsOf.map((seats, index) => ({ id: `t${index + 1}`, seats }))
        const drawn = drawSeats({ players: players(Math.min(wanted, free)), tables: all, seed })
        assert.is(new Set(drawn.map(({ table, seat }) => `${table}/${seat}`)).size, drawn.length)
        const sizes = all.map(({ id }) => drawn.filter(({ table }) => table === id).length)
        const most = Math.max(...sizes)
        // Only a table that is full may have fewer than one less than the largest.
        for (const [index, { seats }] of all.entries())
          assert.ok((sizes[index] ?? 0) >= most - 1 || sizes[index] === seats)
        for (const { table, seat } of drawn)
          assert.ok(seat >= 1 && seat <= (all.find(({ id }) => id === table)?.seats ?? 0))
      },
    ),
    { seed: 3, numRuns: 300 },
  )
})

test("a seat that two devices gave away has the same holder on every device", () => {
  const entry = (id: string): FloorEntry => ({
    entryId: v.parse(EntryId, id),
    playerId: v.parse(PlayerId, id),
    seat: { table: v.parse(TableId, "t1"), seat: seatNumber(4) },
    out: null,
  })
  const [a, b] = [entry("a"), entry("b")]
  const c: FloorEntry = { ...entry("c"), out: { order: 1, at: millis(0) } }
  for (const entries of [
    [a, b, c],
    [c, b, a],
  ])
    assert.equal(seatClashes(entries), [{ seat: a.seat, holder: "a", others: ["b"] }])
  assert.equal(seatClashes([a, c]), [])
})

test.run()
