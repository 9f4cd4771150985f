import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import {
  type BountyEvent,
  type BountyRules,
  bountyState,
  undoKnockout,
} from "../../domain/bounties.ts"
import { InvalidInput } from "../../domain/invalid.ts"
import type { EntryId } from "../../schemas/ids.ts"

const id = (text: string) => text as EntryId
const progressive = (bountyCents: number, cashBasisPoints = 5_000): BountyRules => ({
  kind: "progressive",
  bountyCents,
  cashBasisPoints,
})
const flat = (bountyCents: number, restricted = false): BountyRules => ({
  kind: "flat",
  bountyCents,
  restricted,
})
const entries = (names: string, without = ""): BountyEvent[] =>
  names.split("").map((name) => ({
    kind: "entry",
    entryId: id(name),
    holdsBounty: !without.includes(name),
  }))
/** "AD>C": A and D knock C out. */
const busts = (...lines: string[]): BountyEvent[] =>
  lines.map((line, index) => {
    const [winners = "", loser = ""] = line.split(">")
    return {
      kind: "knockout",
      id: `ko-${index}`,
      loser: id(loser),
      winners: winners.split("").map(id),
    }
  })
const settle = (winner: string): BountyEvent => ({ kind: "settle", winner: id(winner) })
const named = (entryId: string, extraCents: number): BountyEvent => ({
  kind: "named",
  entryId: id(entryId),
  extraCents,
})
const amounts = (state: ReturnType<typeof bountyState>) => ({
  cash: Object.fromEntries([...state.cash].filter(([, cents]) => cents > 0)),
  bounties: Object.fromEntries(state.bounties),
})
const sum = (values: Iterable<number>) => [...values].reduce((all, each) => all + each, 0)

const PKO_1 = [...entries("ABCD"), ...busts("A>B", "D>C", "A>D")]

/** domain.md 4.8: a bounty, what happens, cash, live bounties, all that was put in. */
for (const [name, bounty, events, cash, bounties, contributed] of [
  ["PKO-1", 5_000, PKO_1, { A: 6_250, D: 2_500 }, { A: 11_250 }, 20_000],
  [
    "PKO-2",
    5_000,
    [...entries("ABCD"), ...busts("A>B", "AD>C")],
    { A: 3_750, D: 1_250 },
    { A: 8_750, D: 6_250 },
    20_000,
  ],
  ["PKO-3", 2_501, [...entries("AB"), ...busts("A>B")], { A: 1_251 }, { A: 3_751 }, 5_002],
  [
    "PKO-4",
    10_000,
    [...entries("ABC"), ...busts("B>C", "A>B")],
    { A: 7_500, B: 5_000 },
    { A: 17_500 },
    30_000,
  ],
  ["PKO-5", 5_000, [...PKO_1, settle("A")], { A: 17_500, D: 2_500 }, { A: 0 }, 20_000],
] as const)
  test(`${name}: cash, live bounties and their sum`, () => {
    const rules: BountyRules = { kind: "progressive", bountyCents: bounty }
    const state = bountyState(rules, events)
    assert.equal(amounts(state), { cash, bounties })
    assert.is(state.contributedCents, contributed)
    assert.is(state.unclaimedCents, 0)
    assert.equal(state, bountyState(progressive(bounty, 5_000), events), "half is the default")
  })

test("PKO-6: taking a knockout back restores every share exactly", () => {
  const rules = progressive(5_000)
  for (const [knockout, cash, bounties] of [
    ["ko-2", { A: 2_500, D: 2_500 }, { A: 7_500, D: 7_500 }],
    ["ko-1", { A: 2_500 }, { A: 7_500, C: 5_000, D: 5_000 }],
    ["ko-0", {}, { A: 5_000, B: 5_000, C: 5_000, D: 5_000 }],
  ] as const) {
    const last = PKO_1.findIndex((event) => event.kind === "knockout" && event.id === knockout)
    const left = undoKnockout(rules, PKO_1.slice(0, last + 1), knockout)
    assert.equal(left, PKO_1.slice(0, last))
    assert.equal(amounts(bountyState(rules, left)), { cash, bounties })
  }
})

test("a knockout in the middle is taken back: what came after is reckoned again", () => {
  const rules = progressive(10_000)
  const events = [...entries("ABC"), ...busts("B>C", "A>B")]
  const left = undoKnockout(rules, events, "ko-0")
  assert.equal(left, [...entries("ABC"), ...events.slice(-1)])
  assert.equal(amounts(bountyState(rules, left)), {
    cash: { A: 5_000 },
    bounties: { A: 15_000, C: 10_000 },
  })
  assert.is(events.length, 5, "what was given is not changed")
})

