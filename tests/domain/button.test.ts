import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import {
  afterHand,
  clockwise,
  dealtIn,
  firstHand,
  nextHand,
  nextHands,
  type Positions,
  postedBlinds,
  roleOf,
  ruleOnButton,
} from "../../domain/button.ts"
import { InvalidInput } from "../../domain/invalid.ts"

/** "1/2/3": button, small blind, big blind; "-" where the small blind is dead. */
const positions = (text: string): Positions => {
  const [button = 0, smallBlind = 0, bigBlind = 0] = text.split("/").map(Number)
  return { button, smallBlind, bigBlind }
}
const written = ({ button, smallBlind, bigBlind }: ReturnType<typeof postedBlinds>) =>
  `${button}/${smallBlind ?? "-"}/${bigBlind}`
const all = (seats: number) => Array.from({ length: seats }, (_, index) => index + 1)
const without = (seats: number, ...gone: number[]) =>
  all(seats).filter((seat) => !gone.includes(seat))

for (const [id, seats, occupied, last, hands] of [
  ["DB-1 nobody busts", 9, all(9), "1/2/3", ["2/3/4", "3/4/5"]],
  ["DB-2 the small blind busts: dead button", 9, without(9, 2), "1/2/3", ["2/3/4", "3/4/5"]],
  [
    "DB-3 the big blind busts: dead small blind",
    9,
    without(9, 3),
    "1/2/3",
    ["2/-/4", "3/4/5", "4/5/6"],
  ],
  ["DB-4 both blinds bust", 9, without(9, 2, 3), "1/2/3", ["2/-/4", "3/4/5", "4/5/6"]],
  ["DB-5 the button busts", 9, without(9, 1), "1/2/3", ["2/3/4"]],
  ["DB-6 under the gun busts", 9, without(9, 4), "1/2/3", ["2/3/5", "3/5/6"]],
  ["DB-7 button and small blind bust", 9, without(9, 1, 2), "1/2/3", ["2/3/4", "3/4/5"]],
  ["DB-8 big blind and the next bust", 9, without(9, 3, 4), "1/2/3", ["2/-/5", "3/5/6", "5/6/7"]],
  ["DB-9 round the table", 9, without(9, 9), "8/9/1", ["9/1/2", "1/2/3"]],
  [
    "DB-10 three of six, each the big blind once",
    6,
    [1, 2, 6],
    "1/2/6",
    ["2/6/1", "6/1/2", "1/2/6"],
  ],
  ["DB-11 three left of four", 9, [1, 2, 5], "1/2/3", ["2/-/5", "3/5/1", "5/1/2"]],
  ["HU-1 the button busts of three", 9, [4, 7], "1/4/7", ["7/7/4"]],
  ["HU-2 the small blind busts of three", 9, [1, 7], "1/4/7", ["7/7/1"]],
  ["HU-3 the big blind busts of three", 9, [1, 4], "1/4/7", ["4/4/1"]],
  ["HU-4 heads-up goes on", 9, [1, 7], "7/7/1", ["1/1/7", "7/7/1"]],
] as const)
  test(`${id}: ${last} is followed by ${hands.join(", ")}`, () => {
    const table = { seats, occupied, last: positions(last) }
    assert.equal(nextHands(table, hands.length).map(written), hands)
  })

test("LATE-3: where two are dealt in, the newcomer waits also at a table of three", () => {
  const table = { seats: 9, occupied: [4, 5, 7], last: positions("1/3/5") }
  const next = nextHand(table)
  assert.equal([next, dealtIn(next, table)], [positions("3/5/7"), [5, 7]])
})

test("BAL-3: heads-up, who takes the seat of the big blind posts it, the other has the button", () => {
  const table = { seats: 9, occupied: [2, 6], last: positions("2/2/6") }
  assert.equal(nextHand(table, 6), positions("2/2/6"))
})

test("DB-12: who takes the seat of a dead small blind after that hand is on the button next", () => {
  const dead = nextHand({ seats: 9, occupied: without(9, 3), last: positions("1/2/3") })
  assert.equal(nextHands({ seats: 9, occupied: all(9), last: dead }, 1).map(written), ["3/4/5"])
})

test("HU-5: from three to two nobody has the big blind in two hands running", () => {
  fc.assert(
    fc.property(anyTable(3), fc.nat(), ({ seats, occupied, last }, gone) => {
      const three = occupied.slice(0, 3)
      const hand = nextHand({ seats, occupied: three, last })
      const two = three.filter((_, index) => index !== gone % 3)
      const next = nextHand({ seats, occupied: two, last: hand })
      assert.is.not(next.bigBlind, hand.bigBlind)
      assert.is(next.button, next.smallBlind)
    }),
    { numRuns: 1_000 },
  )
})

