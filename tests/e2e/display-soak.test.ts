import process from "node:process"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { CHROMIUM, SCREEN, TestBrowser } from "../support/browser.ts"
import { type Held, heldBy, isShown, playThrough } from "../support/display-soak.ts"
import { TestLeaf } from "../support/leaf.ts"
import { MemoryLimit } from "../support/memory-limit.ts"
import { playersNight } from "../support/phone-night.ts"

/** The short form; `npm run soak` plays the 50,000 of a long night. */
const UPDATES = Number(process.env["FELT_SOAK_UPDATES"] ?? 2_000)
/** Until the browser has compiled what it runs often; after that the heap of a page has to stand still. */
const WARM_UP = Math.max(2_800, UPDATES / 10)
const MOST_HEAP_BYTES = 4_000_000
/** Of a device's 512 MB the rest is the system's. */
const MOST_MEMORY_MB = 450
/** The short form begins while the browser still compiles, which is a curve that levels off. */
const MOST_GROWTH = UPDATES < 10_000 ? 0.1 : 0.05

const leaf = await new TestLeaf().start()
const limit = MemoryLimit.make(MOST_MEMORY_MB * 1_024 * 1_024)
const browser = await TestBrowser.launch(limit?.under(CHROMIUM))
const staff = await leaf.signIn()
const { hall: venue, room } = await playersNight(staff, { count: 27 })

const say = ({ heapBytes, nodes, listeners }: Held) =>
  `${(heapBytes / 1e6).toFixed(2)} MB of heap, ${nodes} nodes, ${listeners} listeners`

/** What of a small device's memory the browser has used, with all its processes. */
function sayLimit(): void {
  if (!limit) {
    console.log(
      "this machine sets no memory limit (root, control groups of version 1): none was set",
    )
    return
  }
  const { limitBytes, peakBytes, kills, processes } = limit.figures()
  const mb = (bytes: number) => `${(bytes / 1_024 / 1_024).toFixed(0)} MB`
  console.log(
    `the browser's ${processes} processes under a limit of ${mb(limitBytes)}: ` +
      `${mb(peakBytes)} at most (total_rss), ${kills} killed (oom_kill)`,
  )
  assert.ok(processes > 1, "the browser was under the limit")
  assert.is(kills, 0, "nobody was killed for memory")
}

test(`a screen holds no more after ${UPDATES} updates than before, and under 4 MB`, async () => {
  venue.registers.set("display/main/views", { views: [{ layout: "ready-stacks" }], seconds: 600 })
  const page = await browser.open(`${leaf.url}/display/main`, SCREEN)
  const devTools = await page.context().newCDPSession(page)
  const anybody = [...room.registers.all().keys()].find((key) => /^entry\/.*\/seat$/.test(key))
  room.registers.set(anybody?.replace("seat", "chips") ?? "", { count: 1, at: 1 })
  await isShown(page)
  await playThrough(page, room.registers, WARM_UP)
  const before = await heldBy(devTools)
  const startedAt = performance.now()
  const states = await playThrough(page, room.registers, UPDATES)
  const seconds = (performance.now() - startedAt) / 1_000
  const after = await heldBy(devTools)
  console.log(
    `${UPDATES} updates in ${states} states, ${Math.round(UPDATES / seconds)}/s: ` +
      `${say(before)} before, ${say(after)} after`,
  )
  sayLimit()
  assert.ok(after.heapBytes < MOST_HEAP_BYTES, `${after.heapBytes} bytes of heap`)
  for (const each of ["heapBytes", "nodes", "listeners"] as const)
    assert.ok(
      after[each] <= before[each] * (1 + MOST_GROWTH),
      `${each}: ${before[each]} before, ${after[each]} after`,
    )
  assert.equal(browser.errors, [])
})

test.after(async () => {
  venue.close()
  room.close()
  await browser.close()
  await limit?.remove()
  await leaf.stop()
})
test.run()
