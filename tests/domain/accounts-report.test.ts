import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { type AccountsReport, accountsReport } from "../../domain/accounts-report.ts"
import { apply, newLedger } from "../../domain/ledger.ts"
import { receiptOf } from "../../domain/receipt.ts"
import { Account } from "../../schemas/account.ts"
import type { Entry, Posting } from "../../schemas/entry.ts"
import { TournamentId } from "../../schemas/ids.ts"
import type { Intent, Replacement } from "../../schemas/intent.ts"
import { play, TOURNAMENT } from "../support/random-night.ts"
import { Leaf } from "../support/random-venue.ts"
import { buyIns, intent, seen, TERMS } from "../support/intents.ts"

const NIGHTS = 150
// Where a line does not say otherwise, its device had seen everything.
seen.sequence = 1_000_000

const sum = (amounts: readonly number[]) => amounts.reduce((all, each) => all + each, 0)

function report(
  lines: readonly Entry[],
  { tournament = TOURNAMENT, timeZone = "UTC" } = {},
): AccountsReport {
  const state = newLedger()
  for (const line of lines) apply(state, line)
  const entries = lines.filter((line) => line.intent.tournamentId === tournament)
  const made = accountsReport({ state, entries, tournament, timeZone })
  if (made) return made
  throw new Error(`There is no tournament ${tournament}.`)
}

/** An auditor of their own: knows lines and postings, and nothing of Felt's rules. */
class Auditor {
  readonly lines: readonly Entry[]
  constructor(lines: readonly Entry[]) {
    this.lines = lines
  }

  postings(isWanted: (line: Entry) => boolean = () => true): Posting[] {
    return this.lines.flatMap((line) =>
      line.outcome.kind === "accepted" && isWanted(line) ? line.outcome.postings : [],
    )
  }

  at(account: string, isWanted?: (line: Entry) => boolean): number {
    const own = this.postings(isWanted).filter((posting) => posting.account === account)
    return sum(own.map(({ amountCents }) => amountCents))
  }

  changedHands(isWanted?: (line: Entry) => boolean): number {
    const held = ["cash:drawer", "card:terminal", "bank:transfer", "vouchers", "tickets"]
    return sum(held.map((account) => this.at(account, isWanted)))
  }

  line(sequence: number): Entry {
    const line = this.lines[sequence - 1]
    if (line) return line
    throw new Error(`There is no line ${sequence}.`)
  }

  /** What a line is in the end: of what closes a conflict, what it closes or puts in its place. */
  meant(asked: Intent): Intent | Replacement {
    if (asked.kind !== "resolve") return asked
    const { resolution } = asked
    if (resolution.kind === "instead") return resolution.replacement
    return this.meant(this.line(asked.conflict).intent)
  }

  whose(asked: Intent): string | null {
    const meant = this.meant(asked)
    if ("playerId" in meant) return meant.playerId
    if (meant.kind === "void" || meant.kind === "refund")
      return this.whose(this.line(meant.sequence).intent)
    if (!("entryId" in meant)) return null
    for (const { intent: other, outcome } of this.lines) {
      if (outcome.kind !== "accepted") continue
      if (other.kind === "resolve" && other.resolution.kind === "drop") continue
      const known = this.meant(other)
      if ("playerId" in known && known.entryId === meant.entryId) return known.playerId
    }
    return null
  }
}

/** The parts of a report sum up, to each other and to what the auditor counts. */
function assertSumsUp(of: AccountsReport, auditor: Auditor): void {
  const moved = auditor.changedHands()
  for (const parts of [of.byKind, of.byMethod, of.byDay]) {
    assert.is(sum(parts.map(({ netCents }) => netCents)), moved)
    for (const part of parts) assert.is(part.inCents + part.outCents, part.netCents)
  }
  assert.is(sum(of.byTill.map(({ netCents }) => netCents)), auditor.at("cash:drawer"))
  assert.equal(
    of.balances,
    Account.options.map((account) => ({ account, balanceCents: auditor.at(account) })),
  )
  assert.is(sum(of.balances.map(({ balanceCents }) => balanceCents)), 0)
  assert.is(of.heldCents, of.owedCents)
  assert.is(of.fees.totalCents, 0 - auditor.at("house:fee"))
  const named = of.fees.byName.map(({ amountCents }) => amountCents)
  assert.is(sum(named) + of.fees.correctedCents, of.fees.totalCents)
  assert.is(of.staffCents, 0 - auditor.at("staff:fee"))
  assert.is(of.remainingCents, 0 - auditor.at("prizePool"))
  assert.is(of.unallocatedCents, 0 - auditor.at("unallocated"))
  assert.is(of.overlay.addedCents, auditor.at("house:overlay"))
  assert.is(of.bounties.leftCents, 0 - auditor.at("bountyPool"))
  assert.is(of.bounties.takenInCents - of.bounties.paidCents, of.bounties.leftCents)
}

