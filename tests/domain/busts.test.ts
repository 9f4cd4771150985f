import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import {
  bestPlaces,
  type Bust,
  type BustEvent,
  placeLabel,
  placesOf,
  rankBusts,
  withoutBust,
} from "../../domain/busts.ts"
import { InvalidInput } from "../../domain/invalid.ts"

const bust = (entryId: string, stack: number, table = "T1"): Bust => ({ entryId, stack, table })

/** As `5:A 6:B`, and `T-5:A+B` where they share. */
const tell = ({ groups }: ReturnType<typeof rankBusts>) =>
  groups
    .map(({ place, isTie, entryIds }) => `${placeLabel(place, isTie)}:${entryIds.join("+")}`)
    .join(" ")

const tellPlaces = (places: ReturnType<typeof placesOf>) =>
  Object.fromEntries(
    [...places].map(([entryId, { place, isTie }]) => [entryId, placeLabel(place, isTie)]),
  )

const xy = [bust("X", 3_000, "T1"), bust("Y", 9_000, "T5")]
const rp8 = [bust("C", 100, "T1"), bust("A", 900, "T2"), bust("B", 500, "T3")]
const mixed = [bust("A", 10_000, "T1"), bust("B", 5_000, "T1"), bust("C", 3_000, "T2")]

for (const [name, input, expected] of [
  [
    "SIM-1: the larger stack is 5th, the smaller 6th",
    { playersLeft: 6, busts: [bust("A", 9_543), bust("B", 11_234)], handForHand: false },
    "5:B 6:A",
  ],
  [
    "SIM-2: equal stacks tie in 5th",
    { playersLeft: 6, busts: [bust("B", 5_000), bust("A", 5_000)], handForHand: false },
    "T-5:A+B",
  ],
  [
    "SIM-3: of five two tie in 4th",
    { playersLeft: 5, busts: [bust("A", 700), bust("B", 700)], handForHand: false },
    "T-4:A+B",
  ],
  [
    "SIM-5: different tables hand-for-hand tie, whatever the stacks",
    { playersLeft: 6, busts: xy, handForHand: true },
    "T-5:X+Y",
  ],
  [
    "SIM-5: with byStack the larger stack has the last paid place",
    { playersLeft: 6, busts: xy, handForHand: true, crossTable: "byStack" },
    "5:Y 6:X",
  ],
  [
    "SIM-6: three of 52 bust, 50 are paid: all are T-50",
    { playersLeft: 52, busts: rp8, handForHand: true, crossTable: "tie" },
    "T-50:A+B+C",
  ],
  [
    "one alone takes the place of those left",
    { playersLeft: 2, busts: [bust("A", 1)], handForHand: false },
    "2:A",
  ],
  [
    "hand-for-hand, one table: the stacks decide",
    { playersLeft: 9, busts: [bust("A", 5), bust("B", 9), bust("C", 5)], handForHand: true },
    "7:B T-8:A+C",
  ],
  [
    "byStack: equal stacks tie at different tables, too",
    {
      playersLeft: 9,
      busts: [bust("A", 5), bust("B", 9), bust("C", 5, "T2")],
      handForHand: true,
      crossTable: "byStack",
    },
    "7:B T-8:A+C",
  ],
] as const)
  test(name, () => {
    const ranking = rankBusts(input)
    assert.is(tell(ranking), expected)
    assert.is(ranking.confirm, null)
    assert.ok(ranking.rule.length > 0)
    assert.ok(ranking.reason.endsWith("."))
  })

test("SIM-7: two stacks at one table and a third elsewhere: a proposal to be confirmed", () => {
  const ranking = rankBusts({ playersLeft: 10, busts: mixed, handForHand: true })
  assert.is(tell(ranking), "T-8:A+C 10:B")
  assert.match(ranking.confirm?.reason ?? "", /director confirms/)
  const byStack = {
    playersLeft: 10,
    busts: mixed,
    handForHand: true,
    crossTable: "byStack",
  } as const
  assert.is(tell(rankBusts(byStack)), "8:A 9:B 10:C")
  assert.is(rankBusts(byStack).confirm, null)
})

