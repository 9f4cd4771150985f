import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { placeLabel } from "../../domain/busts.ts"
import { InvalidInput } from "../../domain/invalid.ts"
import {
  applyMilestone,
  milestoneSatellite,
  type MilestoneState,
  planSatellite,
  readMilestone,
  satellitePlaces,
  undoMilestone,
} from "../../domain/satellites.ts"

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)
const refuses = (reckon: () => unknown, field: string, words: RegExp) =>
  assert.throws(
    reckon,
    (error: unknown) =>
      error instanceof InvalidInput && error.field === field && words.test(error.message),
  )

/** domain.md 4.6 and its edges: pool, players, seats, next place, its cash, winners' cash. */
for (const [name, poolCents, players, seats, cashPlace, cashCents, winners] of [
  ["24 entries of 110: 2 seats, the 3rd gets 440", 264_000, 24, 2, 3, 44_000, []],
  ["20 entries: 2 seats and nothing left", 220_000, 20, 2, null, 0, []],
  ["10 entries: 1 seat and nothing left", 110_000, 10, 1, null, 0, []],
  ["9 entries do not pay for a seat: the winner has it all", 99_000, 9, 0, 1, 99_000, []],
  ["nothing at all", 0, 3, 0, null, 0, []],
  ["a seat for everybody, and the rest alike", 340_003, 3, 3, null, 0, [3_335, 3_334, 3_334]],
  ["a seat for everybody, and nothing left", 330_000, 3, 3, null, 0, []],
  ["one player alone has a seat and the rest", 220_001, 1, 1, null, 0, [110_001]],
] as const)
  test(`a satellite: ${name}`, () => {
    const plan = planSatellite({ poolCents, seatPriceCents: 110_000, players })
    assert.is(plan.seats, seats)
    assert.is(plan.cashPlace, cashPlace)
    assert.is(plan.cashCents, cashCents)
    assert.equal(plan.winnersCashCents, winners)
    assert.is(plan.stopsAt, Math.max(1, seats))
    assert.is(plan.rule, "domain.md 4.6")
  })

for (const [poolCents, players, words] of [
  [264_000, 24, /as many seats as it can, and what is left goes to the next place/],
  [220_000, 20, /as many seats as it can, and nothing is left/],
  [99_000, 9, /less than one seat: the winner gets it as cash/],
  [340_000, 3, /Every player gets a seat, and what is left goes to all of them alike/],
  [330_000, 3, /Every player gets a seat, and nothing is left/],
] as const)
  test(`a satellite says why: ${words.source}`, () => {
    assert.match(planSatellite({ poolCents, seatPriceCents: 110_000, players }).reason, words)
  })

test("any satellite: seats and cash are the pool, and one more seat could not be paid", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 40 }),
      fc.integer({ min: 1, max: 2 ** 40 }),
      fc.integer({ min: 1, max: 200 }),
      (poolCents, seatPriceCents, players) => {
        const plan = planSatellite({ poolCents, seatPriceCents, players })
        const { seats, cashPlace, cashCents, winnersCashCents } = plan
        assert.is(seats * seatPriceCents + cashCents + sum(winnersCashCents), poolCents)
        assert.ok(seats <= players)
        assert.ok(seats === players || cashCents < seatPriceCents)
        assert.ok(cashPlace === null ? cashCents === 0 : cashCents > 0 && cashPlace === seats + 1)
        assert.ok(cashPlace === null || cashPlace <= players)
        assert.ok(winnersCashCents.length === 0 || winnersCashCents.length === players)
        assert.ok(Math.max(...winnersCashCents, 0) - Math.min(...winnersCashCents, 2 ** 41) <= 1)
      },
    ),
    { seed: 1, numRuns: 1_000 },
  )
})

