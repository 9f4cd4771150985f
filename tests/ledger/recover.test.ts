import { appendFileSync, readFileSync, writeFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { MemoryEventLog } from "../../ledger/event-log-memory.ts"
import type { LogLine } from "../../ledger/event-log.ts"
import { LedgerInDoubt, recover } from "../../ledger/recover.ts"
import { seal, writeLine } from "../../ledger/chain.ts"
import { decide } from "../../domain/decide.ts"
import { apply, newLedger } from "../../domain/ledger.ts"
import type { Entry } from "../../schemas/entry.ts"
import { cents, millis, sequence } from "../../schemas/units.ts"
import { verify } from "../../ledger/verify.ts"
import { temporaryFolder } from "../support/folder.ts"
import { buyIns, intent } from "../support/intents.ts"

const entries = ledgerOf(6)

/** The first lines of a night: opened, then buy-ins. */
function ledgerOf(count: number): Entry[] {
  const state = newLedger()
  return [intent("open-tournament"), ...buyIns(count - 1)].map((each) => {
    const entry = seal({
      version: 1,
      sequence: sequence(state.lastSequence + 1),
      previousHash: state.headHash,
      recordedAt: millis(0),
      intent: each,
      outcome: decide(state, each),
    })
    apply(state, entry)
    return entry
  })
}

const lineOf = (entry: Entry): LogLine => ({
  sequence: entry.sequence,
  id: entry.intent.id,
  topic: entry.intent.tournamentId,
  text: writeLine(entry),
})

async function logOf(lines: readonly LogLine[]): Promise<MemoryEventLog> {
  const log = new MemoryEventLog()
  for (const line of lines) await log.append(line)
  return log
}

const witnessText = (of: readonly Entry[]) => of.map((entry) => `${writeLine(entry)}\n`).join("")

function witnessFile(text: string): string {
  const path = `${temporaryFolder()}/ledger.jsonl`
  writeFileSync(path, text)
  return path
}

async function recovered(logged: readonly Entry[], witnessed: string) {
  const path = witnessFile(witnessed)
  const log = await logOf(logged.map(lineOf))
  const { state, witness, restored } = await recover(log, path)
  await witness.close()
  return { lastSequence: state.lastSequence, restored, log, file: readFileSync(path, "utf8") }
}

/** The log's lines, the witness's lines, and how many the log gets back. */
for (const [logged, witnessed, restored] of [
  [0, 0, 0],
  [6, 6, 0],
  [6, 5, 0],
  [6, 0, 0],
  [5, 6, 1],
  [0, 6, 6],
] as const)
  test(`log ${logged}, witness ${witnessed}: both end with the same lines`, async () => {
    const result = await recovered(
      entries.slice(0, logged),
      witnessText(entries.slice(0, witnessed)),
    )
    const all = Math.max(logged, witnessed)
    assert.is(result.restored, restored)
    assert.is(result.lastSequence, all)
    assert.is(result.file, witnessText(entries.slice(0, all)))
    assert.is(await result.log.lastSequence(), all)
  })

test("a torn last line of the witness was never answered and is dropped", async () => {
  const torn = witnessText(entries.slice(0, 5)) + writeLine(entries[5]!).slice(0, 40)
  const result = await recovered(entries.slice(0, 5), torn)
  assert.is(result.lastSequence, 5)
  assert.is(result.file, witnessText(entries.slice(0, 5)))
})

async function inDoubt(work: Promise<unknown>, words: RegExp) {
  await work.then(
    () => assert.unreachable("it was trusted"),
    (error) => {
      assert.instance(error, LedgerInDoubt)
      assert.match((error as Error).message, words)
    },
  )
}

test("log and witness that differ are refused, with the first line that does", async () => {
  const other = ledgerOf(6)
  await inDoubt(recovered(entries, witnessText(other)), /differ from line 1\b/)
})

test("a changed line in the middle of the witness is refused", async () => {
  const changed = witnessText(entries).replace('"amountCents":5500', '"amountCents":5501')
  await inDoubt(recovered(entries, changed), /witness .* breaks at line 2\b/)
})

test("a changed line in the log is refused", async () => {
  const lines = entries.map(lineOf)
  lines[3] = { ...lines[3]!, text: lines[3]!.text.replace("e3", "e9") }
  await inDoubt(recover(await logOf(lines), witnessFile("")), /In the log: .* line 4\b/)
})

test("a log that has lost a line in the middle is refused", async () => {
  const path = witnessFile(witnessText(entries))
  const log = await logOf(entries.map(lineOf))
  const holed = Object.assign(Object.create(log) as MemoryEventLog, {
    lastSequence: () => log.lastSequence(),
    async *read(after: number) {
      for await (const line of log.read(after)) if (line.sequence !== 4) yield line
    },
  })
  await inDoubt(recover(holed, path), /line 4\b/)
})

test("any single changed character of any line is found by verify", async () => {
  const [first, second] = entries.map(lineOf)
  const text = second!.text
  const witness = witnessFile(witnessText(entries.slice(0, 2)))
  for (let at = 0; at < text.length; at++) {
    const changed = text.slice(0, at) + (text[at] === "1" ? "2" : "1") + text.slice(at + 1)
    const { ok, chain } = await verify(
      await logOf([first!, { ...second!, text: changed }]),
      witness,
    )
    assert.not(ok, `a change at character ${at} went unnoticed`)
    assert.is(!chain.ok && chain.firstBadSequence, 2)
  }
})

test("verify reads a sound ledger as sound and adds it up", async () => {
  const result = await verify(await logOf(entries.map(lineOf)), witnessFile(witnessText(entries)))
  assert.ok(result.ok)
  assert.is(result.lastSequence, 6)
  assert.is(result.headHash, entries[5]!.hash)
  assert.is(result.tournaments[0]?.poolCents, 5 * 4_950)
})

test("verify finds that a log has lost its tail, though what is left is a sound chain", async () => {
  const path = witnessFile(witnessText(entries))
  const result = await verify(await logOf(entries.slice(0, 4).map(lineOf)), path)
  assert.ok(result.chain.ok)
  assert.is(result.witness.lastSequence, 6)
  assert.not(result.ok)
})

test("a line that does not add up puts the ledger in doubt, and never into a loop of crashes", async () => {
  const { hash: _, ...body } = entries[1]!
  const forged = seal({
    ...body,
    outcome: { kind: "accepted", postings: [{ account: "prizePool", amountCents: cents(1) }] },
  })
  await inDoubt(
    recover(await logOf([entries[0]!, forged].map(lineOf)), witnessFile("")),
    /line 2: it does not add up/,
  )
})

test("verify finds postings that do not sum to zero even where the chain is sound", async () => {
  const { hash: _, ...body } = entries[1]!
  const forged = seal({
    ...body,
    outcome: {
      kind: "accepted",
      postings: body.outcome.kind === "accepted" ? body.outcome.postings.slice(1) : [],
    },
  })
  const result = await verify(
    await logOf([entries[0]!, forged].map(lineOf)),
    witnessFile(witnessText([entries[0]!, forged])),
  )
  assert.is(!result.chain.ok && result.chain.firstBadSequence, 2)
})

test("the witness keeps what it has when a line is appended behind it by hand", async () => {
  const path = witnessFile(witnessText(entries))
  appendFileSync(path, "{}\n")
  await inDoubt(recover(await logOf(entries.map(lineOf)), path), /breaks at line 7\b/)
})

test.run()
