import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { byHighCard } from "../../domain/cards.ts"
import { chipsToAward, type RacingPlayer, raceChips } from "../../domain/chip-race.ts"
import { InvalidInput } from "../../domain/invalid.ts"

const seated = (counts: readonly number[]): RacingPlayer[] =>
  counts.map((count, index) => ({ seat: index + 1, count }))
const countsOf = (list: readonly { count: number }[]) => list.map(({ count }) => count)

for (const [id, from, to, counts, exchanged, odd, awards, delta] of [
  ["RACE-1", 25, 100, [3, 7, 0, 4, 2, 1], [0, 1, 0, 1, 0, 0], [3, 3, 0, 0, 2, 1], 2, -25],
  ["RACE-2", 25, 100, [1, 1, 1, 1, 1, 1, 1, 1, 1], null, null, 2, -25],
  ["RACE-3", 5, 25, [5, 6, 9, 12], [1, 1, 1, 2], [0, 1, 4, 2], 1, -10],
  ["RACE-4", 25, 100, [2], [0], [2], 1, 50],
  ["RACE-6", 100, 500, [3, 3, 3], [0, 0, 0], [3, 3, 3], 2, 100],
  ["RACE-7", 5, 25, [4, 4, 4, 4], [0, 0, 0, 0], [4, 4, 4, 4], 3, -5],
] as const)
  test(`${id}: ${counts.join(", ")} chips of ${from} become ${to}: ${awards} won, ${delta} in play`, () => {
    for (let draw = 0; draw < 20; draw++) {
      const race = raceChips({ from, to, chips: seated(counts), seed: `s${draw}` })
      if (exchanged) assert.equal(countsOf(race.exchanged), exchanged)
      if (odd) assert.equal(countsOf(race.odd), odd)
      assert.is(race.awarded.length, awards)
      assert.is(new Set(race.awarded.map(({ seat }) => seat)).size, awards, "one a player")
      assert.equal([race.delta, race.lost, race.rule], [delta, 0, "TDA-2024 R24"])
    }
  })

test("RACE-4: exactly half a chip is none where the house rounds it down", () => {
  const race = raceChips({ from: 25, to: 100, chips: seated([2]), seed: "x", exactHalf: "down" })
  assert.equal([race.awarded, race.delta], [[], -50])
})

test("RACE-5: nobody is raced out: the last chip becomes one of the lowest value left", () => {
  const chips = [{ seat: 4, count: 1, otherChips: false }]
  const race = raceChips({ from: 25, to: 100, chips, seed: "x" })
  assert.equal([race.awarded.length, race.delta], [1, 75])
  assert.match(race.awarded[0]?.reason ?? "", /would be raced out/)
  const rich = raceChips({ from: 25, to: 100, chips: [{ seat: 4, count: 1 }], seed: "x" })
  assert.equal([rich.awarded, rich.delta], [[], -25])
  const changed = raceChips({
    from: 25,
    to: 100,
    chips: [{ seat: 4, count: 5, otherChips: false }],
    seed: "x",
  })
  assert.equal(changed.awarded, [], "four of the five became a chip")
})

test("RACE-8: more chips than racers are not awarded, and the value that is lost is told", () => {
  const input = { oddValue: 500, to: 100, racers: 3, exactHalf: "up" } as const
  assert.equal(chipsToAward(input), { chips: 3, lost: 200 })
  assert.equal(chipsToAward({ ...input, racers: 9 }), { chips: 5, lost: 0 })
})

test("one card is dealt for every odd chip, from seat 1 on; the highest win", () => {
  const race = raceChips({ from: 25, to: 100, chips: seated([3, 7, 0, 4, 2, 1]), seed: "friday" })
  assert.equal(
    race.cards.map(({ seat }) => seat),
    [1, 1, 1, 2, 2, 2, 5, 5, 6],
  )
  assert.is(new Set(race.cards.map(({ card }) => card)).size, 9)
  const best = new Map<number, string>()
  for (const { seat, card } of race.cards.toSorted((a, b) => byHighCard(a.card, b.card)))
    if (!best.has(seat)) best.set(seat, card)
  const winners = [...best.keys()].slice(0, 2)
  assert.equal(
    race.awarded.map(({ seat }) => seat),
    winners.toSorted((a, b) => a - b),
  )
  assert.match(race.awarded[0]?.reason ?? "", /^Seat \d wins a chip with [2-9TJQKA][cdhs]\.$/)
})