test("the loser of a knockout that was taken back is in again and may go out again", () => {
  const rules = progressive(5_000)
  const left = undoKnockout(rules, PKO_1, "ko-1")
  const again: BountyEvent = { kind: "knockout", id: "again", loser: id("C"), winners: [id("A")] }
  assert.equal(amounts(bountyState(rules, [...left, again])), {
    cash: { A: 2_500 + 2_500 + 2_500 },
    bounties: { A: 5_000 + 2_500 + 2_500 + 2_500 },
  })
})

test("flat: the whole bounty is cash, the own bounty stays; the winner keeps it", () => {
  const events = [...entries("ABCD"), ...busts("A>B", "AD>C", "D>A")]
  const { cash, bounties, unclaimedCents, out } = bountyState(flat(1_001), events)
  assert.equal(Object.fromEntries(cash), { A: 1_502, B: 0, C: 0, D: 1_501 })
  assert.equal(Object.fromEntries(bounties), { D: 1_001 })
  assert.is(unclaimedCents, 0)
  assert.equal([...out], ["B", "C", "A"])
  const settled = bountyState(flat(1_001), [...events, settle("D")])
  assert.is(settled.cash.get(id("D")), 2_502)
  assert.equal([...settled.settled], ["D"])
})

test("flat, not restricted: who bought no bounty collects and is worth nothing", () => {
  const { cash, bounties, contributedCents } = bountyState(flat(1_000), [
    ...entries("ABC", "A"),
    ...busts("A>B", "C>A"),
  ])
  assert.equal(Object.fromEntries(cash), { A: 1_000, B: 0, C: 0 })
  assert.equal(Object.fromEntries(bounties), { C: 1_000 })
  assert.is(contributedCents, 2_000)
})

test("restricted: holders share a bounty; where none of them won it, it stays unclaimed", () => {
  const events = [...entries("ABCDE", "A"), ...busts("A>B", "ACD>E")]
  const { cash, unclaimedCents, contributedCents } = bountyState(flat(999, true), events)
  assert.equal(Object.fromEntries(cash), { A: 0, B: 0, C: 500, D: 499, E: 0 })
  assert.is(unclaimedCents, 999)
  assert.is(contributedCents, 4 * 999)
})

test("a live re-entry is a new entry and brings a new bounty", () => {
  const events = [...entries("AB"), ...busts("A>B"), ...entries("b")]
  assert.equal(amounts(bountyState(progressive(5_000), events)), {
    cash: { A: 2_500 },
    bounties: { A: 7_500, b: 5_000 },
  })
})

test("a bounty on a named player is paid by the house and counted", () => {
  const events = [...entries("ABC"), named("B", 20_001), ...busts("A>B")]
  const { cash, bounties, contributedCents } = bountyState(progressive(5_000), events)
  assert.is(cash.get(id("A")), 12_501)
  assert.is(bounties.get(id("A")), 17_500)
  assert.is(contributedCents, 35_001)
  const alone = [...entries("AB", "B"), named("B", 700), ...busts("A>B")]
  assert.equal(amounts(bountyState(flat(500, true), alone)), {
    cash: { A: 700 },
    bounties: { A: 500 },
  })
})

for (const [bounty, basisPoints, cash] of [
  [101, 3_000, 31],
  [101, 0, 0],
  [101, 10_000, 101],
  [2, 1, 1],
  [10_000, 2_500, 2_500],
  [3, 6_667, 3],
  [8_007_199_254_740_991, 3_333, 2_668_799_511_605_173],
] as const)
  test(`${basisPoints} basis points of ${bounty} are ${cash} in cash: the odd unit is cash`, () => {
    const events = [...entries("AB"), named("B", bounty - 1), ...busts("A>B")]
    assert.equal(amounts(bountyState(progressive(1, basisPoints), events)), {
      cash: cash > 0 ? { A: cash } : {},
      bounties: { A: 1 + bounty - cash },
    })
  })

test("several winners: first parts, odd units in the order given, then cash of each part", () => {
  const events = [...entries("ABCD"), ...busts("CAB>D")]
  // 2,501 is 834, 834 and 833; of these 417, 417 and 417 are cash.
  assert.equal(amounts(bountyState(progressive(2_501), events)), {
    cash: { A: 417, B: 417, C: 417 },
    bounties: { A: 2_501 + 417, B: 2_501 + 416, C: 2_501 + 417 },
  })
})

test("after a deal everyone who is left receives the own bounty", () => {
  const events = [...entries("ABC"), ...busts("A>C"), settle("B"), settle("A")]
  const state = bountyState(progressive(5_000), events)
  assert.equal(amounts(state), { cash: { A: 10_000, B: 5_000 }, bounties: { A: 0, B: 0 } })
})

