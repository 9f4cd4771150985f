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

test("a receipt is checked by anybody's phone, and tells that its line was taken back", async () => {
  const leaf = await new TestLeaf().start()
  const browser = await TestBrowser.launchKeepingNothing()
  try {
    const page = await browser.open(`${leaf.url}/operator`, TABLET)
    await signIn(page, PIN)
    await page.getByRole("textbox", { name: "Name" }).fill("Friday")
    await page.getByRole("button", { name: "Create", exact: true }).click()
    await section(page, "Players")
    const search = page.getByRole("combobox", { name: /Search for a player/ })
    await search.fill("Anna Berg")
    await search.press("Enter")
    await page.getByRole("list", { name: "Entries" }).getByText("Anna Berg").waitFor()
    await section(page, "Money")

    await page.getByRole("button", { name: "Receipt for line 2" }).click()
    const paper = page.getByRole("dialog").getByRole("article")
    for (const text of ["Anna Berg", "Friday", "€55.00", "Cash"])
      await paper.getByText(text, { exact: true }).waitFor()
    await assertAccessible(page, "a receipt")
    const code = (await paper.getByText(/^2-[0-9a-f]{16}$/).textContent()) ?? ""

    const phone = await browser.open(`${leaf.url}/receipt/${code}`, PHONE)
    await phone.getByText("Genuine", { exact: true }).waitFor()
    await phone.getByText("€55.00", { exact: true }).waitFor()
    assert.not.match((await phone.textContent("body")) ?? "", /Anna Berg/)
    await assertAccessible(phone, "a checked receipt")
    await assertFits(phone, "a checked receipt")
    await phone.emulateMedia({ media: "print" })
    assert.is(await phone.getByRole("article").isVisible(), true)
    assert.is(await phone.getByRole("status").isVisible(), false)
    await phone.emulateMedia({ media: "screen" })

    await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click()
    await page.getByRole("button", { name: "A mistake" }).click()
    await page.getByRole("button", { name: "Receipt for line 3" }).waitFor()
    await phone.reload()
    await phone.getByText("Genuine, and taken back").waitFor()
    await phone.getByText("Taken back by line 3").waitFor()

    assert.equal(browser.errors, [])
    const forged = await browser.open(`${leaf.url}/receipt/${code.replace("2-", "3-")}`, PHONE)
    await forged.getByText("Not in the ledger").waitFor()
  } finally {
    await browser.close()
    await leaf.stop()
  }
})

test.run()
