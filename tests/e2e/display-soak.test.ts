import process from "node:process"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { venueRoom } from "../../schemas/documents/rooms.ts"
import { SCREEN, signIn, TABLET, TestBrowser } from "../support/browser.ts"
import { type Held, heldBy, isShown, playThrough } from "../support/display-soak.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { seatNight } from "../support/seated-night.ts"

/** The short form; `npm run soak` plays the 50,000 of a long night. */
const UPDATES = Number(process.env["FELT_SOAK_UPDATES"] ?? 2_000)
/** Until the browser has compiled what it runs often; after that the heap of a page has to stand still. */
const WARM_UP = Math.max(2_800, UPDATES / 10)
const MOST_HEAP_BYTES = 4_000_000
/** The short form begins while the browser still compiles, which is a curve that levels off. */
const MOST_GROWTH = UPDATES < 10_000 ? 0.1 : 0.05

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const staff = await leaf.signIn()
const venue = await staff.openRoom(venueRoom((await staff.venue()).venueId))
const rooms = [venue]

const say = ({ heapBytes, nodes, listeners }: Held) =>
  `${(heapBytes / 1e6).toFixed(2)} MB of heap, ${nodes} nodes, ${listeners} listeners`

test(`a screen holds no more after ${UPDATES} updates than before, and under 4 MB`, async () => {
  const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
  await signIn(tablet, PIN)
  const { room } = await seatNight(tablet, staff, { name: "Soak", count: 27, surname: "Holm" })
  await tablet.close()
  rooms.push(room)
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
  assert.ok(after.heapBytes < MOST_HEAP_BYTES, `${after.heapBytes} bytes of heap`)
  for (const each of ["heapBytes", "nodes", "listeners"] as const)
    assert.ok(
      after[each] <= before[each] * (1 + MOST_GROWTH),
      `${each}: ${before[each]} before, ${after[each]} after`,
    )
  assert.equal(browser.errors, [])
})

test.after(async () => {
  rooms.forEach((each) => each.close())
  await browser.close()
  await leaf.stop()
})
test.run()
