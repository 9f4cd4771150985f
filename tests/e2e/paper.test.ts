import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import {
  assertAccessible,
  assertFits,
  PHONE,
  SCREEN,
  section,
  signIn,
  TABLET,
  TestBrowser,
} from "../support/browser.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { seatNight } from "../support/seated-night.ts"

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launchKeepingNothing()
const staff = await leaf.signIn()
const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
await signIn(tablet, PIN)
const night = { name: "Paper Night", count: 27, surname: "Mørkeberg-Østerbro" }
const { room } = await seatNight(tablet, staff, night)

/** How many pages come out of the printer. */
async function pagesOf(page: Page): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true })
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0
}

const preview = tablet.getByRole("dialog")
const choose = (text: string) => preview.getByText(text, { exact: true }).click()

test("seat cards: eight to a sheet, one to a cut of the roll, with the phone's code if wanted", async () => {
  await section(tablet, "Floor")
  await tablet.getByRole("button", { name: "Print: Seat cards" }).click()
  await preview.getByText("4 pages").waitFor()
  assert.is(await pagesOf(tablet), 4)
  const card = preview.getByRole("article").first()
  for (const text of ["Paper Night", "Table", "Seat"])
    await card.getByText(text, { exact: true }).waitFor()
  await assertAccessible(tablet, "the preview")
  await choose("Letter")
  assert.is(await pagesOf(tablet), 4)
  await preview.getByLabel("For whom").selectOption("Table 2 (9)")
  await preview.getByText("2 pages").waitFor()
  await choose("80 mm")
  await preview.getByText("9 pages").waitFor()
  assert.is(await pagesOf(tablet), 9)
  assert.is(await card.getByRole("img").count(), 0, "no ticket is made that nobody asked for")
  await choose("QR code for the phone")
  await card.getByRole("img", { name: /^QR code for the phone of Player/ }).waitFor()
})

test("only the pages are printed; the sign-in sheet repeats its heading and numbers its pages", async () => {
  await preview.getByLabel("What is printed").selectOption("Sign-in sheet")
  await choose("A4")
  await preview.getByText("2 pages").waitFor()
  assert.is(await pagesOf(tablet), 2)
  assert.is(await preview.getByRole("columnheader", { name: "Signature" }).count(), 2)
  for (const number of [1, 2]) await preview.getByText(`Page ${number} of 2`).waitFor()
  const rows = await preview.getByRole("cell", { name: /^Player/ }).allTextContents()
  assert.is(rows.length, 27)
  assert.equal(rows, rows.toSorted())
  await tablet.emulateMedia({ media: "print" })
  assert.is(await preview.getByRole("button", { name: "Print" }).isVisible(), false)
  assert.is(await tablet.locator("header").filter({ hasText: "Live" }).isVisible(), false)
  assert.is(await preview.getByText("Page 1 of 2").isVisible(), true)
  await tablet.emulateMedia({ media: null })
})

test("table diagrams: one to a page, or four; the choice of paper is kept; all of it on a phone", async () => {
  await preview.getByLabel("What is printed").selectOption("Table diagrams")
  await preview.getByText("3 pages").waitFor()
  assert.is(await pagesOf(tablet), 3)
  await choose("4 tables")
  await preview.getByText("1 page", { exact: true }).waitFor()
  assert.is(await pagesOf(tablet), 1)
  await choose("Letter")
  await tablet.setViewportSize(PHONE)
  await assertFits(tablet, "the preview on a phone")
  await assertAccessible(tablet, "the preview on a phone")
  await tablet.keyboard.press("Escape")
  await preview.waitFor({ state: "detached" })
  await section(tablet, "Players")
  await tablet.getByRole("button", { name: "Print: Sign-in sheet" }).click()
  assert.is(await preview.getByRole("radio", { name: "Letter" }).isChecked(), true)
  await tablet.keyboard.press("Escape")
  await preview.waitFor({ state: "detached" })
  await tablet.setViewportSize(TABLET)
})

