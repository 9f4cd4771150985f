import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { accountOf } from "../../domain/account.ts"
import { breakTable, bust } from "../../domain/floor.ts"
import { drawFinalTable, moveEntry, separate, suggest } from "../../domain/floor-moves.ts"
import { type Joined, phoneNight, phoneOwn } from "../../domain/phone.ts"
import { openWish, readRegistration } from "../../domain/registration.ts"
import { PlayerId, TableId, TournamentId } from "../../schemas/ids.ts"
import { PhoneNight, PhoneOwn } from "../../schemas/phone.ts"
import { Terms } from "../../schemas/terms.ts"
import { millis, seatNumber } from "../../schemas/units.ts"
import { intent, TERMS } from "../support/intents.ts"
import { ledgerOf, record } from "../support/ledger.ts"
import { id, type Tablet, tournamentOf } from "../support/tablet.ts"

const AT = millis(5_000)
const tournamentId = v.parse(TournamentId, "t1")
const player = (number: number) => v.parse(PlayerId, `p${number}`)
const seat = (table: number, number: number) => ({
  table: v.parse(TableId, `table-00${table}`),
  seat: seatNumber(number),
})

/** A floor joined with a ledger in which everybody has paid, and with what players have said. */
function night(tablet: Tablet, said: Record<number, Record<string, unknown>> = {}) {
  const ledger = ledgerOf(0, v.parse(Terms, TERMS))
  for (const { playerId, entryId } of tablet.read().entries)
    record(ledger, intent("buy-in", { playerId, entryId }))
  const joined = (): Joined => ({
    tournamentId,
    state: tablet.read(),
    account: accountOf(ledger, tournamentId),
    part: undefined,
    endedAt: null,
    league: null,
    registrations: new Map(
      Object.entries(said).map(([number, fields]) => [
        player(Number(number)),
        readRegistration(new Map(Object.entries(fields))),
      ]),
    ),
  })
  const own = (number: number) =>
    v.parse(
      PhoneOwn,
      phoneOwn(joined(), ledger, player(number), { ledgerId: tournamentId, now: AT }),
    )
  return { ledger, joined, own, shown: () => v.parse(PhoneNight, phoneNight(joined())) }
}

test("a phone tells apart: not entered, no seat yet, seated, out with a place, won", () => {
  const tablet = tournamentOf(3)
  const { own } = night(tablet)
  assert.is(own(9).standing.kind, "not-entered")
  assert.is(own(1).standing.kind, "seated")
  tablet.press(() => [[`entry/${id(1)}/seat`, null]])
  assert.is(own(1).standing.kind, "unseated")
  tablet.press((state) => bust(state, id(2), AT))
  assert.equal(own(2).standing, { kind: "out", place: 3, prizeCents: null })
  tablet.press((state) => bust(state, id(3), AT))
  assert.is(own(1).standing.kind, "won")
})

test("a phone shows the entry in play, not the one that busted before it", () => {
  const tablet = tournamentOf(3)
  tablet.press((state) => bust(state, id(1), AT))
  tablet.press(() => [
    [`entry/${id(9)}/player`, player(1)],
    [`entry/${id(9)}/seat`, seat(1, 9)],
  ])
  const { own } = night(tablet)
  assert.is(own(1).entryId, id(9))
  assert.is(own(1).standing.kind, "seated")
})