/** A whole tournament: some entries, then numbers that choose who knocks out whom. */
const anyTournament = fc
  .record({
    count: fc.integer({ min: 2, max: 9 }),
    holders: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
    turns: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 4 }), fc.nat()), {
      maxLength: 12,
    }),
    isFlat: fc.boolean(),
    restricted: fc.boolean(),
    bountyCents: fc.integer({ min: 1, max: 99_999 }),
    cashBasisPoints: fc.integer({ min: 0, max: 10_000 }),
  })
  .map((input) => {
    const { count, holders, turns, isFlat, restricted, bountyCents, cashBasisPoints } = input
    const rules = isFlat ? flat(bountyCents, restricted) : progressive(bountyCents, cashBasisPoints)
    const left = Array.from({ length: count }, (_, index) => id(`e${index}`))
    const events: BountyEvent[] = left.map((entryId, index) => ({
      kind: "entry",
      entryId,
      holdsBounty: !isFlat || holders[index] === true,
    }))
    for (const [turn, [chosen, first, winnerCount, what]] of turns.entries()) {
      if (what % 5 === 0) {
        const entryId = left[chosen % left.length] ?? id("none")
        events.push({ kind: "named", entryId, extraCents: 1 + (first % 7_777) })
      } else if (what % 5 === 1) {
        const entryId = id(`late${turn}`)
        left.push(entryId)
        events.push({ kind: "entry", entryId, holdsBounty: true })
      } else if (left.length > 1) {
        const [loser = id("none")] = left.splice(chosen % left.length, 1)
        const start = first % left.length
        const winners = [...left, ...left].slice(start, start + Math.min(winnerCount, left.length))
        events.push({ kind: "knockout", id: `k${turn}`, loser, winners })
      }
    }
    return { rules, events, left }
  })

/** The same in another way: each winner in turn takes an even part, rounded up, of what is left. */
function bySlowModel(rules: BountyRules, events: readonly BountyEvent[]) {
  const head = new Map<string, bigint>()
  const won = new Map<string, bigint>()
  const bought = new Set<string>()
  let lost = 0n
  for (const event of events)
    if (event.kind === "entry") {
      won.set(event.entryId, 0n)
      head.set(event.entryId, event.holdsBounty ? BigInt(rules.bountyCents) : 0n)
      if (event.holdsBounty) bought.add(event.entryId)
    } else if (event.kind === "named")
      head.set(event.entryId, (head.get(event.entryId) ?? 0n) + BigInt(event.extraCents))
    else if (event.kind === "knockout") {
      const may = event.winners.filter(
        (each) => rules.kind === "progressive" || !rules.restricted || bought.has(each),
      )
      let pot = head.get(event.loser) ?? 0n
      head.delete(event.loser)
      if (may.length === 0) lost += pot
      for (const [index, winner] of may.entries()) {
        const among = BigInt(may.length - index)
        const part = (pot + among - 1n) / among
        pot -= part
        const kept =
          rules.kind === "flat"
            ? 0n
            : (part * (10_000n - BigInt(rules.cashBasisPoints ?? 5_000))) / 10_000n
        won.set(winner, (won.get(winner) ?? 0n) + part - kept)
        head.set(winner, (head.get(winner) ?? 0n) + kept)
      }
    }
  const numbers = (map: Map<string, bigint>) =>
    Object.fromEntries([...map].map(([key, value]) => [key, Number(value)]))
  return { cash: numbers(won), bounties: numbers(head), unclaimedCents: Number(lost) }
}

test("any tournament: as the slow model tells, and money is neither made nor lost", () => {
  fc.assert(
    fc.property(anyTournament, ({ rules, events, left }) => {
      const state = bountyState(rules, events)
      const slow = bySlowModel(rules, events)
      assert.equal(Object.fromEntries(state.cash), slow.cash)
      assert.equal(Object.fromEntries(state.bounties), slow.bounties)
      assert.is(state.unclaimedCents, slow.unclaimedCents)
      const live = sum(state.bounties.values())
      assert.is(sum(state.cash.values()) + live + state.unclaimedCents, state.contributedCents)
      const settled = bountyState(rules, [
        ...events,
        ...left.map((winner) => ({ kind: "settle", winner }) as const),
      ])
      assert.is(sum(settled.cash.values()) + state.unclaimedCents, state.contributedCents)
    }),
    { seed: 11, numRuns: 600 },
  )
})

test("PKO-6: any knockout is taken back as if it had never been there", () => {
  fc.assert(
    fc.property(anyTournament, fc.nat(), ({ rules, events }, choice) => {
      const knockouts = events.filter((event) => event.kind === "knockout")
      if (knockouts.length === 0) return
      const taken = knockouts[choice % knockouts.length]
      assert.ok(taken)
      const left = undoKnockout(rules, events, taken.id)
      assert.equal(
        left,
        events.filter((event) => event !== taken),
      )
      assert.not.ok(bountyState(rules, left).out.has(taken.loser))
      const last = events.at(-1)
      if (last?.kind === "knockout")
        assert.equal(undoKnockout(rules, events, last.id), events.slice(0, -1))
    }),
    { seed: 12, numRuns: 400 },
  )
})

