import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import {
  drawLateSeat,
  drawSeats,
  correctSeat,
  seatAlternates,
  seatClashes,
  tableSizes,
} from "../../domain/seating.ts"
import type { FloorEntry } from "../../domain/tournament.ts"
import { EntryId, PlayerId, TableId } from "../../schemas/ids.ts"
import { millis, seatNumber } from "../../schemas/units.ts"
import { eachAsOften } from "../support/chance.ts"

const players = (count: number) => Array.from({ length: count }, (_, index) => `p${100 + index}`)
const tables = (count: number, seats = 9) =>
  Array.from({ length: count }, (_, index) => ({ id: `t${index + 1}`, seats }))

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
const PINNED_DRAW = "p103 t1/8, p102 t2/4, p100 t1/9, p101 t2/7"

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
    /there are 8 free seats/,
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

test("LATE-2: where the shortest table comes first, only its open seats are drawn from", () => {
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  const found = Array.from({ length: 4_000 }, (_, draw) => {
    const drawn = drawLateSeat({
      tables: [
        { id: "t1", seats: 9, occupied: all.filter((seat) => seat !== 4) },
        { id: "t2", seats: 9, occupied: all.filter((seat) => seat !== 2 && seat !== 7) },
        { id: "t3", seats: 6, occupied: [1, 2, 3, 4, 5, 6] },
      ],
      pool: "shortestTableFirst",
      seed: `s${draw}`,
    })
    return `${drawn?.table}/${drawn?.seat}`
  })
  assert.equal([...new Set(found)].toSorted(), ["t2/2", "t2/7"])
  eachAsOften(found, 2)
})

test("LATE-8: who has waited longest gets the seat that opens; who comes after waits on", () => {
  const full = { id: "T1", seats: 2, occupied: [1, 2] }
  const opened = { id: "T3", seats: 9, occupied: [1, 2, 3, 4, 6, 7, 8, 9] }
  const input = { waiting: ["first", "second", "third"], tables: [full, opened], seed: "x" }
  assert.equal(seatAlternates(input), [{ player: "first", table: "T3", seat: 5 }])
  const two = seatAlternates({
    ...input,
    tables: [full, { ...opened, occupied: [1, 2, 3, 4, 6, 7] }],
  })
  assert.equal(
    two.map(({ player }) => player),
    ["first", "second", "third"].slice(0, two.length),
  )
  assert.is(new Set(two.map(({ seat }) => seat)).size, 3)
})

test("SEAT-8: who began in a wrong seat goes to the right one, and nothing else changes", () => {
  const [assigned, sits] = [
    { table: "T2", seat: 4 },
    { table: "T2", seat: 5 },
  ]
  const move = correctSeat({ assigned, sits })
  assert.equal([move?.from, move?.to, move?.rule], [sits, assigned, "TDA-2024 R7"])
  assert.is(correctSeat({ assigned, sits: assigned }), null)
})

test("SEAT-10: who needs seat 1 or 9 is placed there first, the others anywhere else alike", () => {
  const [own, others]: [number[], number[]] = [[], []]
  for (let draw = 0; draw < 4_000; draw++) {
    const drawn = drawSeats({
      players: players(5),
      tables: tables(1),
      seed: `s${draw}`,
      needs: new Map([["p103", [1, 9]]]),
    })
    for (const { player, seat } of drawn) (player === "p103" ? own : others).push(seat)
  }
  eachAsOften(own, 2)
  assert.is(new Set(others).size, 9)
})

test("SEAT-10: a need that cannot be met leaves the player with any seat", () => {
  const drawn = drawSeats({
    players: ["a", "b", "c"],
    tables: [{ id: "t", seats: 4, occupied: [1] }],
    seed: "x",
    needs: new Map(["a", "b", "c"].map((player) => [player, [1, 2]])),
  })
  assert.is(new Set(drawn.map(({ seat }) => seat)).size, 3)
})

for (const [what, draw, words] of [
  [
    "a player twice",
    () => drawSeats({ players: ["a", "a"], tables: tables(1), seed: "" }),
    /players: a player is listed once/,
  ],
  [
    "a table twice",
    () => drawSeats({ players: [], tables: [...tables(1), ...tables(1)], seed: "" }),
    /tables: a table is listed once/,
  ],
  [
    "half a seat",
    () => drawSeats({ players: [], tables: [{ id: "t", seats: 8.5 }], seed: "" }),
    /tables\[0\]\.seats/,
  ],
  [
    "two players in one seat",
    () => drawLateSeat({ tables: [{ id: "t", seats: 9, occupied: [1, 1] }], seed: "" }),
    /tables\[0\]\.occupied/,
  ],
  [
    "a player at no seat",
    () => drawLateSeat({ tables: [{ id: "t", seats: 9, occupied: [10] }], seed: "" }),
    /seats are 1 to 9/,
  ],
  [
    "an alternate twice",
    () => seatAlternates({ waiting: ["a", "a"], tables: [], seed: "" }),
    /waiting/,
  ],
] as const)
  test(`refused, by name: ${what}`, () => {
    assert.throws(
      draw,
      (error: Error) => error.name === "InvalidInput" && words.test(error.message),
    )
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
    chips: null,
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