for (const [id, seats, occupied, last, joins, hands, dealt] of [
  [
    "LATE-3 between button and small blind: waits a hand",
    9,
    [1, 3, 5, 7, 9],
    "1/3/5",
    4,
    ["3/5/7", "5/7/9"],
    [false, true],
  ],
  [
    "LATE-4 the vacated big blind's seat: a new player posts the small blind",
    9,
    without(9, 3),
    "1/2/3",
    3,
    ["2/3/4"],
    [true],
  ],
  [
    "LATE-5 the vacated small blind's seat: has the button and posts nothing",
    9,
    without(9, 2),
    "1/2/3",
    2,
    ["2/3/4"],
    [true],
  ],
  [
    "LATE-6 after the big blind: posts it at once",
    9,
    [1, 3, 5, 7, 9],
    "1/3/5",
    6,
    ["3/5/6"],
    [true],
  ],
  [
    "BRK-7 the next big blind at the new table: posts it, though the old one was paid",
    9,
    [1, 3, 5, 7, 9],
    "1/3/5",
    6,
    ["3/5/6"],
    [true],
  ],
  [
    "BRK-8 a mover from a broken table may post the small blind",
    9,
    without(9, 3),
    "1/2/3",
    3,
    ["2/3/4"],
    [true],
  ],
  [
    "BRK-9 between button and small blind: dealt in when the button has passed",
    9,
    without(9, 3),
    "1/2/4",
    3,
    ["2/4/5", "4/5/6"],
    [false, true],
  ],
  [
    "BAL-19 heads-up, the newcomer after the big blind posts it",
    9,
    [2, 6],
    "2/2/6",
    7,
    ["2/6/7"],
    [true],
  ],
  [
    "BAL-19 heads-up, the newcomer before the big blind has the button",
    9,
    [2, 6],
    "2/2/6",
    4,
    ["4/6/2"],
    [true],
  ],
] as const)
  test(`${id}: ${last} is followed by ${hands.join(", ")}`, () => {
    const table = { seats, occupied: [...occupied, joins], last: positions(last) }
    assert.equal(nextHands(table, hands.length).map(written), hands)
    let hand = table.last
    for (const isDealt of dealt) {
      hand = nextHand({ ...table, last: hand })
      assert.is(dealtIn(hand, table).includes(joins), isDealt)
    }
  })

test("BAL-3: after a single big blind the button stays one behind who posted it", () => {
  const table = { seats: 9, occupied: all(8), last: positions("1/2/3") }
  const single = nextHand(table, 3)
  assert.is(written(postedBlinds(single, table.occupied)), "2/-/3")
  assert.equal(nextHands({ ...table, last: single }, 2).map(written), ["2/3/4", "3/4/5"])
})

test("BAL-25: the button is frozen through stud and goes on where it was", () => {
  const table = { seats: 9, occupied: all(8), last: positions("1/2/3") }
  let { last } = table
  for (let hand = 0; hand < 8; hand++) last = afterHand({ ...table, last }, "stud")
  assert.equal(afterHand({ ...table, last }, "flop"), positions("2/3/4"))
})

test("BTN-1: a button found wrong after substantial action stands and moves on from there", () => {
  const wrong = positions("3/4/5")
  const {
    stands,
    positions: ruled,
    rule,
  } = ruleOnButton({
    right: positions("2/3/4"),
    wrong,
    actions: ["chips", "chips"],
  })
  assert.equal([stands, ruled, rule], [true, wrong, "TDA-2024 R34-A"])
  const next = nextHand({ seats: 9, occupied: all(9), last: ruled })
  assert.equal(next, positions("4/5/6"))
})

for (const actions of [[], ["chips"], ["fold", "fold"], ["check", "fold"]] as const)
  test(`BTN-2: before substantial action it is corrected (${actions.join(", ") || "none"})`, () => {
    const right = positions("2/3/4")
    const ruling = ruleOnButton({ right, wrong: positions("3/4/5"), actions })
    assert.equal([ruling.stands, ruling.positions], [false, right])
  })

test("BTN-1: any three actions are substantial", () => {
  const actions = ["fold", "fold", "check"] as const
  const wrong = positions("3/4/5")
  assert.ok(ruleOnButton({ right: positions("2/3/4"), wrong, actions }).stands)
})

test("SEAT-5: the first hand begins at the drawn button; heads-up it posts the small blind", () => {
  assert.equal(firstHand({ seats: 9, occupied: [2, 6], button: 6 }), positions("6/6/2"))
  assert.equal(firstHand({ seats: 9, occupied: [2, 6], button: 3 }), positions("6/6/2"))
  assert.equal(firstHand({ seats: 9, occupied: [9, 2, 6], button: 4 }), positions("4/6/9"))
})

for (const [seat, role] of [
  [4, { kind: "waits" }],
  [6, { kind: "big-blind", isSingle: false }],
  [8, { kind: "later", hands: 1 }],
  [2, { kind: "later", hands: 3 }],
] as const)
  test(`who takes seat ${seat} of 1, 3, 5, 7, 9 after 1/3/5: ${role.kind}`, () => {
    const table = { seats: 9, occupied: [1, 3, 5, 7, 9], last: positions("1/3/5") }
    assert.equal(roleOf(table, seat), role)
  })