test("after a break the cards of those who moved are one tap away, and say where from", async () => {
  const third = room.registers.all()
  const outs = [...third.keys()].filter((key) => key.endsWith("/player")).slice(0, 9)
  for (const [order, key] of outs.entries())
    room.registers.set(key.replace("/player", "/out"), { order: order + 1, at: 5 })
  await section(tablet, "Floor")
  await tablet.getByRole("button", { name: "Break a table" }).click()
  await preview.getByRole("button", { name: /^Break table/ }).click()
  await tablet.getByRole("button", { name: "Print cards" }).click()
  const moves = await preview.getByText(/^from table 3, seat \d$/).count()
  assert.ok(moves > 0)
  await preview.getByText(`The moves just made (${moves})`).waitFor({ state: "attached" })
  assert.is(await preview.getByRole("article").count(), moves)
  await tablet.keyboard.press("Escape")
  await preview.waitFor({ state: "detached" })
})

test("a screen is live as soon as it is opened, and dark within ten seconds of its last sign", async () => {
  await section(tablet, "Screens")
  await tablet.getByText(/^Not seen since the Leaf started/).waitFor()
  const main = await browser.open(`${leaf.url}/display/main`, SCREEN)
  await main.getByText("Paper Night").waitFor()
  await assertFits(main, "the screen")
  await tablet.getByText(/^Live since/).waitFor()
  await tablet.locator("[inert]").getByText("Paper Night").first().waitFor()
  await assertAccessible(tablet, "the screens")
  await main.close()
  const closedAt = performance.now()
  await tablet.getByText(/^Dark since/).waitFor()
  await tablet.getByRole("alert").getByText("1 screen has gone dark").waitFor()
  await tablet
    .getByRole("navigation", { name: "Sections" })
    .getByRole("link", { name: "Screens 1" })
    .waitFor()
  const took = performance.now() - closedAt
  assert.ok(took < 10_000, `it took ${took} ms`)
})

test("screens are added, pointed elsewhere, named and removed, each with an undo", async () => {
  await tablet.getByRole("button", { name: "Add a screen" }).click()
  await preview.getByRole("textbox", { name: "Name" }).fill("Bar øst")
  await preview.getByRole("button", { name: "Add", exact: true }).click()
  await preview.getByText(/\/display\/bar-ost$/).waitFor()
  await assertAccessible(tablet, "a screen's sheet")
  await preview.getByRole("textbox", { name: "Name" }).fill("The bar")
  await preview.getByRole("button", { name: "Rename" }).click()
  await tablet.keyboard.press("Escape")
  await preview.waitFor({ state: "detached" })
  const bar = await browser.open(`${leaf.url}/display/bar-ost`, SCREEN)
  await bar.getByText("Paper Night").waitFor()
  await section(tablet, "Tonight")
  await tablet.getByRole("button", { name: "New tournament" }).click()
  await tablet.getByRole("textbox", { name: "Name" }).fill("Second Night")
  await tablet.getByRole("button", { name: "Create", exact: true }).click()
  await tablet.getByRole("combobox", { name: /Search for a player/ }).waitFor()
  await section(tablet, "Screens")
  const shows = tablet.getByRole("combobox", { name: "Shows: The bar" })
  await shows.selectOption("Second Night")
  await bar.getByText("Second Night").waitFor()
  await tablet.getByRole("button", { name: "Undo" }).last().click()
  await bar.getByText("Paper Night").waitFor()
  await tablet.getByRole("button", { name: "Settings: The bar" }).click()
  await preview.getByRole("button", { name: "Remove the screen" }).click()
  await bar.getByText("Ready when you are").waitFor()
  await tablet.getByRole("button", { name: "Add this screen" }).waitFor()
  await tablet.getByRole("button", { name: "Undo" }).last().click()
  await bar.getByText("Paper Night").waitFor()
  await tablet.setViewportSize(PHONE)
  await shows.waitFor()
  await assertFits(tablet, "the screens on a phone")
  await assertAccessible(tablet, "the screens on a phone")
  assert.equal(browser.errors, [])
})

test("without the Leaf the screens are listed, and nobody claims to know whether they are on", async () => {
  await leaf.kill()
  const unknown = tablet.locator("main").getByText(/^No contact with the Leaf/)
  await unknown.first().waitFor()
  await tablet.getByRole("combobox", { name: "Shows: The bar" }).waitFor()
})

test.after(async () => {
  room.close()
  await browser.close()
  await leaf.stop()
})
test.run()
