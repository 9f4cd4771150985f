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
import { seatNumber } from "../../schemas/units.ts"

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
  const counts = new Map<string, number>()
  for (let draw = 0; draw < 10_000; draw++)
    for (const { player, seat } of drawSeats({
      players: players(9),
      tables: tables(1),
      seed: `s${draw}`,
    }))
      counts.set(`${player}/${seat}`, (counts.get(`${player}/${seat}`) ?? 0) + 1)
  assert.is(counts.size, 81)
  const sigma = Math.sqrt(10_000 * (1 / 9) * (8 / 9))
  for (const [pair, count] of counts)
    assert.ok(Math.abs(count - 10_000 / 9) < 4 * sigma, `${pair}: ${count}`)
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
  const counts = new Map<string, number>()
  for (let draw = 0; draw < 6_000; draw++) {
    const drawn = drawLateSeat({
      tables: Object.entries(open).map(([id, seats]) => ({
        id,
        seats: 9,
        occupied: all.filter((seat) => !seats.includes(seat)),
      })),
      seed: `s${draw}`,
    })
    const key = `${drawn?.table}/${drawn?.seat}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  assert.equal([...counts.keys()].toSorted(), ["t1/4", "t2/2", "t2/7"])
  for (const count of counts.values()) assert.ok(Math.abs(count - 2_000) < 150, String(count))
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

test("BRK-5: every mover may get every open seat", () => {
  const seen = new Set<string>()
  for (let draw = 0; draw < 600; draw++)
    for (const { from, to } of planTableBreak({ tables: seated([7, 7, 7, 6]), seed: `s${draw}` })
      ?.moves ?? [])
      seen.add(`${from.seat}-${to.table}/${to.seat}`)
  assert.is(seen.size, 36)
})

test("a seat that two devices gave away has the same holder on every device", () => {
  const entry = (id: string): FloorEntry => ({
    entryId: v.parse(EntryId, id),
    playerId: v.parse(PlayerId, id),
    seat: { table: v.parse(TableId, "t1"), seat: seatNumber(4) },
    out: null,
  })
  const [a, b, c] = [
    entry("a"),
    entry("b"),
    { ...entry("c"), out: { order: 1, at: 0 } } as unknown as FloorEntry,
  ]
  for (const entries of [
    [a, b, c],
    [c, b, a],
  ])
    assert.equal(seatClashes(entries), [{ seat: a.seat, holder: "a", others: ["b"] }])
  assert.equal(seatClashes([a, c]), [])
})

test.run()
