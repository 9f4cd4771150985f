import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { accountsReport } from "../../domain/accounts-report.ts"
import { apply, newLedger } from "../../domain/ledger.ts"
import { receiptOf } from "../../domain/receipt.ts"
import type { Entry } from "../../schemas/entry.ts"
import { TournamentId } from "../../schemas/ids.ts"
import { play, TOURNAMENT } from "../simulation/night.ts"

const ROUNDS = 150
const sum = (amounts: readonly number[]) => amounts.reduce((all, each) => all + each, 0)

/** Adds up what changed hands, and knows nothing but postings. */
function changedHands(lines: readonly Entry[]): number {
  const held = ["cash:drawer", "card:terminal", "bank:transfer", "vouchers", "tickets"]
  return sum(
    lines.flatMap(({ outcome }) =>
      outcome.kind === "accepted"
        ? outcome.postings
            .filter(({ account }) => held.includes(account))
            .map(({ amountCents }) => amountCents)
        : [],
    ),
  )
}

test(`the accounts of ${ROUNDS} random nights agree with the ledger, and with an auditor of their own`, () => {
  const seen = { conflicts: 0, closed: 0, takenBack: 0, prizes: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    const { lines } = play(`accounts-${round}`).leaf
    const report = accountsReport(lines, TOURNAMENT)
    assert.ok(report)
    if (!report) continue
    const expected = changedHands(lines)
    for (const parts of [report.byKind, report.byMethod, report.byDay])
      assert.is(sum(parts.map(({ netCents }) => netCents)), expected, `accounts-${round}`)
    assert.is(sum(report.balances.map(({ balanceCents }) => balanceCents)), 0)
    assert.is(report.heldCents, report.owedCents)
    assert.is(report.prizes.poolCents - report.prizes.paidCents, report.remainingCents)
    const conflicts = lines.filter(({ outcome }) => outcome.kind === "conflict")
    assert.equal(
      report.conflicts.map(({ sequence }) => sequence),
      conflicts.map(({ sequence }) => sequence),
    )
    assert.is(report.rejected, lines.filter(({ outcome }) => outcome.kind === "rejected").length)
    assert.is(report.head.hash, lines.at(-1)?.hash)
    seen.conflicts += report.conflicts.length
    seen.closed += report.conflicts.filter(({ closed }) => closed).length
    seen.takenBack += report.lines.filter(({ takesBack }) => takesBack).length
    seen.prizes += report.prizes.places.filter(({ paid }) => paid).length
  }
  // The nights had all of it, or they prove nothing.
  for (const count of Object.values(seen)) assert.ok(count > ROUNDS / 4, JSON.stringify(seen))
})

test("the receipts of a night come to what changed hands", () => {
  for (let round = 0; round < 50; round++) {
    const { lines } = play(`receipts-${round}`).leaf
    const state = newLedger()
    const receipts = lines.flatMap((line) => {
      apply(state, line)
      return receiptOf(state, line) ?? []
    })
    assert.is(sum(receipts.map(({ amountCents }) => amountCents)), changedHands(lines))
  }
})

test("a line belongs to the day that it is where the venue is", () => {
  const { lines } = play("days").leaf
  const at = Date.UTC(2026, 10, 23, 23, 30)
  const late = lines.map((line) => ({ ...line, recordedAt: at as Entry["recordedAt"] }))
  const dayIn = (timeZone: string) =>
    accountsReport(late, TOURNAMENT, { timeZone })?.byDay.map(({ day }) => day)
  assert.equal(dayIn("UTC"), ["2026-11-23"])
  assert.equal(dayIn("Europe/Copenhagen"), ["2026-11-24"])
})

test("there are no accounts of a tournament that the ledger does not know", () => {
  const { lines } = play("unknown").leaf
  assert.is(accountsReport(lines, v.parse(TournamentId, "another")), null)
})

test("accounts of a part of the ledger are refused", () => {
  const { lines } = play("part").leaf
  assert.throws(() => accountsReport(lines.slice(1), TOURNAMENT), /out of order/)
})

test.run()
