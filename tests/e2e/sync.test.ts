import type { Page } from "playwright-core"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { registrationRoom, tournamentRoom } from "../../schemas/documents/rooms.ts"
import { PlayerId, TournamentId } from "../../schemas/ids.ts"
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
import { until } from "../support/until.ts"

const leaf = await new TestLeaf().start()
const browser = await TestBrowser.launch()
const staff = await leaf.signIn()
const rooms: { close(): void }[] = []
const anna = v.parse(PlayerId, "p-anna")

/** A night with one player, whose phone writes what it may and what it may not. */
async function openNight(page: Page): Promise<void> {
  await signIn(page, PIN)
  await page.getByRole("textbox", { name: "Name" }).fill("Sunday Six")
  await page.getByRole("button", { name: "Create", exact: true }).click()
  await page.getByRole("combobox", { name: /Search for a player/ }).waitFor()
  await staff.keepPlayers([{ playerId: anna, name: "Anna Berg" }])
  await until("the tournament is open", async () => (await staff.ledger(0)).length > 0)
  const tournament = v.parse(TournamentId, (await staff.ledger(0))[0]?.intent.tournamentId)
  const { token } = await staff.ticket(tournament, anna)
  const phone = await staff.openRoom(registrationRoom(tournament, anna), token)
  phone.registers.set("coming", true)
  phone.registers.set("favourite", 7)
  const floor = await staff.openRoom(tournamentRoom(tournament))
  floor.registers.set("entry/e1/player", anna)
  rooms.push(phone, floor)
}

test("staff see who is connected, what was refused to whom, and who wrote a field", async () => {
  const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
  await openNight(tablet)
  await section(tablet, "Venue")
  await tablet.getByRole("link", { name: "Who is connected, and who wrote what" }).click()
  await tablet.getByText(/^Updated/).waitFor()
  await tablet.getByText("1 phone", { exact: true }).waitFor()
  const refused = tablet.getByRole("list", { name: "Refused" }).first()
  await refused.getByText("There is no such field.").waitFor()
  await refused.getByText("Anna Berg", { exact: true }).waitFor()
  await assertAccessible(tablet, "sync")

  await refused.getByRole("button").first().click()
  await tablet.getByRole("heading", { name: "Registration of Anna Berg" }).waitFor()
  const fields = tablet.getByRole("table", { name: "Who wrote what last" })
  await fields.getByRole("row", { name: /Coming or not.*Anna Berg/ }).waitFor()

  await tablet.getByRole("list", { name: "Open now" }).getByText("Sunday Six").click()
  await fields
    .getByRole("row", { name: /Clock|Tournament/ })
    .first()
    .waitFor()
  await tablet.getByRole("searchbox", { name: "Find a field or a person" }).focus()
  await tablet.keyboard.type("entry anna")
  await fields.getByRole("row", { name: /Entry · Anna Berg/ }).waitFor()
  assert.is(await fields.getByRole("row").count(), 2, "the heading, and the one that was searched")

  await tablet.setViewportSize(PHONE)
  await assertFits(tablet, "an open document on a phone")
  await assertAccessible(tablet, "an open document on a phone")
  await tablet.getByRole("button", { name: "All", exact: true }).click()
  await tablet.getByRole("list", { name: "Open now" }).waitFor()
  await assertFits(tablet, "the list on a phone")
  const small = await tablet.evaluate(() =>
    [...document.querySelectorAll("main button, nav a, main input")]
      .map((target) => target.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && (width < 44 || height < 44)),
  )
  assert.equal(small, [], "every target is at least 44 px in both directions")
  assert.equal(browser.errors, [])
})

test("a Leaf that is cut off: the page says that it may be old, and goes on by itself", async () => {
  const tablet = await browser.open(`${leaf.url}/operator/sync`, TABLET)
  await signIn(tablet, PIN)
  await tablet.getByText(/^Updated/).waitFor()
  await leaf.kill()
  await tablet.getByRole("button", { name: "Ask again now" }).click()
  await tablet
    .getByRole("alert")
    .getByText(/cannot be reached/)
    .waitFor()
  await tablet.getByRole("list", { name: "Open now" }).waitFor()
  await leaf.start()
  await tablet.getByRole("alert").waitFor({ state: "detached" })
})

test("a part of the page that did not come comes as soon as it can be had", async () => {
  const page = await browser.open("about:blank", TABLET)
  // As on a tablet that has no copy of its own yet.
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "serviceWorker"))
  const isLog = /\/log-[\w-]+\.js$/
  let lost = 0
  await page.route(isLog, (route) => {
    lost += 1
    return route.abort()
  })
  await page.goto(`${leaf.url}/operator`)
  await signIn(page, PIN)
  await section(page, "Log")
  await until("it was asked for twice", () => lost >= 2)
  await page.unroute(isLog)
  await page.getByRole("heading", { name: "Log" }).waitFor()
  await page.context().close()
})

test.after(async () => {
  for (const room of rooms) room.close()
  await browser.close()
  await leaf.stop()
})
test.run()
