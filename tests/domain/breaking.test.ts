import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { planBreaks, twoStepDraw } from "../../domain/breaking.ts"
import { roleOf } from "../../domain/button.ts"
import { byHighCard } from "../../domain/cards.ts"
import { applyMove, breakOrder, type MoveTable } from "../../domain/moves.ts"
import { eachAsOften } from "../support/chance.ts"

type Input = Omit<Parameters<typeof planBreaks>[0], "order"> & { breakOrder?: readonly string[] }
/** The first table that is broken. */
function planTableBreak({ breakOrder: order, ...input }: Input) {
  const plan = planBreaks({ most: 1, ...(order && { order }), ...input })
  return plan.breaks.length === 0 ? null : { breaks: plan.breaks[0], moves: plan.moves }
}

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
  const plan = (order: string[]) =>
    planTableBreak({ tables: seated([6, 6, 6]), breakOrder: order, seed: "x" })
  assert.is(plan(["t9", "t1", "t2"])?.breaks, "t1")
  assert.is(plan(["t9"])?.breaks, "t3")
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
    ["2 to 6", "9 to 8", "10 to 9"],
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

test("BRK-12: 27 players at 4 tables of 9: the highest number breaks", () => {
  const tables = ["T1", "T2", "T10", "T3"].map((id, index) => ({
    id,
    seats: 9,
    occupied: [1, 2, 3, 4, 5, 6, 7].slice(0, index < 3 ? 7 : 6),
  }))
  assert.equal(planBreaks({ tables, seed: "x" }).breaks, ["T10"])
})

test("several tables break at once where the players fit at fewer; nobody moves twice", () => {
  const plan = planBreaks({ tables: seated([3, 3, 3, 3, 3, 3]), seed: "x" })
  assert.equal(plan.breaks, ["t6", "t5", "t4", "t3"])
  assert.is(plan.moves.length, 12)
  assert.ok(plan.moves.every(({ to }) => ["t1", "t2"].includes(to.table)))
})

test("no more tables break than are asked for", () => {
  const tables = seated([3, 3, 3, 3, 3, 3])
  assert.equal(planBreaks({ tables, seed: "x", most: 1 }).breaks, ["t6"])
  assert.equal(planBreaks({ tables, seed: "x", most: 2 }).breaks, ["t6", "t5"])
})

test("BRK-6: a whole deck is dealt out, if need be", () => {
  const players = Array.from({ length: 52 }, (_, index) => index)
  const drawn = twoStepDraw({ players, seats: players, seatSeed: "", cardSeed: "" })
  assert.is(new Set(drawn.map(({ card }) => card)).size, 52)
})

test("BRK-6: the two-step draw: either step alone changes who sits where", () => {
  const players = ["a", "b", "c", "d", "e", "f"]
  const seats = [1, 2, 3, 4, 5, 6]
  const draw = (seatSeed: string, cardSeed: string) =>
    new Map(
      twoStepDraw({ players, seats, seatSeed, cardSeed }).map(({ player, seat }) => [player, seat]),
    )
  const first = draw("s", "c")
  assert.equal(draw("s", "c"), first)
  assert.not.equal(draw("s2", "c"), first)
  assert.not.equal(draw("s", "c2"), first)
  const cards = twoStepDraw({ players, seats, seatSeed: "s", cardSeed: "c" }).map(
    ({ card }) => card,
  )
  assert.equal(cards.toSorted(byHighCard), cards, "the highest card takes the first seat card")
  assert.is(new Set(cards).size, 6)
})

test("BRK-10: who is absent gets a seat like all others, and staff are told to carry the chips", () => {
  const [one, two] = seated([5, 4])
  const notes = [{ seat: 2, isAbsent: true }]
  const { moves } = planBreaks({ tables: [one!, { ...two!, notes }], seed: "x" })
  assert.equal(
    moves.map(({ staffMoveChips }) => staffMoveChips),
    [false, true, false, false],
  )
  assert.match(moves[1]?.reason ?? "", /staff carry the chips/)
  assert.equal(
    moves.map(({ to }) => to),
    planBreaks({ tables: seated([5, 4]), seed: "x" }).moves.map(({ to }) => to),
  )
})

