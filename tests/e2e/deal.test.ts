import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { verifyLedger } from "../../cli/ledger-verify.ts"
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

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launchKeepingNothing()
const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
await signIn(tablet, PIN)
const PLAYERS = ["Anna Berg", "Bo Carlsen", "Cleo Dam", "Didrik Elm", "Eva Friis", "Finn Gade"]
const STACKS = { "Didrik Elm": "41000", "Eva Friis": "12500", "Finn Gade": "66500" }

const sheet = () => tablet.getByRole("dialog")
const seatOf = (name: string) =>
  tablet.getByRole("button", { name: new RegExp(`^${name}, table 1`) })

async function onPhone(where: string, page: Page = tablet): Promise<void> {
  await page.setViewportSize(PHONE)
  await assertFits(page, `${where} on a phone`)
  await page.setViewportSize(TABLET)
}

test("a new tournament: early and late price, guarantee, fees and limits, told before it is made", async () => {
  await tablet.getByRole("textbox", { name: "Name" }).fill("Final Three")
  const where = tablet.getByRole("status").filter({ hasText: "pool" })
  await where.getByText("€55.00 = €49.50 pool + €5.50 house").waitFor()
  await tablet.getByText("Early and late, re-entry").click()
  await tablet.getByLabel("Early entry").fill("45")
  await tablet.getByLabel("Late entry").fill("60")
  await tablet.getByLabel("Guarantee").fill("300")
  await tablet.getByRole("button", { name: "Another fee" }).click()
  await tablet.getByLabel("Fee 1: name").fill("Dealer")
  await tablet.getByLabel("Fee 1: amount").fill("50")
  await tablet.getByText("Fees, staff and bounty take more than this").first().waitFor()
  assert.ok(await tablet.getByRole("button", { name: "Create", exact: true }).isDisabled())
  await tablet.getByLabel("Fee 1: amount").fill("2.50")
  await where.getByText("€45.00 = €38.00 pool + €4.50 house + €2.50 Dealer").waitFor()
  await tablet.getByLabel("Rebuys: at most").fill("1")
  await tablet
    .getByRole("combobox", { name: /^Entries: until/ })
    .selectOption({ label: "The end of Level 2" })
  await assertAccessible(tablet, "the form of a new tournament")
  await onPhone("the form of a new tournament")
  await tablet.getByRole("button", { name: "Create", exact: true }).click()
})

test("an entry costs what the clock says, and is sold as long as the limit says", async () => {
  const search = tablet.getByRole("combobox", { name: /Search for a player/ })
  const enter = async (name: string) => {
    await search.fill(name)
    await search.press("Enter")
    await tablet.getByRole("list", { name: "Entries" }).getByText(name).waitFor()
  }
  const prices = tablet.getByRole("group", { name: "Price of an entry" })
  await prices.getByRole("radio", { name: "Early €45.00 by the clock" }).waitFor()
  for (const name of PLAYERS.slice(0, 5)) await enter(name)
  await section(tablet, "Clock")
  await tablet.getByRole("button", { name: "Next level" }).click()
  await section(tablet, "Players")
  const late = prices.getByRole("radio", { name: "Late €60.00 by the clock" })
  assert.ok(await late.isChecked())
  await search.fill("Finn")
  await tablet.getByRole("option", { name: /€60\.00/ }).waitFor()
  await search.fill("")
  await prices.getByRole("radio", { name: "On time €55.00" }).check({ force: true })
  await enter("Finn Gade")
  await assertAccessible(tablet, "the price of an entry")
  await onPhone("the price of an entry")
  const lines = await (await leaf.signIn()).ledger(0)
  assert.equal(
    lines.flatMap(({ intent }) => (intent.kind === "buy-in" ? [intent.amountCents] : [])),
    [4_500, 4_500, 4_500, 4_500, 4_500, 5_500],
  )
})

test("registration is closed by hand and opened again; the guarantee is reached in one tap", async () => {
  await section(tablet, "Tonight")
  await tablet.getByRole("button", { name: "Close registration" }).click()
  await tablet.getByText("No entries and re-entries.").waitFor()
  await section(tablet, "Players")
  const search = tablet.getByRole("combobox", { name: /Search for a player/ })
  await search.fill("Gitte Hansen")
  await search.press("Enter")
  await tablet.getByRole("dialog").getByText("Registration is closed.").waitFor()
  await tablet.keyboard.press("Escape")
  await tablet.getByRole("dialog").waitFor({ state: "detached" })
  const refused = tablet.getByRole("list", { name: "Entries" }).getByText("Gitte Hansen")
  assert.is(await refused.count(), 0)
  await section(tablet, "Tonight")
  await tablet.getByRole("button", { name: "Open it again" }).click()
  await tablet.getByText("Closing it ends entries").waitFor()

  await section(tablet, "Payouts")
  await tablet.getByText("€300.00 is guaranteed: the pool is €63.00 short.").waitFor()
  await tablet.getByRole("button", { name: "Add €63.00 to reach the guarantee" }).click()
  await tablet.getByText("The guarantee of €300.00 is reached.").waitFor()
  await tablet.getByRole("button", { name: /Top 5/ }).click()
  await tablet.getByRole("button", { name: "Set the payouts" }).click()
  await tablet.getByRole("list", { name: "Places" }).waitFor()
})