function assertPlayers({ players }: AccountsReport, auditor: Auditor): void {
  const ids = new Set(players.map(({ playerId }) => playerId))
  assert.is(ids.size, players.length)
  for (const player of players) {
    const { playerId, paidInCents, givenBackCents, prizesCents, bountiesCents } = player
    const own = auditor.changedHands((line) => auditor.whose(line.intent) === playerId)
    assert.is(player.netCents, own, `net of ${playerId}`)
    assert.is(paidInCents + givenBackCents + prizesCents + bountiesCents, own)
  }
}

function assertPrizes({ prizes, remainingCents, lines }: AccountsReport): void {
  assert.is(prizes.poolCents - prizes.paidCents, remainingCents)
  const all = [
    ...prizes.places.flatMap(({ paid }) => paid ?? []),
    ...prizes.ties.flatMap(({ parts }) => parts),
    ...prizes.others,
  ]
  const paid = new Map(all.map((each) => [each.sequence, each]))
  const standing = lines.filter(({ kind, voidedBy }) => kind === "payout" && voidedBy === null)
  assert.equal(
    [...paid.keys()].toSorted((a, b) => a - b),
    standing.map(({ sequence }) => sequence),
  )
  assert.is(sum([...paid.values()].map(({ fromPoolCents }) => fromPoolCents)), prizes.paidCents)
  const { places, unitCents } = prizes
  if (unitCents === null) return assert.equal(places, [])
  assert.is(sum(places.map(({ shareBasisPoints }) => shareBasisPoints)), 10_000)
  assert.is(sum(places.map(({ calculatedCents }) => calculatedCents)), prizes.poolCents)
  assert.is(sum(places.map(({ prizeCents }) => prizeCents)), prizes.poolCents)
  for (const { place, shareBasisPoints, calculatedCents } of places) {
    const off = Math.abs(calculatedCents * 10_000 - prizes.poolCents * shareBasisPoints)
    // What is less than a step goes to the first place.
    assert.ok(off <= unitCents * 10_000 * (place === 1 ? 2 : 1), `place ${place} is off by ${off}`)
  }
}

function assertStory(of: AccountsReport, auditor: Auditor): void {
  const { lines } = auditor
  const outcomes = (kind: string) => lines.filter(({ outcome }) => outcome.kind === kind)
  assert.equal(
    of.conflicts.map(({ sequence }) => sequence),
    outcomes("conflict").map(({ sequence }) => sequence),
  )
  for (const { sequence, closed } of of.conflicts) {
    const by = outcomes("accepted").find(
      (line) => line.intent.kind === "resolve" && line.intent.conflict === sequence,
    )
    const closer = by && by.intent.kind === "resolve" ? by.intent : null
    assert.equal(
      [closed?.sequence, closed?.staffId, closed?.reason, closed?.resolution],
      [by?.sequence, closer?.staffId, closer?.reason, closer?.resolution.kind],
    )
  }
  assert.is(of.rejected, outcomes("rejected").length)
  assert.equal(of.head, { sequence: lines.length, hash: lines.at(-1)?.hash })
  const takesBack = ["void", "refund", "correct"]
  const asked = outcomes("accepted").filter((line) => takesBack.includes(line.intent.kind))
  const listed = of.exceptions.filter(({ closes }) => closes === null)
  assert.equal(
    listed.map(({ sequence }) => sequence),
    asked.map(({ sequence }) => sequence),
  )
  // What closed a conflict is listed for what it then counted as.
  for (const { sequence, reason } of of.exceptions) {
    const meant = auditor.meant(auditor.line(sequence).intent)
    assert.is("reason" in meant && meant.reason, reason)
  }
}

