import { createHash } from "node:crypto"
import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { InvalidInput } from "../../domain/invalid.ts"
import {
  type MysteryEvent,
  mysteryState,
  openEnvelope,
  planEnvelopes,
  sealEnvelopes,
  verifyDraw,
} from "../../domain/mystery-bounties.ts"
import type { EntryId } from "../../schemas/ids.ts"

const SEED = "0123456789abcdef0123456789abcdef"
const id = (text: string) => text as EntryId
const ids = (names: string) => names.split("").map(id)
const sum = (values: Iterable<number>) => [...values].reduce((all, each) => all + each, 0)
const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b)
const start = (names: string): MysteryEvent => ({ kind: "start", left: ids(names) })
const undo = (turn: string): MysteryEvent => ({ kind: "undo", id: turn })
/** "1 AB>C": knockout 1, A and B knock C out. "1 A": A settles. */
const turn = (line: string): MysteryEvent => {
  const [name = "", what = ""] = line.split(" ")
  const [winners = "", loser] = what.split(">")
  return loser === undefined
    ? { kind: "settle", id: name, winner: id(winners) }
    : { kind: "knockout", id: name, loser: id(loser), winners: ids(winners) }
}

/** "1:4000 3:6000": one envelope that has 40 % of the pool and three that have the others. */
const tiersOf = (text: string) =>
  text.split(" ").map((tier) => {
    const [count, shareBasisPoints] = tier.split(":").map(Number)
    return { count: count ?? 0, shareBasisPoints: shareBasisPoints ?? 0 }
  })
/** The amounts as they were opened, from an envelope on. */
const openedFrom = (envelope: number, ...amounts: readonly number[]) =>
  amounts.map((amountCents, index) => ({ envelope: envelope + index, amountCents }))

const AMOUNTS = [50_001, 20_000, 10_000, 10_000, 5_000]
const POOL = 95_001
const SEALED = sealEnvelopes({ seed: SEED, envelopes: AMOUNTS, poolCents: POOL })
const [FIRST = 0, SECOND = 0, THIRD = 0] = SEALED.envelopes

/** The draw as it is written down for others: SHA-256 blocks of eight big-endian numbers. */
function drawnByTheBook(amounts: readonly number[], seed: string): number[] {
  const words: number[] = []
  let block = 0
  const next = (below: number): number => {
    for (;;) {
      if (words.length === 0) {
        const bytes = createHash("sha256").update(`${seed}:${block++}`).digest()
        for (let at = 0; at < 32; at += 4) words.push(bytes.readUInt32BE(at))
      }
      const word = words.shift() ?? 0
      if (word < Math.floor(2 ** 32 / below) * below) return word % below
    }
  }
  const left = ascending(amounts)
  const drawn: number[] = []
  for (let count = left.length; count > 0; count--) {
    const at = next(count)
    drawn.push(left[at] ?? 0)
    left[at] = left[count - 1] ?? 0
  }
  return drawn
}

test("the commitment is the SHA-256 of felt-mystery:<seed>, in lower case", () => {
  const expected = createHash("sha256").update(`felt-mystery:${SEED}`).digest("hex")
  assert.is(SEALED.commitment, expected)
  assert.is(SEALED.commitment, "bf535c922be509272472e1749a0fa03f4e56af30d850d696ce82dcfb73fefb2f")
})

test("the envelopes of a known seed are in a known order, however they were given", () => {
  assert.equal(SEALED.envelopes, [50_001, 10_000, 20_000, 5_000, 10_000])
  const other = sealEnvelopes({ seed: SEED, envelopes: AMOUNTS.toReversed(), poolCents: POOL })
  assert.equal(other, SEALED)
})

test("any draw is the one that others get by the book, and holds all amounts", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 60 }),
      fc.stringMatching(/^[!-~]{16,60}$/),
      (envelopes, seed) => {
        const sealed = sealEnvelopes({ seed, envelopes, poolCents: sum(envelopes) })
        assert.equal(sealed.envelopes, drawnByTheBook(envelopes, seed))
        assert.equal(ascending(sealed.envelopes), ascending(envelopes))
        const opened = openedFrom(1, ...sealed.envelopes)
        const { commitment } = sealed
        const told = verifyDraw({ commitment, seed, envelopes: envelopes.toReversed(), opened })
        assert.ok(told.holds, told.reason)
      },
    ),
    { seed: 21, numRuns: 400 },
  )
})