test("a buy-in is given back by another method than it came; the books still balance", async () => {
  await section(tablet, "Players")
  const search = tablet.getByRole("combobox", { name: /Search for a player/ })
  await search.fill("Ib Jensen")
  await search.press("Enter")
  await tablet.getByRole("list", { name: "Entries" }).getByText("Ib Jensen").waitFor()
  await section(tablet, "Money")
  await tablet.getByRole("searchbox", { name: "Find a line" }).fill("ib jen")
  await tablet.getByText(/^1 of \d+ lines$/).waitFor()
  await assertAccessible(tablet, "the ledger")
  await onPhone("the ledger")
  await tablet.getByRole("button", { name: /^Take back line/ }).click()
  await sheet().getByRole("radio", { name: "Transfer" }).check({ force: true })
  await assertAccessible(tablet, "a refund")
  await onPhone("a refund")
  await sheet().getByRole("button", { name: "The player withdraws" }).click()
  await tablet.getByText(/^2 of \d+ lines$/).waitFor()
  await tablet.getByText("out €60.00").waitFor()
  await tablet.getByRole("button", { name: "Show all lines" }).click()
  await tablet.getByRole("status", { name: "Reconciliation" }).getByText("balance").waitFor()
  const lines = await (await leaf.signIn()).ledger(0)
  const refund = lines.find(({ intent }) => intent.kind === "refund")
  assert.ok(refund?.outcome.kind === "accepted")
  assert.equal(
    refund.outcome.postings.find(({ account }) => account === "bank:transfer")?.amountCents,
    -6_000,
  )
})

test("the final three compare, agree one by one, and the payouts follow the deal", async () => {
  await section(tablet, "Floor")
  await tablet.getByRole("button", { name: "Draw seats for 6" }).click()
  for (const name of PLAYERS.slice(0, 3)) {
    await seatOf(name).click()
    await sheet().getByRole("button", { name: "Bust", exact: true }).click()
    await seatOf(name).waitFor({ state: "detached" })
    if (await sheet().isVisible()) await tablet.keyboard.press("Escape")
  }
  await section(tablet, "Payouts")
  await tablet.getByRole("button", { name: "Make a deal" }).click()
  await tablet.getByText("Count every stack first.").waitFor()
  for (const [name, stack] of Object.entries(STACKS)) {
    await tablet.getByLabel(`Stack of ${name}`).fill(stack)
    await tablet.getByLabel(`Stack of ${name}`).press("Enter")
  }
  const ask = tablet.getByRole("button", { name: "Ask everybody" })
  await ask.waitFor()
  await assertAccessible(tablet, "the deal calculator")
  await onPhone("the deal calculator")
  await tablet.getByRole("radio", { name: "Chips only" }).check({ force: true })
  await tablet.getByText(/^Eva Friis would get less than is certain/).waitFor()
  await tablet.getByRole("radio", { name: "Own amounts" }).check({ force: true })
  await tablet.getByLabel("Amount for Eva Friis").fill("1")
  await tablet.getByText(/still to share$/).waitFor()
  await tablet.getByRole("radio", { name: "ICM" }).check({ force: true })
  await ask.click()
  const record = tablet.getByRole("button", { name: "Record the deal" })
  const agree = (name: string) =>
    tablet.getByRole("button", { name: new RegExp(`^${name} .*(I agree|Agreed)$`) })
  await agree("Eva Friis").click()
  await agree("Didrik Elm").click()
  await assertAccessible(tablet, "the consents")
  await onPhone("the consents")
  assert.ok(await record.isDisabled())
  await tablet.getByText("Still to agree: Finn Gade").waitFor()
  await tablet.getByRole("button", { name: "Change something" }).click()
  await tablet.getByLabel("Stack of Eva Friis").fill("12600")
  await tablet.getByLabel("Stack of Eva Friis").press("Enter")
  await ask.click()
  await tablet.getByText("Still to agree: Finn Gade, Didrik Elm, Eva Friis").waitFor()
  for (const name of Object.keys(STACKS)) await agree(name).click()
  await record.click()
  const places = tablet.getByRole("list", { name: "Places" })
  await places.getByText("by the deal").nth(2).waitFor()
  await tablet.getByText(/^Deal in line/).click()
  await tablet.getByRole("columnheader", { name: "Signature" }).waitFor()
  await assertAccessible(tablet, "a deal's summary")
  await onPhone("a deal's summary")
})

test("two share a place, all is paid, and nothing remains to pay", async () => {
  await tablet.getByRole("button", { name: "Place 4 is shared" }).click()
  await sheet()
    .getByRole("button", { name: /^Places 4 to 5/ })
    .click()
  const places = tablet.getByRole("list", { name: "Places" })
  await places.getByText("T-4").nth(1).waitFor()
  for (const place of [1, 2, 3, 4, 5]) {
    await tablet.getByRole("button", { name: `Pay place ${place}` }).press("Enter")
    await places
      .getByRole("button", { name: /^Receipt for line/ })
      .nth(place - 1)
      .waitFor()
  }
  await tablet.getByText("5 of 5 places paid").waitFor()
  // What was just said lies over the last places: they can be scrolled out from under it.
  await places
    .getByRole("button", { name: /^Receipt for line/ })
    .last()
    .click({ timeout: 5_000 })
  await sheet().getByRole("button", { name: "Take back" }).waitFor()
  await tablet.keyboard.press("Escape")
  assert.equal(browser.errors, [])
  await browser.close()
  await leaf.stop()
  const verified = await verifyLedger(leaf.data)
  assert.ok(verified.ok && verified.tournaments[0]?.paidInFull)
})

test.run()
