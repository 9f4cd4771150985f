import type { CDPSession, Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { section, signIn, TABLET, TestBrowser } from "../support/browser.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { seatNight } from "../support/seated-night.ts"

/** What Felt promises of a device that is used all night: it does not grow. */
const ACTIONS = 1_000
const GROWTH_MOST = 1.1

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const staff = await leaf.signIn()
const tablet = await browser.open(`${leaf.url}/operator`, TABLET)

/** Taps buttons by their names, one after the other, as soon as each is there. */
const tapAll = (page: Page, names: readonly string[], times: number) =>
  page.evaluate(
    async ({ names: labels, times: rounds }) => {
      const find = (name: string) =>
        [...document.querySelectorAll("button")].findLast(
          (button) =>
            (button.getAttribute("aria-label") ?? button.textContent ?? "")
              .trim()
              .startsWith(name) && !button.disabled,
        )
      const frame = () => new Promise((done) => requestAnimationFrame(done))
      for (let round = 0; round < rounds; round++)
        for (const name of labels) {
          let button = find(name)
          for (; !button; button = find(name)) await frame()
          button.click()
          await frame()
        }
    },
    { names, times },
  )

/** Bytes in use once everything that nobody needs was thrown away. */
async function heapOf(page: Page, session: CDPSession): Promise<number> {
  await page.getByRole("button", { name: "Undo" }).waitFor({ state: "detached" })
  await session.send("HeapProfiler.collectGarbage")
  const { usedSize } = await session.send("Runtime.getHeapUsage")
  return usedSize
}

test("a thousand acts leave the page as large as it was", async () => {
  await signIn(tablet, PIN)
  const { room } = await seatNight(tablet, staff, { name: "Thirty", count: 30 })
  await room.safe()
  room.close()
  // As it is all night: signed in long ago.
  await tablet.reload()
  await tablet.getByRole("status").getByText("Live").first().waitFor()
  const session = await tablet.context().newCDPSession(tablet)
  const play = async (rounds: number) => {
    await section(tablet, "Floor")
    // A tap opens the sheet, a tap busts, a tap takes it back.
    await tapAll(tablet, ["Player 0001", "Bust", "Undo"], rounds)
    await section(tablet, "Clock")
    await tapAll(tablet, ["+1 min", "−1 min"], rounds * 4)
  }
  await play(20)
  const before = await heapOf(tablet, session)
  await play(ACTIONS / 10)
  const after = await heapOf(tablet, session)
  const mb = (bytes: number) => (bytes / 1e6).toFixed(1)
  console.log(`heap before and after ${ACTIONS} acts: ${mb(before)} MB and ${mb(after)} MB`)
  assert.ok(after <= before * GROWTH_MOST, `${mb(before)} MB became ${mb(after)} MB`)
})

test.after(async () => {
  assert.equal(browser.errors, [])
  await browser.close()
  await leaf.stop()
})

test.run()
