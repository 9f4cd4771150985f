import { readdirSync, readFileSync } from "node:fs"
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
/** The desk is fetched while the PIN is typed; it must not grow unnoticed. */
const DESK_KB = 170
const RELOAD_MS = 500
/** Here the processor draws as well, and machines are noisy: three times as long is still right. */
const RELOAD_MOST_MS = 3 * RELOAD_MS
const ROUNDS = 3

const client = fileURLToPath(new URL("../../dist/client", import.meta.url))
const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const staff = await leaf.signIn()
const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
const figures: Record<string, string> = {}

const text = (file: string) => readFileSync(`${client}/${file}`, "utf8")

/** A script with all that it cannot begin without; what it fetches later is named by `import(…)`. */
function withImports(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found
  found.add(name)
  const imports = text(`_build/assets/${name}`).matchAll(
    /(?:from|import)\s*["']\.\/([^"']+\.js)["']/g,
  )
  for (const [, imported = ""] of imports) withImports(imported, found)
  return found
}

/** The file that the builder made for a part of the app. */
function fileOf(part: string): string {
  const names = readdirSync(`${client}/_build/assets`)
  const [name, ...others] = names.filter((each) => each.startsWith(part) && each.endsWith(".js"))
  assert.ok(name !== undefined && others.length === 0, part)
  return name
}

/** What these parts need before any of them can begin. */
function kilobytesOf(parts: readonly string[]): number {
  const needed = new Set(parts.flatMap((part) => [...withImports(fileOf(part))]))
  assert.ok(needed.size > parts.length, "imports are read as the builder writes them")
  return (
    [...needed].reduce((sum, name) => sum + gzipSync(text(`_build/assets/${name}`)).length, 0) /
    1_000
  )
}

test("until the operator can tap, at most 150 kB of script are fetched", () => {
  const keypad = kilobytesOf(["entry-client-", "_...section_-"])
  const desk = kilobytesOf(["entry-client-", "_...section_-", "workplace-"])
  figures["script until the keypad and until the desk, kB gz"] =
    `${keypad.toFixed(1)} ${desk.toFixed(1)}`
  assert.ok(keypad <= FIRST_LOAD_KB, `${keypad} kB`)
  assert.ok(desk <= DESK_KB, `${desk} kB`)
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
  const { room } = await seatNight(tablet, staff, { name: "Thirty", count: 30 })
  await room.safe()
  room.close()
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
  assert.ok(median <= RELOAD_MOST_MS, `${times.join(", ")} ms`)
})

test.after(async () => {
  console.table(figures)
  // Without the Leaf the browser itself notes every request that fails.
  assert.equal(
    browser.errors.filter((error) => !/ERR_CONNECTION_REFUSED|WebSocket/.test(error)),
    [],
  )
  await browser.close()
  await leaf.stop()
})

test.run()
