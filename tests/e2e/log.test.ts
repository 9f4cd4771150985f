import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { moveEntry } from "../../domain/floor-moves.ts"
import { seatNumber } from "../../schemas/units.ts"
import {
  assertAccessible,
  assertFits,
  PHONE,
  section,
  signIn,
  TABLET,
  TestBrowser,
} from "../support/browser.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { seatNight } from "../support/seated-night.ts"
import { until } from "../support/until.ts"

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launchKeepingNothing()
const staff = await leaf.signIn()
const a = await browser.open(`${leaf.url}/operator`, TABLET)
await signIn(a, PIN)
const { players, room, state } = await seatNight(a, staff, { name: "Sunday Six", count: 20 })
const b = await browser.open(`${leaf.url}/operator/log`, TABLET)
await signIn(b, PIN)

const list = (page: Page) => page.getByRole("list", { name: "Log" })
const row = (page: Page, text: string | RegExp) =>
  list(page).getByRole("listitem").filter({ hasText: text }).first()
const entryOf = (name: string) => {
  const entryId = players.find((player) => player.name === name)?.entryId
  return state().entries.find((entry) => entry.entryId === entryId)
}
const player = (page: Page, name: string) =>
  page.getByRole("button", { name: new RegExp(`^${name}, table`) })