for (const [why, move] of [
  ["floor", (tablet: Tablet) => moveTo(tablet)],
  [
    "break",
    (tablet: Tablet) => {
      for (let number = 10; number <= 16; number++)
        tablet.press((state) => (number % 2 ? bust(state, id(number), AT) : []))
      for (let number = 4; number <= 9; number++)
        tablet.press((state) => bust(state, id(number), AT))
      tablet.press((state) => breakTable(state, "b", AT)?.writes ?? [])
    },
  ],
  [
    "final-table",
    (tablet: Tablet) => {
      for (let number = 7; number <= 15; number++)
        tablet.press((state) => bust(state, id(number), AT))
      tablet.press((state) => {
        const found = suggest(state, "s")
        return found?.kind === "final-table" ? drawFinalTable(state, found.plan, AT) : []
      })
    },
  ],
  [
    "clash",
    (tablet: Tablet) => {
      const taken = tablet.read().entries[0]?.seat
      tablet.press(() => [[`entry/${id(2)}/seat`, taken]])
      tablet.press((state) => separate(state, id(2), "c", undefined, AT))
    },
  ],
] as const)
  test(`who is moved is told from where and why: ${why}`, () => {
    const tablet = tournamentOf(16)
    const before = new Map(tablet.read().entries.map(({ entryId, seat: at }) => [entryId, at]))
    move(tablet)
    const { own } = night(tablet)
    const moved = tablet.read().entries.filter(({ seat: at, out }) => !out && at?.moved)
    assert.ok(moved.length > 0, "somebody moved")
    for (const { entryId, playerId, seat: at } of moved) {
      const { standing } = own(Number(playerId.slice(1)))
      if (standing.kind !== "seated" || !standing.moved) return assert.unreachable(entryId)
      assert.is(standing.moved.why, why)
      assert.is(standing.moved.at, AT)
      assert.is(standing.seat, at?.seat)
      // Who was moved out of a clash had been put on the first one's seat.
      const from = before.get(why === "clash" ? id(1) : entryId)
      assert.is(standing.moved.from.seat, from?.seat)
    }
  })

function moveTo(tablet: Tablet): void {
  tablet.press((state) => {
    const [entry] = state.entries
    if (!entry?.seat) return []
    const table = state.tables.find(({ tableId }) => tableId !== entry.seat?.table)
    const gone = state.entries.find((each) => each.seat?.table === table?.tableId)
    return gone ? bust(state, gone.entryId, AT) : []
  })
  tablet.press((state) => {
    const gone = state.entries.find(({ out }) => out)
    return gone?.seat
      ? moveEntry(state, id(1) === gone.entryId ? id(2) : id(1), gone.seat, {
          why: "floor",
          at: AT,
        })
      : []
  })
}

test("only those with a nickname stand in the ranking, and nobody by name or id", () => {
  const tablet = tournamentOf(4)
  for (const number of [1, 2]) tablet.press((state) => bust(state, id(number), AT))
  tablet.press(() => [[`entry/${id(3)}/chips`, { count: 9_000, at: AT }]])
  const { shown } = night(tablet, {
    1: { nickname: "Ace" },
    3: { nickname: "<b>Bo</b>" },
    4: { nickname: "x".repeat(1_000_000) },
  })
  assert.equal(shown().out, [{ place: 4, nickname: "Ace" }])
  assert.equal(shown().stacks, [{ nickname: "<b>Bo</b>", chips: 9_000, at: AT }])
  assert.not.match(JSON.stringify(shown()), /"p\d|entry|x{30}/)
})

test("what can be wished for has its price, and ends with its time and with the entry", () => {
  const tablet = tournamentOf(3)
  const { own, ledger } = night(tablet)
  assert.equal(own(1).offers, [
    { kind: "rebuy", priceCents: 5_000 },
    { kind: "add-on", priceCents: 5_000 },
  ])
  record(ledger, intent("add-on", { entryId: id(1) }))
  assert.equal(
    own(1).offers.map(({ kind }) => kind),
    ["rebuy"],
  )
  assert.equal(own(9).offers, [])
})

test("a wish is asked, refused, recorded; taken back it is asked again; only the ledger records", () => {
  const wish = { id: "w1", kind: "rebuy", at: AT }
  const tablet = tournamentOf(3)
  const asked = night(tablet, { 1: { wish } })
  assert.is(asked.own(1).wish?.state, "asked")
  const refused = { wish, answer: { wish: "w1", verdict: "no" } }
  assert.is(night(tablet, { 1: refused }).own(1).wish?.state, "no")
  assert.is(openWish(readRegistration(new Map(Object.entries(refused)))), undefined)
  const newer = { ...refused, wish: { ...wish, id: "w2" } }
  assert.is(night(tablet, { 1: newer }).own(1).wish?.state, "asked", "an old no is for an old wish")
  record(asked.ledger, intent("rebuy", { entryId: id(1) }))
  assert.is(asked.own(1).wish?.state, "asked", "another rebuy is not this wish")
  record(asked.ledger, intent("rebuy", { entryId: id(1), wish: "w1" }))
  const line = asked.ledger.lastSequence
  assert.equal(asked.own(1).wish, { wish: "w1", kind: "rebuy", state: "recorded", line })
  record(asked.ledger, intent("void", { sequence: line, reason: "mistake" }))
  assert.is(asked.own(1).wish?.state, "asked")
})

test.run()
