import { rmSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { seededRandom } from "../../domain/random.ts"
import { flipOneBit, Ledgers, type Stop, stopServers } from "../support/rotting-ledgers.ts"

test.after.each(stopServers)

const MANY = 10_000
const REPAIRED_WITHIN_MS = 5_000

test(`${MANY} lines are repaired in under ${REPAIRED_WITHIN_MS / 1_000} s, whatever is left of them`, async () => {
  const ledgers = new Ledgers(1, MANY)
  const [name] = ledgers.names as [string]
  await ledgers.start()
  await ledgers.fill()
  const random = seededRandom("many")
  const cases: [Stop, string, (blocks: string[]) => void][] = [
    ["killed", "one bit of the first block", ([first]) => flipOneBit(first!, random)],
    ["clean", "one bit of the first block", ([first]) => flipOneBit(first!, random)],
    ["killed", "the first block is gone", ([first]) => rmSync(first!)],
    ["clean", "the last block is gone", (blocks) => rmSync(blocks.at(-1)!)],
    ["killed", "all blocks are gone", (blocks) => blocks.forEach((each) => rmSync(each))],
    ["clean", "all blocks are gone", (blocks) => blocks.forEach((each) => rmSync(each))],
  ]
  for (const [how, what, damage] of cases) {
    await ledgers.stop(how)
    const blocks = ledgers.blocks(name)
    assert.ok(blocks.length > 1, "there is more than one block")
    damage(blocks)
    await ledgers.start()
    const startedAt = performance.now()
    const result = await ledgers.recover(name)
    const ms = Math.round(performance.now() - startedAt)
    assert.ok("restored" in result, JSON.stringify(result))
    console.log(`${how}, ${what}: ${result.restored} lines given back, all done in ${ms} ms`)
    assert.ok(result.restored > 0)
    assert.ok(ms < REPAIRED_WITHIN_MS, `${ms} ms`)
    await ledgers.assertWhole(name)
  }
})

test.run()