test("over many seeds every amount is as likely to be first as to be last", () => {
  const firsts = new Map<number, number>()
  const lasts = new Map<number, number>()
  for (let index = 0; index < 6_000; index++) {
    const seed = `likely-${index}-0123456789`
    const { envelopes } = sealEnvelopes({ seed, envelopes: [1, 2, 3], poolCents: 6 })
    firsts.set(envelopes[0] ?? 0, (firsts.get(envelopes[0] ?? 0) ?? 0) + 1)
    lasts.set(envelopes[2] ?? 0, (lasts.get(envelopes[2] ?? 0) ?? 0) + 1)
  }
  // Six standard deviations of 2,000 of 6,000.
  for (const count of [...firsts.values(), ...lasts.values()])
    assert.ok(Math.abs(count - 2_000) < 220, `${count} of 6,000`)
})

test("an envelope is opened by its number from 1", () => {
  assert.equal(
    [1, 2, 3, 4, 5].map((envelope) => openEnvelope(SEALED, envelope)),
    SEALED.envelopes,
  )
})

for (const [what, change, words] of [
  ["all of it as it was", {}, /The seed gives/],
  ["another seed", { seed: `${SEED}0` }, /not the one of the commitment/],
  ["another commitment", { commitment: "00" }, /not the one of the commitment/],
  [
    "another amount",
    { opened: openedFrom(1, FIRST + 1) },
    /^Envelope 1 holds 50001, but 50002 was/,
  ],
  ["an amount out of turn", { opened: openedFrom(2, FIRST) }, /Envelope 2 holds/],
  ["an envelope that is none", { opened: openedFrom(6, 1) }, /no envelope 6/],
  ["envelope 0", { opened: openedFrom(0, 1) }, /no envelope 0/],
  ["one twice", { opened: [...openedFrom(1, FIRST), ...openedFrom(1, FIRST)] }, /opened twice/],
  ["another list", { envelopes: [50_000, 20_001, 10_000, 10_000, 5_000] }, /holds/],
] as const)
  test(`verified: ${what}`, () => {
    const opened = openedFrom(1, ...SEALED.envelopes)
    const { commitment } = SEALED
    const told = verifyDraw({ commitment, seed: SEED, envelopes: AMOUNTS, opened, ...change })
    assert.is(told.holds, what === "all of it as it was")
    assert.match(told.reason, words)
  })

test("a pool is made into tiers; what is left over goes to the first, a unit each", () => {
  for (const [poolCents, unit, tiers, expected] of [
    [100_000, 100, "1:5000 4:5000", [50_000, 12_500, 12_500, 12_500, 12_500]],
    [100_007, 1_000, "1:4000 3:6000", [40_007, 20_000, 20_000, 20_000]],
    [100_007, 1_000, "2:4000 7:6000", [22_007, 22_000, ...Array(7).fill(8_000)]],
    [10_500, 500, "2:5000 2:5000", [3_000, 2_500, 2_500, 2_500]],
    [7, 1, "3:10000", [3, 2, 2]],
  ] as const) {
    const players = expected.length
    assert.equal(planEnvelopes({ poolCents, players, tiers: tiersOf(tiers), unit }), expected)
  }
})

test("the smallest and the largest pool of envelopes", () => {
  const tiers = tiersOf("1:10000")
  assert.equal(planEnvelopes({ poolCents: 1, players: 1, tiers, unit: 1 }), [1])
  const five = tiersOf("5:10000")
  const exact = planEnvelopes({ poolCents: 500, players: 5, tiers: five, unit: 100 })
  assert.equal(exact, [100, 100, 100, 100, 100])
  const one = sealEnvelopes({ seed: SEED, envelopes: [1], poolCents: 1 })
  assert.is(mysteryState(one, [start("A"), turn("1 A")]).cash.get(id("A")), 1)
  const many = tiersOf("100000:10000")
  const envelopes = planEnvelopes({ poolCents: 100_000, players: 100_000, tiers: many, unit: 1 })
  const sealed = sealEnvelopes({ seed: SEED, envelopes, poolCents: 100_000 })
  assert.is(sealed.envelopes.length, 100_000)
})