test("every racer with as many odd chips wins as often as another", () => {
  const wins = [0, 0, 0]
  for (let draw = 0; draw < 3_000; draw++) {
    const race = raceChips({ from: 25, to: 100, chips: seated([1, 1, 1]), seed: `s${draw}` })
    for (const { seat } of race.awarded) wins[seat - 1]! += 1
  }
  for (const count of wins) assert.ok(Math.abs(count - 1_000) < 4 * Math.sqrt(667), String(count))
})

const anyRace = fc.record({
  from: fc.constantFrom(1, 5, 25, 100),
  times: fc.integer({ min: 2, max: 20 }),
  counts: fc.array(fc.nat({ max: 40 }), { maxLength: 12 }),
  others: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  exactHalf: fc.constantFrom("up" as const, "down" as const),
  seed: fc.string(),
})

test("value before and delta make the value after; nobody wins twice or is raced out", () => {
  fc.assert(
    fc.property(anyRace, ({ from, times, counts, others, exactHalf, seed }) => {
      const to = from * times
      const chips = seated(counts).map((player, index) => ({
        ...player,
        otherChips: others[index] ?? true,
      }))
      const race = raceChips({ from, to, chips, exactHalf, seed })
      const sum = (list: readonly { count: number }[]) =>
        list.reduce((all, { count }) => all + count, 0)
      const after = to * (sum(race.exchanged) + race.awarded.length)
      assert.is(from * sum(chips) + race.delta, after)
      const winners = race.awarded.map(({ seat }) => seat)
      assert.is(new Set(winners).size, winners.length)
      assert.is(race.lost, 0, "odd chips are never worth more than one chip a racer")
      for (const { seat, count, otherChips } of chips) {
        const got = race.exchanged.find((each) => each.seat === seat)!.count
        if (count > 0 && !otherChips) assert.ok(got > 0 || winners.includes(seat))
        if (winners.includes(seat)) assert.ok(count % times > 0, "only racers win")
      }
      assert.equal(raceChips({ from, to, chips: chips.toReversed(), exactHalf, seed }), race)
    }),
    { numRuns: 500 },
  )
})

const GOOD = { from: 25, to: 100, chips: seated([1, 2]), seed: "x" }
for (const [what, input, field] of [
  ["a value of nothing", { ...GOOD, from: 0 }, "from"],
  ["half a chip", { ...GOOD, chips: [{ seat: 1, count: 0.5 }] }, "chips[0].count"],
  ["fewer than no chips", { ...GOOD, chips: [{ seat: 1, count: -1 }] }, "chips[0].count"],
  ["no multiple", { ...GOOD, to: 110 }, "to"],
  ["the same value", { ...GOOD, to: 25 }, "to"],
  ["a lower value", { ...GOOD, to: 5 }, "to"],
  ["a seat twice", { ...GOOD, chips: [...GOOD.chips, ...GOOD.chips] }, "chips"],
  ["a seat beside the table", { ...GOOD, chips: [{ seat: 13, count: 1 }] }, "chips[0].seat"],
  ["seat 0", { ...GOOD, chips: [{ seat: 0, count: 1 }] }, "chips[0].seat"],
  ["no number", { ...GOOD, to: Number.NaN }, "to"],
  ["more than can be counted", { ...GOOD, chips: [{ seat: 1, count: 2 ** 52 }] }, "chips"],
] as const)
  test(`refused, by name: ${what}`, () => {
    try {
      raceChips(input)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return assert.is(error.field, field)
    }
    assert.unreachable("it was not refused")
  })

test.run()
