import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { accountOf } from "../../domain/account.ts"
import { decide } from "../../domain/decide.ts"
import { apply, type LedgerState, newLedger } from "../../domain/ledger.ts"
import { newClock } from "../../domain/clock.ts"
import { moneyLines, totals } from "../../app/features/money/lines.ts"
import { findings } from "../../app/features/money/reconciliation.ts"
import { payoutRows } from "../../app/features/payouts/payout-rows.ts"
import { actsFor, entryViews } from "../../app/features/players/entry-view.ts"
import { readAmount } from "../../app/features/money/amount.ts"
import { readPercent, readTerms, defaultTerms } from "../../app/features/tonight/terms-form.ts"
import { queued } from "../../app/data/outbox-queue.ts"
import { Entry } from "../../schemas/entry.ts"
import { EntryId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import { Intent } from "../../schemas/intent.ts"
import { cents, millis } from "../../schemas/units.ts"

const tournament = v.parse(TournamentId, "t")
let made = 0
const intent = (fields: object): Intent =>
  v.parse(Intent, {
    id: `01890000-0000-7000-8000-${String(++made).padStart(12, "0")}`,
    tournamentId: "t",
    staffId: "s",
    deviceId: "d",
    lamport: made,
    observedSequence: 0,
    at: 0,
    ...fields,
  })
const terms = {
  currency: "EUR",
  buyIn: { priceCents: 5_500, feeBasisPoints: 1_000 },
  rebuy: { priceCents: 5_000, feeBasisPoints: 0 },
  addOn: null,
}
const buyIn = (name: string) =>
  intent({ kind: "buy-in", playerId: `p-${name}`, entryId: `e-${name}`, amountCents: 5_500 })
const rebuy = (name: string) => intent({ kind: "rebuy", entryId: `e-${name}`, amountCents: 5_000 })

/** A ledger of these intents, decided and folded in as the Leaf would. */
function recorded(intents: readonly Intent[]): { state: LedgerState; entries: Entry[] } {
  const state = newLedger()
  const entries = intents.map((each, index) => {
    const entry = v.parse(Entry, {
      version: 1,
      sequence: index + 1,
      previousHash: state.headHash,
      recordedAt: 0,
      intent: { ...each, observedSequence: index },
      outcome: decide(state, { ...each, observedSequence: state.lastSequence }),
      hash: String(index + 1).padStart(64, "0"),
    })
    apply(state, entry)
    return entry
  })
  return { state, entries }
}
const open = () => intent({ kind: "open-tournament", terms })
const onFloor = (name: string, outOrder: number | null = null) => ({
  entryId: v.parse(EntryId, `e-${name}`),
  playerId: v.parse(PlayerId, `p-${name}`),
  seat: null,
  out: outOrder === null ? null : { order: outOrder, at: millis(1) },
  chips: null,
})
const floor = (entries: ReturnType<typeof onFloor>[]) => ({
  tournament: null,
  clock: newClock(),
  tables: [],
  entries,
  waiting: [],
})

test("a voided line and its void are tied together, and neither can be voided again", () => {
  const { entries } = recorded([
    open(),
    buyIn("a"),
    intent({ kind: "void", sequence: 2, reason: "mistake" }),
  ])
  const [voiding, bought, opening] = moneyLines(entries, tournament)
  assert.equal([voiding?.voids, voiding?.amountCents, voiding?.canBeVoided], [2, -5_500, false])
  assert.equal([bought?.voidedBy, bought?.canBeVoided, bought?.playerId], [3, false, "p-a"])
  assert.is(opening?.canBeVoided, false)
})

test("totals count what still stands: neither voided nor refused lines", () => {
  const { entries } = recorded([
    open(),
    buyIn("a"),
    buyIn("b"),
    buyIn("b"),
    rebuy("a"),
    intent({ kind: "void", sequence: 2, reason: "refunded" }),
    intent({ kind: "void", sequence: 5, reason: "refunded" }),
  ])
  const lines = moneyLines(entries, tournament)
  assert.is(lines.find(({ sequence }) => sequence === 4)?.reason, "entry_exists")
  const [buyIns, , rebuys] = totals(lines)
  assert.equal(buyIns, { kind: "buy-in", count: 2, amountCents: 11_000 })
  assert.equal(rebuys, { kind: "rebuy", count: 0, amountCents: 0 })
})

test("an entry is paid, on its way, or unpaid; a refused intent counts as unpaid", () => {
  const { state } = recorded([open(), buyIn("a")])
  const waiting = queued(buyIn("b"))
  const refused = {
    ...queued(buyIn("c")),
    answer: { id: "x", outcome: "rejected" as const, seq: state.lastSequence, reason: "?" },
  }
  const views = entryViews(
    floor([onFloor("a"), onFloor("b"), onFloor("c")]),
    accountOf(state, tournament),
    [waiting, refused],
  )
  assert.equal(
    views.map(({ money }) => money),
    ["paid", "waiting", "unpaid"],
  )
})

test("what can be done: who plays can bust and rebuy; who is out can come back three ways", () => {
  const account = accountOf(recorded([open(), buyIn("a"), buyIn("b")]).state, tournament)
  const [playing, gone] = entryViews(floor([onFloor("a"), onFloor("b", 1)]), account, [])
  assert.ok(playing && gone)
  assert.equal(actsFor(playing, account), ["bust", "rebuy"])
  assert.equal(actsFor(gone, account), ["undoBust", "rebuy", "re-entry"])
})

test("once a prize is paid no money is taken, and the entry that was paid is left alone", () => {
  const { state } = recorded([
    open(),
    buyIn("a"),
    buyIn("b"),
    intent({ kind: "set-payouts", payouts: { shares: [10_000], unitCents: 1 } }),
    intent({ kind: "payout", entryId: "e-a", place: 1, amountCents: 9_900 }),
  ])
  const account = accountOf(state, tournament)
  const [winner, second] = entryViews(floor([onFloor("a"), onFloor("b", 1)]), account, [])
  assert.ok(winner && second)
  assert.equal(actsFor(winner, account), [])
  assert.equal(actsFor(second, account), ["undoBust"])
})

test("a place is played for, ready, on its way or paid, and never two of them", () => {
  const set = intent({
    kind: "set-payouts",
    payouts: { shares: [5_000, 3_000, 2_000], unitCents: 1 },
  })
  const pay = (name: string, place: number, amountCents: number) =>
    intent({ kind: "payout", entryId: `e-${name}`, place, amountCents })
  const { state } = recorded([open(), ...["a", "b", "c", "d"].map(buyIn), set, pay("b", 3, 3_960)])
  const account = accountOf(state, tournament)
  assert.ok(account)
  const rows = payoutRows(
    account,
    floor([onFloor("a"), onFloor("c"), onFloor("b", 2), onFloor("d", 1)]),
    [],
  )
  assert.equal(
    rows.map(({ prizeCents, state: { kind } }) => [prizeCents, kind]),
    [
      [9_900, "open"],
      [5_940, "open"],
      [3_960, "paid"],
    ],
  )
  const over = floor([onFloor("a"), onFloor("c", 3), onFloor("b", 2), onFloor("d", 1)])
  assert.equal(
    payoutRows(account, over, [queued(pay("c", 2, 5_940))]).map(({ entry, state: { kind } }) => [
      entry?.playerId,
      kind,
    ]),
    [
      ["p-a", "ready"],
      ["p-c", "waiting"],
      ["p-b", "paid"],
    ],
  )
})

test("the reconciliation line is red for who sits unpaid, but not while the buy-in is on its way", () => {
  const line = {
    balanced: false,
    checks: [{ name: "drawer" as const, leftCents: cents(1), rightCents: cents(1) }],
    unpaidEntries: [v.parse(EntryId, "e-a")],
    missingEntries: [],
  }
  assert.is(findings(line, []).isGood, false)
  assert.is(findings(line, [queued(buyIn("a"))]).isGood, true)
  assert.is(
    findings({ ...line, checks: [{ name: "drawer", leftCents: cents(1), rightCents: cents(2) }] }, [
      queued(buyIn("a")),
    ]).isGood,
    false,
  )
})

test("prices are read from their digits, with a point or a comma, and nothing unclear is guessed", () => {
  const rows: [string, number | null][] = [
    ["55", 5_500],
    ["55,5", 5_550],
    ["0.29", 29],
    ["1.250,50", null],
    ["-5", null],
    ["5.555", null],
    ["", null],
  ]
  for (const [text, value] of rows) assert.is(readAmount(text), value, text)
  assert.is(readPercent("7,5 %"), 750)
  assert.is(readPercent("101"), null)
})

test("the form of a new tournament names every field that is not understood", () => {
  assert.equal(readTerms({ ...defaultTerms, buyIn: "0", addOn: "x" }), {
    wrong: { buyIn: "amount", addOn: "amount" },
  })
  const reading = readTerms({ ...defaultTerms, rebuy: " ", addOn: "0" })
  assert.ok("terms" in reading)
  assert.equal([reading.terms.rebuy, reading.terms.addOn], [null, null])
  assert.equal(reading.terms.buyIn, { priceCents: 5_500, feeBasisPoints: 1_000 })
})

test.run()