/** A table in play, as it comes about: the first hand from some button, and some hands more. */
function anyTable(least: number) {
  return fc.integer({ min: Math.max(2, least), max: 12 }).chain((seats) =>
    fc
      .record({
        occupied: fc.shuffledSubarray(all(seats), { minLength: least }),
        button: fc.integer({ min: 1, max: seats }),
        hands: fc.integer({ min: 0, max: 12 }),
      })
      .map(({ occupied, button, hands }) => {
        let last = firstHand({ seats, occupied, button })
        for (let hand = 0; hand < hands; hand++) last = nextHand({ seats, occupied, last })
        return { seats, occupied, last }
      }),
  )
}

test("R32: between two big blinds of a player every other who stays has exactly one", () => {
  let compared = 0
  fc.assert(
    fc.property(anyTable(4), fc.array(fc.nat({ max: 20 }), { maxLength: 40 }), (start, busts) => {
      const { seats } = start
      let { occupied, last } = start
      const bigBlinds: number[] = []
      for (const chance of busts) {
        last = nextHand({ seats, occupied, last })
        bigBlinds.push(last.bigBlind)
        const gone = occupied[chance]
        if (gone !== undefined && occupied.length > 2)
          occupied = occupied.filter((seat) => seat !== gone)
      }
      for (const player of occupied) {
        const turns = bigBlinds.flatMap((seat, hand) => (seat === player ? [hand] : []))
        for (const [index, from] of turns.entries()) {
          const to = turns[index + 1]
          if (to === undefined) continue
          compared += 1
          for (const other of occupied.filter((seat) => seat !== player))
            assert.is(bigBlinds.slice(from, to).filter((seat) => seat === other).length, 1)
        }
      }
    }),
    { numRuns: 2_000 },
  )
  assert.ok(compared > 2_000, `only ${compared} rounds were compared`)
})

test("R32: whoever comes and goes, button and blinds stay in order and the big blind is a player", () => {
  fc.assert(
    fc.property(
      anyTable(2),
      fc.array(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }), { maxLength: 30 }),
      ({ seats, occupied: first, last: before }, changes) => {
        let [occupied, last] = [first, before]
        for (const change of changes) {
          const toggled = new Set(occupied)
          for (const seat of change.filter((each) => each <= seats))
            if (!toggled.delete(seat)) toggled.add(seat)
          if (toggled.size >= 2) occupied = [...toggled]
          const next = nextHand({ seats, occupied, last })
          assert.ok(occupied.includes(next.bigBlind))
          assert.ok(
            clockwise(next.button, next.smallBlind, seats) <
              clockwise(next.button, next.bigBlind, seats),
          )
          assert.is(next.button === next.smallBlind, occupied.length === 2)
          assert.ok(dealtIn(next, { seats, occupied }).includes(next.bigBlind))
          assert.ok(dealtIn(next, { seats, occupied }).length >= 2)
          last = next
        }
      },
    ),
    { numRuns: 1_000 },
  )
})

test("R32: the order in which the seats are listed changes nothing", () => {
  fc.assert(
    fc.property(anyTable(2), (table) => {
      const turned = { ...table, occupied: table.occupied.toReversed() }
      assert.equal(nextHand(turned), nextHand(table))
    }),
  )
})

const TABLE = { seats: 9, occupied: [1, 2, 3], last: positions("1/2/3") }
for (const [what, table, field, rule] of [
  ["a button outside the table", { ...TABLE, last: positions("10/2/3") }, "last.button", /1 to 9/],
  ["a button at no seat", { ...TABLE, last: positions("0/2/3") }, "last.button", /1 to 9/],
  ["half a seat", { ...TABLE, last: positions("1/2.5/3") }, "last.smallBlind", /1 to 9/],
  ["no number", { ...TABLE, last: positions("1/2/x") }, "last.bigBlind", /1 to 9/],
  ["blinds out of order", { ...TABLE, last: positions("1/3/2") }, "last", /clockwise/],
  ["both blinds in one seat", { ...TABLE, last: positions("1/3/3") }, "last", /clockwise/],
  ["two players in one seat", { ...TABLE, occupied: [1, 1, 3] }, "occupied", /one player/],
  ["a player beside the table", { ...TABLE, occupied: [1, 10] }, "occupied[1]", /1 to 9/],
  ["nobody to play with", { ...TABLE, occupied: [1] }, "occupied", /two players/],
  ["a table of one seat", { ...TABLE, seats: 1 }, "seats", /2 to 12/],
  ["a table of 13", { ...TABLE, seats: 13 }, "seats", /2 to 12/],
] as const)
  test(`refused, by name: ${what}`, () => {
    try {
      nextHand(table)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      assert.is(error.field, field)
      return assert.match(error.rule, rule)
    }
    assert.unreachable("it was not refused")
  })

test("refused, by name: a role for a seat that is taken, a single big blind elsewhere, no hands", () => {
  assert.throws(() => roleOf(TABLE, 2), /seat 2 is empty/)
  assert.throws(() => nextHand(TABLE, 4), /seat of the last big blind/)
  assert.throws(() => nextHands(TABLE, 0), /1 or more/)
})

test.run()
