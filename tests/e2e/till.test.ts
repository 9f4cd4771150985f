import { test } from "uvu"
import * as assert from "uvu/assert"
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

test("a cashier's shift: the till knows what cash went through it, and what is missing", async () => {
  const leaf = await new TestLeaf().start()
  const browser = await TestBrowser.launchKeepingNothing()
  try {
    const page = await browser.open(`${leaf.url}/operator`, TABLET)
    await signIn(page, PIN)
    await page.getByRole("textbox", { name: "Name" }).fill("Shift")
    await page.getByRole("button", { name: "Create", exact: true }).click()

    await section(page, "Money")
    const till = page.getByRole("region", { name: "Till" })
    await till.getByLabel("Put into the till at the start").fill("200")
    await till.getByRole("button", { name: "Open a till" }).click()
    await till.getByText("€200.00", { exact: true }).waitFor()

    await section(page, "Players")
    const search = page.getByRole("combobox", { name: /Search for a player/ })
    for (const [name, way] of [
      ["Anna Berg", "Cash"],
      ["Bo Carlsen", "Card"],
      ["Cleo Dam", "Cash"],
    ] as const) {
      await page.getByRole("radio", { name: way }).check({ force: true })
      await search.fill(name)
      await search.press("Enter")
      await page.getByRole("list", { name: "Entries" }).getByText(name).waitFor()
    }

    await section(page, "Money")
    await till.getByText("€310.00", { exact: true }).waitFor()
    await assertAccessible(page, "the till")
    await till.getByLabel("Counted").fill("305,50")
    await till.getByRole("button", { name: "Note the count" }).click()
    await till.getByText("€4.50 too little").waitFor()
    await page.setViewportSize(PHONE)
    await assertFits(page, "the till on a phone")
    await till.getByLabel("Counted").fill("310")
    await till.getByRole("button", { name: "Close the till" }).click()
    await till.getByText("exact").waitFor()
    await till.getByRole("button", { name: "Open a till" }).waitFor()
    assert.equal(browser.errors, [])
  } finally {
    await browser.close()
    await leaf.stop()
  }
})

test.run()
