import { existsSync, utimesSync, writeFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { alone } from "../../../cli/bootstrap/alone.mjs"
import { temporaryFolder } from "../../support/folder.ts"

const lockIn = (folder: string) => `${folder}/.cache/set-up.lock`

test("of many who come at once, one works at a time, and each gets its turn", async () => {
  const lock = lockIn(temporaryFolder())
  let atWork = 0
  const turns: number[] = []
  const take = (turn: number) =>
    alone(lock, async () => {
      atWork += 1
      assert.is(atWork, 1)
      await new Promise((resolve) => setImmediate(resolve))
      atWork -= 1
      turns.push(turn)
    })
  await Promise.all([1, 2, 3, 4].map(take))
  assert.equal(
    turns.toSorted((a, b) => a - b),
    [1, 2, 3, 4],
  )
  assert.not(existsSync(lock))
})

test("work that fails gives the lock back, and says why", async () => {
  const lock = lockIn(temporaryFolder())
  await alone(lock, () => Promise.reject(new Error("no disk"))).then(
    () => assert.unreachable(),
    (error) => assert.is(error.message, "no disk"),
  )
  assert.is(await alone(lock, () => Promise.resolve("done")), "done")
})

test("the lock of one that was killed is taken over, that of a living one is not", async () => {
  const folder = temporaryFolder()
  const lock = lockIn(folder)
  await alone(lock, async () => {})
  const forgottenAfterMs = 10_000
  writeFileSync(lock, "1\n")
  const aMinuteAgo = new Date(Date.now() - 60_000)
  utimesSync(lock, aMinuteAgo, aMinuteAgo)
  assert.is(await alone(lock, () => Promise.resolve("taken over"), forgottenAfterMs), "taken over")

  writeFileSync(lock, "1\n")
  let isTaken = false
  const waiting = alone(lock, async () => void (isTaken = true), forgottenAfterMs)
  await new Promise((resolve) => setTimeout(resolve, 250))
  assert.not(isTaken, "it is touched as long as its holder lives")
  utimesSync(lock, aMinuteAgo, aMinuteAgo)
  await waiting
  assert.ok(isTaken)
})

test.run()
