import type { Locator, Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { section, signIn, TABLET, TestBrowser } from "../support/browser.ts"
import { intent } from "../support/intents.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { seatNight } from "../support/seated-night.ts"

const PLAYERS = 1_000
/** What Felt promises from the tap to the next picture on the screen, as the browser measures it. */
const PROMISED_MS = 100
const EACH = 5

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const staff = await leaf.signIn()
const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
await signIn(tablet, PIN)
const night = { name: "A Thousand", count: PLAYERS }
const { tournament, players, room, state } = await seatNight(tablet, staff, night)
const buyIns = await staff.record(
  players.map(({ playerId, entryId }) =>
    intent("buy-in", { tournamentId: tournament, playerId, entryId, amountCents: 5_500 }),
  ),
)

/** Notes from now on how long each tap and key takes until the next picture is on the screen. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const slow: { name: string; ms: number }[] = []
    Object.assign(globalThis, { slow })
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) slow.push({ name, ms: duration })
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit)
  })
/** The slowest since the last time of asking, in milliseconds, of each kind of event. */
const slowest = async (page: Page) => {
  // The last one is told with a later picture.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100))),
  )
  return page.evaluate(() => {
    const { slow } = globalThis as unknown as { slow: { name: string; ms: number }[] }
    return Math.max(0, ...slow.splice(0).map(({ ms }) => ms))
  })
}
const figures: Record<string, number[]> = {}
/** Looks at what came of it only afterwards: looking at a page keeps it from being drawn. */
async function timed(
  what: string,
  act: () => Promise<void>,
  look: () => Promise<void>,
): Promise<void> {
  await slowest(tablet)
  await act()
  ;(figures[what] ??= []).push(await slowest(tablet))
  await look()
}

const playerOf = (name: string) => players.find((player) => player.name === name)
/** A finger at the place where something is; the driver's own click would look at the page meanwhile. */
async function tap(target: Locator): Promise<() => Promise<void>> {
  const box = await target.boundingBox()
  if (!box) throw new Error("It is not to be seen.")
  return () => tablet.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
}

const seatButton = (name: string) =>
  tablet.getByRole("button", { name: new RegExp(`^${name}, table`) })
const sheet = tablet.getByRole("dialog")

async function openSheet(name: string): Promise<void> {
  // Far from the window a table has no seats yet.
  const entry = state().entries.find(({ playerId }) => playerId === playerOf(name)?.playerId)
  const table = state().tables.find(({ tableId }) => tableId === entry?.seat?.table)
  const region = tablet.getByRole("region", { name: `Table ${table?.number}`, exact: true })
  await region.scrollIntoViewIfNeeded()
  await seatButton(name).waitFor()
  await timed("tap on a player", await tap(seatButton(name)), () =>
    sheet.getByRole("button", { name: "Bust", exact: true }).waitFor(),
  )
}

test(`bust, move, rebuy: two taps each, and each on the screen within ${PROMISED_MS} ms with ${PLAYERS} players`, async () => {
  assert.ok(buyIns.every(({ outcome }) => outcome === "accepted"))
  await section(tablet, "Floor")
  await tablet.getByRole("region", { name: "Table 1", exact: true }).waitFor()
  await watch(tablet)
  for (let run = 0; run < EACH; run++) {
    const name = (kind: number) => `Player ${String(1 + run * 37 + kind * 300).padStart(4, "0")}`
    await openSheet(name(0))
    await timed("bust", await tap(sheet.getByRole("button", { name: "Bust", exact: true })), () =>
      seatButton(name(0)).waitFor({ state: "detached" }),
    )
    await openSheet(name(1))
    await timed("move", await tap(sheet.getByRole("button", { name: /^Move to table/ })), () =>
      tablet.getByText(new RegExp(`^${name(1)} goes to table`)).waitFor(),
    )
    await openSheet(name(2))
    await timed("rebuy", await tap(sheet.getByRole("button", { name: /^Rebuy/ })), () =>
      tablet.getByText(`Rebuy for ${name(2)}`).waitFor(),
    )
  }
  await section(tablet, "Players")
  const search = tablet.getByRole("combobox", { name: /Search for a player/ })
  await search.waitFor()
  for (let run = 0; run < EACH; run++) {
    await timed(
      "type a name",
      () => search.pressSequentially(`Late ${run}`),
      () => tablet.getByRole("option").first().waitFor(),
    )
    await timed(
      "buy-in",
      () => search.press("Enter"),
      () => tablet.getByRole("list", { name: "Entries" }).getByText(`Late ${run}`).waitFor(),
    )
  }
  for (const [what, runs] of Object.entries(figures)) {
    const median = runs.toSorted((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Infinity
    console.log(`${what}: ${median} ms of ${runs.join(", ")}`)
    assert.ok(median <= PROMISED_MS, `${what}: ${runs.join(", ")} ms`)
  }
  assert.equal(browser.errors, [])
})

test.after(async () => {
  room.close()
  await browser.close()
  await leaf.stop()
})
test.run()