test("any plan sums to the pool, is the same within a lower tier and can be sealed", () => {
  const anyTiers = fc.array(
    fc.record({
      count: fc.integer({ min: 1, max: 20 }),
      shareBasisPoints: fc.integer({ min: 1, max: 2_000 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  fc.assert(
    fc.property(
      anyTiers,
      fc.integer({ min: 1_000_000, max: 2 ** 50 }),
      fc.constantFrom(1, 3, 5),
      (given, poolCents, unit) => {
        const rest = 10_000 - sum(given.slice(1).map(({ shareBasisPoints }) => shareBasisPoints))
        const tiers = given.map((tier, index) =>
          index === 0 ? { ...tier, shareBasisPoints: rest } : tier,
        )
        const players = sum(tiers.map(({ count }) => count))
        const plan = planEnvelopes({ poolCents, players, tiers, unit })
        assert.is(sum(plan), poolCents)
        assert.is(sealEnvelopes({ seed: SEED, envelopes: plan, poolCents }).poolCents, poolCents)
        const [firstCount = 0, ...counts] = tiers.map(({ count }) => count)
        const top = plan.splice(0, firstCount)
        assert.ok((top[0] ?? 0) - (top.at(-1) ?? 0) < 2 * unit)
        for (const [index, count] of counts.entries()) {
          const tier = plan.splice(0, count)
          assert.is(new Set(tier).size, 1)
          assert.is((tier[0] ?? 0) % unit, 0)
          // No more than its share, but for the unit that a tier may be rounded up by.
          const exact =
            (BigInt(poolCents) * BigInt(tiers[index + 1]?.shareBasisPoints ?? 0)) / 10_000n
          const difference = Number(exact - BigInt(sum(tier)))
          assert.ok(difference >= -unit && difference < unit * (count + 1))
        }
      },
    ),
    { seed: 22, numRuns: 400 },
  )
})

test("the n-th knockout opens the n-th envelope, the last player opens the last", () => {
  const events = [start("ABCDE"), turn("1 A>B"), turn("2 CD>E"), turn("3 C>A"), turn("4 C>D")]
  const before = mysteryState(SEALED, events)
  assert.equal([...before.left], ["C"])
  assert.is(before.sealedCents, SEALED.envelopes[4])
  const state = mysteryState(SEALED, [...events, turn("5 C")])
  assert.equal(
    state.openings.map(({ id: name, envelope, amountCents }) => [name, envelope, amountCents]),
    SEALED.envelopes.map((amount, index) => [`${index + 1}`, index + 1, amount]),
  )
  assert.is(state.openedCents, POOL)
  assert.is(state.sealedCents, 0)
  assert.is(state.left.size, 0)
  assert.is(state.cash.get(id("A")), FIRST)
  assert.is(sum(state.cash.values()), POOL)
})

test("equal hands share an envelope, odd units one each in the order given", () => {
  const odd = sealEnvelopes({ seed: SEED, envelopes: [101, 101, 101, 101], poolCents: 404 })
  const { openings } = mysteryState(odd, [start("ABCD"), turn("1 CAB>D")])
  assert.equal(openings, [
    {
      id: "1",
      envelope: 1,
      amountCents: 101,
      shares: [
        { winner: "C", cents: 34 },
        { winner: "A", cents: 34 },
        { winner: "B", cents: 33 },
      ],
    },
  ])
})

test("undo: the envelope is sealed again and the next knockout opens the same one", () => {
  const events = [start("ABCDE"), turn("1 A>B"), turn("2 C>D")]
  const undone = mysteryState(SEALED, [...events, undo("2")])
  const before = mysteryState(SEALED, events.slice(0, -1))
  assert.equal(undone.openings, before.openings)
  assert.equal(undone.cash, before.cash)
  assert.equal([...undone.left].toSorted(), [...before.left].toSorted())
  assert.is(undone.sealedCents, POOL - FIRST)
  const next = mysteryState(SEALED, [...events, undo("2"), turn("3 E>A")])
  assert.is(next.cash.get(id("E")), SECOND)
})

test("undo of an earlier knockout: what was opened since stays, the next one gets the gap", () => {
  const events = [start("ABCDE"), turn("1 A>B"), turn("2 C>D"), undo("1"), turn("3 E>B")]
  const { cash, openings } = mysteryState(SEALED, events)
  assert.is(cash.get(id("C")), SECOND)
  assert.is(cash.get(id("E")), FIRST)
  assert.is(cash.get(id("A")), 0)
  assert.equal(
    openings.map(({ id: name, envelope }) => `${name} opened ${envelope}`),
    ["3 opened 1", "2 opened 2"],
  )
  const further = mysteryState(SEALED, [...events, turn("4 E>C")])
  assert.is(further.openings[2]?.amountCents, THIRD)
})

test("after a deal everyone who is left opens an envelope, and can give it back", () => {
  const events = [start("ABCDE"), turn("1 A>B"), turn("2 A>C"), turn("3 A>D"), turn("4 A")]
  assert.equal([...mysteryState(SEALED, events).left], ["E"])
  const dealt = mysteryState(SEALED, [...events, turn("5 E")])
  assert.is(dealt.cash.get(id("E")), SEALED.envelopes[4])
  const again = mysteryState(SEALED, [...events, undo("4"), turn("6 E>A"), turn("7 E")])
  assert.is(again.sealedCents, 0)
})

test("before the stage starts all is sealed", () => {
  const state = mysteryState(SEALED, [])
  assert.is(state.sealedCents, POOL)
  assert.is(state.openedCents, 0)
})

/** Any play of some players: knockouts, undos and, at the end, settling. */
const anyPlay = fc
  .record({
    amounts: fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 2, maxLength: 9 }),
    turns: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 3 }), fc.nat()), {
      maxLength: 25,
    }),
  })
  .map(({ amounts, turns }) => {
    const players = amounts.map((_, index) => id(`e${index}`))
    const events: MysteryEvent[] = [{ kind: "start", left: players }]
    const out: { id: string; loser: EntryId }[] = []
    for (const [index, [chosen, first, count, what]] of turns.entries()) {
      const left = players.filter((player) => !out.some(({ loser }) => loser === player))
      if (what % 4 === 0 && out.length > 0) {
        const [taken] = out.splice(chosen % out.length, 1)
        events.push({ kind: "undo", id: taken?.id ?? "" })
      } else if (left.length > 1) {
        const [loser = id("")] = left.splice(chosen % left.length, 1)
        const from = first % left.length
        const winners = [...left, ...left].slice(from, from + Math.min(count, left.length))
        events.push({ kind: "knockout", id: `t${index}`, loser, winners })
        out.push({ id: `t${index}`, loser })
      }
    }
    return { amounts, events, outs: out.length }
  })