test("BRK-13: seats are given at once; whoever comes plays from the table's next hand on", () => {
  const last = { button: 1, smallBlind: 2, bigBlind: 3 }
  const [one, two] = seated([5, 4])
  const [move] = planBreaks({ tables: [{ ...one!, last }, two!], seed: "x" }).moves
  assert.is(move?.to.table, "t1")
  // Seats 6 to 9 of the table have the big blind after seats 4 and 5.
  const role = roleOf({ seats: 9, occupied: one!.occupied, last }, move?.to.seat ?? 0)
  assert.equal(role, { kind: "later", hands: 2 })
})

for (const [locks, lock, words] of [
  ["travel", "travels", /the lock goes along/],
  ["end", "ends", /the lock ends/],
] as const)
  test(`BRK-14: what becomes of a lock is the setting's (${locks}), and is always said`, () => {
    const [one, two] = seated([5, 4])
    const notes = [{ seat: 3, isLocked: true }]
    const { moves } = planBreaks({ tables: [one!, { ...two!, notes }], seed: "x", locks })
    assert.equal(
      moves.map((move) => move.lock),
      ["none", "none", lock, "none"],
    )
    assert.match(moves[2]?.reason ?? "", words)
  })

test("SN-2: who needs a certain seat gets it first, the others the seats that are left", () => {
  const [one, two] = seated([5, 4])
  const notes = [{ seat: 3, needs: [9, 1] }]
  for (let draw = 0; draw < 50; draw++) {
    const { moves } = planBreaks({ tables: [one!, { ...two!, notes }], seed: `s${draw}` })
    assert.equal(moves[2]?.to, { table: "t1", seat: 9 })
    assert.equal([moves[2]?.rule, moves[2]?.card], ["TDA-2024 R9", null])
    assert.is(new Set(moves.map(({ to }) => to.seat)).size, 4)
  }
  assert.not.match(
    planBreaks({ tables: seated([5, 4]), seed: "x" }).moves[0]?.reason ?? "",
    /needs/,
  )
  const cannot = planBreaks({
    tables: [one!, { ...two!, notes: [{ seat: 3, needs: [1] }] }],
    seed: "x",
  })
  assert.match(cannot.moves[2]?.reason ?? "", /no seat that the player needs is open/)
})

test("the break order: the list first, then the highest number, then as listed", () => {
  const tables = ["B", "t0", "table-2", "A", "table-010"].map((id) => ({ id }))
  assert.equal(breakOrder(tables, ["A", "gone"]), ["A", "table-010", "table-2", "t0", "B"])
})

test("whatever breaks, everybody ends on an own open seat, as even as can be", () => {
  let broken = 0
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 9 }),
      fc.string(),
      (sizes, seed) => {
        const tables: MoveTable[] = seated(sizes)
        const plan = planBreaks({ tables, seed })
        broken += plan.breaks.length
        let now = tables
        for (const move of plan.moves) now = applyMove(now, move)
        const left = now.filter(({ id }) => !plan.breaks.includes(id))
        const players = sizes.reduce((sum, size) => sum + size, 0)
        assert.is(
          left.reduce((sum, { occupied }) => sum + occupied.length, 0),
          players,
        )
        assert.ok(left.length === 1 || players > (left.length - 1) * 9, "no table more than needed")
        assert.ok(
          plan.moves.every(
            ({ from, to }) => plan.breaks.includes(from.table) && !plan.breaks.includes(to.table),
          ),
        )
        assert.equal(planBreaks({ tables: tables.toReversed(), seed }), plan)
      },
    ),
    { numRuns: 500 },
  )
  assert.ok(broken > 100)
})

test("refused, by name: more players than one deck has cards, seats that are too few", () => {
  const players = Array.from({ length: 53 }, (_, index) => index)
  const draw = { players, seats: players, seatSeed: "", cardSeed: "" }
  assert.throws(() => twoStepDraw(draw), /players: one deck/)
  assert.throws(
    () => twoStepDraw({ ...draw, players: [1, 2], seats: [1] }),
    /seats: there is a seat/,
  )
})

test.run()
