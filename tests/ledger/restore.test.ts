import { readFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { MemoryEventLog } from "../../ledger/event-log-memory.ts"
import type { LogLine } from "../../ledger/event-log.ts"
import { lineOf } from "../../ledger/recover.ts"
import { restoreLedger } from "../../ledger/restore.ts"
import { readAll } from "../contracts/event-log.ts"
import { buyIns, intent } from "../support/intents.ts"
import { inDoubt, linesOf, witnessFile, witnessText } from "../support/ledger-lines.ts"

const intents = [intent("open-tournament"), ...buyIns(799)]
const entries = linesOf(intents)
const lines = entries.map(lineOf)
/** The same up to line 300, and another story after that. */
const fork = linesOf([...intents.slice(0, 300), ...buyIns(100)])

async function logOf(kept: readonly LogLine[]): Promise<MemoryEventLog> {
  const log = new MemoryEventLog()
  await log.append(kept)
  return log
}

/** How far log and witness are when it begins; a cut leaves the log one batch ahead. */
for (const [logged, witnessed] of [
  [0, 0],
  [500, 0],
  [500, 500],
  [333, 333],
  [800, 500],
  [800, 800],
] as const)
  test(`log ${logged}, witness ${witnessed}: both get what they lack, in the same bytes`, async () => {
    const path = witnessFile(witnessText(entries.slice(0, witnessed)))
    const log = await logOf(lines.slice(0, logged))
    const { restored, sequence, hash } = await restoreLedger(await logOf(lines), log, path)
    assert.equal([restored, sequence, hash], [800 - logged, 800, entries.at(-1)?.hash])
    assert.equal(await readAll(log), lines)
    assert.is(readFileSync(path, "utf8"), witnessText(entries))
  })

test("a backup that is behind has nothing to give, and nothing is changed", async () => {
  const path = witnessFile(witnessText(entries))
  const log = await logOf(lines)
  const { restored, sequence } = await restoreLedger(await logOf(lines.slice(0, 100)), log, path)
  assert.equal([restored, sequence], [0, 800])
})

for (const backup of [lines, lines.slice(0, 350)])
  test(`a backup of ${backup.length} lines that tells another story is refused at the line from which on it does`, async () => {
    const path = witnessFile(witnessText(fork))
    const log = await logOf(fork.map(lineOf))
    const attempt = restoreLedger(await logOf(backup), log, path)
    await inDoubt(attempt, /differ from line 301: .* Nothing was written/)
    assert.equal(await readAll(log), fork.map(lineOf))
    assert.is(readFileSync(path, "utf8"), witnessText(fork))
  })

test("a backup with a line that cannot be trusted gives those before it, and is refused", async () => {
  const path = witnessFile("")
  const rotten = lines.map((line) =>
    line.sequence === 700 ? { ...line, text: line.text.replace("p6", "p7") } : line,
  )
  const log = await logOf([])
  const attempt = restoreLedger(await logOf(rotten), log, path)
  await inDoubt(attempt, /^In the backup: .*breaks at line 700/)
  assert.equal(await readAll(log), lines.slice(0, 500))
})

test.run()
