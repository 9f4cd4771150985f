import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { accountOf } from "../../domain/account.ts"
import { decide } from "../../domain/decide.ts"
import { places } from "../../domain/entries.ts"
import * as floor from "../../domain/floor.ts"
import { apply, newLedger } from "../../domain/ledger.ts"
import { seatPrizes } from "../../domain/satellites.ts"
import {
  bagsOf,
  chipsOnFloor,
  dayTwo,
  doublyBagged,
  entriesForPlaces,
  type Flight,
  ledgerIdOf,
  nextFlightName,
  planDayTwo,
  refusesEntry,
  sealBag,
  unbagged,
} from "../../domain/stages.ts"
import { readTournament } from "../../domain/tournament.ts"
import type { Intent } from "../../schemas/intent.ts"
import { PlayerId, TournamentId } from "../../schemas/ids.ts"
import { chips, millis, sequence } from "../../schemas/units.ts"
import { intent } from "../support/intents.ts"
import { enter, id, Tablet, tournamentOf } from "../support/tablet.ts"

const EVENT = v.parse(TournamentId, "t1")
const AT = millis(1_700_000_000_000)

/** A flight in which these entries are left, the n-th of them of player n of `players`. */
function flightOf(flight: string, entries: Record<number, { player: string; bag: number | null }>) {
  const tablet = tournamentOf(0)
  for (const [number, { player, bag }] of Object.entries(entries)) {
    const entryId = id(Number(number))
    tablet.press(() => floor.enter({ entryId, playerId: v.parse(PlayerId, player) }))
    if (bag !== null) tablet.press((state) => sealBag(state, entryId, { count: bag, at: AT }))
  }
  const part = { kind: "flight", event: EVENT, flight, mode: "bestStackForward" } as const
  const made: Flight = { id: v.parse(TournamentId, `t-${flight}`), part, state: tablet.read() }
  return made
}

const twoFlights = () => [
  flightOf("1A", { 1: { player: "a", bag: 15_000 }, 2: { player: "b", bag: 25_000 } }),
  flightOf("1B", { 3: { player: "c", bag: 18_000 }, 4: { player: "a", bag: 22_000 } }),
]

test("every part of an event has its money under the event's id, anything else under its own", () => {
  const own = v.parse(TournamentId, "t9")
  assert.is(ledgerIdOf(own, undefined), own)
  assert.is(ledgerIdOf(own, { kind: "day", event: EVENT, day: 2 }), EVENT)
})

test("flights are named 1A, 1B and on; a gap is filled", () => {
  assert.is(nextFlightName([]), "1A")
  assert.is(nextFlightName(["1A", "1B"]), "1C")
  assert.is(nextFlightName(["1B"]), "1A")
})

test("nobody plays two flights at once; who is bagged follows the event's rule", () => {
  const flights = [
    flightOf("1A", { 1: { player: "a", bag: 15_000 }, 2: { player: "b", bag: null } }),
    flightOf("1B", {}),
  ]
  const into = flights[1]
  assert.ok(into)
  const asked = (player: string, mode: "bestStackForward" | "firstStackForward") =>
    refusesEntry({ playerId: v.parse(PlayerId, player), into, flights, mode })
  assert.equal(asked("b", "bestStackForward"), { why: "playing", flight: "1A" })
  assert.is(asked("a", "bestStackForward"), null)
  assert.equal(asked("a", "firstStackForward"), { why: "qualified", flight: "1A" })
  assert.is(asked("new", "firstStackForward"), null)
})

test("the best bag of each player goes to day 2, and the chips are those of all bags", () => {
  const flights = twoFlights()
  const merge = planDayTwo(flights, "bestStackForward")
  assert.equal(
    merge.dayTwo.map(({ playerId, stack }) => [playerId, stack]),
    [
      ["b", 25_000],
      ["a", 22_000],
      ["c", 18_000],
    ],
  )
  assert.is(merge.chipsInPlay + merge.chipsOut, 80_000)
  assert.equal(doublyBagged(flights), ["a"])
})

test("day 2 begins with the bags as stacks, and seats are drawn from its own seed", () => {
  const flights = twoFlights()
  const structure = flights[0]?.state.tournament?.structure
  assert.ok(structure)
  const day = new Tablet(1)
  const how = { made: { name: "Day 2", structure, seed: "day" }, flights, at: AT }
  day.press((state) => dayTwo(planDayTwo(flights, "bestStackForward"), state, how))
  const part = { kind: "day", event: EVENT, day: 2 } as const
  assert.is(chipsOnFloor(day.read(), null, part), 65_000)
  assert.equal(
    day.read().entries.map(({ chips: stack }) => stack?.count),
    [25_000, 18_000, 22_000],
  )
  // A later flight has a larger bag of b's: the earlier entry leaves, the new one comes.
  const later = [...flights, flightOf("1C", { 5: { player: "b", bag: 40_000 } })]
  const again = { ...how, flights: later }
  day.press((state) => dayTwo(planDayTwo(later, "bestStackForward"), state, again))
  assert.equal(
    day.read().entries.map(({ entryId }) => entryId),
    [id(3), id(4), id(5)],
  )
  day.press((state) => floor.seatDraw(state, "day"))
  assert.throws(
    () => dayTwo(planDayTwo(later, "bestStackForward"), day.read(), again),
    /before the seats/,
  )
})

