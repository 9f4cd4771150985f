import { execFileSync } from "node:child_process"
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { verifyLedger } from "../../cli/ledger-verify.ts"
import { temporaryFolder } from "../support/folder.ts"
import { buyIns, intent } from "../support/intents.ts"
import {
  copyOf,
  ledgerFolder,
  night,
  readiness,
  refuses,
  startsWhole,
  witnessOf,
} from "../support/kept-night.ts"
import { TestLeaf } from "../support/leaf.ts"

/**
 * A whole Leaf on a data folder that was damaged while it was stopped: either it has every line
 * again before it answers anybody, or it does not start and says what to do.
 */

const blockOf = (data: string): string => {
  const names = readdirSync(`${ledgerFolder(data)}/msgs`).filter((name) => name.endsWith(".blk"))
  assert.is(names.length, 1)
  return `${ledgerFolder(data)}/msgs/${names[0]}`
}
const copies = (data: string): string[] => {
  const folder = `${data}/damaged-ledger`
  return existsSync(folder) ? readdirSync(folder).map((name) => `${folder}/${name}`) : []
}

/** Flips one bit in the middle of a line that buys in. */
function rot(path: string, occurrence: number): void {
  const bytes = readFileSync(path)
  let at = 0
  for (let each = 0; each < occurrence; each++) at = bytes.indexOf('"kind":"buy-in"', at + 1)
  assert.ok(at > 0, "there is such a line")
  bytes[at + 9]! ^= 1
  writeFileSync(path, bytes)
}

const DAMAGED = /log was damaged from line \d+ and was repaired: 31 lines .* kept in /

for (const how of ["killed", "clean"] as const) {
  test(`one flipped bit, after a stop that was ${how}: repaired, the damaged store kept as it was`, async () => {
    const data = copyOf(night.stopped[how])
    rot(blockOf(data), 15)
    const damaged = readFileSync(blockOf(data))
    await startsWhole(data, DAMAGED)
    const [copy, ...others] = copies(data)
    assert.equal(others, [])
    assert.equal(readFileSync(`${copy}/LEDGER/msgs/1.blk`), damaged)
    assert.match(readFileSync(`${copy}/why.txt`, "utf8"), DAMAGED)
    assert.ok((await verifyLedger(data)).ok)
    rmSync(`${data}/damaged-ledger`, { recursive: true })
    const leaf = await new TestLeaf({ FELT_DATA: data }).start()
    assert.is((await readiness(leaf)).checks["repair"], undefined, "it has been dealt with")
    await leaf.stop()
  })

  test(`log and witness rotten in the same line, after a stop that was ${how}: refused`, async () => {
    const data = copyOf(night.stopped[how])
    for (const path of [blockOf(data), witnessOf(data)]) rot(path, 15)
    const damaged = readFileSync(blockOf(data))
    for (const _ of ["at the first start", "and at the next"])
      await refuses(
        data,
        /Line 16 of \d+ can be read neither in the log nor in the witness .* get the line from a backup/,
      )
    // The server may have cut its own file off by now.
    const kept = copies(data).map((copy) => readFileSync(`${copy}/LEDGER/msgs/1.blk`))
    assert.equal(how === "killed" ? kept : [readFileSync(blockOf(data))], [damaged])
    // What docs/recovery.md says: the one line from a backup.
    const line = `${temporaryFolder()}/line`
    const command =
      `sed -n 16p ${witnessOf(night.stopped[how])} > ${line} && ` +
      `sed -i -e '16r ${line}' -e 16d ${witnessOf(data)}`
    execFileSync("sh", ["-c", command])
    await startsWhole(data, DAMAGED)
  })
}

test("an ordinary start after a cut keeps no copy and raises no alarm", async () => {
  const data = copyOf(night.stopped.killed)
  await startsWhole(data, null)
  assert.equal(copies(data), [])
})

test("a rotten witness is written anew, and the old file is kept", async () => {
  const data = copyOf(night.stopped.clean)
  rot(witnessOf(data), 15)
  const damaged = readFileSync(witnessOf(data))
  await startsWhole(
    data,
    /witness .* was damaged from line \d+ .* kept in .*ledger\.jsonl\.damaged-/,
  )
  const kept = readdirSync(`${data}/witness`).filter((name) => name.includes(".damaged-"))
  assert.is(kept.length, 1)
  assert.equal(readFileSync(`${data}/witness/${kept[0]}`), damaged)
})

test("a missing witness is refused until a person has decided", async () => {
  const data = copyOf(night.stopped.clean)
  rmSync(witnessOf(data))
  const ended = await new TestLeaf({ FELT_DATA: data }).tryStart()
  assert.is(ended?.code, 2)
  assert.match(ended?.words ?? "", /witness .* is missing, though the log has 31 lines\. Plug in/)
  assert.not(existsSync(witnessOf(data)))
  writeFileSync(witnessOf(data), "")
  await startsWhole(data, null)
})

test("a witness of another night is refused", async () => {
  const data = copyOf(night.stopped.clean)
  const other = await new TestLeaf().start()
  await (await other.signIn()).record([intent("open-tournament"), ...buyIns(3)])
  await other.stop()
  cpSync(witnessOf(other.data), witnessOf(data))
  await refuses(data, /differ from line 1\. Keep both, take no money/)
})

test("the ledger's folder is gone: filled from the witness", async () => {
  const data = copyOf(night.stopped.clean)
  rmSync(ledgerFolder(data), { recursive: true })
  await startsWhole(data, /damaged from line 1 and was repaired: 31 lines/)
})

test("the stream's own description has rotted: refused, with what to move away", async () => {
  const data = copyOf(night.stopped.clean)
  const path = `${ledgerFolder(data)}/meta.inf`
  const bytes = readFileSync(path)
  bytes[40]! ^= 1
  writeFileSync(path, bytes)
  const folder = ledgerFolder(data).replaceAll(/[$.]/g, "\\$&")
  await refuses(data, new RegExp(`cannot read ${folder}\\. Take no money, move that folder away`))
  renameSync(ledgerFolder(data), `${data}/away`)
  await startsWhole(data, /damaged from line 1 and was repaired: 31 lines/)
})

test("what a command line looked at after a cut still has its copy when it is repaired", async () => {
  const data = copyOf(night.stopped.killed)
  rot(blockOf(data), 15)
  const damaged = readFileSync(blockOf(data))
  assert.not((await verifyLedger(data)).ok)
  assert.ok(readFileSync(blockOf(data)).length < damaged.length, "the server has cut the file off")
  await startsWhole(data, DAMAGED)
  assert.equal(
    copies(data).map((copy) => readFileSync(`${copy}/LEDGER/msgs/1.blk`)),
    [damaged],
  )
})

test.run()
