import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { verifyLedger } from "../../cli/ledger-verify.ts"
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
import { until } from "../support/until.ts"

const SEARCH = "Search for a player or type a new name"
const search = (page: Page) => page.getByRole("combobox", { name: SEARCH })
const entries = (page: Page) => page.getByRole("list", { name: "Entries" })
const switcher = (page: Page) => page.getByRole("button", { name: /^Tournament: / })
const books = (page: Page) => page.getByRole("status", { name: "Reconciliation" })
const event = (page: Page) => page.getByRole("region", { name: "Event", exact: true })

async function create(page: Page, name: string, more: () => Promise<void> = async () => {}) {
  await page.getByRole("textbox", { name: "Name" }).fill(name)
  await more()
  await page.getByRole("button", { name: "Create", exact: true }).click()
  await search(page).waitFor()
}

async function register(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await search(page).fill(name)
    await search(page).press("Enter")
    await entries(page).getByText(name).waitFor()
  }
}

/** From the sheet of an entry, which then closes. */
async function bust(page: Page): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: "Bust", exact: true }).click()
  await page.getByRole("dialog").waitFor({ state: "detached" })
}

async function switchTo(page: Page, name: string): Promise<void> {
  await switcher(page).click()
  await page
    .getByRole("dialog")
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .click()
  await page.getByRole("dialog").waitFor({ state: "detached" })
}

/** What the ledger has accepted, as `kind tournament`, with the tournaments numbered as they came. */
async function accepted(leaf: TestLeaf): Promise<string[]> {
  const lines = await (await leaf.signIn()).ledger(0)
  const ids = [...new Set(lines.map(({ intent }) => intent.tournamentId))]
  return lines
    .filter(({ outcome }) => outcome.kind === "accepted")
    .map(({ intent }) => `${intent.kind} ${ids.indexOf(intent.tournamentId) + 1}`)
}

/** A second tournament takes neither the screen, nor the tables, nor what another tablet shows. */
async function beginSecond(a: Page, b: Page, screen: Page): Promise<void> {
  await create(a, "Main")
  await register(a, ["Anna Berg", "Bo Carlsen"])
  await section(a, "Floor")
  await a.getByRole("button", { name: "Draw seats for 2" }).click()
  await a.getByRole("region", { name: "Table 1" }).waitFor()
  await screen.getByText("Main").waitFor()
  await section(b, "Tonight")
  await b.getByRole("heading", { name: "Main" }).waitFor()
  await b.getByRole("button", { name: "New tournament" }).click()
  await create(b, "Side")
  await b.getByText("The main screen goes on showing the other tournament.").waitFor()
  await register(b, ["Cleo Dam", "Didrik Elm"])
  await section(b, "Floor")
  await b.getByRole("button", { name: "Draw seats for 2" }).click()
  await b.getByRole("region", { name: "Table 11" }).waitFor()
  await switcher(a).getByText("Main").waitFor()
  await screen.getByText("Main").waitFor()
}

async function lookOnPhone(leaf: TestLeaf, browser: TestBrowser): Promise<void> {
  const phone = await browser.open(`${leaf.url}/operator`, PHONE)
  await signIn(phone, PIN)
  await switcher(phone).waitFor()
  for (const name of ["Tonight", "Floor", "Payouts"]) {
    await section(phone, name)
    await assertFits(phone, `${name} with two tournaments`)
  }
}