test("an opened bag is none, and who is out has none to seal", () => {
  const flight = flightOf("1A", { 1: { player: "a", bag: 9_000 } })
  assert.is(bagsOf([flight]).length, 1)
  const tablet = tournamentOf(2)
  tablet.press((state) => sealBag(state, id(1), { count: 9_000, at: AT }))
  assert.equal(
    unbagged(tablet.read()).map(({ entryId }) => entryId),
    [id(2)],
  )
  tablet.press((state) => sealBag(state, id(1), null))
  assert.is(unbagged(tablet.read()).length, 2)
  tablet.press((state) => floor.bust(state, id(1), AT))
  assert.equal(sealBag(tablet.read(), id(1), { count: 1, at: AT }), [])
})

test("a flight decides no place of the event; its last day does", () => {
  const flights = twoFlights()
  const [first] = flights
  assert.ok(first)
  assert.equal(entriesForPlaces(first.state, first.part, []), [])
  const day = {
    id: EVENT,
    part: { kind: "day", event: EVENT, day: 2 },
    state: tournamentOf(3).read(),
  } as const
  assert.is(entriesForPlaces(first.state, first.part, [day]).length, 3)
  assert.is(entriesForPlaces(first.state, undefined, []).length, 2)
})

test("new tables begin where the tournament's own do, and leave out the numbers of others", () => {
  const tablet = new Tablet(1)
  const structure = tournamentOf(0).read().tournament?.structure
  assert.ok(structure)
  const made = { name: "Side", structure, seed: "s", tablesFrom: 11 }
  tablet.press(() => floor.createTournament(made))
  for (let number = 1; number <= 12; number++) tablet.press(() => enter(number))
  tablet.press((state) => floor.seatDraw(state, "s", new Set([12])))
  assert.equal(
    tablet.read().tables.map(({ number }) => number),
    [11, 13],
  )
})

test("who won a seat comes first, in the order in which they left; the others below as ever", () => {
  const tablet = tournamentOf(4)
  const won = (number: number, order: number) =>
    tablet.press(() => [[`entry/${id(number)}/out`, { order, at: AT, won: chips(50_000) }]])
  tablet.press((state) => floor.bust(state, id(1), AT))
  won(2, 2)
  won(3, 3)
  assert.equal(Object.fromEntries(places(tablet.read().entries)), {
    [id(2)]: 1,
    [id(3)]: 2,
    [id(4)]: 3,
    [id(1)]: 4,
  })
})

test("a satellite's prizes are seats and a rest, to the last cent", () => {
  const prizes = (poolCents: number, players: number) =>
    seatPrizes({ poolCents, seatPriceCents: 110_000, players })
  assert.equal(prizes(264_000, 24), [110_000, 110_000, 44_000])
  assert.equal(prizes(220_000, 20), [110_000, 110_000])
  assert.equal(prizes(99_000, 9), [99_000], "less than a seat is the winner's, in cash")
  assert.equal(
    prizes(220_001, 2),
    [110_001, 110_000].toSorted((a, b) => b - a),
  )
  assert.equal(prizes(0, 0), [])
})

test("the ledger pays a satellite's seats as tickets, and the target takes them in", () => {
  const ledger = newLedger()
  const take = (made: Intent) => {
    const outcome = decide(ledger, made)
    const at = sequence(ledger.lastSequence + 1)
    const hash = String(at).padStart(64, "0")
    const previousHash = ledger.headHash
    const line = { version: 1 as const, recordedAt: AT, intent: made, outcome, hash, previousHash }
    apply(ledger, { ...line, sequence: at })
    return outcome.kind
  }
  const main = { tournamentId: "main" }
  const price = { priceCents: 10_000, feeBasisPoints: 0 }
  const terms = { currency: "EUR", buyIn: price, rebuy: null, addOn: null }
  take(intent("open-tournament", { ...main, terms }))
  take(intent("open-tournament", { terms: { ...terms, buyIn: { ...price, priceCents: 5_500 } } }))
  for (const who of ["a", "b", "c", "d", "e"])
    take(intent("buy-in", { playerId: who, entryId: `e-${who}`, amountCents: 5_500 }))
  const payouts = { shares: [10_000], unitCents: 1, seatCents: 10_000 }
  assert.is(take(intent("set-payouts", { payouts })), "accepted")
  const account = accountOf(ledger, v.parse(TournamentId, "t1"))
  assert.equal(account?.prizesCents, [10_000, 10_000, 7_500])
  const ticket = { method: "ticket", amountCents: 10_000 }
  assert.is(take(intent("payout", { ...ticket, entryId: "e-a", place: 1 })), "accepted")
  const seat = { ...main, ...ticket, playerId: "a", entryId: "seat-a" }
  assert.is(take(intent("buy-in", seat)), "accepted")
  const owed = ["t1", "main"].map(
    (each) => accountOf(ledger, v.parse(TournamentId, each))?.balances.tickets,
  )
  assert.equal(owed, [-10_000, 10_000], "together they owe nothing")
})

test("a bag is read back as it was sealed", () => {
  const flight = flightOf("1A", { 1: { player: "a", bag: 9_000 } })
  assert.equal(flight.state.entries[0]?.bag, { count: 9_000, at: AT })
  assert.is("bag" in (readTournament(new Map()).entries[0] ?? {}), false)
})

test.run()