test("SIM-7: the tables tie stack by stack, as deep as each of them goes", () => {
  const busts = [
    bust("A", 90),
    bust("B", 50),
    bust("C", 50),
    bust("D", 10),
    bust("E", 4, "T2"),
    bust("F", 2, "T2"),
  ]
  const ranking = rankBusts({ playersLeft: 20, busts, handForHand: true })
  assert.is(tell(ranking), "T-15:A+E T-17:B+C+F 20:D")
  assert.ok(ranking.confirm)
})

const two = [bust("A", 5_000), bust("B", 5_000)]
for (const [name, input, field, words] of [
  ["SIM-8: the last two", { playersLeft: 2, busts: two }, "busts", /a winner is required/],
  ["SIM-8: no winner at one of two tables", { playersLeft: 3, busts: xy }, "busts", /winner/],
  ["SIM-8: more than are left", { playersLeft: 2, busts: mixed }, "busts", /winner/],
  ["nobody", { playersLeft: 5, busts: [] }, "busts", /at least one/],
  ["one left", { playersLeft: 1, busts: two }, "playersLeft", /2 or more/],
  ["half a player", { playersLeft: 2.5, busts: two }, "playersLeft", /whole/],
  ["no number", { playersLeft: Number.NaN, busts: two }, "playersLeft", /whole/],
  ["no chips", { playersLeft: 5, busts: [bust("A", 0)] }, "busts[0].stack", /1 or more/],
  ["half a chip", { playersLeft: 5, busts: [bust("A", 0.5)] }, "busts[0].stack", /whole/],
  ["no id", { playersLeft: 5, busts: [bust("", 5)] }, "busts[0].entryId", /id/],
  ["no table", { playersLeft: 5, busts: [bust("A", 5, "")] }, "busts[0].table", /at a table/],
  ["twice", { playersLeft: 5, busts: [bust("A", 5), bust("A", 6)] }, "busts", /busts once/],
] as const)
  test(`refused: ${name}`, () => {
    assert.throws(
      () => rankBusts({ ...input, handForHand: true }),
      (error: unknown) =>
        error instanceof InvalidInput && error.field === field && words.test(error.message),
    )
  })

test("refused: different tables where it is not hand-for-hand", () => {
  assert.throws(
    () => rankBusts({ playersLeft: 10, busts: xy, handForHand: false }),
    (error: unknown) => error instanceof InvalidInput && error.field === "busts[1].table",
  )
})

const anyBusts = fc
  .array(
    fc.record({ stack: fc.integer({ min: 1, max: 5 }), table: fc.constantFrom("T1", "T2", "T3") }),
    { minLength: 1, maxLength: 9 },
  )
  .map((busts) => busts.map((each, index) => ({ ...each, entryId: `e${index}` })))

test("any busts: all places are used once, better stacks stand before, told in any order", () => {
  fc.assert(
    fc.property(
      anyBusts,
      fc.integer({ min: 3, max: 40 }),
      fc.constantFrom("tie", "byStack"),
      fc.infiniteStream(fc.nat()),
      (busts, others, crossTable, chance) => {
        const playersLeft = busts.length + others
        const input = { playersLeft, busts, handForHand: true, crossTable } as const
        const ranking = rankBusts(input)
        let next = others + 1
        for (const { place, entryIds, isTie } of ranking.groups) {
          assert.is(place, next)
          assert.is(isTie, entryIds.length > 1)
          next += entryIds.length
        }
        assert.is(next, playersLeft + 1)
        const placeOf = (entryId: string) =>
          ranking.groups.find((group) => group.entryIds.includes(entryId))?.place ?? 0
        for (const one of busts)
          for (const other of busts)
            if (one.table === other.table || crossTable === "byStack")
              assert.is(
                Math.sign(placeOf(one.entryId) - placeOf(other.entryId)),
                Math.sign(other.stack - one.stack),
              )
            else if (!ranking.confirm) assert.is(placeOf(one.entryId), placeOf(other.entryId))
        const keys = new Map(busts.map((each) => [each, chance.next().value]))
        const shuffled = busts.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0))
        assert.equal(rankBusts({ ...input, busts: shuffled }), ranking)
      },
    ),
    { seed: 1, numRuns: 1_000 },
  )
})