test("of random nights every part sums up, and agrees with an auditor of their own", () => {
  const found = { conflicts: 0, open: 0, closed: 0, takenBack: 0, prizes: 0, bounties: 0, odd: 0 }
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { lines } = play(`accounts-${seed}`).leaf
      const auditor = new Auditor(lines)
      const made = report(lines)
      assertSumsUp(made, auditor)
      assertPlayers(made, auditor)
      assertPrizes(made)
      assertStory(made, auditor)
      found.conflicts += made.conflicts.length
      found.open += made.conflicts.filter(({ closed }) => !closed).length
      found.closed += made.conflicts.filter(({ closed }) => closed).length
      found.takenBack += made.exceptions.length
      found.prizes += made.prizes.places.filter(({ paid }) => paid).length
      found.bounties += made.bounties.paid.length
      found.odd += made.unallocatedCents === 0 ? 0 : 1
    }),
    { numRuns: NIGHTS },
  )
  // The nights had all of it, or they prove nothing.
  for (const count of Object.values(found)) assert.ok(count > NIGHTS / 30, JSON.stringify(found))
})

/** The lines of a night that is told, each by somebody who has seen all before it. */
function told(...intents: Intent[]): Entry[] {
  const leaf = new Leaf()
  for (const each of intents) leaf.record(each)
  for (const { outcome, intent: asked } of leaf.lines)
    assert.is(outcome.kind, "accepted", `${asked.kind}: ${JSON.stringify(outcome)}`)
  return leaf.lines
}

/** Line 1 opens, the next four are buy-ins of EUR 49.50 each to the pool; 99 to the first place. */
function opening(terms: object = {}): Intent[] {
  return [
    intent("open-tournament", { terms: { ...TERMS, ...terms } }),
    ...buyIns(4),
    intent("set-payouts", { payouts: { shares: [5_000, 5_000], unitCents: 1_000 } }),
  ]
}

const pay = (place: number, entryId: string, amountCents: number, fields: object = {}) =>
  intent("payout", { place, entryId, amountCents, ...fields })

test("steps of prizes: what is left over goes to the largest remainder, then to the first", () => {
  const { prizes, remainingCents } = report(told(...opening(), pay(2, "e2", 9_000)))
  // Half of EUR 198 is 99: nine steps each, the tenth to the first, and the rest of EUR 8 as well.
  assert.equal(
    prizes.places.map(({ calculatedCents, paid }) => [calculatedCents, paid?.playerId]),
    [
      [10_800, undefined],
      [9_000, "p2"],
    ],
  )
  assert.equal([prizes.unitCents, prizes.setBy?.sequence], [1_000, 6])
  assert.equal([prizes.poolCents, prizes.paidCents, remainingCents], [19_800, 9_000, 10_800])
})

test("a deal between more players than there are paid places still shares the whole pool", () => {
  const shares = [8_000, 6_000, 5_800].map((amountCents, index) => ({
    entryId: `e${index + 1}`,
    amountCents,
    agreed: true,
  }))
  const lines = told(
    ...opening(),
    intent("agree-deal", {
      method: "icm",
      shares: shares.slice(0, 2).map((share) => ({ ...share, amountCents: 9_900 })),
    }),
    intent("void", { sequence: 7 }),
    intent("agree-deal", { method: "custom", shares }),
    pay(3, "e3", 5_800),
  )
  const made = report(lines)
  assertPrizes(made)
  assert.equal(
    made.prizes.places.map(({ calculatedCents, prizeCents, paid }) => [
      calculatedCents,
      prizeCents,
      paid?.amountCents,
    ]),
    [
      [10_800, 8_000, undefined],
      [9_000, 6_000, undefined],
      [0, 5_800, 5_800],
    ],
  )
  assert.equal([made.prizes.deal?.method, made.prizes.deal?.sequence], ["custom", 9])
  // A deal moves no money, and taking it back is told nevertheless.
  assert.equal(
    made.exceptions.map(({ sequence, takesBack, reason }) => [sequence, takesBack?.kind, reason]),
    [[8, "agree-deal", "mistake"]],
  )
})

