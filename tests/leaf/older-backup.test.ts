import { cpSync, rmSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { rebuildProjection } from "../../cli/projection-rebuild.ts"
import { natsPaths } from "../../program/nats-process.ts"
import { intent } from "../support/intents.ts"
import {
  copyOf,
  EARLIER,
  LINES,
  night,
  refuses,
  startsWhole,
  witnessOf,
} from "../support/kept-night.ts"
import { TestLeaf } from "../support/leaf.ts"

/** A Leaf on which a part of an older backup was put back, or all of it. */

for (const how of ["killed", "clean"] as const) {
  test(`the log of an older backup, after a stop that was ${how}: the rest comes from the witness`, async () => {
    const data = copyOf(night.stopped[how])
    rmSync(natsPaths(data).store, { recursive: true })
    cpSync(natsPaths(night.earlier).store, natsPaths(data).store, { recursive: true })
    await startsWhole(data, /damaged from line 13 and was repaired/)
  })

  test(`the witness of an older backup, after a stop that was ${how}: the rest comes from the log`, async () => {
    const data = copyOf(night.stopped[how])
    cpSync(witnessOf(night.earlier), witnessOf(data))
    await startsWhole(data, null)
  })
}

test("log and witness of an older backup next to a newer projection: refused until it is given up", async () => {
  const data = copyOf(night.stopped.clean)
  rmSync(natsPaths(data).store, { recursive: true })
  cpSync(natsPaths(night.earlier).store, natsPaths(data).store, { recursive: true })
  cpSync(witnessOf(night.earlier), witnessOf(data))
  for (const _ of ["at the first start", "and at the next"])
    await refuses(data, /projection has line 31, .* end at line 12: .* put the newer ones back/)
  await rebuildProjection(data)
  const leaf = await new TestLeaf({ FELT_DATA: data }).start()
  assert.equal(await (await leaf.signIn()).ledger(0), night.lines.slice(0, EARLIER))
  await leaf.stop()
})

test("a whole older backup is told by the first device that has seen more, and nothing is recorded", async () => {
  const leaf = await new TestLeaf({ FELT_DATA: copyOf(night.earlier) }).start()
  const client = await leaf.signIn()
  await client.record([intent("rebuy", { observedSequence: LINES })]).then(
    () => assert.unreachable(),
    (error) => {
      assert.is(error.status, 409)
      assert.match(error.message, /ends at line 12, but the device has seen line 31: .* older copy/)
    },
  )
  assert.equal(await client.ledger(0), night.lines.slice(0, EARLIER))
  await leaf.stop()
})

test.run()