test("two tournaments at once: each act goes to the one that is shown, the other's alerts are seen", async () => {
  const leaf = await new TestLeaf().start()
  const browser = await TestBrowser.launchKeepingNothing()
  const screen = await browser.open(`${leaf.url}/display/main`, SCREEN)
  const a = await browser.open(`${leaf.url}/operator`, TABLET)
  const b = await browser.open(`${leaf.url}/operator`, TABLET)
  for (const tablet of [a, b]) await signIn(tablet, PIN)
  await beginSecond(a, b, screen)

  // Enter registers in Main, and in the same moment the page goes over to Side.
  await section(a, "Players")
  await search(a).fill("Eva Friis")
  await a.evaluate(() => {
    const box = document.querySelector("input[role=combobox]")
    box?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }))
    document.querySelector<HTMLElement>("button[aria-keyshortcuts=t]")?.click()
    Array.from(document.querySelectorAll<HTMLElement>("[role=dialog] li button"))
      .find((button) => button.textContent.startsWith("Side"))
      ?.click()
  })
  await switcher(a).getByText("Side").waitFor()
  await entries(a).getByText("Cleo Dam").waitFor()
  assert.is(await entries(a).getByText("Eva Friis").count(), 0, "nothing lands in Side")
  await a.keyboard.press("Escape")
  await section(a, "Players")
  await a.keyboard.press("t")
  await a.getByRole("dialog").getByRole("button", { name: /^Main/ }).press("Enter")
  await a.getByRole("dialog").waitFor({ state: "detached" })
  await entries(a).getByText("Eva Friis").waitFor()

  // The undo of something in Main still finds Main from Side.
  await section(a, "Floor")
  await a.getByRole("button", { name: /^Bo Carlsen, table 1/ }).click()
  await bust(a)
  await switchTo(a, "Side")
  await a.getByRole("button", { name: "Undo" }).last().click()
  await switchTo(a, "Main")
  await a.getByRole("button", { name: /^Bo Carlsen, table 1/ }).waitFor()

  // Somebody in Main loses the seat that they had; the tablet at Side is told.
  const staff = await leaf.signIn()
  const ids = [...new Set((await staff.ledger(0)).map(({ intent }) => intent.tournamentId))]
  const floor = await staff.openRoom(`tournament/${ids[0]}`)
  await until("the floor has come", () => floor.registers.count > 5)
  const seat = [...floor.registers.all().keys()].find((key) => key.endsWith("/seat"))
  floor.registers.set(seat ?? "", null)
  await floor.safe()
  floor.close()
  await switcher(b).getByText("1 alert in another tournament").waitFor({ state: "attached" })
  await section(b, "Tonight")
  await b.getByRole("button", { name: /^Main/ }).getByText("1 player without a seat").waitFor()
  await b.getByRole("region", { name: "The venue" }).getByText("The Leaf is ready").waitFor()
  await assertAccessible(b, "Tonight with two tournaments")
  await switcher(b).click()
  await b.getByRole("dialog").waitFor()
  await assertAccessible(b, "the list of tournaments")
  await b.keyboard.press("Escape")
  await b.getByRole("dialog").waitFor({ state: "detached" })

  await b.getByRole("button", { name: "Finish" }).click()
  await b.getByText("Ended (1)").waitFor()
  await b.getByRole("button", { name: "Undo" }).last().click()
  await b.getByText("Ended (1)").waitFor({ state: "detached" })

  await lookOnPhone(leaf, browser)
  assert.equal(await accepted(leaf), [
    "open-tournament 1",
    "buy-in 1",
    "buy-in 1",
    "open-tournament 2",
    "buy-in 2",
    "buy-in 2",
    "buy-in 1",
  ])
  assert.equal(browser.errors, [])
  await browser.close()
  await leaf.stop()
})

async function bag(page: Page, stacks: Record<string, string>): Promise<void> {
  await section(page, "Tonight")
  await event(page).getByRole("button", { name: "Bag the chips" }).click()
  const sheet = page.getByRole("dialog")
  for (const [name, stack] of Object.entries(stacks)) {
    await sheet.getByRole("textbox", { name: `Chips of ${name}` }).fill(stack)
    await sheet.getByRole("button", { name: `Seal the bag of ${name}` }).click()
    await sheet.getByRole("button", { name: `Open the bag of ${name}` }).waitFor()
  }
  await sheet.getByText("Every chip is in a bag").waitFor()
  await assertAccessible(page, "the bags")
  await page.keyboard.press("Escape")
  await sheet.waitFor({ state: "detached" })
}

async function assertEventFits(leaf: TestLeaf, browser: TestBrowser): Promise<void> {
  const phone = await browser.open(`${leaf.url}/operator`, PHONE)
  await signIn(phone, PIN)
  await event(phone).waitFor()
  await assertFits(phone, "an event")
}