test("any play: opened and sealed are the pool, and an undo is as if nothing had been", () => {
  fc.assert(
    fc.property(anyPlay, ({ amounts, events, outs }) => {
      const poolCents = sum(amounts)
      const sealed = sealEnvelopes({ seed: SEED, envelopes: amounts, poolCents })
      const state = mysteryState(sealed, events)
      assert.is(state.openedCents + state.sealedCents, poolCents)
      assert.is(sum(state.cash.values()), state.openedCents)
      assert.is(state.openings.length, outs)
      for (const { envelope, amountCents, shares } of state.openings) {
        assert.is(amountCents, sealed.envelopes[envelope - 1])
        assert.is(sum(shares.map(({ cents }) => cents)), amountCents)
      }
      const [first, second] = [...state.left]
      if (!first || !second) return
      const next = { kind: "knockout", id: "n", loser: first, winners: [second] } as const
      const back = mysteryState(sealed, [...events, next, undo("n")])
      assert.equal([...back.left].toSorted(), [...state.left].toSorted())
      assert.equal({ ...back, left: null }, { ...state, left: null })
      const lowest = sealed.envelopes.findIndex(
        (_, index) => !state.openings.some(({ envelope }) => envelope === index + 1),
      )
      const opened = mysteryState(sealed, [...events, next]).openings.find(
        (each) => each.id === "n",
      )
      assert.is(opened?.envelope, lowest + 1)
    }),
    { seed: 23, numRuns: 500 },
  )
})

const refuses = (run: () => unknown, field: string, words: RegExp) =>
  assert.throws(
    run,
    (error: unknown) =>
      error instanceof InvalidInput && error.field === field && words.test(error.rule),
  )

for (const [what, change, field, words] of [
  ["a short seed", { seed: "guessed" }, "seed", /16 to 200/],
  ["a seed that is not ASCII", { seed: "æøåæøåæøåæøåæøåæøå" }, "seed", /ASCII/],
  ["envelopes below the pool", { poolCents: POOL + 1 }, "envelopes", /sum to the pool, 95002/],
  ["envelopes above the pool", { poolCents: POOL - 1 }, "envelopes", /sum to the pool/],
  ["no envelope", { envelopes: [] }, "envelopes", /1 to 100,000/],
  ["more than 100,000", { envelopes: Array(100_001).fill(1) }, "envelopes", /1 to 100,000/],
  ["an empty envelope", { envelopes: [POOL, 0] }, "envelopes[1]", /1 or more/],
  ["half a cent", { envelopes: [POOL - 0.5, 0.5] }, "envelopes[0]", /whole/],
  ["NaN", { envelopes: [NaN] }, "envelopes[0]", /whole/],
  ["a pool of nothing", { poolCents: 0 }, "poolCents", /1 or more/],
] as const)
  test(`not sealed: ${what}`, () =>
    refuses(
      () => sealEnvelopes({ seed: SEED, envelopes: AMOUNTS, poolCents: POOL, ...change }),
      field,
      words,
    ))

