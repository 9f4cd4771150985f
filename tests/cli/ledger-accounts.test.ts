import { cpSync, rmSync, writeFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { accountsText } from "../../cli/accounts-text.ts"
import { accountsReport } from "../../domain/accounts-report.ts"
import { apply, newLedger } from "../../domain/ledger.ts"
import { seal, writeLine } from "../../ledger/chain.ts"
import { Entry } from "../../schemas/entry.ts"
import { HOUSE, type Intent } from "../../schemas/intent.ts"
import { sequence } from "../../schemas/units.ts"
import { play, TOURNAMENT } from "../support/random-night.ts"
import { assertRefused, felt } from "../support/felt.ts"
import { temporaryFolder } from "../support/folder.ts"
import { buyIns, intent, TERMS } from "../support/intents.ts"
import { TestLeaf } from "../support/leaf.ts"

const leaf = await new TestLeaf().start()
const client = await leaf.signIn()
const { staffId } = client

/** Records what somebody asks for who has seen all. */
async function record(...intents: ((observed: { observedSequence: number }) => Intent)[]) {
  for (const make of intents) {
    const observedSequence = (await client.ledger(0)).length
    await client.record([make({ observedSequence })])
  }
}

await client.record([
  intent("open-till", { till: "till-1", floatCents: 10_000 }),
  intent("open-tournament", {
    terms: {
      ...TERMS,
      buyIn: { ...TERMS.buyIn, bountyCents: 500 },
      rebuy: { ...TERMS.rebuy, fees: [{ name: "dealers", amountCents: 100 }] },
      addOn: null,
      guaranteeCents: 40_000,
    },
  }),
  ...buyIns(3),
  intent("buy-in", { playerId: "p4", entryId: "e4", amountCents: 5_500, method: "card" }),
  intent("rebuy", { till: "till-1" }),
  intent("rebuy", { deviceId: "tablet-2", entryId: "e2" }),
  intent("rebuy", { deviceId: "tablet-3", entryId: "e2" }),
  intent("rebuy", { deviceId: "tablet-4", entryId: "e2" }),
  intent("add-on"),
])
await record(
  (seen) =>
    intent("resolve", {
      ...seen,
      conflict: 9,
      resolution: { kind: "drop" },
      reason: "written_twice",
    }),
  (seen) => intent("void", { ...seen, sequence: 7 }),
  (seen) => intent("refund", { ...seen, sequence: 6, method: "transfer" }),
  (seen) => intent("correct", { ...seen, amountCents: 300, reason: "counted_wrong" }),
  (seen) => intent("top-up", { ...seen, amountCents: 20_000 }),
  (seen) => intent("set-payouts", seen),
  (seen) => intent("bounty", { ...seen, amountCents: 500 }),
  (seen) => intent("payout", { ...seen, place: 2, entryId: "e2", amountCents: 15_300 }),
)
const lines = await client.ledger(0)
assert.equal(
  lines.map(({ outcome }) => outcome.kind),
  lines.map(({ sequence: at }) =>
    at === 9 || at === 10 ? "conflict" : at === 11 ? "rejected" : "accepted",
  ),
)

const accounts = (...args: string[]) =>
  felt("ledger", "accounts", "--data", leaf.data, "--tournament", "t1", ...args)

/** What the domain says of the lines that the Leaf answered with. */
function reportOf(entries: readonly Entry[], timeZone = "UTC") {
  const state = newLedger()
  for (const line of entries) apply(state, line)
  const own = entries.filter((line) => line.intent.tournamentId === TOURNAMENT)
  const made = accountsReport({ state, entries: own, tournament: TOURNAMENT, timeZone })
  if (made) return made
  throw new Error("There is no such tournament.")
}

function assertFits(page: string): void {
  for (const line of page.split("\n")) assert.ok(line.length <= 100, `${line.length}: ${line}`)
}

test("accounts for people: all that has to be signed for, while the Leaf runs", async () => {
  const { code, out, words } = await accounts("--time-zone", "UTC")
  assert.is(code, 0, words)
  assertFits(out)
  for (const pattern of [
    /^Accounts of tournament t1$/m,
    /^Opened in line 2, \d{4}-\d\d-\d\d \d\d:\d\d \(UTC\); amounts in EUR$/m,
    /^Lines refused, which moved nothing: 1; conflicts that nobody has closed: 1$/m,
    new RegExp(
      `^Made from the ledger up to line ${lines.length}, .*\n {2}${lines.at(-1)?.hash}$`,
      "m",
    ),
    /^Buy-in +€55\.00, of it 10\.00 % fee, bounty €5\.00$/m,
    /^Rebuy +€50\.00, of it 0\.00 % fee, dealers €1\.00$/m,
    /^Add-on +not offered$/m,
    /^#6 {2}.{16} {2}buy-in \[taken back by #14\] {2}p4 {2}by .+ card €55\.00$/m,
    /^#7 {2}.{16} {2}rebuy \[taken back by #13\] {2}p1 {2}by .+ cash till-1 €50\.00$/m,
    /^#16 {2}.{16} {2}top-up {2}by .+ house:overlay €200\.00, prizePool -€200\.00$/m,
    /^#13 {2}.{16} {2}void of rebuy #7 {2}p1 {2}by [^ ]+: mistake +cash till-1 -€50\.00$/m,
    /^#14 {2}.{16} {2}refund of buy-in #6 {2}p4 {2}by [^ ]+: withdrew +transfer -€55\.00$/m,
    /^#15 {2}.{16} {2}correct {2}by [^ ]+: counted wrong +card €3\.00, cash -€3\.00$/m,
    /^p2 +paid €105\.00 {2}back €0\.00 {2}prizes -€153\.00 {2}bounties €0\.00 {2}net -€48\.00$/m,
    /^till-1 +in €50\.00 {2}out -€50\.00 {2}net €0\.00$/m,
    /^Shares set in line 17, /m,
    /rounded down to steps of €0\.01; steps left over/,
    /^ {2}1\. {2}60\.00 % {2}€229\.50 +not paid$/m,
    /^ {2}2\. {2}40\.00 % {2}€153\.00 +paid €153\.00 to p2 in #19$/m,
    /^Remaining to pay +€229\.50$/m,
    /^#18 {2}.{16} {2}p1 {2}for entry e2 +€5\.00$/m,
    /^Fee, dealers +€1\.00$/m,
    /^Guaranteed pool +€400\.00\nAdded by the house to reach it +€200\.00\nMissing.+ €17\.50$/m,
    /^#9 {2}.{16} {2}rebuy {2}p2 {2}€50\.00 {2}recorded on two devices \(#8\)/m,
    new RegExp(`drop in #12 by ${staffId}: written twice$`, "m"),
    /^#10 {2}.{16} {2}rebuy {2}p2 {2}€50\.00 {2}recorded on two devices \(#8\) +OPEN$/m,
    /^prizePool +-€229\.50$/m,
    /^Cashier +_+ {2}Date _+\n\nTournament director +_+ {2}Date _+$/m,
  ])
    assert.match(out, pattern)
})

test("accounts for machines are the report of the same lines, also when the Leaf is stopped", async () => {
  const zone = "Europe/Copenhagen"
  const running = await accounts("--format", "json", "--time-zone", zone)
  assert.equal(JSON.parse(running.out), JSON.parse(JSON.stringify(reportOf(lines, zone))))
  assert.is(await leaf.stop(), 0)
  const stopped = await accounts("--format", "json", "--time-zone", zone)
  assert.is(stopped.code, 0, stopped.words)
  assert.is(stopped.out, running.out)
})

test("what cannot be answered is refused in one sentence", async () => {
  for (const [args, words] of [
    [["--tournament", "a b"], /^At --tournament: /],
    [["--time-zone", "Mars"], /^At --time-zone: Mars is no zone/],
    [["--data", temporaryFolder()], /^There is no Leaf's data in /],
    [["--tournament", HOUSE], /^The ledger has no tournament house\./],
  ] as const) {
    const refused = await accounts(...args)
    assertRefused(refused, 2, words)
    assert.is(refused.out, "")
  }
})

test("no accounts are made of a log that has lost its tail, or has no witness: status 1", async () => {
  const data = temporaryFolder()
  cpSync(leaf.data, data, { recursive: true })
  // The witness of a night that went on: the same lines, and one more.
  const [last] = lines.slice(-1)
  assert.ok(last)
  if (!last) return
  const { hash: previousHash, ...body } = last
  const more = seal({ ...body, previousHash, sequence: sequence(last.sequence + 1) })
  writeFileSync(
    `${data}/witness/ledger.jsonl`,
    [...lines, more].map((line) => `${writeLine(line)}\n`).join(""),
  )
  const refused = await accounts("--data", data)
  assertRefused(refused, 1, /^The ledger's chain breaks at line 20: the log has lost it/)
  rmSync(`${data}/witness/ledger.jsonl`)
  const alone = await accounts("--data", data)
  assertRefused(alone, 1, /^The witness .+ cannot vouch for the log: ENOENT.+FELT_WITNESS\.$/m)
  assert.is(refused.out + alone.out, "")
})

test("the page is as wide as paper, whatever ids and amounts there are", () => {
  const long = (id: string) => `"${id.padEnd(64, "x")}"`
  for (let round = 0; round < 60; round++) {
    const { lines: night } = play(`page-${round}`).leaf
    const text = JSON.stringify(night)
      .replaceAll(/"([pe]\d[^"]*)"/g, (_, id: string) => long(id))
      .replaceAll(/"(staffId)":"([^"]+)"/g, (_, key: string, id: string) => `"${key}":${long(id)}`)
    const report = reportOf(v.parse(v.array(Entry), JSON.parse(text)))
    const page = accountsText(report)
    assertFits(page)
    for (const { playerId } of report.players) assert.ok(page.includes(playerId))
    for (const { sequence: at } of [...report.lines, ...report.conflicts])
      assert.ok(page.includes(`\n#${at}  `), `line ${at} is on the page`)
  }
})

test.run()
