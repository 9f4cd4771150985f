import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { Writable } from "node:stream"
import { parse } from "csv-parse/sync"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { exportPieces, writePieces } from "../../cli/ledger-export.ts"
import { wholeLedger } from "../../cli/ledger-lines.ts"
import { cell } from "../../cli/ledger-rows.ts"
import { personOf } from "../../domain/accounts-lines.ts"
import { apply, newLedger } from "../../domain/ledger.ts"
import { natsPaths } from "../../program/nats-process.ts"
import { lineOf } from "../../ledger/recover.ts"
import { Entry } from "../../schemas/entry.ts"
import { play } from "../support/random-night.ts"
import { type Answer, assertRefused, felt } from "../support/felt.ts"
import { temporaryFolder } from "../support/folder.ts"
import { buyIns, intent } from "../support/intents.ts"
import { TestLeaf } from "../support/leaf.ts"
import { DamagedLog, inDoubt, ledgerOf, witnessFile, witnessText } from "../support/ledger-lines.ts"

const leaf = await new TestLeaf().start()
const client = await leaf.signIn()
await client.record([
  intent("open-till", { till: "till-1", floatCents: 10_000 }),
  intent("open-tournament", {
    terms: {
      currency: "EUR",
      buyIn: { priceCents: 5_500, feeBasisPoints: 1_000 },
      rebuy: {
        priceCents: 5_000,
        feeBasisPoints: 0,
        fees: [{ name: "-dealers", amountCents: 100 }],
      },
      addOn: null,
    },
  }),
  ...buyIns(3),
  intent("rebuy", { till: "till-1" }),
  intent("rebuy", { deviceId: "tablet-2", entryId: "e2" }),
  intent("rebuy", { deviceId: "tablet-3", entryId: "e2" }),
  intent("add-on"),
])
await client.record([intent("void", { sequence: 6, observedSequence: 9 })])
const entries = await client.ledger(0)
assert.equal(
  entries.map(({ outcome }) => outcome.kind).join(" "),
  `${"accepted ".repeat(7)}conflict rejected accepted`,
)

const exported = (format: string, ...args: string[]): Promise<Answer> =>
  felt("ledger", "export", "--format", format, "--data", leaf.data, ...args)

type Row = Record<string, string>
const table = (csv: string): Row[] => parse(csv, { columns: true, record_delimiter: "\r\n" })