test("a confirmation is asked for exactly where no order keeps both rules", () => {
  fc.assert(
    fc.property(anyBusts, (busts) => {
      const isContrary = busts.some((a) =>
        busts.some(
          (b) =>
            a.table === b.table && a.stack !== b.stack && busts.some((c) => c.table !== a.table),
        ),
      )
      const { confirm } = rankBusts({ playersLeft: 20, busts, handForHand: true })
      assert.is(confirm !== null, isContrary)
    }),
    { seed: 2, numRuns: 500 },
  )
})

/** Each event as text: `A B+C` is A before B and C, who tie. */
const event = (id: string, text: string): BustEvent => ({
  id,
  groups: text.split(" ").map((group) => ({ entryIds: group.split("+") })),
})

const six = ["A", "B", "C", "D", "E", "F"]

test("SIM-1: the log of a hand with two stacks", () => {
  assert.equal(tellPlaces(placesOf(six, [event("1", "A B")])), { A: "5", B: "6" })
})

test("SIM-2: after a tie of two in 5th the next one out is 4th", () => {
  const log = [event("1", "A+B"), event("2", "C")]
  assert.equal(tellPlaces(placesOf(six, log)), { C: "4", A: "T-5", B: "T-5" })
})

test("SIM-3: places 4, 4, and then the next better is 3", () => {
  const log = [event("1", "B+C"), event("2", "A")]
  assert.equal(tellPlaces(placesOf(six.slice(0, 5), log)), { A: "3", B: "T-4", C: "T-4" })
})

test("the one that is left of several is first; of one alone nothing is said", () => {
  const log = [event("1", "C"), event("2", "B")]
  assert.equal(tellPlaces(placesOf(["A", "B", "C"], log)), { A: "1", B: "2", C: "3" })
  assert.equal(tellPlaces(placesOf(["A"], [])), {})
  assert.equal(tellPlaces(placesOf([], [])), {})
})

test("a bust that is taken back lets the others close up", () => {
  const log = [event("1", "F"), event("2", "D+E"), event("3", "C")]
  assert.equal(tellPlaces(placesOf(six, withoutBust(log, "2"))), { C: "5", F: "6" })
  assert.throws(() => withoutBust(log, "4"), /one of the log/)
})

test("a re-entry is an entry of its own, and the player has the better place", () => {
  const entries = ["A", "B", "C", "A2"].map((entryId) => ({ entryId, playerId: entryId.charAt(0) }))
  const ids = entries.map(({ entryId }) => entryId)
  const first = placesOf(ids, [event("1", "A")])
  assert.equal(tellPlaces(first), { A: "4" })
  assert.equal(tellPlaces(bestPlaces(entries, first)), {}, "A is in again")
  const later = placesOf(ids, [event("1", "A"), event("2", "C"), event("3", "A2")])
  assert.equal(tellPlaces(later), { A2: "2", C: "3", A: "4", B: "1" })
  assert.equal(tellPlaces(bestPlaces(entries, later)), { A: "2", C: "3", B: "1" })
  assert.equal(bestPlaces(entries.toReversed(), later).get("A"), { place: 2, isTie: false })
})

for (const [name, log, field, words] of [
  ["an unknown entry", [event("1", "Z")], "log[0].groups[0]", /Z is one of the entries/],
  ["out twice", [event("1", "A"), event("2", "B A")], "log[1].groups[1]", /A is out once/],
  ["one id for two", [event("1", "A"), event("1", "B")], "log", /id of its own/],
  ["an empty group", [{ id: "1", groups: [{ entryIds: [] }] }], "log[0].groups[0]", /at least/],
  ["SIM-8: all are out", [event("1", "A B C"), event("2", "D+E F")], "log", /winner/],
] as const)
  test(`placesOf refuses ${name}`, () => {
    assert.throws(
      () => placesOf(six, log),
      (error: unknown) =>
        error instanceof InvalidInput && error.field === field && words.test(error.message),
    )
  })

