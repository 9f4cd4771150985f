import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { receiptOf } from "../../domain/receipt.ts"
import { apply, newLedger } from "../../domain/ledger.ts"
import { Report, type ReportRow } from "../../schemas/report.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { buyIns, intent } from "../support/intents.ts"

const leaf = await new TestLeaf().start()
const client = await leaf.signIn()
const { token } = (await (
  await fetch(`${leaf.url}/api/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ pin: PIN }),
  })
).json()) as { token: string }

const other = { tournamentId: "t2" }
await client.record([
  intent("open-till", { till: "till-1", floatCents: 10_000 }),
  intent("open-tournament"),
  ...buyIns(3),
  intent("rebuy", { method: "card" }),
  intent("rebuy", { entryId: "e2", till: "till-1" }),
  intent("rebuy", { entryId: "e2", deviceId: "tablet-2" }),
])
await client.record([
  intent("resolve", {
    conflict: 8,
    resolution: { kind: "accept" },
    reason: "happened_so",
    observedSequence: 8,
  }),
  intent("void", { sequence: 6, reason: "mistake", observedSequence: 8 }),
  intent("void", { sequence: 9, reason: "mistake", observedSequence: 8 }),
  intent("open-tournament", other),
  intent("buy-in", { ...other, playerId: "p1", entryId: "e1" }),
  intent("set-payouts"),
  intent("payout", { amountCents: 11_910, observedSequence: 8 }),
])

async function report(by: string, tournament = ""): Promise<ReportRow[]> {
  const answer = await fetch(`${leaf.url}/api/reports/${by}${tournament}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  assert.is(answer.status, 200)
  return v.parse(Report, await answer.json()).rows
}
const short = (rows: ReportRow[]) =>
  rows.map(({ of, lines, inCents, outCents }) => [of, lines, inCents, outCents])

test("by night: every tournament, and the house's tills", async () => {
  assert.equal(short(await report("night")), [
    ["house", 1, 10_000, 0],
    ["t1", 9, 31_500, 21_910],
    ["t2", 1, 5_500, 0],
  ])
})

test("by player: also what was taken back from them, and what a person decided on", async () => {
  assert.equal(short(await report("player", "?tournament=t1")), [
    ["p1", 4, 10_500, 16_910],
    ["p2", 4, 15_500, 5_000],
    ["p3", 1, 5_500, 0],
  ])
})

test("by kind, by method and by cashier, of one night", async () => {
  assert.equal(short(await report("kind", "?tournament=t1")), [
    ["buy-in", 3, 16_500, 0],
    ["payout", 1, 0, 11_910],
    ["rebuy", 2, 10_000, 0],
    ["resolve", 1, 5_000, 0],
    ["void", 2, 0, 10_000],
  ])
  assert.equal(short(await report("method", "?tournament=t1")), [
    ["card", 2, 5_000, 5_000],
    ["cash", 7, 26_500, 16_910],
  ])
  const [all, ...others] = await report("cashier", "?tournament=t1")
  assert.equal([all?.of, all?.lines, others], [client.staffId, 9, []])
})

test("the reports come to what the receipts come to", async () => {
  const state = newLedger()
  const receipts = (await client.ledger(0)).flatMap((line) => {
    apply(state, line)
    return receiptOf(state, line) ?? []
  })
  const sum = receipts.reduce((total, { amountCents }) => total + amountCents, 0)
  const rows = (await report("night")).filter(({ of }) => of !== "house")
  assert.is(
    rows.reduce((total, { inCents, outCents }) => total + inCents - outCents, 0),
    sum,
  )
})

test("a report that there is not", async () => {
  const answer = await fetch(`${leaf.url}/api/reports/shoe-size`, {
    headers: { authorization: `Bearer ${token}` },
  })
  assert.is(answer.status, 404)
})

test.after(async () => {
  await leaf.stop()
})
test.run()
