import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { section, signIn, TABLET, TestBrowser } from "../support/browser.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { seatNight } from "../support/seated-night.ts"

/** What Felt promises of a device: what it fetches first, and how soon it is back. */
const FIRST_LOAD_KB = 150
const RELOAD_MS = 500
const ROUNDS = 7

const client = fileURLToPath(new URL("../../dist/client", import.meta.url))
const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const staff = await leaf.signIn()
const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
const figures: Record<string, string> = {}

/** A page of its own, on which idle time never comes: it fetches what it needs and nothing ahead. */
async function openHurried(): Promise<Page> {
  const page = await browser.open("about:blank", TABLET)
  await page.addInitScript(() => Object.assign(globalThis, { requestIdleCallback: () => 0 }))
  await page.goto(`${leaf.url}/operator`)
  return page
}

/** All the script that a page has fetched since it was loaded, in kB as the Leaf packs it. */
async function scriptOf(page: Page): Promise<number> {
  const paths = await page.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname),
  )
  const scripts = new Set(paths.filter((path) => path.endsWith(".js")))
  assert.ok(scripts.size > 5, `${scripts.size} files are not an app`)
  const bytes = [...scripts].map(
    (path) => gzipSync(readFileSync(`${client}${path}`), { level: 9 }).length,
  )
  return bytes.reduce((sum, each) => sum + each, 0) / 1_000
}

test("until the operator can tap, at most 150 kB of script are fetched", async () => {
  const page = await openHurried()
  await page.getByRole("button", { name: "Sign in" }).waitFor()
  const keypad = await scriptOf(page)
  await signIn(page, PIN)
  await page.getByRole("button", { name: "Create", exact: true }).waitFor()
  await page.getByRole("region", { name: "The venue" }).waitFor()
  const empty = await scriptOf(page)
  const { room } = await seatNight(page, staff, { name: "Thirty", count: 30 })
  await room.safe()
  room.close()
  await page.goto(`${leaf.url}/operator/tonight`)
  await page.getByRole("heading", { name: "Thirty", level: 1 }).waitFor()
  await page.getByRole("region", { name: "The venue" }).waitFor()
  await page.getByRole("button", { name: "Make it an event with flights" }).waitFor()
  const night = await scriptOf(page)
  figures["script until the keypad, an empty Tonight, a night's Tonight; kB gz"] = [
    keypad,
    empty,
    night,
  ]
    .map((kilobytes) => kilobytes.toFixed(1))
    .join(" ")
  for (const kilobytes of [keypad, empty, night])
    assert.ok(kilobytes <= FIRST_LOAD_KB, `${kilobytes} kB`)
  await page.context().close()
})

/** Notes, from the next load of the page on, when the first seat is drawn: in the page itself. */
const noteFirstSeat = (page: Page) =>
  page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector("[data-seat]")) return
      observer.disconnect()
      requestAnimationFrame(() => Object.assign(globalThis, { seatAt: performance.now() }))
    })
    observer.observe(document, { childList: true, subtree: true })
  })

test("without the Leaf a reload shows the floor within half a second", async () => {
  await signIn(tablet, PIN)
  await tablet.evaluate(() => navigator.serviceWorker.ready.then(() => null))
  await section(tablet, "Floor")
  await tablet.getByRole("region", { name: "Table 1", exact: true }).waitFor()
  await noteFirstSeat(tablet)
  await leaf.stop()
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await tablet.reload({ waitUntil: "commit" })
    await tablet.getByRole("button", { name: /^Player 0001, table/ }).waitFor()
    const seatAt = await tablet.waitForFunction(
      () => (globalThis as unknown as { seatAt?: number }).seatAt,
    )
    times.push(Number(await seatAt.jsonValue()))
  }
  await tablet
    .getByRole("status")
    .getByText(/^Offline since \d\d:\d\d$/)
    .waitFor()
  figures["reload without the Leaf to the players on the floor, ms"] = times
    .map(Math.round)
    .join(" ")
  const median = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Infinity
  assert.ok(median <= RELOAD_MS, `${times.join(", ")} ms`)
})

test.after(async () => {
  console.table(figures)
  // Without the Leaf the browser itself notes every request that fails; one that stops answers 503.
  assert.equal(
    browser.errors.filter((error) => !/ERR_CONNECTION_REFUSED|WebSocket|503/.test(error)),
    [],
  )
  await browser.close()
  await leaf.stop()
})

test.run()
