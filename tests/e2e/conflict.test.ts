import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { verifyLedger } from "../../cli/ledger-verify.ts"
import {
  assertAccessible,
  assertFits,
  hasOwnCopy,
  PHONE,
  section,
  signIn,
  TABLET,
  TestBrowser,
} from "../support/browser.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"

const SEARCH = "Search for a player or type a new name"
const PLAYERS = ["Anna Berg", "Bo Carlsen", "Cleo Dam"]

const seatOf = (page: Page, name: string) =>
  page
    .getByRole("region", { name: "Table 1" })
    .getByRole("button", { name: new RegExp(`^${name}, table 1`) })
const conflicts = (page: Page) => page.getByRole("region", { name: "To decide" })
const books = (page: Page) => page.getByRole("status", { name: "Reconciliation" })

/** Three players have bought in and sit, and the pool of EUR 148.50 is shared between them. */
async function beginNight(tablet: Page): Promise<void> {
  await tablet.getByRole("textbox", { name: "Name" }).fill("Apart")
  await tablet.getByRole("button", { name: "Create", exact: true }).click()
  await section(tablet, "Players")
  const search = tablet.getByRole("combobox", { name: SEARCH })
  for (const name of PLAYERS) {
    await search.fill(name)
    await search.press("Enter")
    await tablet.getByRole("list", { name: "Entries" }).getByText(name).waitFor()
  }
  await section(tablet, "Floor")
  await tablet.getByRole("button", { name: "Draw seats for 3" }).click()
  await section(tablet, "Payouts")
  await tablet
    .getByRole("radio", { name: /Top 3/ })
    .or(tablet.getByRole("button", { name: /Top 3/ }))
    .first()
    .click()
  await tablet.getByRole("button", { name: "Set the payouts" }).click()
  await tablet.getByRole("list", { name: "Places" }).waitFor()
}

/** Tablet B, cut off, takes Bo's rebuy; tablet A busts Bo and pays him; then B is back. */
async function playApart(a: Page, b: Page): Promise<void> {
  await section(b, "Floor")
  await seatOf(b, "Bo Carlsen").waitFor()
  await hasOwnCopy(b)
  await b.context().setOffline(true)
  await seatOf(b, "Bo Carlsen").click()
  await b.getByRole("dialog").getByRole("button", { name: "Rebuy €50.00" }).click()
  await b.keyboard.press("Escape")

  await section(a, "Floor")
  await seatOf(a, "Bo Carlsen").click()
  await a.getByRole("dialog").getByRole("button", { name: "Bust", exact: true }).click()
  await seatOf(a, "Bo Carlsen").waitFor({ state: "detached" })
  await section(a, "Payouts")
  const pay = a.getByRole("button", { name: "Pay place 3" })
  await pay.click()
  await pay.waitFor({ state: "detached" })

  await b.context().setOffline(false)
  for (const page of [a, b]) {
    await section(page, "Money")
    await conflicts(page).getByText("Another device paid this meanwhile.").waitFor()
  }
}

/** A night of two tablets up to the open conflict. */
async function night() {
  const leaf = await new TestLeaf().start()
  const browser = await TestBrowser.launch()
  const a = await browser.open(`${leaf.url}/operator`, TABLET)
  await signIn(a, PIN)
  await beginNight(a)
  const b = await browser.open(`${leaf.url}/operator`, TABLET)
  await signIn(b, PIN)
  await playApart(a, b)
  return { leaf, browser, a, b }
}

type Room = Awaited<ReturnType<typeof night>>

async function endNight({ leaf, browser }: Room) {
  await browser.close()
  await leaf.stop()
  const verified = await verifyLedger(leaf.data)
  assert.ok(verified.ok, "chain, witness and books agree")
  return verified.tournaments[0]
}

test("a rebuy taken offline, the player busted and paid meanwhile: both tablets show both sides; accepted, it is kept apart", async () => {
  const room = await night()
  const { a, b } = room
  for (const page of [a, b]) {
    const card = conflicts(page).getByRole("article")
    await card.getByText("Rebuy €50.00").waitFor()
    await card.getByText("Payout -€29.70").waitFor()
    await books(page).getByText("The books balance").waitFor()
    await books(page).getByText("€135.30").first().waitFor()
  }
  await assertAccessible(a, "the conflict")
  await conflicts(a)
    .getByRole("button", { name: /It happened: it counts.*€50\.00 is kept apart/ })
    .click()
  for (const page of [a, b]) {
    await conflicts(page).waitFor({ state: "detached" })
    await page.getByRole("region", { name: "Not settled yet" }).getByText("€50.00").waitFor()
    await books(page).getByText("The books balance").waitFor()
  }
  await b.getByRole("button", { name: "Given back" }).click()
  for (const page of [a, b])
    await page.getByRole("region", { name: "Not settled yet" }).waitFor({ state: "detached" })
  const tournament = await endNight(room)
  assert.equal(
    [tournament?.poolCents, tournament?.unallocatedCents, tournament?.openConflicts],
    [14_850, 0, 0],
  )
})

test("the same, dropped on a phone by one of two who try: nothing moves, and the books balance", async () => {
  const room = await night()
  const { a, b } = room
  await b.setViewportSize(PHONE)
  await assertFits(b, "the conflict on a phone")
  const drop = conflicts(b).getByRole("button", { name: /Never happened/ })
  await drop.dblclick()
  for (const page of [a, b]) {
    await conflicts(page).waitFor({ state: "detached" })
    await books(page).getByText("The books balance").waitFor()
  }
  await a.reload()
  await books(a).getByText("The books balance").waitFor()
  assert.is(await conflicts(a).count(), 0, "closed is closed, also after a reload")
  const tournament = await endNight(room)
  assert.equal(
    [tournament?.poolCents, tournament?.unallocatedCents, tournament?.counts.rebuys],
    [14_850, 0, 0],
  )
})

test.run()
