import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { StartRefused } from "../../program/start-refused.ts"
import { natsPaths } from "../../program/nats-process.ts"
import {
  copyBeforeStart,
  dropCopiesWithoutNote,
  newestNote,
  noteCopies,
  noteCopy,
} from "../../leaf/store-copy.ts"
import { millis } from "../../schemas/units.ts"
import { temporaryFolder } from "../support/folder.ts"

/** More than any disk of a test has free, and less than a file may be long. */
const HUGE_BYTES = 15_000_000_000_000

/** A data folder with a ledger of one block, and a reader that the server keeps. */
function dataFolder(): { data: string; block: string } {
  const data = temporaryFolder()
  const ledger = `${natsPaths(data).store}/jetstream/$G/streams/LEDGER`
  for (const each of ["msgs", "obs/reader"]) mkdirSync(`${ledger}/${each}`, { recursive: true })
  writeFileSync(`${ledger}/obs/reader/meta.inf`, "a reader")
  writeFileSync(`${ledger}/msgs/1.blk`, "the lines")
  return { data, block: `${ledger}/msgs/1.blk` }
}

const namesIn = (data: string): string[] => readdirSync(`${data}/damaged-ledger`).toSorted()
const at = (minute: number) => millis(minute * 60_000)

async function copied(data: string, minute: number): Promise<string> {
  const copy = await copyBeforeStart(data, at(minute))
  assert.ok(copy)
  return copy ?? ""
}

test("a data folder without a ledger has nothing to copy", async () => {
  assert.is(await copyBeforeStart(temporaryFolder(), at(0)), null)
})

test("a copy has the lines, not the readers, and is named by its time", async () => {
  const { data, block } = dataFolder()
  const copy = await copied(data, 1)
  assert.is(copy, `${data}/damaged-ledger/1970-01-01T00-01-00-000Z`)
  assert.equal(readdirSync(`${copy}/LEDGER`), ["msgs"])
  assert.equal(readFileSync(`${copy}/LEDGER/msgs/1.blk`), readFileSync(block))
})

test("a copy that nobody has judged yet is kept, and not made anew", async () => {
  const { data, block } = dataFolder()
  const first = await copied(data, 1)
  writeFileSync(block, "cut")
  assert.is(await copied(data, 2), first)
  assert.is(readFileSync(`${first}/LEDGER/msgs/1.blk`, "utf8"), "the lines")
  await dropCopiesWithoutNote(data)
  assert.equal(namesIn(data), [])
  assert.is(readFileSync(`${await copied(data, 3)}/LEDGER/msgs/1.blk`, "utf8"), "cut")
})

test("of the copies with a note the newest three are kept, and the newest note is told", async () => {
  const { data } = dataFolder()
  for (const minute of [1, 2, 3, 4, 5]) await noteCopy(await copied(data, minute), `why ${minute}`)
  assert.equal(
    namesIn(data),
    [3, 4, 5].map((minute) => `1970-01-01T00-0${minute}-00-000Z`),
  )
  assert.is(await newestNote(data), "why 5")
  await copied(data, 6)
  await noteCopies(data, "why 6")
  await dropCopiesWithoutNote(data)
  assert.is(await newestNote(data), "why 6")
})

test("what a cut left of a copy is no copy, and goes with the next one", async () => {
  const { data } = dataFolder()
  mkdirSync(`${data}/damaged-ledger/1970-01-01T00-00-00-000Z.part/LEDGER`, { recursive: true })
  assert.is(await newestNote(data), null)
  await dropCopiesWithoutNote(data)
  await copied(data, 1)
  assert.equal(namesIn(data), ["1970-01-01T00-01-00-000Z"])
})

test("without room for the copy nothing is written, and the start is refused", async () => {
  const { data, block } = dataFolder()
  truncateSync(block, HUGE_BYTES)
  await copyBeforeStart(data, at(1)).then(
    () => assert.unreachable(),
    (error) => {
      assert.instance(error, StartRefused)
      assert.match(String(error), /could not be copied .* are free\. Make room and start again/)
    },
  )
  assert.equal(namesIn(data), [])
})

test.run()