test("places that are shared: what they pay together, and who got which part", () => {
  const tie = (position: number) => ({ tie: { entries: 3, position } })
  const third = intent("payout", { place: 2, entryId: "e4", amountCents: 3_000, ...tie(3) })
  const lines = told(
    ...opening(),
    pay(2, "e2", 3_000, tie(1)),
    pay(2, "e3", 3_000, tie(2)),
    third,
    pay(1, "e1", 10_800),
  )
  const made = report(lines)
  assertPrizes(made)
  const [only] = made.prizes.ties
  assert.equal(
    [only?.place, only?.entries, only?.sharedCents, only?.parts.map(({ playerId }) => playerId)],
    [2, 3, 9_000, ["p2", "p3", "p4"]],
  )
  assert.is(made.remainingCents, 0)
})

test("tills, methods, limits, corrections and money given back: each with its reason", () => {
  const till = { till: "till-1" }
  const lines = told(
    intent("open-till", { ...till, floatCents: 10_000 }),
    ...opening({
      limits: { rebuy: { most: 1 } },
      guaranteeCents: 40_000,
      rebuy: { ...TERMS.rebuy, fees: [{ name: "dealers", amountCents: 200 }], staffCents: 100 },
    }),
    intent("rebuy", till),
    intent("rebuy", { ...till, override: "directors_decision" }),
    intent("refund", { sequence: 4, reason: "withdrew", method: "card" }),
    intent("correct", { debit: "card:terminal", credit: "cash:drawer", amountCents: 700 }),
    intent("correct", {
      debit: "house:fee",
      credit: "bank:transfer",
      amountCents: 90,
      reason: "bank_fee",
    }),
    intent("top-up", { amountCents: 15_000 }),
  )
  const made = report(lines)
  assertSumsUp(made, new Auditor(lines.slice(1)))
  assert.equal(
    made.exceptions.map(({ sequence, kind, playerId, reason }) => [
      sequence,
      kind,
      playerId,
      reason,
    ]),
    [
      [9, "rebuy", "p1", "directors_decision"],
      [10, "refund", "p2", "withdrew"],
      [11, "correct", null, "wrong_method"],
      [12, "correct", null, "bank_fee"],
    ],
  )
  assert.equal(
    made.byTill.map(({ till: of, netCents }) => [of, netCents]),
    [
      [null, 22_000 - 700],
      ["till-1", 10_000],
    ],
  )
  assert.equal(made.fees.byName, [
    { name: null, amountCents: 4 * 550 - 550 },
    { name: "dealers", amountCents: 400 },
  ])
  assert.equal([made.fees.correctedCents, made.staffCents], [-90, 200])
  const pool = 3 * 4_950 + 2 * 4_700 + 15_000
  assert.equal(made.overlay, {
    guaranteeCents: 40_000,
    addedCents: 15_000,
    missingCents: 40_000 - pool,
  })
})

test("the receipts of a night come to what changed hands", () => {
  for (let round = 0; round < 50; round++) {
    const { lines } = play(`receipts-${round}`).leaf
    const state = newLedger()
    const receipts = lines.flatMap((line) => {
      apply(state, line)
      return receiptOf(state, line) ?? []
    })
    const moved = new Auditor(lines).changedHands()
    assert.is(sum(receipts.map(({ amountCents }) => amountCents)), moved)
  }
})

test("a line belongs to the day that it is where the venue is", () => {
  const { lines } = play("days").leaf
  const at = Date.UTC(2026, 10, 23, 23, 30)
  const late = lines.map((line) => ({ ...line, recordedAt: at as Entry["recordedAt"] }))
  const daysIn = (timeZone: string) => report(late, { timeZone }).byDay.map(({ day }) => day)
  assert.equal(daysIn("UTC"), ["2026-11-23"])
  assert.equal(daysIn("Europe/Copenhagen"), ["2026-11-24"])
})

test("there are no accounts of a tournament that the ledger does not know", () => {
  const { lines } = play("unknown").leaf
  const another = { tournament: v.parse(TournamentId, "another") }
  assert.throws(() => report(lines, another), /There is no tournament another/)
})

test("accounts without one of the lines that moved money are refused", () => {
  const { lines, state } = play("part").leaf
  const moves = ({ outcome }: Entry) => outcome.kind === "accepted" && outcome.postings.length > 0
  const missing = lines.find(moves)
  assert.ok(missing)
  const entries = lines.filter((line) => line !== missing)
  assert.throws(
    () => accountsReport({ state, entries, tournament: TOURNAMENT, timeZone: "UTC" }),
    /is the account's/,
  )
})

test.run()