const THREE = entries("ABC")
for (const [what, rules, events, field, words] of [
  ["an unknown loser", progressive(1), [...THREE, ...busts("A>X")], "events[3].loser", /known/],
  [
    "an unknown winner",
    progressive(1),
    [...THREE, ...busts("AX>B")],
    "events[3].winners[1]",
    /known/,
  ],
  [
    "a loser who is out",
    progressive(1),
    [...THREE, ...busts("A>B", "C>B")],
    "events[4].loser",
    /not out/,
  ],
  [
    "a winner who is out",
    progressive(1),
    [...THREE, ...busts("A>B", "B>C")],
    "events[4].winners[0]",
    /not out/,
  ],
  ["oneself", progressive(1), [...THREE, ...busts("AB>B")], "events[3].winners[1]", /oneself/],
  ["a winner twice", progressive(1), [...THREE, ...busts("AA>B")], "events[3].winners", /once/],
  ["no winner", progressive(1), [...THREE, ...busts(">B")], "events[3].winners", /somebody/],
  [
    "a knockout id twice",
    progressive(1),
    [...THREE, ...busts("A>B"), ...busts("A>C")],
    "events[4].id",
    /once/,
  ],
  ["an entry twice", progressive(1), entries("AA"), "events[1].entryId", /once/],
  [
    "an entry that is out once more",
    flat(1),
    [...entries("AB"), ...busts("A>B"), ...entries("B")],
    "events[3].entryId",
    /once/,
  ],
  ["no bounty", progressive(1), entries("A", "A"), "events[0].holdsBounty", /every entry/],
  ["a name unknown", flat(1), [named("A", 1)], "events[0].entryId", /known/],
  [
    "a name that is out",
    flat(1),
    [...THREE, ...busts("A>B"), named("B", 1)],
    "events[4].entryId",
    /not out/,
  ],
  ["nothing extra", flat(1), [...THREE, named("A", 0)], "events[3].extraCents", /1 or more/],
  ["half a cent extra", flat(1), [...THREE, named("A", 0.5)], "events[3].extraCents", /whole/],
  ["NaN extra", flat(1), [...THREE, named("A", NaN)], "events[3].extraCents", /whole/],
  [
    "more than is exact",
    flat(1),
    [...THREE, named("A", Number.MAX_SAFE_INTEGER)],
    "events[3]",
    /exact/,
  ],
  ["settling who is unknown", flat(1), [settle("A")], "events[0].winner", /known/],
  [
    "settling who is out",
    flat(1),
    [...THREE, ...busts("A>B"), settle("B")],
    "events[4].winner",
    /not out/,
  ],
  ["settling twice", flat(1), [...THREE, settle("A"), settle("A")], "events[4].winner", /once/],
  [
    "a knockout when play is over",
    flat(1),
    [...THREE, settle("A"), ...busts("A>B")],
    "events[4]",
    /over/,
  ],
  [
    "an entry when play is over",
    flat(1),
    [...THREE, settle("A"), ...entries("D")],
    "events[4]",
    /over/,
  ],
  ["a bounty of nothing", flat(0), [], "rules.bountyCents", /1 or more/],
  ["a bounty of NaN", progressive(NaN), [], "rules.bountyCents", /whole/],
  ["a share above the whole", progressive(1, 10_001), [], "rules.cashBasisPoints", /10,000/],
  ["a share below nothing", progressive(1, -1), [], "rules.cashBasisPoints", /10,000/],
  ["half a basis point", progressive(1, 0.5), [], "rules.cashBasisPoints", /whole/],
] as const)
  test(`refused: ${what}`, () => {
    assert.throws(
      () => bountyState(rules, events),
      (error: unknown) =>
        error instanceof InvalidInput && error.field === field && words.test(error.rule),
    )
  })

test("nothing is taken back from events that are none", () => {
  assert.throws(
    () => undoKnockout(progressive(1), [...PKO_1, ...entries("A")], "ko-0"),
    (error: unknown) => error instanceof InvalidInput && error.field === "events[7].entryId",
  )
})

for (const [what, events, ko, words] of [
  ["a knockout that is not there", PKO_1, "ko-9", /there is a knockout "ko-9"/],
  ["one that the settling depends on", [...PKO_1, settle("A")], "ko-0", /taken back first/],
] as const)
  test(`not taken back: ${what}`, () => {
    assert.throws(
      () => undoKnockout(progressive(5_000), events, ko),
      (error: unknown) =>
        error instanceof InvalidInput && error.field === "id" && words.test(error.rule),
    )
  })

test.run()