/** Asks a row to be taken back, and says yes. */
async function undo(page: Page, text: string | RegExp): Promise<void> {
  await row(page, text).getByRole("button", { name: /^Undo/ }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Undo", exact: true }).click()
}

test("a device gets a name, and stands with it beside what is done there", async () => {
  await section(a, "Log")
  await a.getByRole("button", { name: "Name this device" }).click()
  await a.getByLabel("Name of the device").fill("Tablet 2")
  await a.getByRole("button", { name: "Save", exact: true }).click()
  await a.getByRole("button", { name: "This device: Tablet 2" }).waitFor()
  await row(b, "Seats drawn for 20 players").waitFor()
  await row(b, "Sunday Six was created").getByText("Tablet 2").waitFor()
})

test("a move, a bust, a pause and a rebuy made on one tablet are read and undone on the other", async () => {
  const [moved, busted] = ["Player 0001", "Player 0002"] as const
  const before = entryOf(moved)?.seat
  await section(a, "Players")
  const search = a.getByRole("combobox", { name: /Search for a player/ })
  await search.fill("Bo Carlsen")
  await search.press("Enter")
  await a.getByRole("list", { name: "Entries" }).getByText("Bo Carlsen").waitFor()
  await section(a, "Floor")
  await player(a, "Bo Carlsen").click()
  await a
    .getByRole("dialog")
    .getByRole("button", { name: /^Rebuy/ })
    .click()
  await a.keyboard.press("Escape")
  await player(a, busted).click()
  await a.getByRole("dialog").getByRole("button", { name: "Bust", exact: true }).click()
  await player(a, moved).click()
  await a
    .getByRole("dialog")
    .getByRole("button", { name: /^Move to table/ })
    .click()
  await a.keyboard.press("Escape")
  await section(a, "Clock")
  await a.getByRole("button", { name: "Start", exact: true }).click()
  await a.getByRole("button", { name: "Pause", exact: true }).click()

  await row(b, /^Clock paused at Level 1, \d+:\d\d left/).waitFor()
  await row(b, new RegExp(`^${moved} moved from table`))
    .getByText("Tablet 2")
    .waitFor()
  await row(b, `${busted} is out (place 21)`).waitFor()
  await row(b, /Buy-in · Bo Carlsen/).waitFor()
  await assertAccessible(b, "the log")

  await undo(b, /^Clock paused/)
  await row(b, /^Took back: Clock paused/).waitFor()
  await a.getByRole("button", { name: "Pause", exact: true }).waitFor()
  await undo(b, new RegExp(`^${moved} moved`))
  await until("the player sits where it was", () => entryOf(moved)?.seat?.seat === before?.seat)
  await undo(b, `${busted} is out`)
  await until("the player is back", () => entryOf(busted)?.out === null)
  await row(b, `Took back: ${busted} is out`).waitFor()

  await row(b, /^Rebuy · Bo Carlsen/)
    .getByRole("button", { name: /^Undo/ })
    .click()
  await b.getByRole("dialog").getByRole("button", { name: "A mistake" }).click()
  await section(a, "Log")
  await row(a, /^Took back line \d+ · Bo Carlsen/).waitFor()
  await row(a, `Took back: ${busted} is out`).waitFor()
  await row(a, /^Rebuy · Bo Carlsen/)
    .getByText(/^taken back/)
    .waitFor()
})

test("what has changed since is not undone: it says who changed it, and offers nothing", async () => {
  const { entryId, seat } = entryOf("Player 0003") ?? {}
  assert.ok(entryId && seat)
  const isTaken = (table: string, number: number) =>
    state().entries.some((each) => each.seat?.table === table && each.seat.seat === number)
  const free = state().tables.flatMap(({ tableId, seats }) =>
    Array.from({ length: seats }, (_, index) => seatNumber(index + 1))
      .filter((number) => !isTaken(tableId, number))
      .map((number) => ({ table: tableId, seat: number })),
  )
  assert.ok(free.length >= 2)
  for (const to of free.slice(0, 2)) room.registers.setAll(moveEntry(state(), entryId, to))
  await b.getByRole("searchbox", { name: "Search the log" }).fill("player 0003 moved")
  await until(
    "both moves are there",
    async () => (await list(b).getByRole("listitem").count()) === 2,
  )
  await list(b).getByRole("listitem").last().getByRole("button", { name: /^Undo/ }).click()
  const sheet = b.getByRole("dialog")
  await sheet.getByText(/It has changed since: You, \d\d:\d\d.*Player 0003 moved/).waitFor()
  assert.is(await sheet.getByRole("button", { name: "Undo", exact: true }).count(), 0)
  await assertAccessible(b, "what has changed since")
  await b.keyboard.press("Escape")
})

test("an entry that is paid is taken back by its line of the ledger, from the same sheet", async () => {
  await b.getByRole("searchbox", { name: "Search the log" }).fill("bo carlsen entered")
  await row(b, /^Bo Carlsen entered/)
    .getByRole("button", { name: /^Undo/ })
    .click()
  await b
    .getByRole("dialog")
    .getByRole("button", { name: /^Take line \d+ back/ })
    .click()
  await b.getByRole("dialog").getByRole("button", { name: "A mistake" }).waitFor()
  await b.keyboard.press("Escape")
})

test("it is narrowed by kind and person, fits a phone, and every target is large enough", async () => {
  await b.getByRole("searchbox", { name: "Search the log" }).fill("")
  await b.getByRole("combobox", { name: "Kind" }).selectOption({ label: "Clock" })
  await row(b, /^Took back: Clock paused/).waitFor()
  assert.is(await list(b).getByText("Bo Carlsen").count(), 0)
  await b.getByRole("combobox", { name: "Device" }).selectOption({ label: "Tablet 2" })
  assert.is(
    await list(b)
      .getByText(/^Took back/)
      .count(),
    0,
    "that was done on the other",
  )
  await b.setViewportSize(PHONE)
  await b.getByRole("combobox", { name: "Device" }).selectOption("")
  await b.getByRole("combobox", { name: "Kind" }).selectOption("")
  await row(b, "Seats drawn for 20 players").waitFor()
  await assertFits(b, "the log on a phone")
  await assertAccessible(b, "the log on a phone")
  const small = await b.evaluate(() =>
    [...document.querySelectorAll("main button, main input, main select")]
      .map((target) => target.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && (width < 44 || height < 44)),
  )
  assert.equal(small, [], "every target is at least 44 px in both directions")
})

test("without the Leaf it says how old it is, and what was done here waits on top", async () => {
  assert.equal(browser.errors, [])
  await b.setViewportSize(TABLET)
  await leaf.kill()
  await b.getByText(/^The Leaf is away/).waitFor()
  await section(b, "Clock")
  await b.getByRole("button", { name: "Pause", exact: true }).click()
  await section(b, "Log")
  await row(b, /^Clock paused/)
    .getByText("waiting")
    .waitFor()
  await leaf.start()
  await row(b, /^Clock paused/)
    .getByText("brought later")
    .waitFor()
})

test.after(async () => {
  room.close()
  await browser.close()
  await leaf.stop()
})
test.run()