test("an event of two flights: bags, the best stack goes on, day 2 is drawn, one pool balances", async () => {
  const leaf = await new TestLeaf().start()
  const browser = await TestBrowser.launchKeepingNothing()
  const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
  await signIn(tablet, PIN)
  await create(tablet, "Festival", async () => {
    await tablet.getByText("More: start time, flights, satellite").click()
    await tablet.getByText("Event with flights").click()
  })
  await register(tablet, ["Anna Berg", "Bo Carlsen"])
  await bag(tablet, { "Anna Berg": "15000", "Bo Carlsen": "25,000" })

  await event(tablet).getByRole("button", { name: "Add flight 1B" }).click()
  await switcher(tablet).getByText("1B").waitFor()
  await section(tablet, "Players")
  await register(tablet, ["Cleo Dam"])
  // Anna has qualified; with the best stack forward she may play for a larger one, as a re-entry.
  await search(tablet).fill("Anna Berg")
  await search(tablet).press("Enter")
  await entries(tablet).getByText("Anna Berg").waitFor()
  await bag(tablet, { "Cleo Dam": "18000", "Anna Berg": "22000" })
  await books(tablet).getByText("The books balance").waitFor()

  await event(tablet).getByRole("button", { name: "Merge into day 2" }).click()
  const dry = tablet.getByRole("dialog")
  await dry.getByText("3 players, 65,000 chips").waitFor()
  await dry.getByText("the bag of flight 1B is larger").waitFor()
  await assertAccessible(tablet, "the dry run of day 2")
  await dry.getByRole("button", { name: "Open day 2 with these" }).click()
  await dry.waitFor({ state: "detached" })
  await tablet.getByRole("heading", { name: "Festival 2" }).waitFor()
  await tablet.getByRole("button", { name: "Undo" }).last().click()
  await tablet.getByRole("heading", { name: "Festival 1B" }).waitFor()
  await event(tablet).getByRole("button", { name: "Merge into day 2" }).click()
  await dry.getByRole("button", { name: "Open day 2 with these" }).click()
  await dry.waitFor({ state: "detached" })
  await tablet.getByRole("heading", { name: "Festival 2" }).waitFor()

  await section(tablet, "Floor")
  await tablet.getByRole("button", { name: "Draw seats for 3" }).click()
  await section(tablet, "Payouts")
  await tablet.getByRole("button", { name: /Top 3/ }).click()
  await tablet.getByRole("button", { name: "Set the payouts" }).click()
  await section(tablet, "Floor")
  for (const name of ["Cleo Dam", "Bo Carlsen"]) {
    await tablet.getByRole("button", { name: new RegExp(`^${name}, table`) }).click()
    await bust(tablet)
  }
  await section(tablet, "Payouts")
  for (const place of [3, 2, 1]) {
    const pay = tablet.getByRole("button", { name: `Pay place ${place}` })
    await pay.click()
    await pay.waitFor({ state: "detached" })
  }
  await books(tablet).getByText("The books balance").waitFor()
  assert.equal(await accepted(leaf), [
    "open-tournament 1",
    "buy-in 1",
    "buy-in 1",
    "buy-in 1",
    "re-entry 1",
    "set-payouts 1",
    "payout 1",
    "payout 1",
    "payout 1",
  ])
  await assertEventFits(leaf, browser)
  assert.equal(browser.errors, [])
  await browser.close()
  await leaf.stop()
  const verified = await verifyLedger(leaf.data)
  assert.ok(verified.ok && verified.tournaments[0]?.paidInFull)
})

test("a satellite: its pool in seats and a rest, play stops, a seat is an entry of the target by ticket", async () => {
  const leaf = await new TestLeaf().start()
  const browser = await TestBrowser.launchKeepingNothing()
  const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
  await signIn(tablet, PIN)
  await create(tablet, "Main", async () => {
    await tablet.getByRole("textbox", { name: "Buy-in", exact: true }).fill("100")
  })
  await section(tablet, "Tonight")
  await tablet.getByRole("button", { name: "New tournament" }).click()
  await create(tablet, "Step", async () => {
    await tablet.getByText("More: start time, flights, satellite").click()
    await tablet.getByText("Satellite", { exact: true }).click()
    await tablet.getByLabel("A seat in").selectOption({ label: "Main" })
    await tablet.getByLabel("Chips that win a seat").fill("50000")
  })
  await register(tablet, ["Anna Berg", "Bo Carlsen", "Cleo Dam", "Didrik Elm", "Eva Friis"])
  await section(tablet, "Payouts")
  const panel = tablet.getByRole("region", { name: "Satellite" })
  await panel.getByText("2 seats + €47.50").waitFor()
  await panel.getByRole("button", { name: "Set the payouts: seats and the rest" }).click()
  await assertAccessible(tablet, "a satellite")

  // Anna reaches the mark and leaves with a seat; two more go out, and Bo has the other seat.
  await panel.getByRole("button", { name: "Reached the mark" }).click()
  await tablet.getByRole("button", { name: "Reached the mark: Anna Berg" }).click()
  await tablet.getByRole("dialog").waitFor({ state: "detached" })
  await section(tablet, "Players")
  for (const name of ["Eva Friis", "Didrik Elm", "Cleo Dam"]) {
    await entries(tablet).getByText(name).click()
    await bust(tablet)
  }
  await section(tablet, "Payouts")
  await panel.getByRole("button", { name: "Stop play: the seats are decided" }).click()
  for (const name of ["Anna Berg", "Bo Carlsen"]) {
    const give = tablet.getByRole("button", { name: `Give ${name} the seat` })
    await give.click()
    await give.waitFor({ state: "detached" })
  }
  await tablet.getByRole("button", { name: "Pay place 3" }).click()
  await tablet.getByRole("button", { name: "Pay place 3" }).waitFor({ state: "detached" })
  await books(tablet).getByText("The books balance").waitFor()

  await switchTo(tablet, "Main")
  await books(tablet).getByText("The books balance").waitFor()
  await section(tablet, "Players")
  for (const name of ["Anna Berg", "Bo Carlsen"]) await entries(tablet).getByText(name).waitFor()
  const lines = await (await leaf.signIn()).ledger(0)
  const tickets = lines.flatMap(({ outcome }) =>
    outcome.kind === "accepted"
      ? outcome.postings.filter(({ account }) => account === "tickets")
      : [],
  )
  assert.equal(
    tickets.map(({ amountCents }): number => amountCents),
    [-10_000, 10_000, -10_000, 10_000],
    "what the satellite owes the target takes in",
  )
  assert.equal(browser.errors, [])
  await browser.close()
  await leaf.stop()
})

test.run()