/** What a spreadsheet shows of a cell: the apostrophe says that it is no formula. */
const shown = (text: string): string => text.replace(/^'(?=[=+\-@])/, "")

/** The table's own part of each posting, in order; one without any for a line that moved nothing. */
const postingsOf = (lines: readonly Entry[]): Row[] =>
  lines.flatMap(({ sequence, hash, outcome }) => {
    const own = outcome.kind === "accepted" ? outcome.postings : []
    const legs = own.map(({ account, amountCents, name = "", till = "" }) => ({
      account,
      amount_cents: String(amountCents),
      fee_name: name,
      till_id: till,
    }))
    const none = { account: "", amount_cents: "", fee_name: "", till_id: "" }
    return (legs.length > 0 ? legs : [none]).map((leg) => ({
      sequence: String(sequence),
      ...leg,
      hash,
    }))
  })
const readBack = (rows: readonly Row[]): Row[] =>
  rows.map(({ sequence = "", account = "", amount_cents = "", hash = "", ...row }) => ({
    sequence,
    account,
    amount_cents,
    fee_name: shown(row["fee_name"] ?? ""),
    // A line without postings tells the till of its intent.
    till_id: account === "" ? "" : (row["till_id"] ?? ""),
    hash,
  }))

function assertWhole(json: Answer, csv: Answer): void {
  assert.is(json.code, 0, json.words)
  assert.equal(v.parse(v.array(Entry), JSON.parse(json.out)), entries)
  assert.is(csv.code, 0, csv.words)
  assert.equal(readBack(table(csv.out)), postingsOf(entries))
}

test("the export has every line and every posting, while the Leaf runs", async () => {
  const [json, csv] = await Promise.all([exported("json"), exported("csv")])
  assertWhole(json, csv)
  const rows = table(csv.out)
  const row = (sequence: number) => rows.find((each) => each["sequence"] === String(sequence))
  const fee = rows.find((each) => each["account"] === "house:fee" && each["sequence"] === "6")
  assert.is(fee?.["fee_name"], "'-dealers", "no formula for a spreadsheet")
  const { reason, outcome, player_id: player, account } = row(8) ?? {}
  assert.equal(
    [outcome, reason, player, account],
    ["conflict", "recorded_on_two_devices", "p2", ""],
  )
  const { about, player_id: whose, till_id: till, currency, amount_cents: amount } = row(10) ?? {}
  assert.equal([about, whose, till, currency, amount], ["6", "p1", "till-1", "EUR", "-5000"])
})

test("one tournament's lines, and none of the house's tills", async () => {
  const [own, unknown, nonsense] = await Promise.all([
    exported("json", "--tournament", "t1"),
    exported("csv", "--tournament", "t9"),
    exported("csv", "--tournament", "a b"),
  ])
  assert.equal(v.parse(v.array(Entry), JSON.parse(own.out)), entries.slice(1))
  assertRefused(unknown, 2, /^The ledger has no line of the tournament t9\./)
  assertRefused(nonsense, 2, /^At --tournament: /)
  assert.is(unknown.out + nonsense.out, "")
})

test("the export has the same after the Leaf was stopped", async () => {
  assert.is(await leaf.stop(), 0)
  assertWhole(await exported("json"), await exported("csv"))
})

test("a format that there is not, and a folder without a Leaf's data, are refused", async () => {
  const [format, folder] = await Promise.all([
    felt("ledger", "export", "--format", "xml", "--data", leaf.data),
    felt("ledger", "export", "--format", "csv", "--data", temporaryFolder()),
  ])
  assert.is(format.code, 2)
  assert.match(format.words, /Allowed choices are csv, json/)
  assertRefused(folder, 2, /^There is no Leaf's data in /)
})

test("a line that rotted on the disk ends the export there, with status 1 and one sentence", async () => {
  const data = temporaryFolder()
  cpSync(leaf.data, data, { recursive: true })
  const messages = `${natsPaths(data).store}/jetstream/$G/streams/LEDGER/msgs`
  const block = readdirSync(messages).find((name) => name.endsWith(".blk"))
  const bytes = readFileSync(`${messages}/${block}`)
  const at = bytes.indexOf('"kind":"rebuy"')
  assert.ok(at > 0)
  bytes[at + 9]! ^= 1
  writeFileSync(`${messages}/${block}`, bytes)
  const broken = await felt("ledger", "export", "--format", "json", "--data", data)
  assertRefused(broken, 1, /^The ledger's chain breaks at line 6: /)
  assert.equal(v.parse(v.array(Entry), JSON.parse(broken.out)), entries.slice(0, 5))
})

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = []
  for await (const item of items) collected.push(item)
  return collected
}

async function* given(lines: readonly Entry[], read = { lines: 0 }) {
  for (const line of lines) {
    read.lines += 1
    yield line
  }
}
const all = { tournament: null }

const story = ledgerOf(20)
const whole = (witness: string, lines = story) =>
  collect(wholeLedger(new DamagedLog(lines.map(lineOf)), witness))

test("a log that is shorter than its witness is told, after all that it has", async () => {
  const witness = witnessFile(witnessText(story))
  const pieces: string[] = []
  const log = new DamagedLog(story.slice(0, 15).map(lineOf))
  const short = (async () => {
    for await (const piece of exportPieces(wholeLedger(log, witness), { format: "json", ...all }))
      pieces.push(piece)
  })()
  await short.then(
    () => assert.unreachable("it was taken for the whole ledger"),
    (error) => assert.match(String(error), /breaks at line 16: the log has lost it, and the wit/),
  )
  assert.equal(JSON.parse(pieces.join("")), story.slice(0, 15))
})

test("the witness may be a moment behind, and may not be of another story, damaged or missing", async () => {
  assert.equal(await whole(witnessFile(witnessText(story))), story)
  assert.equal(await whole(witnessFile(witnessText(story.slice(0, 15)))), story)
  assert.equal(await whole(witnessFile(""), []), [])
  await inDoubt(whole(witnessFile(witnessText(ledgerOf(15)))), /differ from line 15/)
  await inDoubt(whole(`${temporaryFolder()}/none.jsonl`), /cannot vouch for the log: ENOENT/)
  const rotten = witnessText(story).replace('"p3"', '"p4"')
  await inDoubt(whole(witnessFile(rotten)), /chain breaks at line 4: its hash/)
})

test("an empty ledger is an empty table, and an empty array", async () => {
  const text = async (format: "csv" | "json") =>
    (await collect(exportPieces(given([]), { format, ...all }))).join("")
  assert.equal(JSON.parse(await text("json")), [])
  assert.match(await text("csv"), /^sequence,recorded_at,[a-z_,]+\r\n$/)
})

test("of random nights the table has every posting, and whose money each is", async () => {
  let named = 0
  for (let round = 0; round < 60; round++) {
    const { lines } = play(`table-${round}`).leaf
    const pieces = await collect(exportPieces(given(lines), { format: "csv", ...all }))
    const rows = table(pieces.join(""))
    assert.equal(readBack(rows), postingsOf(lines))
    const state = newLedger()
    for (const line of lines) {
      apply(state, line)
      if (line.outcome.kind !== "accepted" || line.outcome.postings.length === 0) continue
      const { playerId, entryId } = personOf(state, line.intent)
      const row = rows.find((each) => each["sequence"] === String(line.sequence))
      assert.equal([row?.["player_id"], row?.["entry_id"]], [playerId ?? "", entryId ?? ""])
      if (playerId !== null && !("playerId" in line.intent)) named += 1
    }
  }
  assert.ok(named > 300, `only ${named} lines got their player from another`)
})

test("it reads on only when the output has taken what was read", async () => {
  const lines = play("streams").leaf.lines
  const many = Array.from({ length: 100 }, () => lines).flat()
  const read = { lines: 0 }
  const taken: (() => void)[] = []
  let text = ""
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString()
      taken.push(done)
    },
  })
  const written = writePieces(exportPieces(given(many, read), { format: "json", ...all }), output)
  let isDone = false
  void written.then(() => (isDone = true))
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  await turn()
  const chunks: number[] = []
  for (let before = 0; !isDone; before = read.lines) {
    chunks.push(read.lines - before)
    taken.shift()?.()
    await turn()
  }
  assert.ok(chunks.length > 20, `only ${chunks.length} times`)
  assert.ok(Math.max(...chunks) < 400, `${Math.max(...chunks)} lines at once`)
  assert.is((JSON.parse(text) as unknown[]).length, many.length)
})

const refusing = (code: string) =>
  new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error(`it says ${code}`), { code }))
    },
  })

test("a full disk is told in one sentence; a reader that has seen enough is no error", async () => {
  const pieces = () => exportPieces(given(story), { format: "csv", ...all })
  await writePieces(pieces(), refusing("EPIPE"))
  await writePieces(pieces(), refusing("ENOSPC")).then(
    () => assert.unreachable("it was taken for written"),
    (error) =>
      assert.is(String(error), "InputError: The export cannot be written: it says ENOSPC."),
  )
})

for (const [value, written] of [
  [null, ""],
  [-500, "-500"],
  ["plain", "plain"],
  ["a,b", '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ["two\nlines", '"two\nlines"'],
  [" edge ", '" edge "'],
  ["=1+1", '"\'=1+1"'],
  ["-2", '"\'-2"'],
  ["@sum", '"\'@sum"'],
  ["+1", '"\'+1"'],
  ["\t=1", '"\'\t=1"'],
] as const)
  test(`a cell with ${JSON.stringify(value)} is written as ${written}`, () => {
    assert.is(cell(value), written)
  })

test.run()