test("an entry twice, or a place of nobody, is refused", () => {
  const entries = [
    { entryId: "A", playerId: "a" },
    { entryId: "A", playerId: "b" },
  ]
  assert.throws(() => placesOf(["A", "A"], []), /every entry is there once/)
  assert.throws(() => bestPlaces(entries, new Map()), /every entry is there once/)
  assert.throws(
    () => bestPlaces([], new Map([["A", { place: 1, isTie: false }]])),
    /A is one of the entries/,
  )
})

/** A log of some of the entries, in groups of one to three, several groups to a hand. */
const anyLog = fc
  .tuple(
    fc.integer({ min: 1, max: 25 }),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean()), { maxLength: 12 }),
  )
  .map(([left, sizes]) => {
    let made = 0
    const log: BustEvent[] = []
    for (const [index, [size, isSameHand]] of sizes.entries()) {
      const group = { entryIds: Array.from({ length: size }, () => `e${made++}`) }
      const last = log.at(-1)
      if (isSameHand && last) log.splice(-1, 1, { ...last, groups: [...last.groups, group] })
      else log.push({ id: `bust-${index}`, groups: [group] })
    }
    const entries = Array.from({ length: made + left }, (_, index) => `e${index}`)
    return { entries, log }
  })

/** Whoever is out: as many are better as are in or went out later; told one entry at a time. */
function slowPlace(entries: readonly string[], log: readonly BustEvent[], entryId: string) {
  const ranks = new Map<string, readonly [number, number]>()
  for (const [hand, { groups }] of log.entries())
    for (const [group, { entryIds }] of groups.entries())
      for (const each of entryIds) ranks.set(each, [hand, -group])
  const own = ranks.get(entryId)
  if (!own) return log.length > 0 && ranks.size === entries.length - 1 ? "1" : undefined
  const compare = (other: readonly [number, number]) => other[0] - own[0] || other[1] - own[1]
  const others = [...ranks.values()]
  const better = others.filter((other) => compare(other) > 0).length
  const alike = others.filter((other) => compare(other) === 0).length
  return placeLabel(1 + better + entries.length - ranks.size, alike > 1)
}

test("any log, whatever is taken back in any order: the places of the busts that stand", () => {
  fc.assert(
    fc.property(anyLog, fc.array(fc.nat(), { maxLength: 6 }), ({ entries, log }, undone) => {
      const ids = undone.flatMap((at) => log[at % Math.max(1, log.length)]?.id ?? [])
      const gone = [...new Set(ids)]
      const stand = log.filter(({ id }) => !gone.includes(id))
      const expected = placesOf(entries, stand)
      for (const order of [gone, gone.toReversed()])
        assert.equal(placesOf(entries, order.reduce(withoutBust, [...log])), expected)
      for (const entryId of entries)
        assert.is(tellPlaces(expected)[entryId], slowPlace(entries, stand, entryId))
      assert.equal(tellPlaces(placesOf(entries.toReversed(), stand)), tellPlaces(expected))
    }),
    { seed: 3, numRuns: 500 },
  )
})

test("any log: places run from those left to the number of entries, with gaps of ties only", () => {
  fc.assert(
    fc.property(anyLog, ({ entries, log }) => {
      const places = placesOf(entries, log)
      const given = [...places.values()].toSorted((a, b) => a.place - b.place)
      let next = given.length === entries.length ? 1 : entries.length - given.length + 1
      for (const [index, { place, isTie }] of given.entries()) {
        const alike = given.filter((other) => other.place === place).length
        if (given[index - 1]?.place !== place) {
          assert.is(place, next)
          next += alike
        }
        assert.is(isTie, alike > 1)
      }
      assert.is(next, entries.length + 1)
    }),
    { seed: 4, numRuns: 500 },
  )
})

test.run()
