import { readdirSync, writeFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { noteBackupProblem, noteGoodBackup, readBackupState } from "../../leaf/backup-state.ts"
import { millis } from "../../schemas/units.ts"
import { temporaryFolder } from "../support/folder.ts"

const good = { at: millis(1_000), file: "/usb/felt.backup", lastSequence: 31 }
const problem = { at: millis(2_000), words: "The disk is not plugged in." }

test("a Leaf knows when its last good backup was made, and why the last try gave none", async () => {
  const data = temporaryFolder()
  assert.equal(await readBackupState(data), { lastGoodAt: null, lastProblem: null })
  await noteGoodBackup(data, good)
  assert.equal(await readBackupState(data), { lastGoodAt: 1_000, lastProblem: null })
  await noteBackupProblem(data, problem)
  assert.equal(await readBackupState(data), { lastGoodAt: 1_000, lastProblem: problem.words })
  await noteGoodBackup(data, { ...good, at: millis(3_000) })
  assert.equal(await readBackupState(data), { lastGoodAt: 3_000, lastProblem: null })
  assert.equal(readdirSync(data), ["backups.json"])
})

test("a file that is none says so, and gives way to the next", async () => {
  const data = temporaryFolder()
  writeFileSync(`${data}/backups.json`, '{"lastGood":')
  assert.match((await readBackupState(data)).lastProblem ?? "", /cannot be read: make a backup/)
  await noteBackupProblem(data, problem)
  assert.equal(await readBackupState(data), { lastGoodAt: null, lastProblem: problem.words })
})

test.run()