for (const [input, field, words] of [
  [{ poolCents: -1 }, "poolCents", /whole/],
  [{ poolCents: 0.5 }, "poolCents", /whole/],
  [{ poolCents: Number.NaN }, "poolCents", /whole/],
  [{ seatPriceCents: 0 }, "seatPriceCents", /above 0/],
  [{ players: 0 }, "players", /1 or more/],
  [{ players: 1.5 }, "players", /whole/],
  [{ players: 2 ** 50 }, "players", /at most/],
] as const)
  test(`planSatellite refuses ${JSON.stringify(input)}`, () => {
    const good = { poolCents: 1_000, seatPriceCents: 100, players: 10 }
    refuses(() => planSatellite({ ...good, ...input }), field, words)
  })

const entries = ["A", "B", "C", "D", "E"]
const log = [
  { id: "1", groups: [{ entryIds: ["E"] }] },
  { id: "2", groups: [{ entryIds: ["D"] }, { entryIds: ["C"] }] },
]
const tell = (winners: readonly string[]) =>
  Object.fromEntries(
    [...satellitePlaces({ entries, winners, log })].map(([entryId, { place, isTie }]) => [
      entryId,
      placeLabel(place, isTie),
    ]),
  )

test("all who win a seat rank equal: T-1", () => {
  assert.equal(tell(["B", "A"]), { A: "T-1", B: "T-1", D: "3", C: "4", E: "5" })
  assert.equal(tell(["B"]), { B: "1", D: "3", C: "4", E: "5" }, "A is still in")
  assert.equal(tell([]), { D: "3", C: "4", E: "5" })
  refuses(() => tell(["A", "A"]), "winners", /there once/)
  refuses(() => tell(["A", "Z"]), "winners[1]", /Z is one of the entries/)
  refuses(() => tell(["D"]), "winners[0]", /D is not out/)
})

const start = () =>
  milestoneSatellite({
    poolCents: 264_000,
    seatPriceCents: 110_000,
    markChips: 50_000,
    chipsInPlay: 240_000,
  })

test("a milestone satellite: chips leave with each seat, the rest goes to the next place", () => {
  const first = applyMilestone(start(), { entryId: "A", stack: 50_000 })
  assert.is(first.state.chipsInPlay, 190_000)
  assert.is(first.seatsLeft, 1)
  assert.is(first.chipsRemoved, 50_000)
  assert.is(first.wonCents, 110_000)
  assert.is(first.openCents, 110_000)
  assert.is(first.restCents, 44_000)
  assert.is(first.bubble, null)
  const second = applyMilestone(first.state, { entryId: "B", stack: 61_000 })
  assert.is(second.state.chipsInPlay, 129_000)
  assert.is(second.seatsLeft, 0)
  assert.is(second.chipsRemoved, 111_000)
  assert.equal(second.bubble, { place: 3, cashCents: 44_000 })
  assert.match(second.reason, /last seat is won/)
  assert.match(first.reason, /leaves with a seat, and their chips leave play/)
  refuses(
    () => applyMilestone(second.state, { entryId: "C", stack: 50_000 }),
    "poolCents",
    /one more seat/,
  )
})

test("a pool that comes out even leaves nothing for the next place", () => {
  const state = { ...start(), poolCents: 110_000 }
  const { bubble, seatsLeft } = applyMilestone(state, { entryId: "A", stack: 240_000 })
  assert.is(seatsLeft, 0)
  assert.is(bubble, null)
})

test("a pool below a seat is all for the first place", () => {
  assert.equal(readMilestone({ ...start(), poolCents: 99_000 }).bubble, {
    place: 1,
    cashCents: 99_000,
  })
})