for (const envelope of [0, 6, -1, 1.5, NaN])
  test(`no envelope ${envelope}`, () =>
    refuses(() => openEnvelope(SEALED, envelope), "envelope", /one of 1 to 5/))

const TIERS = tiersOf("1:5000 4:5000")
for (const [what, change, field, words] of [
  ["fewer envelopes than players", { players: 6 }, "tiers", /each of 6 players/],
  ["more envelopes than players", { players: 4 }, "tiers", /each of 4 players/],
  ["shares that are not the whole", { tiers: tiersOf("5:9999") }, "tiers", /10,000/],
  ["no tier", { tiers: [] }, "tiers", /each of 5/],
  ["a tier of none", { tiers: tiersOf("5:9999 0:1") }, "tiers[1].count", /one envelope/],
  ["no share", { tiers: tiersOf("5:0") }, "tiers[0].shareBasisPoints", /1 or more/],
  ["a lower tier below a unit", { poolCents: 700 }, "tiers[1]", /a unit or more/],
  ["a first tier below a unit", { poolCents: 600, tiers: TIERS.toReversed() }, "tiers[0]", /unit/],
  ["a unit of nothing", { unit: 0 }, "unit", /1 or more/],
  ["a pool of nothing", { poolCents: 0 }, "poolCents", /1 or more/],
  ["half a player", { players: 4.5 }, "players", /1 or more/],
  ["more players than there are", { players: 100_001 }, "players", /at most/],
] as const)
  test(`not planned: ${what}`, () =>
    refuses(
      () => planEnvelopes({ poolCents: 100_000, players: 5, tiers: TIERS, unit: 100, ...change }),
      field,
      words,
    ))

const STARTED = [start("ABCDE"), turn("1 A>B")]
for (const [what, events, field, words] of [
  ["a knockout before the start", [turn("1 A>B")], "events[0]", /starts before/],
  ["a second start", [start("ABCDE"), start("ABCDE")], "events[1]", /once/],
  ["fewer players than envelopes", [start("ABCD")], "events[0].left", /as many .* 5/],
  ["more players than envelopes", [start("ABCDEF")], "events[0].left", /as many .* 5/],
  ["a player twice", [start("ABCDA")], "events[0].left", /once/],
  ["an unknown loser", [...STARTED, turn("2 A>X")], "events[2].loser", /left when the stage/],
  ["an unknown winner", [...STARTED, turn("2 X>A")], "events[2].winners[0]", /left when/],
  ["a loser who is out", [...STARTED, turn("2 A>B")], "events[2].loser", /still in/],
  ["a winner who is out", [...STARTED, turn("2 B>A")], "events[2].winners[0]", /still in/],
  ["oneself", [...STARTED, turn("2 CA>A")], "events[2].winners[1]", /oneself/],
  ["a winner twice", [...STARTED, turn("2 CC>A")], "events[2].winners", /once/],
  ["no winner", [...STARTED, turn("2 >A")], "events[2].winners", /somebody/],
  ["an id twice", [...STARTED, turn("1 A>C")], "events[2].id", /once/],
  ["an id that was taken back", [...STARTED, undo("1"), turn("1 A>B")], "events[3].id", /once/],
  ["an undo of nothing", [...STARTED, undo("2")], "events[2].id", /"2" to take back/],
  ["an undo twice", [...STARTED, undo("1"), undo("1")], "events[3].id", /"1" to take back/],
  ["a settling of who is out", [...STARTED, turn("2 B")], "events[2].winner", /still in/],
  ["a settling twice", [...STARTED, turn("2 A"), turn("3 A")], "events[3].winner", /still in/],
  ["a knockout when play is over", [...STARTED, turn("2 A"), turn("3 C>D")], "events[3]", /over/],
  ["an undo below a settling", [...STARTED, turn("2 A"), undo("1")], "events[3].id", /first/],
] as const)
  test(`refused: ${what}`, () => refuses(() => mysteryState(SEALED, events), field, words))

test("refused: envelopes that were tampered with", () => {
  const sealed = { ...SEALED, envelopes: [...SEALED.envelopes.slice(1), 1] }
  refuses(() => mysteryState(sealed, []), "sealed.envelopes", /sum to the pool/)
  const negative = { ...SEALED, envelopes: [POOL + 1, -1] }
  refuses(() => mysteryState(negative, []), "envelopes[1]", /1 or more/)
  const { commitment } = SEALED
  refuses(
    () => verifyDraw({ commitment, seed: SEED, envelopes: [NaN], opened: [] }),
    "envelopes[0]",
    /whole/,
  )
})

test.run()
