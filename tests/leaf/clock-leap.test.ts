import { writeFileSync } from "node:fs"
import process from "node:process"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { temporaryFolder } from "../support/folder.ts"
import { buyIns, intent } from "../support/intents.ts"
import { TestLeaf } from "../support/leaf.ts"
import { until } from "../support/until.ts"

// A box without a battery wakes with an old clock, which is set when it has internet: in the middle of
// a night, by hours. The Leaf's own process is given a clock that leaps; nats-server's stays.

const HOUR_MS = 3_600_000
const MOST_APART_MS = 250

test("a system clock that leaps by hours, ahead and back, moves no clock of the venue's", async () => {
  const file = `${temporaryFolder()}/ahead`
  writeFileSync(file, "0")
  const leaf = await new TestLeaf({
    FELT_TEST_CLOCK: file,
    NODE_OPTIONS: `--import=${new URL("../support/leaping-clock.ts", import.meta.url).href}`,
  }).start()
  const client = await leaf.signIn()
  await client.record([intent("open-tournament")])
  const venueNow = async () =>
    ((await (await fetch(`${leaf.url}/api/time`)).json()) as { now: number }).now
  const setByMs = async (): Promise<number> => {
    const metrics = await (await fetch(`${leaf.url}/metrics`)).text()
    return Number(/^felt_clock_set_by_seconds (\S+)$/m.exec(metrics)?.[1]) * 1_000
  }
  let furthestMs = 0
  for (const [round, hours] of [3, -5, 13, 0].entries()) {
    const [before, startedAt] = [await venueNow(), performance.now()]
    writeFileSync(file, String(hours * HOUR_MS))
    process.kill(leaf.processId(), "SIGUSR2")
    await until(
      "the system's clock has leapt",
      async () => Math.abs((await setByMs()) - hours * HOUR_MS) < 1_000,
    )
    const apartMs = Math.abs((await venueNow()) - before - (performance.now() - startedAt))
    furthestMs = Math.max(furthestMs, apartMs)
    const [each] = buyIns(1)
    const answers = await client.record([
      intent("buy-in", { id: each?.id, playerId: `p${round}`, entryId: `e${round}` }),
    ])
    assert.is(answers[0]?.outcome, "accepted", "whoever was signed in still is")
  }
  const times = (await client.ledger(0)).map(({ recordedAt }) => Number(recordedAt))
  assert.equal(
    times,
    times.toSorted((a, b) => a - b),
    "no line is older than the one before it",
  )
  assert.ok((times.at(-1) ?? 0) - (times[0] ?? 0) < HOUR_MS, "no line is of another hour")
  await leaf.stop()
  console.log(
    `4 leaps of up to 18 hours: the venue's clock at most ${Math.round(furthestMs)} ms off`,
  )
  assert.ok(furthestMs < MOST_APART_MS)
})

test.run()