for (const [name, change, reached, field, words] of [
  ["below the mark", {}, { entryId: "A", stack: 49_999 }, "stack", /50000 or more/],
  ["half a chip", {}, { entryId: "A", stack: 50_000.5 }, "stack", /whole/],
  ["more than is in play", {}, { entryId: "A", stack: 240_001 }, "stack", /in play/],
  ["no id", {}, { entryId: "", stack: 50_000 }, "entryId", /an id/],
  [
    "a second seat",
    { winners: [{ entryId: "A", chipsRemoved: 50_000 }] },
    { entryId: "A", stack: 50_000 },
    "entryId",
    /A has no seat yet/,
  ],
  [
    "a winner who never reached the mark",
    { winners: [{ entryId: "B", chipsRemoved: 1 }] },
    { entryId: "A", stack: 50_000 },
    "winners[0].chipsRemoved",
    /reached the mark/,
  ],
  [
    "a winner twice",
    {
      winners: [
        { entryId: "B", chipsRemoved: 50_000 },
        { entryId: "B", chipsRemoved: 50_000 },
      ],
    },
    { entryId: "A", stack: 50_000 },
    "winners",
    /there once/,
  ],
  [
    "more winners than the pool pays for",
    { poolCents: 109_999, winners: [{ entryId: "B", chipsRemoved: 50_000 }] },
    { entryId: "A", stack: 50_000 },
    "winners",
    /no more seats/,
  ],
  ["no mark", { markChips: 0 }, { entryId: "A", stack: 1 }, "markChips", /1 or more/],
  ["chips below nothing", { chipsInPlay: -1 }, { entryId: "A", stack: 1 }, "chipsInPlay", /whole/],
] as const)
  test(`applyMilestone refuses ${name}`, () => {
    const state: MilestoneState = { ...start(), ...change }
    refuses(() => applyMilestone(state, reached), field, words)
  })

test("a mark that nobody reached cannot be taken back", () => {
  refuses(() => undoMilestone(start(), "A"), "entryId", /A has a seat/)
})

test("any milestones: money and chips are conserved, and any undo is as if never told", () => {
  const anySatellite = fc.record({
    poolCents: fc.integer({ min: 0, max: 5_000 }),
    seatPriceCents: fc.integer({ min: 1, max: 1_000 }),
    stacks: fc.array(fc.integer({ min: 10, max: 90 }), { maxLength: 8 }),
    undone: fc.array(fc.nat(), { maxLength: 8 }),
  })
  fc.assert(
    fc.property(anySatellite, ({ poolCents, seatPriceCents, stacks, undone }) => {
      const chipsInPlay = sum(stacks) + 7
      const first = milestoneSatellite({ poolCents, seatPriceCents, markChips: 10, chipsInPlay })
      let state = first
      const holds = () => {
        const { wonCents, openCents, restCents, bubble, chipsRemoved } = readMilestone(state)
        assert.is(wonCents + openCents + restCents, poolCents)
        assert.is(wonCents, state.winners.length * seatPriceCents)
        assert.ok(restCents >= 0 && restCents < seatPriceCents)
        assert.is(bubble?.cashCents ?? 0, openCents === 0 ? restCents : 0)
        assert.is(state.chipsInPlay + chipsRemoved, chipsInPlay)
      }
      holds()
      for (const [index, stack] of stacks.entries()) {
        const before = structuredClone(state)
        if (readMilestone(state).seatsLeft === 0) break
        const applied = applyMilestone(state, { entryId: `e${index}`, stack })
        assert.equal(state, before, "the state before is as it was")
        assert.equal(undoMilestone(applied.state, `e${index}`), before)
        state = applied.state
        holds()
      }
      const gone = new Set<string>()
      for (const at of undone) {
        const winner = state.winners[at % Math.max(1, state.winners.length)]
        if (!winner) break
        gone.add(winner.entryId)
        state = undoMilestone(state, winner.entryId)
        holds()
      }
      const { length } = [...state.winners, ...gone]
      const told = stacks.slice(0, length).flatMap((stack, index) => {
        const entryId = `e${index}`
        return gone.has(entryId) ? [] : [{ entryId, stack }]
      })
      const again = told.reduce<MilestoneState>((at, each) => applyMilestone(at, each).state, first)
      assert.equal(state, again)
    }),
    { seed: 2, numRuns: 500 },
  )
})

test.run()
