import { existsSync, readFileSync, rmSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { MemoryEventLog } from "../../ledger/event-log-memory.ts"
import type { LogLine } from "../../ledger/event-log.ts"
import { lineOf, recover } from "../../ledger/recover.ts"
import { seal, writeLine } from "../../ledger/chain.ts"
import { cents } from "../../schemas/units.ts"
import { verify } from "../../ledger/verify.ts"
import { DamagedLog, inDoubt, ledgerOf, witnessFile, witnessText } from "../support/ledger-lines.ts"

const entries = ledgerOf(6)
const lines = entries.map(lineOf)

async function logOf(kept: readonly LogLine[]): Promise<MemoryEventLog> {
  const log = new MemoryEventLog()
  await log.append(kept)
  return log
}

async function recovered(logged: readonly LogLine[], witnessed: string) {
  const path = witnessFile(witnessed)
  const { state, witness, restored } = await recover(await logOf(logged), path)
  await witness.close()
  return { lastSequence: state.lastSequence, restored, file: readFileSync(path, "utf8") }
}

/** The log's lines, the witness's lines. */
for (const [logged, witnessed] of [
  [0, 0],
  [6, 6],
  [6, 5],
  [6, 0],
] as const)
  test(`log ${logged}, witness ${witnessed}: the witness gets what a cut kept from it`, async () => {
    const result = await recovered(lines.slice(0, logged), witnessText(entries.slice(0, witnessed)))
    assert.is(result.restored, 0)
    assert.is(result.lastSequence, logged)
    assert.is(result.file, witnessText(entries.slice(0, logged)))
  })

test("without a way to repair, a missing witness is refused, and none is made", async () => {
  const path = witnessFile("")
  rmSync(path)
  await inDoubt(recover(await logOf(lines), path), /witness .* is missing, though the log has 6/)
  assert.not(existsSync(path))
})

test("a torn last line of the witness was never answered and is dropped", async () => {
  const torn = witnessText(entries.slice(0, 5)) + writeLine(entries[5]!).slice(0, 40)
  const result = await recovered(lines.slice(0, 5), torn)
  assert.is(result.lastSequence, 5)
  assert.is(result.file, witnessText(entries.slice(0, 5)))
})

test("log and witness that differ are refused, with the first line that does", async () => {
  const other = ledgerOf(6)
  await inDoubt(
    recover(new DamagedLog(lines), witnessFile(witnessText(other))),
    /differ from line 1\b/,
  )
})

test("without a way to repair, whatever is damaged is refused with its first line", async () => {
  const whole = witnessText(entries)
  const broken = whole.replace('"amountCents":5500', '"amountCents":5501')
  await inDoubt(recover(await logOf(lines), witnessFile(broken)), /witness .* breaks at line 2\b/)
  await inDoubt(recover(await logOf(lines.slice(0, 4)), witnessFile(whole)), /log ends at line 4/)
})

test("a changed line in the log is refused", async () => {
  const wrong = lines.toSpliced(3, 1, { ...lines[3]!, text: lines[3]!.text.replace("e3", "e9") })
  await inDoubt(recover(await logOf(wrong), witnessFile("")), /In the log: .* line 4\b/)
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

test.run()
